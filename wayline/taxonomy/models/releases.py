"""What a publisher gave out, once: the source of every concept, mapping and figure."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReleaseQuerySet(models.QuerySet["Release"]):
    def public(self) -> Self:
        """Everybody may know where a figure comes from."""
        return self

    def current(self) -> Self:
        return self.filter(superseded_at=None)


class Release(models.Model):
    """One release of one source, as it was added. The same files twice are the same release."""

    source = models.SlugField(max_length=60)
    """Key in the register of sources."""
    title = models.CharField(_("title"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=160)
    version = models.CharField(_("version"), max_length=60)
    edition = models.CharField(max_length=120, blank=True)
    """Words that tell apart what stands side by side ("1.1.1 en"): a release takes the place of an earlier one of its
    source when it has all the words of that one. Without words, each takes the place of the one before."""
    licence = models.CharField(_("licence"), max_length=200)
    attribution = models.TextField(_("attribution"), blank=True)
    """The words that the licence asks us to show."""
    homepage = models.URLField(_("publisher's page"), max_length=300, blank=True)
    published_on = models.DateField(_("published"), null=True, blank=True)
    files = models.JSONField(default=list)
    """`[{"name", "sha256", "bytes"}]`, in the order read."""
    digest = models.CharField(max_length=64)
    """SHA-256 over the files' own digests."""
    rows = models.PositiveIntegerField(_("rows"), default=0)
    defects = models.JSONField(default=list)
    """`[{"place", "what"}]`: faults of the publisher's files, reported and left as they are."""
    counts = models.JSONField(default=dict)
    """What it brought, by kind of thing."""
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Release]] = models.Manager.from_queryset(ReleaseQuerySet)()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["source", "-added_at"]
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="taxonomy_release_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("taxonomy:release", args=[self.pk])
