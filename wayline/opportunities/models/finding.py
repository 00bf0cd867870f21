"""People who asked to be found by companies: what may be compared, to whom they were shown, who asked them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import FoundState, Kind, MatchPart
from wayline.opportunities.models.employers import Employer
from wayline.opportunities.models.offers import Opportunity
from wayline.people.enums import Role
from wayline.people.models import Consent, Membership, Organisation, User
from wayline.portfolio.keys import new_key
from wayline.taxonomy.models import Concept

PURPOSE = "being-found"
NEEDED = (PURPOSE, "matching")
"""Nobody is found without both consents: what they let matching read is the most that can be compared."""


class FindableQuerySet(models.QuerySet["Findable"]):
    def agreed(self) -> Self:
        """Whose consents hold, and who are still clients. Asked for every time: a withdrawal counts at once."""
        found = self
        for purpose in NEEDED:
            held = Consent.objects.filter(purpose=purpose, withdrawn_at=None)
            found = found.filter(user__in=held.values("user"))
        clients = Membership.objects.active().filter(role=Role.CLIENT)
        return found.filter(user__in=clients.values("user"))

    def open_to(self, offer: Opportunity) -> Self:
        """Not to companies that they ruled out, and not for what they set aside or answered already."""
        found = self.agreed().filter(kinds__contains=[offer.kind]).exclude(not_by=offer.organisation_id)
        found = found.exclude(user__set_aside__opportunity=offer)
        return found.exclude(user__applications__opportunity=offer)


class Findable(models.Model):
    """What of a person may be compared with a company's offer: concepts and values, no name and no words of theirs."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="findable")
    parts = ArrayField(models.CharField(max_length=16, choices=MatchPart), default=list, blank=True)
    """Of those that matching may use."""
    kinds = ArrayField(models.CharField(max_length=16, choices=Kind), default=list, blank=True)
    not_by = models.ManyToManyField(Organisation, blank=True, related_name="+")
    """Companies that are never shown this person."""
    person = models.JSONField(default=dict)
    """`matching/kept.py`. Written anew every hour when something changed, and at once when parts are switched."""
    read_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Findable]] = models.Manager.from_queryset(FindableQuerySet)()

    class Meta:
        verbose_name = _("choice about being found")
        verbose_name_plural = _("choices about being found")

    def __str__(self) -> str:
        return ", ".join(self.parts)


class FindableClaim(models.Model):
    """A skill or occupation that a findable person brings. Indexed by it: from what is asked for to who brings it."""

    findable = models.ForeignKey(Findable, on_delete=models.CASCADE, related_name="claims")
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="+", db_index=False)
    value = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("claim of a findable person")
        verbose_name_plural = _("claims of findable people")
        constraints = [models.UniqueConstraint(fields=["findable", "concept"], name="opportunities_claimed_once")]
        indexes = [models.Index(fields=["concept", "findable", "value"], name="opportunities_claimed")]

    def __str__(self) -> str:
        return f"{self.findable_id}: {self.concept_id}"


class FoundPersonQuerySet(models.QuerySet["FoundPerson"]):
    def visible_to(self, viewer: Membership) -> Self:
        """The person themselves."""
        return self.filter(user=viewer.user_id)

    def shown_to(self, viewer: Membership) -> Self:
        """Contacts of the company, while the company is checked, the offer is public and the person agrees."""
        companies = Employer.objects.of(viewer).public()
        if viewer.role != Role.EMPLOYER:
            return self.none()
        agreed = Findable.objects.agreed().exclude(not_by=viewer.organisation_id)
        found = self.filter(opportunity__in=Opportunity.objects.public(), user__findable__in=agreed)
        return found.filter(opportunity__organisation__in=companies.values("organisation"))


class FoundPerson(models.Model):
    """One person for one offer. The key is their only name until they accept, and another one for each offer."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="found")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="found")
    state = models.CharField(max_length=10, choices=FoundState, default=FoundState.SHOWN)
    message = models.TextField(_("message"), max_length=1000, blank=True)
    """Of the company."""
    asked_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    """Of the person."""
    answered_at = models.DateTimeField(null=True, editable=False)
    named_until = models.DateField(null=True, editable=False)
    """Until when the company reads the name; the person ends it at any time."""

    objects: ClassVar[models.Manager[FoundPerson]] = models.Manager.from_queryset(FoundPersonQuerySet)()

    class Meta:
        verbose_name = _("person found for an offer")
        verbose_name_plural = _("people found for offers")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "user"], name="opportunities_found_once"),
            models.CheckConstraint(condition=Q(state__in=FoundState.values), name="opportunities_found_state"),
            models.CheckConstraint(
                condition=Q(state=FoundState.SHOWN) | Q(asked_at__isnull=False), name="opportunities_found_asked"
            ),
        ]
        indexes = [models.Index(fields=["user", "state"], name="opportunities_found_of")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """For the person."""
        return reverse("opportunities:found_ask", args=[self.key])

    @property
    def people_url(self) -> str:
        """For the company."""
        return f"{reverse('opportunities:found_people', args=[self.opportunity_id])}#person-{self.number}"

    @property
    def number(self) -> str:
        """What the company calls them."""
        return self.key[:6].upper()

    @property
    def is_named(self) -> bool:
        accepted = self.state == FoundState.ACCEPTED and self.named_until is not None
        return accepted and self.named_until >= timezone.localdate()  # type: ignore[operator]  # asked just before


class FoundShowing(models.Model):
    """That a company was shown a person for an offer, with the reasons as they stood. The same again counts up."""

    found = models.ForeignKey(FoundPerson, on_delete=models.CASCADE, related_name="showings")
    place = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    record = models.JSONField()
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("showing of a person to a company")
        verbose_name_plural = _("showings of people to companies")
        ordering = ["-last_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["found", "digest"], name="opportunities_showing_once")]

    def __str__(self) -> str:
        return f"{self.found_id}: {self.score}"
