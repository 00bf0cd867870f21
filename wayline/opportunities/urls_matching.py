"""Addresses of matching; `urls.py` takes them in."""

from django.urls import path

from wayline.opportunities.views import (
    about_you,
    being_found,
    finding_people,
    match_choices,
    match_fairness,
    match_training,
    matching,
    moving,
)

urlpatterns = [
    path("me/data/about-you/", about_you.about_you, name="about_you"),
    path("me/data/about-you/delete/", about_you.delete, name="about_you_delete"),
    path("for-you/", matching.for_you, name="for_you"),
    path("for-you/choices/", match_choices.choices, name="match_choices"),
    path("for-you/off/", match_choices.off, name="match_off"),
    path("for-you/parts/<slug:part>/<slug:state>/", match_choices.part, name="match_part"),
    path("for-you/found/", being_found.being_found, name="being_found"),
    path("for-you/found/off/", being_found.off, name="found_off"),
    path("for-you/found/companies/", being_found.rule_out, name="found_rule_out"),
    path("for-you/found/companies/<int:pk>/let-in/", being_found.let_in, name="found_let_in"),
    path("for-you/found/<str:key>/", being_found.ask, name="found_ask"),
    path("for-you/found/<str:key>/end/", being_found.end, name="found_end"),
    path("for-you/set-aside/", match_choices.aside, name="match_aside"),
    path("for-you/seen/", matching.seen_list, name="match_seen_list"),
    path("for-you/seen/<int:pk>/", matching.seen, name="match_seen"),
    path("for-you/training/", match_training.training, name="match_training"),
    path("for-you/jobs/", moving.page, name="moves"),
    path("for-you/jobs.csv", moving.csv, name="moves_csv"),
    path("for-you/jobs/<int:pk>/", moving.one, name="move"),
    path("for-you/jobs/<int:pk>/not-for-me/", moving.not_for_me, name="move_not"),
    path("for-you/jobs/<int:pk>/bring-back/", moving.bring_back, name="move_back"),
    path("for-you/<int:pk>/", match_training.one, name="match"),
    path("for-you/<int:pk>/hide/", match_choices.hide, name="match_hide"),
    path("for-you/<int:pk>/not-for-me/", match_choices.not_for_me, name="match_not"),
    path("for-you/<int:pk>/bring-back/", match_choices.bring_back, name="match_back"),
    path("offers/<int:pk>/people/", finding_people.people, name="found_people"),
    path("offers/<int:pk>/people/<str:key>/ask/", finding_people.ask, name="found_people_ask"),
    path("offers/<int:pk>/people/<str:key>/take-back/", finding_people.take_back, name="found_people_take_back"),
    path("offers/matching/", match_choices.rules, name="match_rules"),
    path("offers/matching/fairness/", match_fairness.fairness, name="match_fairness"),
    path("offers/matching/fairness.csv", match_fairness.fairness_csv, name="match_fairness_csv"),
]
