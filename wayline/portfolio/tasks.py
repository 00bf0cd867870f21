"""Errands: letters to people who are asked to endorse a skill, and films to prepare. Errands carry keys, never
addresses."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from wayline.common.errands import LONG
from wayline.people.mail import absolute
from wayline.people.tokens import hash_token
from wayline.portfolio import films
from wayline.portfolio.enums import EndorsementState, VideoState
from wayline.portfolio.models import Endorsement, Video

STEP = 0.05
"""Of the work: how often a person who watches sees it go on."""
LARGE_SHARE = 0.75
"""Of the work goes into the large version."""


@task()
def send_endorsement_request(pk: int) -> None:
    """Makes the secret of the link here, so that it is written down nowhere but in the letter."""
    asked = Endorsement.objects.filter(pk=pk, state=EndorsementState.WAITING).select_related("item__owner").first()
    if asked is None:
        return
    secret = secrets.token_urlsafe(32)
    Endorsement.objects.filter(pk=pk).update(token_hash=hash_token(secret))
    owner = asked.item.owner
    link = absolute(reverse("portfolio:endorse", args=[secret]))
    context = {"endorsement": asked, "item": asked.item, "owner": owner, "link": link}
    with translation.override(owner.language):
        subject, _, body = render_to_string("portfolio/mail/endorsement.txt", context).strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[asked.email]).send()


@task(queue_name=LONG)
def prepare_video(pk: int) -> None:
    """A large and a small version, and a picture for the time before it plays. What was sent goes then."""
    video = Video.objects.filter(pk=pk, state__in=(VideoState.WAITING, VideoState.WORKING)).first()
    if video is None or not video.sent:
        return
    if not films.is_here():
        Video.objects.filter(pk=pk).update(state=VideoState.FAILED, fault="no_program")
        return
    Video.objects.filter(pk=pk).update(state=VideoState.WORKING, progress=0)
    with tempfile.TemporaryDirectory() as folder:
        try:
            seconds = _make_versions(video, Path(folder))
        except films.NoFilm as why:
            _give_up(video, why.code)
        else:
            _keep_versions(video, Path(folder), seconds)


def _make_versions(video: Video, folder: Path) -> float:
    path, kind = Path(video.sent.path), video.kind
    found = films.look(path, kind, longest=settings.VIDEO_SECONDS)
    large = folder / "large"
    films.make(path, kind, large, height=films.LARGE, seconds=found.seconds, tell=_teller(video, 0.0, LARGE_SHARE))
    films.make(
        large, "mp4", folder / "small", height=films.SMALL, seconds=found.seconds, tell=_teller(video, LARGE_SHARE, 1.0)
    )
    films.still(large, folder / "poster", at=min(1.0, found.seconds / 2))
    return found.seconds


def _teller(video: Video, start: float, stop: float) -> Callable[[float], None]:
    told = [start]

    def tell(part: float) -> None:
        now = start + part * (stop - start)
        if now - told[0] >= STEP:
            told[0] = now
            Video.objects.filter(pk=video.pk).update(progress=int(now * 100))

    return tell


def _keep_versions(video: Video, folder: Path, seconds: float) -> None:
    """If its person threw it away meanwhile, nothing of it stays."""
    sent = (video.sent.storage, video.sent.name)
    for name in ("large", "small", "poster"):
        with (folder / name).open("rb") as file:
            getattr(video, name).save(name, File(file), save=False)
    made = {name: getattr(video, name).name for name in ("large", "small", "poster")}
    kept = Video.objects.filter(pk=video.pk).update(
        **made, sent="", seconds=seconds, state=VideoState.READY, progress=100, fault=""
    )
    sent[0].delete(sent[1] or "")
    if not kept:
        for name in made.values():
            sent[0].delete(name)


def _give_up(video: Video, code: str) -> None:
    """What is no film is not kept."""
    Video.objects.filter(pk=video.pk).update(state=VideoState.FAILED, fault=code, sent="")
    video.sent.storage.delete(video.sent.name or "")
