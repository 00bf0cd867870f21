from django.urls import include, path

from wayline.opportunities.api import v1
from wayline.opportunities.views import employers, feeds, offers, public, review, searches, sources

app_name = "opportunities"
OFFER = "offers/<int:pk>"

urlpatterns = [
    path("", include("wayline.opportunities.urls_matching")),
    path("api/opportunities/v1/", v1.public()),
    path("opportunities/", public.find, name="search"),
    path("opportunities/<int:pk>/", public.opportunity, name="opportunity"),
    path("opportunities/feed.atom", feeds.feed, name="feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", feeds.sitemap_part, name="sitemap_part"),
    path("companies/<slug:slug>/", public.company, name="company"),
    path("saved-searches/", searches.index, name="searches"),
    path("saved-searches/new/", searches.save, name="search_save"),
    path("saved-searches/<int:pk>/alerts/", searches.alerts, name="search_alerts"),
    path("saved-searches/<int:pk>/delete/", searches.forget, name="search_forget"),
    path("offers/", offers.index, name="offers"),
    path("offers.csv", offers.index_csv, name="offers_csv"),
    path("offers/new/", offers.choose_kind, name="offer_kinds"),
    path("offers/new/<slug:kind>/", offers.new, name="offer_new"),
    path("offers/review/", review.queue, name="review"),
    path("offers/rule/", review.rule, name="rule"),
    path("offers/employers/", review.employers, name="employers"),
    path("offers/employers/<int:pk>/", review.employer, name="employer"),
    path("offers/sources/", sources.index, name="sources"),
    path("offers/sources/new/", sources.new, name="source_new"),
    path("offers/sources/<int:pk>/", sources.show, name="source"),
    path("offers/sources/<int:pk>/edit/", sources.edit, name="source_edit"),
    path("offers/sources/<int:pk>/pull/", sources.pull, name="source_pull"),
    path("offers/readings/<int:pk>/", sources.run, name="import_run"),
    path(f"{OFFER}/", offers.show, name="offer"),
    path(f"{OFFER}/edit/", offers.edit, name="offer_edit"),
    path(f"{OFFER}/asks-for/", offers.asks_for, name="offer_tags"),
    path(f"{OFFER}/delete/", offers.delete, name="offer_delete"),
    path(f"{OFFER}/read/", review.read, name="review_read"),
    path(f"{OFFER}/do/<str:verb>/", offers.act, name="offer_do"),
    path("my-company/", employers.mine, name="my_company"),
    path("my-company/edit/", employers.edit, name="company_edit"),
    path("my-company/invite/", employers.invite, name="company_invite"),
    path("my-company/invitations/<int:pk>/withdraw/", employers.withdraw_invitation, name="company_uninvite"),
    path("my-company/people/<int:pk>/remove/", employers.remove_contact, name="company_remove"),
    path("employers/sign-up/", employers.sign_up, name="employer_sign_up"),
]
