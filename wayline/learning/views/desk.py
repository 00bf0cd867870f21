"""What the pages of authors share: fetching what one may write in, and the way to it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from wayline.common.parts import Crumb
from wayline.learning.models import Programme, Step, Week
from wayline.people.http import MemberRequest


def written_programme(request: MemberRequest, slug: str) -> Programme:
    """A programme that the person may write in; for everybody else it is not there."""
    mine = Programme.objects.authored_by(request.member).select_related("organisation", "adapted_from")
    return get_object_or_404(mine, slug=slug)


def written_week(request: MemberRequest, slug: str, pk: int) -> Week:
    week: Week = get_object_or_404(written_programme(request, slug).weeks.select_related("programme"), pk=pk)
    return week


def written_step(request: MemberRequest, slug: str, pk: int) -> Step:
    steps = written_programme(request, slug).steps.select_related(
        "programme__organisation", "week", "published", "translated_from__published", "translated_from__programme"
    )
    step: Step = get_object_or_404(steps, pk=pk)
    return step


def programme_crumbs(programme: Programme, *more: Crumb) -> list[Crumb]:
    start = Crumb(_("Write programmes"), reverse("learning:authoring"))
    here = Crumb(programme.title, reverse("learning:programme_edit", args=[programme.slug]) if more else "")
    return [start, here, *more]


def step_crumbs(step: Step, title: str, *more: Crumb) -> list[Crumb]:
    address = reverse("learning:step_edit", args=[step.programme.slug, step.pk]) if more else ""
    return programme_crumbs(step.programme, Crumb(title, address), *more)
