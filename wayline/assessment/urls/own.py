from django.urls import path

from wayline.assessment.views import own

urlpatterns = [
    path("yourself/", own.index, name="own"),
    path("yourself/instruments/<int:pk>/start/", own.start, name="own_start"),
    path("yourself/begun/<int:pk>/<int:number>/", own.page, name="own_page"),
    path("yourself/begun/<int:pk>/check/", own.check, name="own_check"),
    path("yourself/results/<int:pk>/", own.result, name="own_result"),
    path("yourself/results/<int:pk>/throw-away/", own.delete, name="own_result_delete"),
]
