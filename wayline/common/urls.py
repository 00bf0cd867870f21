from django.urls import path

from wayline.common import views

app_name = "common"
urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
]
