from django.urls import path

from wayline.learning.views import participation

HERE = "runs/<int:pk>/participation"

urlpatterns = [
    path(f"{HERE}/", participation.show, name="participation"),
    path(f"{HERE}/count/", participation.count_again, name="participation_count"),
    path(f"{HERE}/learners/", participation.learners, name="participation_learners"),
    path(f"{HERE}/learners.csv", participation.learners_csv, name="participation_learners_csv"),
    path("runs/<int:run>/participation/learners/<int:pk>/", participation.learner, name="learner"),
    path(f"{HERE}/<slug:key>.csv", participation.table_csv, name="participation_csv"),
]
