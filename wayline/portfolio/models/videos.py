"""A film of oneself, and files on their way to us in parts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.models import Membership, User
from wayline.portfolio.captions import Line, as_text
from wayline.portfolio.enums import VideoState
from wayline.portfolio.keys import new_key
from wayline.portfolio.models.items import Item

DAYS_SHOWN = 180


def upload_path(upload: Upload) -> str:
    return f"portfolio/uploads/{upload.key}"


def video_path(video: Video, name: str) -> str:
    """Names say what they are to us, and nothing of whom."""
    return f"portfolio/videos/{video.key}/{name}"


def last_day() -> date:
    return timezone.localdate() + timedelta(days=DAYS_SHOWN)


class VideoQuerySet(models.QuerySet["Video"]):
    def of(self, user: User) -> Self:
        return self.filter(item__owner=user, item__deleted_at=None)

    def visible_to(self, viewer: Membership) -> Self:
        """One's own. What is shared is read through the share."""
        return self.of(viewer.user)

    def showable(self) -> Self:
        """As `Video.can_be_shown` says of one, and not in the bin."""
        today = timezone.localdate()
        ready = self.filter(state=VideoState.READY, shown_until__gte=today, item__deleted_at=None)
        return ready.exclude(captions=[])


class Video(models.Model):
    """A film that belongs to an item, in two sizes, with captions. Nothing is kept of the file that was sent."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="video")
    state = models.CharField(max_length=8, choices=VideoState, default=VideoState.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    """Per cent."""
    fault = models.CharField(max_length=16, blank=True)
    """Why it could not be prepared: a code of `films.NoFilm`, or no_program."""
    kind = models.CharField(max_length=8)
    """What was sent, as `common.uploads` names it."""
    sent = models.FileField(upload_to=video_path, max_length=200, blank=True)
    large = models.FileField(upload_to=video_path, max_length=200, blank=True)
    small = models.FileField(upload_to=video_path, max_length=200, blank=True)
    poster = models.FileField(upload_to=video_path, max_length=200, blank=True)
    seconds = models.FloatField(default=0)
    captions = models.JSONField(default=list, blank=True)
    """Lines: beginning and end in seconds, and the words."""
    language = models.CharField(_("language spoken"), max_length=16, blank=True)
    shown_until = models.DateField(_("shown until"), default=last_day)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Video]] = models.Manager.from_queryset(VideoQuerySet)()

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VideoState.values), name="portfolio_video_state"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="portfolio_video_progress"),
            models.CheckConstraint(
                condition=~Q(state=VideoState.READY) | (~Q(large="") & ~Q(small="") & ~Q(poster="")),
                name="portfolio_video_ready_has_files",
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)

    def get_absolute_url(self) -> str:
        return reverse("portfolio:video", args=[self.key])

    @property
    def files(self) -> list[FieldFile]:
        return [held for held in (self.sent, self.large, self.small, self.poster) if held.name]

    @property
    def lines(self) -> list[Line]:
        return [Line(*line) for line in self.captions]

    @property
    def as_text(self) -> str:
        return as_text(self.lines)

    @property
    def is_over(self) -> bool:
        return self.shown_until < timezone.localdate()

    @property
    def can_be_shown(self) -> bool:
        """To others: prepared, with captions, and not over."""
        return self.state == VideoState.READY and bool(self.captions) and not self.is_over


class UploadQuerySet(models.QuerySet["Upload"]):
    def of(self, user: User) -> Self:
        return self.filter(owner=user)


class Upload(models.Model):
    """A file on its way to us, in parts: after a line broke it goes on where it was. Gone a day after the last part."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portfolio_uploads")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    """Bytes, all of them."""
    received = models.PositiveBigIntegerField(default=0)
    video = models.ForeignKey(Video, null=True, on_delete=models.CASCADE, related_name="uploads")
    """What it became."""
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Upload]] = models.Manager.from_queryset(UploadQuerySet)()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="portfolio_upload_received"),
        ]

    def __str__(self) -> str:
        return self.name
