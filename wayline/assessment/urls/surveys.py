from django.urls import path

from wayline.assessment.views import surveys

urlpatterns = [
    path("surveys/", surveys.index, name="surveys"),
    path("surveys/new/", surveys.create, name="survey_create"),
    path("surveys/<int:pk>/", surveys.show, name="survey"),
    path("surveys/<int:pk>/settings/", surveys.edit, name="survey_edit"),
    path("surveys/<int:pk>/people/", surveys.people, name="survey_people"),
    path("surveys/<int:pk>/delete/", surveys.delete, name="survey_delete"),
    path("surveys/<int:pk>/waves/new/", surveys.wave_add, name="wave_add"),
    path("surveys/<int:pk>/waves/<int:number>/", surveys.wave_edit, name="wave_edit"),
    path("surveys/<int:pk>/waves/<int:number>/state/", surveys.wave_state, name="wave_state"),
    path("surveys/<int:pk>/waves/<int:number>/remind/", surveys.remind, name="wave_remind"),
]
