from django.urls import path

from wayline.common import views

app_name = "common"
urlpatterns = [
    path("common/gallery/", views.gallery, name="gallery"),
    # At the root: a service worker looks after what stands below its own address.
    path("worker.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("offline/", views.offline, name="offline"),
]
