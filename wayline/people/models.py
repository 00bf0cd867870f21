"""Who: accounts, organisations and the roles people hold in them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.enums import OPEN_ROLES, InvitationState, NoticePace, Role


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person's account. What one may do follows from memberships, never from the account."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=120, help_text=_("As colleagues know you."))
    about = models.TextField(_("about you"), blank=True, max_length=1000)
    language = models.CharField(_("language"), max_length=8, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/London")
    notice_pace = models.CharField(_("notices by e-mail"), max_length=10, choices=NoticePace, default=NoticePace.DAILY)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    digest_at = models.DateTimeField(null=True, editable=False)
    """When the last daily or weekly mail went out."""
    warned_at = models.DateTimeField(null=True, editable=False)
    """When we wrote that the unused account will be erased."""
    erased_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class Organisation(models.Model):
    """A service, an office of it, a training provider or an employer."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    open_role = models.CharField(
        _("role of people who join by themselves"),
        max_length=16,
        blank=True,
        choices=[(role.value, role.label) for role in OPEN_ROLES],
        help_text=_("Empty: people join by invitation only."),
    )
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(open_role__in=["", *OPEN_ROLES]), name="people_organisation_open_role"
            )
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(ended_at=None, user__is_active=True)

    def visible_to(self, viewer: Membership) -> Self:
        """Everybody sees the people of the own organisation, except that only staff see clients."""
        colleagues = self.filter(organisation=viewer.organisation_id)
        if viewer.role in (Role.CLIENT, Role.EMPLOYER):
            return colleagues.filter(user=viewer.user_id)
        return colleagues


class Membership(models.Model):
    """A person, in an organisation, in a role: the subject of every rule."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[Membership]] = models.Manager.from_queryset(MembershipQuerySet)()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(ended_at=None),
                name="people_membership_once",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="people_membership_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}, {self.organisation}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, viewer: Membership) -> Self:
        """Administrators see the invitations of their organisation; nobody else sees any."""
        if viewer.role != Role.ADMINISTRATOR:
            return self.none()
        return self.filter(organisation=viewer.organisation_id)

    def waiting(self) -> Self:
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """Asks the owner of an e-mail address into an organisation. The link holds a secret; we keep only its hash."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"), max_length=254)
    role = models.CharField(_("role"), max_length=16, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - unique, and none until sent
    invited_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="invitations_sent")
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="invitations_accepted")
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[models.Manager[Invitation]] = models.Manager.from_queryset(InvitationQuerySet)()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                "role",
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="people_invitation_once",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="people_invitation_role"),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(withdrawn_at=None), name="people_invitation_one_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.get_role_display()}, {self.organisation}"

    @property
    def state(self) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.WAITING if self.expires_at > timezone.now() else InvitationState.EXPIRED


class Consent(models.Model):
    """A person agreed to one purpose, in the wording of one version. Withdrawing ends it and leaves the row."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    purpose = models.SlugField(max_length=40)
    wording = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["purpose", "-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"], condition=models.Q(withdrawn_at=None), name="people_consent_once"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="people_consent_given_before_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} ({self.wording})"


class AuditRecordQuerySet(models.QuerySet["AuditRecord"]):
    def visible_to(self, viewer: Membership) -> Self:
        """Administrators see what was done in their organisation; nobody else sees the trail."""
        if viewer.role != Role.ADMINISTRATOR:
            return self.none()
        return self.filter(organisation=viewer.organisation_id)


class AuditRecord(models.Model):
    """One act: who did what to whom or to what. Written once, never changed."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="acts")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=60)
    about = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="acts_about")
    """The person whose data were read or changed, where there is one."""
    thing = models.CharField(max_length=80, blank=True)
    """`learning.run:12`: what was touched, as a label, so that the record outlives the thing."""
    details = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[AuditRecord]] = models.Manager.from_queryset(AuditRecordQuerySet)()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        indexes = [
            models.Index(fields=["about", "-at"], name="people_audit_about"),
            models.Index(fields=["organisation", "-at"], name="people_audit_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.thing}"


class Notice(models.Model):
    """Something a person wants to know, shown on the site and sent by e-mail at the pace they chose."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    key = models.CharField(max_length=80, blank=True)
    """Notices of one key are told once: a second comment makes no second notice while the first is unread."""
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "read_at", "-at"], name="people_notice_unread")]

    def __str__(self) -> str:
        return self.text


class LimitUse(models.Model):
    """How often something with a limit was done in one window of time. An unlogged table: a crash may forget it."""

    key = models.CharField(max_length=64, primary_key=True)
    """SHA-256 of what is limited, for whom, and in which window; the person cannot be read from it."""
    until = models.DateTimeField(db_index=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("use of something with a limit")
        verbose_name_plural = _("uses of something with a limit")

    def __str__(self) -> str:
        return f"{self.number} until {self.until:%Y-%m-%d %H:%M}"
