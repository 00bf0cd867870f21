"""A programme, its weeks and steps, and the versions its authors write."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.learning.enums import EnrolmentState
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation

AUTHORING_ROLES = (Role.FACILITATOR, Role.ADMINISTRATOR)


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def authored_by(self, viewer: Membership) -> Self:
        """What a person may write in: named authors, and the organisation's facilitators and administrators."""
        named = Exists(ProgrammeAuthor.objects.filter(programme=OuterRef("pk"), user=viewer.user_id))
        if viewer.role in AUTHORING_ROLES:
            return self.filter(Q(organisation=viewer.organisation_id) | named)
        return self.filter(named)

    def visible_to(self, viewer: Membership) -> Self:
        """Published programmes are open to everybody; drafts to their authors and to those who take a run of them."""
        taken = self.model._default_manager.filter(
            runs__enrolments__user=viewer.user_id, runs__enrolments__state=EnrolmentState.ENROLLED
        )
        authored = self.model._default_manager.all().authored_by(viewer)
        return self.filter(
            Q(published_at__isnull=False) | Q(pk__in=authored.values("pk")) | Q(pk__in=taken.values("pk"))
        )

    def public(self) -> Self:
        return self.filter(published_at__isnull=False)


class Programme(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes")
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    description = models.TextField(_("description"), blank=True)
    outcomes = models.JSONField(_("what one can do afterwards"), default=list, blank=True)
    credits = models.JSONField(_("credited authors"), default=list, blank=True)
    """Names as they stand in a package; who may write is `ProgrammeAuthor`."""
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    adapted_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="adaptations"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[Programme]] = models.Manager.from_queryset(ProgrammeQuerySet)()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("learning:programme", args=[self.slug])


class ProgrammeAuthor(models.Model):
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="authors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="authorships")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [models.UniqueConstraint(fields=["programme", "user"], name="learning_author_once")]

    def __str__(self) -> str:
        return f"{self.user} – {self.programme}"


class Week(models.Model):
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="weeks")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=80)
    title = models.CharField(_("title"), max_length=200)
    intro = models.TextField(_("introduction"), blank=True)

    class Meta:
        verbose_name = _("week")
        verbose_name_plural = _("weeks")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="learning_week_key"),
            models.UniqueConstraint(
                fields=["programme", "position"], name="learning_week_position", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StepQuerySet(models.QuerySet["Step"]):
    def published(self) -> Self:
        """In the order in which they are taken."""
        return self.filter(published__isnull=False, withdrawn_at=None).order_by("week__position", "position")

    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(programme__in=Programme.objects.visible_to(viewer))


class Step(models.Model):
    """A place in a week. What it says stands in its versions: learners read `published`, authors write the newest."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="steps")
    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=80)
    kind = models.CharField(_("kind"), max_length=20)
    published = models.OneToOneField(
        "StepVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="published_as"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    translated_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    translated_version = models.ForeignKey(
        "StepVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The version of the original that this step's newest text translates."""

    objects: ClassVar[models.Manager[Step]] = models.Manager.from_queryset(StepQuerySet)()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["week__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="learning_step_key"),
            models.UniqueConstraint(
                fields=["week", "position"], name="learning_step_position", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.key


class StepVersion(models.Model):
    """One saved state of a step. Versions are never changed; restoring writes a new one."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    content = models.JSONField(default=dict, blank=True)
    """What the kind needs beside title, text and minutes; see `content.py`."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["step", "number"], name="learning_version_number")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


def asset_path(asset: Asset, filename: str) -> str:
    return f"programmes/{asset.programme_id}/{asset.name}"


class Asset(models.Model):
    """A file of a programme; texts address it as `files/<name>`."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="assets")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=asset_path, max_length=300)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="learning_asset_name")]

    def __str__(self) -> str:
        return self.name


class Remark(models.Model):
    """What a colleague says about a passage of a draft."""

    version = models.ForeignKey(StepVersion, on_delete=models.CASCADE, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    passage = models.TextField(_("passage"), blank=True, max_length=1000)
    text = models.TextField(_("remark"), max_length=2000)
    at = models.DateTimeField(default=timezone.now, editable=False)
    resolved_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
