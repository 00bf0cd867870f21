from django.urls import path

from wayline.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("search/", views.search, name="search"),
    path("health", views.health_report, name="health"),
    path("demo/<slug:key>/", views.demo_sign_in, name="demo_sign_in"),
]
