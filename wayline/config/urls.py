"""The addresses of the house. Each room names its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("wayline.config.api")),  # first: programs ask often, and would try every page before
    path("", include("wayline.home.urls")),
    path("", include("wayline.people.urls")),
    path("", include("wayline.learning.urls")),
    path("", include("wayline.assessment.interest_urls")),
    path("", include("wayline.assessment.urls")),
    path("", include("wayline.opportunities.urls")),
    path("", include("wayline.taxonomy.urls")),
    path("", include("wayline.lmi.urls")),
    path("", include("wayline.portfolio.credential_urls")),
    path("", include("wayline.portfolio.urls")),
    path("", include("wayline.discussion.urls")),
    path("", include("wayline.common.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
]

handler400 = "wayline.common.views.bad_request"
handler403 = "wayline.common.views.forbidden"
handler404 = "wayline.common.views.not_found"
handler429 = "wayline.common.views.too_many"  # asked for by allauth, not by Django
handler500 = "wayline.common.views.server_error"
