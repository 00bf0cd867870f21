"""Addresses of learning, by what people come for."""

from wayline.learning.urls.authoring import urlpatterns as authoring
from wayline.learning.urls.learner import urlpatterns as learner
from wayline.learning.urls.participation import urlpatterns as participation
from wayline.learning.urls.runs import urlpatterns as runs

app_name = "learning"
urlpatterns = [*authoring, *learner, *runs, *participation]
