from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "people"


@login_not_required
def soon(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("being built in this very hour")


soon.works_without_role = True
names = [
    "profile",
    "security",
    "your_data",
    "notices",
    "switch_role",
    "no_role",
    "help",
    "about",
    "privacy",
    "accessibility",
    "terms",
    "members",
    "audit",
]
urlpatterns = [path(f"{name}/", soon, name=name) for name in names]
