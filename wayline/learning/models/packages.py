"""The import of a package: the file that was sent, how far its errand is, and what came of it."""

from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.learning.enums import ImportState
from wayline.learning.models.programme import AUTHORING_ROLES, Programme
from wayline.people.models import Membership, Organisation


def package_path(package: PackageImport, filename: str) -> str:
    """A name nobody can guess; the sender's file name is kept in the row only."""
    return f"imports/{secrets.token_hex(16)}"


class PackageImportQuerySet(models.QuerySet["PackageImport"]):
    def visible_to(self, viewer: Membership) -> Self:
        """Those of the organisation, for those who write programmes there."""
        if viewer.role not in AUTHORING_ROLES:
            return self.none()
        return self.filter(organisation=viewer.organisation_id)


class PackageImport(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    file = models.FileField(upload_to=package_path, max_length=300, blank=True)
    """Gone once it was read."""
    file_name = models.CharField(max_length=200)
    title = models.CharField(_("title"), max_length=200, blank=True)
    """For a FutureLearn export, which does not say what its programme was called."""
    size = models.PositiveBigIntegerField(default=0)
    state = models.CharField(_("state"), max_length=8, choices=ImportState, default=ImportState.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    report = models.JSONField(default=dict, blank=True)
    """`source_format`, `taken`, `changed` and `not_taken` as in `packages.outline.Report`."""
    problems = models.JSONField(default=list, blank=True)
    """Why nothing was taken: each with `where`, `problem` and `advice`."""
    programme = models.ForeignKey(Programme, null=True, blank=True, on_delete=models.SET_NULL, related_name="imports")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[PackageImport]] = models.Manager.from_queryset(PackageImportQuerySet)()

    class Meta:
        verbose_name = _("import of a package")
        verbose_name_plural = _("imports of packages")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="learning_import_percent"),
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="learning_import_state"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def can_be_read_again(self) -> bool:
        """It was interrupted, and its file is still here."""
        return self.state == ImportState.FAILED and bool(self.file)
