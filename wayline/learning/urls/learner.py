from django.urls import path

from wayline.learning.views import certificates, learner, work

urlpatterns = [
    path("programmes/", learner.catalogue, name="catalogue"),
    path("programmes/<slug:slug>/", learner.programme, name="programme"),
    path("programmes/<slug:slug>/files/<path:name>", learner.asset, name="asset"),
    path("my-learning/", learner.my_learning, name="my_learning"),
    path("runs/<int:pk>/", learner.run, name="run"),
    path("runs/<int:pk>/join/", learner.join, name="join"),
    path("runs/<int:pk>/leave/", learner.leave, name="leave"),
    path("runs/<int:pk>/continue/", learner.go_on, name="continue"),
    path("runs/<int:pk>/events.ics", learner.events, name="events"),
    path("runs/<int:run>/steps/<int:pk>/", learner.step, name="step"),
    path("runs/<int:run>/steps/<int:pk>/complete/", learner.complete, name="complete"),
    path("runs/<int:run>/steps/<int:pk>/quiz/", work.quiz, name="quiz"),
    path("runs/<int:run>/steps/<int:pk>/poll/", work.poll, name="poll"),
    path("runs/<int:run>/steps/<int:pk>/hand-in/", work.hand_in, name="hand_in"),
    path("runs/<int:run>/steps/<int:pk>/finding/", work.finding, name="finding"),
    path("hand-ins/<int:pk>/file/", work.hand_in_file, name="hand_in_file"),
    path("runs/<int:pk>/certificate/", certificates.issue, name="certificate_issue"),
    path("certificates/", certificates.check_form, name="certificate_search"),
    path("certificates/<str:code>/", certificates.check, name="certificate_check"),
    path("certificates/<str:code>/pdf/", certificates.pdf, name="certificate_pdf"),
]
