from django.urls import path

from wayline.assessment.views import interests

app_name = "interests"
urlpatterns = [
    path("yourself/interests/", interests.home, name="home"),
    path("yourself/interests/begin/", interests.begin, name="begin"),
    path("yourself/interests/<int:pk>/", interests.result, name="result"),
    path("yourself/interests/<int:pk>/activity/", interests.question, name="question"),
    path("yourself/interests/<int:pk>/all/", interests.all_at_once, name="all"),
    path("yourself/interests/<int:pk>/more/", interests.more, name="more"),
    path("yourself/interests/<int:pk>/scores.csv", interests.table, name="csv"),
    path("yourself/interests/<int:pk>/show/", interests.show, name="show"),
    path("yourself/interests/<int:pk>/show/<int:share>/stop/", interests.stop, name="stop"),
    path("yourself/interests/<int:pk>/throw-away/", interests.throw_away, name="throw_away"),
]
