"""Where people talk: spaces with members, and the threads in them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.discussion.enums import SpaceKind, SpaceRole, ThreadKind
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation, User

COLLEAGUES = (Role.PRACTITIONER, Role.FACILITATOR, Role.RESEARCHER, Role.MANAGER, Role.ADMINISTRATOR)
"""Roles for which the open communities of an organisation are open."""


class SpaceQuerySet(models.QuerySet["Space"]):
    def visible_to(self, viewer: Membership) -> Self:
        """Members see their spaces, colleagues the open communities, administrators every space of the organisation."""
        mine = SpaceMember.objects.current().filter(user=viewer.user_id).values("space")
        rule = Q(pk__in=mine)
        if viewer.role in COLLEAGUES:
            rule |= Q(kind=SpaceKind.COMMUNITY, is_open=True, organisation=viewer.organisation_id)
        if viewer.role == Role.ADMINISTRATOR:
            rule |= Q(organisation=viewer.organisation_id)
        return self.filter(rule)

    def guided_by(self, viewer: Membership) -> Self:
        """Those in which the viewer moderates: its facilitators, and administrators of the organisation."""
        guided = SpaceMember.objects.current().filter(user=viewer.user_id, role=SpaceRole.FACILITATOR).values("space")
        rule = Q(pk__in=guided)
        if viewer.role == Role.ADMINISTRATOR:
            rule |= Q(organisation=viewer.organisation_id)
        return self.filter(rule)


class Space(models.Model):
    """A place with a purpose and members: a community, or the discussions of one run of a programme."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="spaces")
    kind = models.CharField(_("kind"), max_length=12, choices=SpaceKind, default=SpaceKind.COMMUNITY)
    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(max_length=80)
    purpose = models.TextField(_("purpose"), blank=True, max_length=5000)
    purpose_html = models.TextField(blank=True, editable=False)
    is_open = models.BooleanField(
        _("open"), default=False, help_text=_("Every colleague in the organisation may read and join.")
    )
    anonymous_allowed = models.BooleanField(
        _("members may write anonymously to peers"), default=False, help_text=_("Facilitators still see the names.")
    )
    slow_mode_seconds = models.PositiveIntegerField(_("seconds between two comments of a person"), default=0)
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Space]] = models.Manager.from_queryset(SpaceQuerySet)()

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="discussion_space_slug_once"),
            models.CheckConstraint(condition=Q(kind__in=SpaceKind.values), name="discussion_space_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("discussion:space", args=[self.pk])


class SpaceMemberQuerySet(models.QuerySet["SpaceMember"]):
    def current(self) -> Self:
        return self.filter(left_at=None)

    def visible_to(self, viewer: Membership) -> Self:
        """Who sees a space sees who takes part in it."""
        return self.filter(space__in=Space.objects.visible_to(viewer))


class SpaceMember(models.Model):
    """A person takes part in a space, or did until `left_at`."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="space_memberships")
    role = models.CharField(_("role"), max_length=12, choices=SpaceRole, default=SpaceRole.PARTICIPANT)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[SpaceMember]] = models.Manager.from_queryset(SpaceMemberQuerySet)()

    class Meta:
        verbose_name = _("member of a space")
        verbose_name_plural = _("members of spaces")
        constraints = [
            models.UniqueConstraint(fields=["space", "user"], name="discussion_member_once"),
            models.CheckConstraint(condition=Q(role__in=SpaceRole.values), name="discussion_member_role"),
        ]
        indexes = [
            models.Index(fields=["user", "space"], condition=Q(left_at=None), name="discussion_member_current"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.space}"


class ThreadQuerySet(models.QuerySet["Thread"]):
    def joined_by(self, viewer: Membership) -> Self:
        """Those of the spaces in which the viewer takes part, with `role`, the viewer's role there."""
        joined = self.filter(space__members__user=viewer.user_id, space__members__left_at=None)
        return joined.annotate(role=F("space__members__role"))

    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(space__in=Space.objects.visible_to(viewer))

    def guided_by(self, viewer: Membership) -> Self:
        return self.filter(space__in=Space.objects.guided_by(viewer))


class Thread(models.Model):
    """A stream of comments, read at `address`: beside a step, below a page, or as a topic of its own."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="threads")
    kind = models.CharField(max_length=8, choices=ThreadKind)
    title = models.CharField(_("title"), max_length=200)
    address = models.CharField(max_length=300)
    """Path of the page on which people read the thread."""
    slow_mode_seconds = models.PositiveIntegerField(null=True, blank=True)
    """Empty: as the space says."""
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    """Comments that everybody can read: not deleted, not hidden."""
    last_comment_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Thread]] = models.Manager.from_queryset(ThreadQuerySet)()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        ordering = ["-last_comment_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["space"], condition=Q(kind=ThreadKind.SPACE), name="discussion_thread_one_of_the_space"
            ),
            models.CheckConstraint(condition=Q(kind__in=ThreadKind.values), name="discussion_thread_kind"),
        ]
        indexes = [models.Index(fields=["space", "kind", "-last_comment_at"], name="discussion_thread_topics")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.address

    @property
    def closed_at(self) -> datetime | None:
        return self.locked_at or self.space.locked_at

    @property
    def pause(self) -> int:
        """Seconds that a participant waits between two comments here."""
        return self.space.slow_mode_seconds if self.slow_mode_seconds is None else self.slow_mode_seconds
