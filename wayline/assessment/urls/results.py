from django.urls import path

from wayline.assessment.views import results

WAVE = "surveys/<int:pk>/waves/<int:number>/results"
urlpatterns = [
    path(f"{WAVE}/", results.show, name="results"),
    path(f"{WAVE}/cross/", results.cross, name="results_cross"),
    path(f"{WAVE}/cross.csv", results.cross_csv, name="results_cross_csv"),
    path(f"{WAVE}/tables.csv", results.table_csv, name="results_csv"),
    path(f"{WAVE}/texts/<slug:code>/", results.texts, name="results_texts"),
    path(f"{WAVE}/answers/", results.answers, name="results_answers"),
    path(f"{WAVE}/answers/<uuid:key>/", results.answer, name="results_answer"),
    path(f"{WAVE}/files/<uuid:key>/", results.file, name="results_file"),
    path(f"{WAVE}/download/<slug:kind>/", results.download, name="results_download"),
    path("surveys/<int:pk>/change/", results.change, name="change"),
    path("surveys/<int:pk>/change.csv", results.change_csv, name="change_csv"),
]
