"""The inventory of interests: begin, answer one by one or all on one page, read the result, show it, throw it away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayline.assessment.actions import interests as actions
from wayline.assessment.forms.interests import (
    LIKING,
    SCALE,
    AnswerForm,
    BeginForm,
    OccupationFilter,
    PageForm,
    ShowForm,
)  # fmt: skip
from wayline.assessment.interest_data import editions, rated, sums_of
from wayline.assessment.interest_words import ATTRIBUTION
from wayline.assessment.interests_page import occupations, profile_of, result_page
from wayline.assessment.models import InterestShare, InterestSheet
from wayline.common.csvfile import csv_response
from wayline.common.parts import Crumb
from wayline.people.actions import record_view
from wayline.people.enums import Role
from wayline.people.http import MemberRequest

FEWEST, MOST = 30, 60


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    found = editions(get_language() or "en")
    sheets = InterestSheet.objects.visible_to(request.member)
    context = {
        "form": BeginForm(editions=found),
        "has_onet": any(edition.is_onet for edition in found),
        "has_ratings": rated() is not None,
        "runs_service": request.member.role in (Role.ADMINISTRATOR, Role.MANAGER),
        "begun": sheets.filter(finished_at=None),
        "results": sheets.exclude(finished_at=None),
        "shown": InterestSheet.objects.shown_to(request.member).select_related("user"),
        "attribution": ATTRIBUTION,
    }
    return render(request, "assessment/interests/home.html", context)


@require_POST
def begin(request: MemberRequest) -> HttpResponse:
    form = BeginForm(request.POST, editions=editions(get_language() or "en"))
    if not form.is_valid():
        return redirect("interests:home")
    chosen = form.chosen()
    sheet = actions.begin(request.user, edition=chosen.key, language=chosen.language)
    return redirect("interests:all" if "all" in request.POST else "interests:question", pk=sheet.pk)


def _open_sheet(request: MemberRequest, pk: int) -> tuple[InterestSheet, Any]:
    """A sheet that is not finished, with the sums of its activities."""
    sheet = get_object_or_404(InterestSheet.objects.visible_to(request.member), pk=pk, finished_at=None)
    sums = sums_of(sheet.edition, sheet.language)
    if sums is None:
        raise Http404
    return sheet, sums


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: MemberRequest, pk: int) -> HttpResponse:
    from wayline.assessment.interests.choosing import next_activity

    sheet, sums = _open_sheet(request, pk)
    if request.method == "POST":
        return _answered(request, sheet, sums)
    key = next_activity(sums, sheet.answers)
    if key is None:
        return render(request, "assessment/interests/enough.html", {"sheet": sheet, "crumbs": _crumbs(_("Interests"))})
    activity = sums.inventory.activities[sums.inventory.place[key]]
    number = len(sums.inventory.known(sheet.answers))
    context = {
        "sheet": sheet,
        "activity": activity,
        "liking": LIKING,
        "number": number + 1,
        "most": min(MOST, len(sums.inventory.activities)),
        "may_finish": number >= FEWEST,
        "crumbs": _crumbs(_("Activities")),
    }
    return render(request, "assessment/interests/question.html", context)


def _answered(request: MemberRequest, sheet: InterestSheet, sums: Any) -> HttpResponse:
    if "back" in request.POST:
        actions.take_back(sheet)
    elif "finish" in request.POST:
        return _finish(request, sheet, sums)
    else:
        form = AnswerForm(request.POST)
        if form.is_valid() and form.cleaned_data["activity"] in sums.inventory.place:
            actions.answer(sheet, {form.cleaned_data["activity"]: form.cleaned_data["answer"]})
    return redirect("interests:question", pk=sheet.pk)


def _finish(request: MemberRequest, sheet: InterestSheet, sums: Any) -> HttpResponse:
    fewest = min(FEWEST, len(sums.inventory.activities))
    missing = fewest - len(sums.inventory.known(sheet.answers))
    if missing > 0:
        messages.warning(request, _("Answer %(number)s more activities, so that there is something to tell.")
                         % {"number": missing})  # fmt: skip
        return redirect("interests:all" if "all" in request.POST else "interests:question", pk=sheet.pk)
    actions.finish(sheet)
    return redirect(sheet)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def all_at_once(request: MemberRequest, pk: int) -> HttpResponse:
    from wayline.assessment.interests.choosing import balanced

    sheet, sums = _open_sheet(request, pk)
    keys = list(dict.fromkeys([*balanced(sums), *sums.inventory.known(sheet.answers)]))
    activities = [sums.inventory.activities[sums.inventory.place[key]] for key in keys]
    form = PageForm(request.POST or None, activities=activities, initial=sheet.answers)
    if request.method == "POST" and form.is_valid():
        actions.answer(sheet, form.answers())
        if "finish" in request.POST:
            return _finish(request, sheet, sums)
        messages.success(request, _("Your answers are kept. Come back whenever you like."))
        return redirect("interests:home")
    context = {"sheet": sheet, "form": form, "scale": SCALE, "fewest": FEWEST, "crumbs": _crumbs(_("All on one page"))}
    return render(request, "assessment/interests/all.html", context)


@require_safe
def result(request: MemberRequest, pk: int) -> HttpResponse:
    """The person's own, or one that was shown to this adviser."""
    sheet, is_own = _readable(request, pk)
    history = InterestSheet.objects.filter(user=sheet.user_id, finished_at__isnull=False).order_by("finished_at", "pk")
    page = result_page(sheet, list(history) if is_own else [sheet])
    picked = OccupationFilter(request.GET)
    zone = (picked.cleaned_data["zone"] or 0) if picked.is_valid() else 0
    context = {
        "sheet": sheet,
        "page": page,
        "is_own": is_own,
        "filter": picked,
        "occupations": occupations(page.profile, sheet.user, zone) if page else None,
        "shares": sheet.shares.select_related("adviser__user") if is_own else [],
        "show_form": ShowForm(member=request.member) if is_own else None,
        "attribution": ATTRIBUTION,
        "crumbs": _crumbs(_("Result")),
        "uses_onet": sheet.edition.startswith("onet-") or rated() is not None,
    }
    if not is_own:
        record_view(request.member, "read interests", sheet, about=sheet.user)
    return render(request, "assessment/interests/result.html", context)


def _readable(request: MemberRequest, pk: int) -> tuple[InterestSheet, bool]:
    finished = InterestSheet.objects.visible_to(request.member).exclude(finished_at=None).select_related("user")
    own = finished.filter(pk=pk).first()
    if own is not None:
        return own, True
    shown = InterestSheet.objects.shown_to(request.member).select_related("user")
    return get_object_or_404(shown, pk=pk), False


@require_safe
def table(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The scores as CSV, for oneself."""
    sheet = get_object_or_404(InterestSheet.objects.visible_to(request.member), pk=pk, finished_at__isnull=False)
    found = profile_of(sheet)
    sums = sums_of(sheet.edition, sheet.language)
    if found is None or sums is None:
        raise Http404
    rows = [
        [score.code, sums.inventory.interests.get(score.code, ""), round(score.value, 3), round(score.error, 3),
         score.answered, score.activities]
        for score in (*found.types, *found.interests)
    ]  # fmt: skip
    header = ["code", "interest", "score_0_to_4", "standard_error", "answered", "activities"]
    return csv_response("interests.csv", header, rows)


@require_POST
def more(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer further activities of a finished sheet, all on one page."""
    sheet = get_object_or_404(InterestSheet.objects.visible_to(request.member), pk=pk, finished_at__isnull=False)
    actions.go_on(sheet)
    return redirect("interests:all", pk=sheet.pk)


@require_POST
def show(request: MemberRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(InterestSheet.objects.visible_to(request.member), pk=pk, finished_at__isnull=False)
    form = ShowForm(request.POST, member=request.member)
    if not form.is_valid():
        messages.error(request, _("Choose an adviser and a day within 90 days."))
        return redirect(sheet)
    actions.show_to(sheet, form.cleaned_data["adviser"], until=form.cleaned_data["until"])
    messages.success(request, _("Your adviser can read this result now."))
    return redirect(sheet)


@require_POST
def stop(request: MemberRequest, pk: int, share: int) -> HttpResponse:
    sheet = get_object_or_404(InterestSheet.objects.visible_to(request.member), pk=pk)
    found = get_object_or_404(InterestShare, pk=share, sheet=sheet)
    actions.stop_showing(found)
    messages.success(request, _("Your adviser can no longer read it."))
    return redirect(sheet)


@require_http_methods(["GET", "HEAD", "POST"])
def throw_away(request: MemberRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(InterestSheet.objects.visible_to(request.member), pk=pk)
    if request.method == "POST":
        actions.throw_away(sheet)
        messages.success(request, _("It is gone. Nobody keeps a copy."))
        return redirect("interests:home")
    return render(request, "assessment/interests/throw_away.html", {"sheet": sheet, "crumbs": _crumbs(_("Throw away"))})


def _crumbs(last: str) -> list[Crumb]:
    return [Crumb(_("Interests"), reverse("interests:home")), Crumb(last)]
