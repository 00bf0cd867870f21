"""Addresses of assessment, by what people come for."""

from wayline.assessment.urls.answering import urlpatterns as answering
from wayline.assessment.urls.own import urlpatterns as own
from wayline.assessment.urls.results import urlpatterns as results
from wayline.assessment.urls.surveys import urlpatterns as surveys
from wayline.assessment.urls.writing import urlpatterns as writing

app_name = "assessment"
urlpatterns = [*own, *writing, *surveys, *results, *answering]
