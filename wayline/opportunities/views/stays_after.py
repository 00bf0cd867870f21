"""After a stay: both sides say how it was, it is confirmed as completed, and goes into the portfolio."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayline.common.parts import Crumb
from wayline.opportunities import access
from wayline.opportunities.actions import stays_after as acts
from wayline.opportunities.actions.received import TooLate
from wayline.opportunities.enums import Party, SkillSeen
from wayline.opportunities.forms.stays import (
    CompanyFeedbackForm,
    CompletionForm,
    ParticipantFeedbackForm,
    TakeBackForm,
    TakeUpForm,
)
from wayline.opportunities.models import Agreement, Completion, ParticipantFeedback
from wayline.opportunities.models.stays import feedback_until
from wayline.opportunities.queries import stays as reads
from wayline.opportunities.stay_page import plainly
from wayline.opportunities.views.agreements import crumbs, own
from wayline.people.http import MemberRequest

WORTH_KEEPING = (SkillSeen.WITH_HELP, SkillSeen.ALONE, SkillSeen.SHOWS)


def _crumbs(agreement: Agreement, label: str) -> list[Crumb]:
    return crumbs(Crumb(agreement.title, agreement.get_absolute_url()), Crumb(label))


@require_http_methods(["GET", "POST"])
def feedback(request: MemberRequest, key: str) -> HttpResponse:
    agreement, party = own(request, key)
    if not access.can_say_how_it_was(party, agreement):
        raise PermissionDenied(
            _("Company and participant say how it was, from the last day of the stay until %(day)s.")
            % {"day": date_format(feedback_until(agreement))}
        )
    return _company(request, agreement) if party == Party.EMPLOYER else _participant(request, agreement)


def _company(request: MemberRequest, agreement: Agreement) -> HttpResponse:
    form = CompanyFeedbackForm(
        request.POST or None, agreement=agreement, held=reads.company_feedback(agreement)
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = {"words": form.cleaned_data["words"], "ratings": form.ratings()}
        return _said(request, agreement, lambda: acts.say_as_company(agreement, by=request.member, **said))
    context = {
        "form": form,
        "agreement": agreement,
        "until": feedback_until(agreement),
        "crumbs": _crumbs(agreement, _("How was the stay?")),
    }
    return render(request, "opportunities/stays/company_feedback.html", context, status=422 if form.errors else 200)


def _participant(request: MemberRequest, agreement: Agreement) -> HttpResponse:
    held = ParticipantFeedback.objects.visible_to(request.member).filter(agreement=agreement).first()
    said = {name: getattr(held, name) for name in ("good", "bad", "advice", "to_company")} if held else {}
    form = ParticipantFeedbackForm(request.POST or None, initial={**said, "found": agreement.found})
    if request.method == "POST" and form.is_valid():
        return _said(request, agreement, lambda: acts.say_as_participant(agreement, **form.cleaned_data))
    context = {
        "form": form,
        "agreement": agreement,
        "until": feedback_until(agreement),
        "crumbs": _crumbs(agreement, _("How was the stay?")),
    }
    return render(request, "opportunities/stays/participant_feedback.html", context, status=422 if form.errors else 200)


def _said(request: MemberRequest, agreement: Agreement, say: Callable[[], object]) -> HttpResponse:
    try:
        say()
        messages.success(request, _("Thank you. You can change it until the last day for it."))
    except TooLate:
        messages.error(request, _("It has moved on meanwhile. Look at how it stands now."))
    return redirect(agreement)


@require_http_methods(["GET", "POST"])
def complete(request: MemberRequest, key: str) -> HttpResponse:
    agreement, party = own(request, key)
    if not access.can_confirm(party, agreement):
        raise PermissionDenied(_("The company or the service confirms it, from the last day of the stay on."))
    if reads.completion(agreement) is not None:
        return redirect(agreement)
    initial = {"days": agreement.days, "hours": plainly(agreement.hours_agreed)}
    form = CompletionForm(request.POST or None, agreement=agreement, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            acts.complete(agreement, by=request.member, **form.cleaned_data)
            messages.success(request, _("Confirmed. The participant has a credential that others can check."))
        except TooLate:
            messages.error(request, _("It has moved on meanwhile. Look at how it stands now."))
        return redirect(agreement)
    context = {
        "form": form,
        "agreement": agreement,
        "crumbs": _crumbs(agreement, _("Completed")),
    }
    return render(request, "opportunities/stays/complete.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def take_back(request: MemberRequest, key: str) -> HttpResponse:
    agreement, party = own(request, key)
    if not access.can_confirm(party, agreement):
        raise PermissionDenied(_("The company or the service confirms it, from the last day of the stay on."))
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.take_back_completion(agreement, by=request.member, reason=form.cleaned_data["reason"])
            messages.success(request, _("Taken back. The credential is revoked, and the participant is told."))
        except TooLate:
            messages.error(request, _("It has moved on meanwhile. Look at how it stands now."))
        return redirect(agreement)
    context = {"form": form, "agreement": agreement, "crumbs": _crumbs(agreement, _("Take back"))}
    return render(request, "opportunities/stays/take_back.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def take_up(request: MemberRequest, key: str) -> HttpResponse:
    """Suggested to the participant, and kept when they say so."""
    agreement, party = own(request, key)
    completion = reads.completion(agreement)
    if party != Party.PARTICIPANT or completion is None:
        raise PermissionDenied(_("Once a stay is confirmed, its participant can take it into the portfolio."))
    if (kept := _kept(completion)) is not None:
        return redirect(kept)
    seen = _seen(agreement)
    initial = {"title": agreement.title, "highlights": seen}
    form = TakeUpForm(request.POST or None, highlights=seen, initial=initial)
    if request.method == "POST" and form.is_valid():
        item = acts.take_up(completion, **{"highlights": [], **form.cleaned_data})
        messages.success(request, _("It is in your portfolio. Only you see it until you share it."))
        return redirect(item.get_absolute_url())
    context = {
        "form": form,
        "agreement": agreement,
        "crumbs": _crumbs(agreement, _("Into my portfolio")),
    }
    return render(request, "opportunities/stays/take_up.html", context, status=422 if form.errors else 200)


def _kept(completion: Completion) -> str | None:
    """Its address, while it is not thrown away."""
    item = completion.item
    return item.get_absolute_url() if item is not None and item.deleted_at is None else None


def _seen(agreement: Agreement) -> list[str]:
    """“Measuring wood: alone”. What did not come up is nothing to keep."""
    said = reads.company_feedback(agreement)
    ratings = said.ratings.all() if said else []
    return [f"{one.text}: {one.get_level_display()}" for one in ratings if one.level in WORTH_KEEPING]
