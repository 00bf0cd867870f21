"""The addresses of the open APIs. Each version is a path of its own, and stays when the next one comes."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("wayline.lmi.api.urls")),
]
