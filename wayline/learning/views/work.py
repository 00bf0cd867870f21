"""Answering inside a step: quiz, poll, exercise."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wayline.common.downloads import attachment
from wayline.learning.actions import study
from wayline.learning.content import questions_of
from wayline.learning.forms.study import FindingForm, HandInForm, PollForm
from wayline.learning.models import Enrolment, HandIn
from wayline.learning.step_page import StepPage
from wayline.learning.views.learner import open_step, step_context
from wayline.people import limits
from wayline.people.http import MemberRequest

HAND_INS_AN_HOUR = 30


def _working(request: MemberRequest, run: int, pk: int, kind: str) -> tuple[StepPage, Enrolment]:
    page = open_step(request, run, pk)
    if page.enrolment is None or not page.may_work:
        raise PermissionDenied(_("Join the run to answer."))
    if page.step.kind != kind:
        raise PermissionDenied(_("This step asks for something else."))
    return page, page.enrolment


def _back(page: StepPage, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('learning:step', args=[page.run.pk, page.step.pk])}#{anchor}")


@require_POST
def quiz(request: MemberRequest, run: int, pk: int) -> HttpResponse:
    page, enrolment = _working(request, run, pk, "quiz")
    count = len(questions_of(page.version.content))
    study.answer_quiz(enrolment, page.step, page.version, given=_given(request, count))
    return _back(page, "quiz-result")


def _given(request: HttpRequest, count: int) -> dict[int, list[str]]:
    return {
        number: [value[:5000].replace("\0", "") for value in request.POST.getlist(f"q{number}")]
        for number in range(count)
    }


@require_POST
def poll(request: MemberRequest, run: int, pk: int) -> HttpResponse:
    page, enrolment = _working(request, run, pk, "poll")
    content = page.version.content
    form = PollForm(request.POST, options=content.get("options", []), several=bool(content.get("several")))
    if not form.is_valid():
        context = step_context(request, page, poll_form=form)
        return render(request, "learning/step.html", context, status=422)
    study.vote(enrolment, page.step, choices=form.choices())
    return _back(page, "work")


@require_POST
def hand_in(request: MemberRequest, run: int, pk: int) -> HttpResponse:
    page, enrolment = _working(request, run, pk, "exercise")
    existing = HandIn.objects.filter(enrolment=enrolment, step=page.step).first()
    wanted = page.version.content.get("hand_in", "either")
    limits.insist(f"hand-in:{request.user.pk}", HAND_INS_AN_HOUR, 3600)
    form = HandInForm(request.POST, request.FILES, hand_in=wanted, existing=existing)
    if not form.is_valid():
        return render(request, "learning/step.html", step_context(request, page, hand_in_form=form), status=422)
    file = form.cleaned_data.get("file")
    study.hand_in(
        enrolment,
        page.step,
        text=form.cleaned_data.get("text", ""),
        file=file.file if file else None,
        media_type=file.content_type if file else "",
    )
    messages.success(request, _("Handed in. The facilitator can read it now."))
    return _back(page, "work")


@require_POST
def finding(request: MemberRequest, run: int, pk: int) -> HttpResponse:
    """What was found in the explorer is kept like a hand-in: facilitators read and answer it in the same place."""
    page, enrolment = _working(request, run, pk, "lmi")
    limits.insist(f"hand-in:{request.user.pk}", HAND_INS_AN_HOUR, 3600)
    form = FindingForm(request.POST)
    if not form.is_valid():
        return render(request, "learning/step.html", step_context(request, page, finding_form=form), status=422)
    study.hand_in(enrolment, page.step, **form.cleaned_data)
    messages.success(request, _("Your finding is kept. The facilitator can read it too."))
    return _back(page, "work")


@require_GET
def hand_in_file(request: MemberRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(HandIn.objects.visible_to(request.member).exclude(file=""), pk=pk)
    return attachment(found.file.open("rb"), found.file_name or "hand-in", found.media_type)
