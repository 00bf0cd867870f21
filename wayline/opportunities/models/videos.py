"""A film of the person's that goes with an application, and who said that they had read what was written."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import ApplicationState
from wayline.opportunities.models.applications import Application
from wayline.people.models import Membership
from wayline.portfolio.models import Video


class ApplicationVideoQuerySet(models.QuerySet["ApplicationVideo"]):
    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(application__user=viewer.user_id)

    def received_by(self, viewer: Membership) -> Self:
        """For who reads the application, until something of it is taken back or the film itself is over."""
        open_ones = Application.objects.received_by(viewer).exclude(state=ApplicationState.WITHDRAWN)
        return self.filter(application__in=open_ones, taken_back_at=None, video__in=Video.objects.showable())

    def played_to(self, viewer: Membership) -> Self:
        """Of those, what the viewer opened after the written application. Asked anew for every part that is played."""
        return self.received_by(viewer).filter(openings__viewer=viewer.user_id)


class ApplicationVideo(models.Model):
    """Not a copy: the film stays the person's, and ends on its own last day (docs/decisions/0020)."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="film")
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    """After it was sent. From a draft the row goes."""

    objects: ClassVar[models.Manager[ApplicationVideo]] = models.Manager.from_queryset(ApplicationVideoQuerySet)()

    class Meta:
        verbose_name = _("video of an application")
        verbose_name_plural = _("videos of applications")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return str(self.video)


class VideoOpening(models.Model):
    """Somebody of the other side said that they had read the application, and opened its video."""

    film = models.ForeignKey(ApplicationVideo, on_delete=models.CASCADE, related_name="openings")
    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="application_videos_opened"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opening of a video of an application")
        verbose_name_plural = _("openings of videos of applications")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["film", "viewer"], name="opportunities_video_opening_once")]

    def __str__(self) -> str:
        return f"{self.film_id}: {self.at:%Y-%m-%d %H:%M}"
