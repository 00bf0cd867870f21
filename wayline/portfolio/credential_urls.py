from django.urls import path

from wayline.portfolio.views import credentials

app_name = "credentials"
urlpatterns = [
    path(".well-known/did.json", credentials.did, name="did"),
    path("credentials/", credentials.own, name="own"),
    path("credentials/check/", credentials.check, name="check"),
    path("credentials/issued/", credentials.issued, name="issued"),
    path("credentials/lists/<int:number>/", credentials.status_list, name="status_list"),
    path("credentials/<uuid:pk>/", credentials.credential, name="credential"),
    path("credentials/<uuid:pk>/revoke/", credentials.revoke, name="revoke"),
    path("credentials/<uuid:pk>/as/<slug:form>/", credentials.file, name="file"),
]
