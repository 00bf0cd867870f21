from django.urls import path

from wayline.taxonomy import views

app_name = "taxonomy"
urlpatterns = [
    path("occupations/classifications/", views.schemes, name="schemes"),
    path("occupations/classifications/<slug:key>/", views.scheme, name="scheme"),
    path("occupations/classifications/<slug:key>/<path:code>/", views.concept, name="concept"),
    path("data/", views.releases, name="releases"),
    path("data/<int:pk>/", views.release, name="release"),
]
