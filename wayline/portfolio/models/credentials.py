"""Credentials this service issued, and the keys it signed them with."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation

ALL_OF_OFFICE = (Role.MANAGER, Role.ADMINISTRATOR)


class IssuerKey(models.Model):
    """An Ed25519 key of the service. The private half is sealed; the public one stays, so that old signatures hold."""

    name = models.SlugField(max_length=40, unique=True)
    """After the `#` in the DID document."""
    public = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)
    """It signs no more; what it signed still counts."""
    distrusted_at = models.DateTimeField(null=True)
    """Others may have it: it is taken off the DID document, and what it signed no longer counts."""

    class Meta:
        verbose_name = _("key of the issuer")
        verbose_name_plural = _("keys of the issuer")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=Q(retired_at=None), name="portfolio_one_key_signs"),
            models.CheckConstraint(
                condition=Q(distrusted_at=None) | Q(retired_at__isnull=False),
                name="portfolio_distrusted_key_is_retired",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Ground(models.TextChoices):
    """What a credential was issued for."""

    PROGRAMME = "programme", _("Completed programme")
    PLACEMENT = "placement", _("Completed placement")
    SKILL = "skill", _("Endorsed skill")
    VALIDATION = "validation", _("Validated prior learning")


class IssuedCredentialQuerySet(models.QuerySet["IssuedCredential"]):
    def public(self) -> Self:
        """Whoever has the address of a credential may read it; those of people who left are empty, and gone."""
        return self.exclude(document={})

    def of(self, user_id: int | None) -> Self:
        return self.public().filter(user=user_id)

    def visible_to(self, viewer: Membership) -> Self:
        """In the list of those who issue: one's own acts; managers and administrators see those of the office."""
        ours = self.public().filter(organisation=viewer.organisation_id)
        return ours if viewer.role in ALL_OF_OFFICE else ours.filter(created_by__user=viewer.user_id)


class IssuedCredential(models.Model):
    """A credential as it was signed. Its place in the status list is never given again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="issued_credentials"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="issued_credentials")
    created_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    """None: the service itself, when a programme was completed."""
    ground = models.CharField(_("issued for"), max_length=12, choices=Ground)
    source = models.CharField(max_length=120)
    """What it was issued for, as `certificate:AB12`: never twice for the same thing while it stands."""
    title = models.CharField(_("title"), max_length=300)
    document = models.JSONField(default=dict)
    list_number = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    issued_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    """Why it was revoked, in words for the holder."""

    objects: ClassVar[models.Manager[IssuedCredential]] = models.Manager.from_queryset(IssuedCredentialQuerySet)()

    class Meta:
        verbose_name = _("issued credential")
        verbose_name_plural = _("issued credentials")
        ordering = ["-issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["list_number", "place"], name="portfolio_status_place_once"),
            models.UniqueConstraint(fields=["source"], condition=Q(revoked_at=None), name="portfolio_credential_once"),
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="portfolio_credential_ground"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("credentials:credential", args=[self.pk])
