from django.urls import path

from wayline.learning.views import runs

urlpatterns = [
    path("programmes/<slug:slug>/runs/new/", runs.create, name="run_create"),
    path("runs/<int:pk>/settings/", runs.settings, name="run_settings"),
    path("runs/<int:pk>/state/", runs.state, name="run_state"),
    path("runs/<int:pk>/dates/", runs.dates, name="run_dates"),
    path("runs/<int:pk>/invitations/", runs.invitations, name="run_invitations"),
    path("runs/<int:pk>/learners/", runs.learners, name="run_learners"),
    path("runs/<int:pk>/hand-ins/", runs.hand_ins, name="run_hand_ins"),
    path("hand-ins/<int:pk>/", runs.feedback, name="hand_in_read"),
]
