"""Remarks of colleagues on a passage of a draft."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from wayline.learning.models import Remark, StepVersion
from wayline.people.actions import notify, record
from wayline.people.models import Membership, User


@transaction.atomic
def add_remark(version: StepVersion, *, by: Membership, passage: str, text: str) -> Remark:
    """Say something about a passage, and tell those who write the programme."""
    remark = Remark.objects.create(version=version, author=by.user, passage=passage, text=text)
    step = version.step
    url = f"{reverse('learning:step_edit', args=[step.programme.slug, step.pk])}#remark-{remark.pk}"
    for user in _writers(version).exclude(pk=by.user_id):
        with override(user.language):
            message = _("%(name)s remarked on “%(title)s”.") % {"name": by.user.name, "title": version.title}
        notify(user, kind="remark", text=message, url=url, key=f"remark:{step.pk}")
    record(by, "remarked on step", step, version=version.number)
    return remark


def _writers(version: StepVersion) -> models.QuerySet[User]:
    """The named authors of the programme, and whoever wrote a version of this step."""
    named = Q(authorships__programme=version.step.programme_id)
    wrote = Q(pk__in=version.step.versions.filter(author__isnull=False).values("author"))
    return User.objects.filter(named | wrote, is_active=True).distinct()


@transaction.atomic
def resolve_remark(remark: Remark, *, by: Membership) -> None:
    remark.resolved_at = timezone.now()
    remark.save(update_fields=["resolved_at"])
    record(by, "resolved remark", remark)


@transaction.atomic
def reopen_remark(remark: Remark, *, by: Membership) -> None:
    remark.resolved_at = None
    remark.save(update_fields=["resolved_at"])
    record(by, "reopened remark", remark)
