"""Addresses of the facilitators' pages. `key` is the number of a space, or its slug."""

from django.urls import path

from wayline.discussion.views import facilitation, facilitation_people, facilitation_record, facilitation_summary

urlpatterns = [
    path("facilitation/", facilitation.queue, name="facilitation"),
    path("facilitation/next/", facilitation.start, name="facilitation_next"),
    path("facilitation/<int:pk>/", facilitation.item, name="facilitation_item"),
    path("facilitation/<int:pk>/<slug:verb>/", facilitation.do, name="facilitation_do"),
    path("comments/<int:pk>/links/", facilitation_record.tie, name="tie"),
    path("spaces/<slug:key>/queue/", facilitation.queue, name="queue"),
    path("spaces/<slug:key>/queue/next/", facilitation.start, name="queue_next"),
    path("spaces/<slug:key>/queue/<int:pk>/", facilitation.item, name="queue_item"),
    path("spaces/<slug:key>/queue/<int:pk>/<slug:verb>/", facilitation.do, name="queue_do"),
    path("spaces/<slug:key>/summaries/", facilitation_summary.summaries, name="summaries"),
    path("summaries/<int:pk>/", facilitation_summary.summary, name="summary"),
    path("summaries/<int:pk>/edit/", facilitation_summary.edit, name="edit_summary"),
    path("summaries/<int:pk>/send/", facilitation_summary.send, name="send_summary"),
    path("summaries/<int:pk>/drop/", facilitation_summary.drop, name="drop_summary"),
    path("spaces/<slug:key>/activity/", facilitation_people.activity, name="activity"),
    path("spaces/<slug:key>/people/<int:pk>/", facilitation_people.person, name="person"),
    path("spaces/<slug:key>/network/", facilitation_people.network, name="network"),
    path("spaces/<slug:key>/network/people.csv", facilitation_people.network_csv, name="network_csv"),
    path("spaces/<slug:key>/network/replies.csv", facilitation_people.ties_csv, name="ties_csv"),
    path("spaces/<slug:key>/record/", facilitation_record.record, name="record"),
    path("spaces/<slug:key>/record/<int:pk>/undo/", facilitation_record.undo, name="undo"),
    path("spaces/<slug:key>/reports/", facilitation_record.reports, name="reports"),
]
