"""An application: what a person sent to whoever offers a place, what became of it, and who looked."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import ApplicationState, EmployerState, Paper
from wayline.opportunities.models.offers import Opportunity
from wayline.people.enums import Role
from wayline.people.models import Membership, User
from wayline.portfolio.keys import new_key
from wayline.portfolio.models import CV

STORED = [state for state in ApplicationState.values if state != ApplicationState.SEEN]


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, viewer: Membership) -> Self:
        """One's own, in whatever role. Who offers the place reads by `received_by`."""
        return self.filter(user=viewer.user_id)

    def received_by(self, viewer: Membership) -> Self:
        """What people sent to the viewer's company, or service, and what is open to it today.

        Not the staff of the service that checks the company; nobody once the person's last day has passed.
        """
        ours = Opportunity.objects.handled_by(viewer).filter(organisation=viewer.organisation_id)
        if viewer.role == Role.EMPLOYER:
            ours = ours.filter(organisation__employer__state=EmployerState.APPROVED)
        found = self.filter(opportunity__in=ours, elsewhere=False, open_until__gte=timezone.localdate())
        return found.exclude(state=ApplicationState.DRAFT)

    def current(self, user: User, offer: Opportunity) -> Self:
        """The one that counts: those withdrawn before it are over."""
        return self.filter(user=user, opportunity=offer).exclude(state=ApplicationState.WITHDRAWN)

    def with_seen(self) -> Self:
        """`seen_at`: when somebody of the other side first opened it."""
        return self.annotate(seen_at=Min("visits__first_at"))

    def in_state(self, state: str) -> Self:
        """As it is shown: what was sent is “seen” from the first look on. Needs `with_seen`."""
        if state == ApplicationState.SEEN:
            return self.filter(state=ApplicationState.SENT, seen_at__isnull=False)
        found = self.filter(state=state)
        return found.filter(seen_at=None) if state == ApplicationState.SENT else found


class Application(models.Model):
    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    """Its address and, shortened, its number."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="applications")
    opportunity = models.ForeignKey(
        Opportunity, null=True, on_delete=models.SET_NULL, related_name="applications", editable=False
    )
    """None once the retention rule has ended the offer; the person's own record stays a while longer."""
    offer_title = models.CharField(max_length=200)
    offered_by = models.CharField(max_length=200)
    elsewhere = models.BooleanField(default=False)
    """Sent another way, and only noted here by the person: nobody else reads it."""
    state = models.CharField(
        _("status"), max_length=10, choices=ApplicationState, default=ApplicationState.DRAFT, editable=False
    )
    cv = models.ForeignKey(CV, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """What the draft takes its CV from. What was sent is a file."""
    letter = models.ForeignKey(CV, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    typed = models.JSONField(default=dict, blank=True)
    """Answers of the draft by the key of the question."""
    answers = models.JSONField(default=list, blank=True)
    """What was sent: pairs of question and answer, as they were."""
    open_until = models.DateField(_("open to the employer until"), null=True, blank=True)
    note = models.TextField(_("your own note"), blank=True, max_length=2000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    state_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Application]] = models.Manager.from_queryset(ApplicationQuerySet)()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STORED), name="opportunities_application_state"),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.DRAFT) | Q(sent_at__isnull=False),
                name="opportunities_application_sent",
            ),
            models.CheckConstraint(
                condition=Q(elsewhere=True) | Q(open_until__isnull=False), name="opportunities_application_until"
            ),
            models.UniqueConstraint(
                fields=["opportunity", "user"],
                condition=~Q(state=ApplicationState.WITHDRAWN),
                name="opportunities_application_once",
            ),
        ]
        indexes = [models.Index(fields=["opportunity", "-sent_at"], name="opportunities_received")]

    def __str__(self) -> str:
        return self.offer_title

    def get_absolute_url(self) -> str:
        return reverse("opportunities:application", args=[self.key])

    @property
    def received_url(self) -> str:
        """Where the other side reads it."""
        return reverse("opportunities:received_one", args=[self.key])

    @property
    def number(self) -> str:
        return self.key[:8].upper()

    @property
    def is_draft(self) -> bool:
        return self.state == ApplicationState.DRAFT

    @property
    def is_withdrawn(self) -> bool:
        return self.state == ApplicationState.WITHDRAWN

    @property
    def is_open(self) -> bool:
        """Whether the other side can read it today."""
        if self.elsewhere or self.state in (ApplicationState.DRAFT, ApplicationState.WITHDRAWN):
            return False
        return self.open_until is not None and self.open_until >= timezone.localdate()

    @property
    def shown_state(self) -> ApplicationState:
        """With “seen”. On rows that were fetched by `with_seen`."""
        seen = self.state == ApplicationState.SENT and getattr(self, "seen_at", None) is not None
        return ApplicationState.SEEN if seen else ApplicationState(self.state)


def paper_path(paper: ApplicationPaper, name: str) -> str:
    """The name a file had may say who it is about: the disk gets a key instead."""
    return f"applications/{timezone.now():%Y/%m}/{paper.key}"


class PaperQuerySet(models.QuerySet["ApplicationPaper"]):
    def visible_to(self, viewer: Membership) -> Self:
        return self.filter(application__user=viewer.user_id)

    def received_by(self, viewer: Membership) -> Self:
        """With a withdrawal everything that was sent is closed."""
        open_ones = Application.objects.received_by(viewer).exclude(state=ApplicationState.WITHDRAWN)
        return self.filter(application__in=open_ones)


class ApplicationPaper(models.Model):
    """A file of an application: documents of the person's, and with sending the CV and the letter as PDF."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="papers")
    part = models.CharField(max_length=8, choices=Paper)
    file = models.FileField(upload_to=paper_path, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(default=0)
    """Bytes."""
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[ApplicationPaper]] = models.Manager.from_queryset(PaperQuerySet)()

    class Meta:
        verbose_name = _("file of an application")
        verbose_name_plural = _("files of applications")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(part__in=Paper.values), name="opportunities_paper_part"),
            models.UniqueConstraint(
                fields=["application", "part"],
                condition=~Q(part=Paper.DOCUMENT),
                name="opportunities_paper_one_cv_one_letter",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApplicationStep(models.Model):
    """A status that was reached, when, by whom, and what was said with it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=ApplicationState)
    message = models.TextField(_("message"), blank=True, max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    """Who of the other side; none when the person did it."""
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("status of an application")
        verbose_name_plural = _("statuses of applications")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STORED), name="opportunities_step_state"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.state}"


class ApplicationVisit(models.Model):
    """Somebody of the other side opened an application for the first time."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="visits")
    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="application_visits"
    )
    first_at = models.DateTimeField(default=timezone.now)
    opened = models.ManyToManyField(ApplicationPaper, related_name="+")
    """What of its files they have opened."""

    class Meta:
        verbose_name = _("look at an application")
        verbose_name_plural = _("looks at applications")
        ordering = ["first_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "viewer"], name="opportunities_application_visit_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.first_at:%Y-%m-%d %H:%M}"
