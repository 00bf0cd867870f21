from django.urls import path

from wayline.assessment.views import importing, instruments, parts

urlpatterns = [
    path("questionnaires/", instruments.index, name="instruments"),
    path("questionnaires/new/", instruments.create, name="instrument_create"),
    path("questionnaires/import/", importing.bring_in, name="instrument_import"),
    path("questionnaires/<int:pk>/", instruments.show, name="instrument"),
    path("questionnaires/<int:pk>/copy/", instruments.copy, name="instrument_copy"),
    path("questionnaires/<int:pk>/publish/", instruments.publish, name="instrument_publish"),
    path("questionnaires/<int:pk>/delete/", instruments.delete, name="instrument_delete"),
    path("questionnaires/<int:pk>/text/", instruments.text, name="instrument_text"),
    path("questionnaires/<int:pk>/file/", instruments.download, name="instrument_file"),
    path("questionnaires/<int:pk>/preview/<int:number>/", instruments.preview, name="instrument_preview"),
    path("questionnaires/<int:pk>/about/", parts.about, name="instrument_about"),
    path("questionnaires/<int:pk>/move/", parts.move, name="instrument_move"),
    path("questionnaires/<int:pk>/add-section/", parts.section, name="section_add"),
    path("questionnaires/<int:pk>/sections/<slug:code>/", parts.section, name="section_edit"),
    path("questionnaires/<int:pk>/sections/<slug:section>/add-question/", parts.question, name="question_add"),
    path(
        "questionnaires/<int:pk>/sections/<slug:section>/questions/<slug:code>/", parts.question, name="question_edit"
    ),
]
