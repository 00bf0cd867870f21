"""An opportunity: a job, a place for work experience, a training course or a mentor's offer."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.opportunities import fields
from wayline.opportunities.enums import Accessibility, Contract, Hours, Kind, Need, PayPer, Remote, State
from wayline.opportunities.models.employers import STAFF
from wayline.opportunities.models.sources import Source
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation
from wayline.taxonomy.models import Area, Concept


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    def public(self) -> Self:
        """What everybody may read today."""
        return self.filter(state=State.PUBLISHED, shown_until__gte=timezone.localdate())

    def handled_by(self, viewer: Membership) -> Self:
        """What the viewer's company offers or the viewer's service looks after, drafts too."""
        if viewer.role == Role.EMPLOYER:
            return self.filter(organisation=viewer.organisation_id).exclude(service=viewer.organisation_id)
        if viewer.role in STAFF:
            ours = Q(organisation=viewer.organisation_id) | ~Q(state=State.DRAFT)
            return self.filter(ours, service=viewer.organisation_id)
        return self.none()

    def visible_to(self, viewer: Membership) -> Self:
        return self.public() | self.handled_by(viewer)


class Opportunity(models.Model):
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    service = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="opportunities_looked_after", db_index=False
    )
    """Whose staff review it and answer for it."""
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="opportunities", editable=False
    )
    """Who offers it here; none when a source brought it."""
    source = models.ForeignKey(
        Source, null=True, on_delete=models.PROTECT, related_name="opportunities", editable=False, db_index=False
    )
    source_key = models.CharField(max_length=200, blank=True, editable=False)
    source_url = models.URLField(max_length=500, blank=True, editable=False)
    employer_name = models.CharField(_("employer"), max_length=200, blank=True)
    """As the source writes it."""
    digest = models.CharField(max_length=64, blank=True, editable=False)
    """SHA-256 of what the source last said: the same again changes nothing."""
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=20_000)
    """Markdown."""
    language = models.CharField(_("language of the text"), max_length=8, default="en")
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("languages needed"), default=list, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    town = models.CharField(_("town"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=16, blank=True)
    remote = models.CharField(_("where one works"), max_length=8, choices=Remote, default=Remote.ON_SITE)
    hours = models.CharField(_("hours"), max_length=10, choices=Hours, blank=True)
    hours_from = models.DecimalField(_("hours a week, from"), max_digits=4, decimal_places=1, null=True, blank=True)
    hours_to = models.DecimalField(_("hours a week, to"), max_digits=4, decimal_places=1, null=True, blank=True)
    contract = models.CharField(_("contract"), max_length=16, choices=Contract, blank=True)
    pay_from = models.DecimalField(_("pay, from"), max_digits=12, decimal_places=2, null=True, blank=True)
    pay_to = models.DecimalField(_("pay, to"), max_digits=12, decimal_places=2, null=True, blank=True)
    pay_per = models.CharField(_("pay for"), max_length=6, choices=PayPer, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    level = models.PositiveSmallIntegerField(_("qualification level (EQF)"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    deadline = models.DateField(_("apply by"), null=True, blank=True)
    accessibility = ArrayField(
        models.CharField(max_length=16, choices=Accessibility),
        verbose_name=_("accessibility"),
        default=list,
        blank=True,
    )
    accessibility_notes = models.TextField(_("more about accessibility"), blank=True, max_length=1000)
    contact_name = models.CharField(_("who answers questions"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail for questions"), blank=True)
    contact_phone = models.CharField(_("telephone for questions"), max_length=40, blank=True)
    apply_url = models.URLField(_("address where one applies"), max_length=500, blank=True)
    details = models.JSONField(default=dict, blank=True)
    """What only this kind has: `fields.FIELDS`."""
    note = models.TextField(_("what the service asks to change"), blank=True, max_length=1000)
    words = SearchVectorField(null=True, editable=False)
    """Title, employer and text as search reads them; written when it is published."""
    copied_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    created_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    """When it was last sent to be read."""
    published_at = models.DateTimeField(null=True, editable=False)
    shown_until = models.DateField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    """When it was withdrawn or ended: the clock of the retention rule."""
    occupations = models.ManyToManyField(Concept, through="OccupationTag", related_name="+")

    objects: ClassVar[models.Manager[Opportunity]] = models.Manager.from_queryset(OpportunityQuerySet)()

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="opportunities_kind"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="opportunities_state"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(source__isnull=False), name="opportunities_of_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(published_at__isnull=False, shown_until__isnull=False),
                name="opportunities_published_until",
            ),
            models.CheckConstraint(
                condition=Q(pay_from=None) | Q(pay_to=None) | Q(pay_to__gte=F("pay_from")), name="opportunities_pay"
            ),
            models.CheckConstraint(
                condition=Q(hours_from=None) | Q(hours_to=None) | Q(hours_to__gte=F("hours_from")),
                name="opportunities_hours",
            ),
            models.CheckConstraint(condition=Q(level=None) | Q(level__range=(1, 8)), name="opportunities_level"),
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=Q(source__isnull=False), name="opportunities_source_key"
            ),
        ]
        indexes = [
            GinIndex(fields=["words"], name="opportunities_words"),
            models.Index(fields=["service", "state"], name="opportunities_desk"),
            models.Index(fields=["shown_until"], condition=Q(state="published"), name="opportunities_ending"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("opportunities:opportunity", args=[self.pk])

    def clean(self) -> None:
        if wrong := dict(fields.faults(self.kind, self.details)):
            raise ValidationError({"details": [f"{key}: {what}" for key, what in wrong.items()]})

    @property
    def desk_url(self) -> str:
        """Where whoever offers it looks after it."""
        return reverse("opportunities:offer", args=[self.pk])

    @property
    def offered_by(self) -> str:
        return self.organisation.name if self.organisation else self.employer_name

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED and self.shown_until is not None and self.shown_until >= today()

    @property
    def place(self) -> str:
        """Town and area, as far as they are said."""
        parts = [self.town, self.area.title if self.area else ""]
        return ", ".join(dict.fromkeys(part for part in parts if part))


def today() -> date:
    return timezone.localdate()


class OccupationTag(models.Model):
    """What one works as, or what a course prepares for."""

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="occupation_tags", db_index=False
    )
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("occupation of an opportunity")
        verbose_name_plural = _("occupations of opportunities")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["opportunity", "concept"], name="opportunities_occupation_once")]

    def __str__(self) -> str:
        return str(self.concept)


class Want(models.Model):
    """A skill that is wanted (training: taught). In words alone when the classification has no such skill."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="wants", db_index=False)
    concept = models.ForeignKey(Concept, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(_("skill"), max_length=400)
    """Its name when it was added: stays readable when the classification changes."""
    need = models.CharField(_("need"), max_length=4, choices=Need, default=Need.MUST)

    class Meta:
        verbose_name = _("skill wanted")
        verbose_name_plural = _("skills wanted")
        ordering = ["need", "text", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "text"], name="opportunities_want_once"),
            models.CheckConstraint(condition=Q(need__in=Need.values), name="opportunities_want_need"),
        ]

    def __str__(self) -> str:
        return self.text


class DayCount(models.Model):
    """How often an opportunity was opened on a day. No person, no address, no session."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="day_counts")
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of a day")
        verbose_name_plural = _("counts of days")
        constraints = [models.UniqueConstraint(fields=["opportunity", "day"], name="opportunities_daycount_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.views}"
