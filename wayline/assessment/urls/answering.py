from django.urls import path

from wayline.assessment.views import answering

urlpatterns = [
    path("s/<slug:token>/", answering.start, name="answer_start"),
    path("s/<slug:token>/done/", answering.done, name="answer_done"),
    path("s/<slug:token>/<slug:code>/check/", answering.check, name="answer_check"),
    path("s/<slug:token>/<slug:code>/later/", answering.later, name="answer_later"),
    path("s/<slug:token>/<slug:code>/<int:number>/", answering.page, name="answer"),
]
