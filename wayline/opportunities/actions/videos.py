"""A film that goes with an application: chosen by the person, taken back at once, opened after what was written."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from wayline.opportunities.models import Application, ApplicationVideo, VideoOpening
from wayline.opportunities.queries import received as reads
from wayline.people.actions import record, record_own, record_view
from wayline.people.models import Membership
from wayline.portfolio.models import Video

FILMS = ("large", "small")


class ReadFirst(Exception):
    """What was written has not been opened yet."""


def choose_video(draft: Application, video: Video | None) -> None:
    """Of a draft of the video's own person, which the caller has checked. None: no video goes along."""
    if video is None:
        ApplicationVideo.objects.filter(application=draft).delete()
    else:
        ApplicationVideo.objects.update_or_create(application=draft, defaults={"video": video})


@transaction.atomic
def take_back(film: ApplicationVideo) -> None:
    """At once, and for good; the application itself stays. From a draft it is only taken out."""
    application = film.application
    if application.is_draft:
        film.delete()
        return
    film.taken_back_at = timezone.now()
    film.save(update_fields=["taken_back_at"])
    record_own(application.user, "took back video of application", application)


@transaction.atomic
def open_video(film: ApplicationVideo, *, by: Membership) -> None:
    """On record, with its time. ReadFirst when the viewer has not opened CV and letter."""
    if reads.unread_papers(film.application, by):
        raise ReadFirst
    _opening, is_new = VideoOpening.objects.get_or_create(film=film, viewer=by.user)
    if is_new:
        record(by, "opened video of application", film.application, about=film.application.user)


def watch(film: ApplicationVideo, *, by: Membership, part: str) -> None:
    """The person reads on which days it was played."""
    if part in FILMS:
        record_view(by, "watched video of application", film.application, about=film.application.user)
