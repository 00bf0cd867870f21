"""Surveys, for whoever sends them: make, settle, open, ask people, remind, close."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.assessment import access, queries
from wayline.assessment.actions import surveys as actions
from wayline.assessment.enums import Audience, WaveState
from wayline.assessment.forms.surveys import PeopleForm, SurveyForm, WaveForm
from wayline.assessment.models import Survey, Wave
from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest


@require_GET
def index(request: MemberRequest) -> HttpResponse:
    if not access.can_send_surveys(request.member):
        raise PermissionDenied(_("Staff send surveys."))
    page = page_of(request, queries.surveys_of(request.member))
    return render(request, "assessment/surveys/index.html", {"page": page})


@require_http_methods(["GET", "POST"])
def create(request: MemberRequest) -> HttpResponse:
    if not access.can_send_surveys(request.member):
        raise PermissionDenied(_("Staff send surveys."))
    first = {"anonymous": "yes", "times": "1", "instrument": request.GET.get("instrument")}
    form = SurveyForm(request.POST or None, member=request.member, initial=first)
    if request.method == "POST" and form.is_valid():
        survey = actions.create_survey(form.version, by=request.member, waves=form.wave_titles, **form.values())
        messages.success(request, _("The survey is in preparation. Look at it once more, then open it."))
        return redirect(survey)
    crumbs = [_home(), Crumb(_("New survey"))]
    context = {"form": form, "survey": None, "crumbs": crumbs}
    return render(request, "assessment/surveys/form.html", context, status=422 if form.errors else 200)


@require_GET
def show(request: MemberRequest, pk: int) -> HttpResponse:
    survey = get_object_or_404(queries.surveys_of(request.member), pk=pk)
    waves = queries.waves_of(survey, request)
    may = access.can_manage_survey(request.member, survey)
    context = {"survey": survey, "waves": waves, "may_manage": may, "crumbs": [_home(), Crumb(survey.title)]}
    return render(request, "assessment/surveys/show.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    survey = _managed(request, pk)
    settled = not access.can_change_form(survey)
    form = SurveyForm(request.POST or None, instance=survey, member=request.member, settled=settled)
    if request.method == "POST" and form.is_valid():
        values = form.values() if settled else {**form.values(), "version": form.version}
        actions.update_survey(_managed(request, pk), by=request.member, **values)
        messages.success(request, _("Saved."))
        return redirect(survey)
    context = {"form": form, "survey": survey, "settled": settled, "crumbs": _crumbs(survey, _("Settings"))}
    return render(request, "assessment/surveys/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def wave_edit(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    wave = _managed_wave(request, pk, number)
    form = WaveForm(request.POST or None, instance=wave)
    if request.method == "POST" and form.is_valid():
        actions.update_wave(_managed_wave(request, pk, number), by=request.member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(wave.survey)
    context = {"form": form, "survey": wave.survey, "wave": wave, "crumbs": _crumbs(wave.survey, _("Dates"))}
    return render(request, "assessment/surveys/form.html", context, status=422 if form.errors else 200)


@require_POST
def wave_add(request: MemberRequest, pk: int) -> HttpResponse:
    survey = _managed(request, pk)
    actions.add_wave(survey, by=request.member, title=_("Another time"))
    messages.success(request, _("The survey has another wave. Give it a name and dates."))
    return redirect("assessment:wave_edit", pk=pk, number=survey.waves.count())


@require_POST
def wave_state(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    wave = _managed_wave(request, pk, number)
    wanted = request.POST.get("state")
    if wanted == WaveState.OPEN:
        actions.open_wave(wave, by=request.member)
        opened = _("It is open. People can answer.") if wave.is_open() else _("It opens by itself on its day.")
        messages.success(request, opened)
    elif wanted == WaveState.CLOSED:
        actions.close_wave(wave, by=request.member)
        messages.success(request, _("It is closed. It takes no more answers."))
    else:
        raise PermissionDenied(_("This is not a state of a survey."))
    return redirect(wave.survey)


@require_POST
def remind(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    wave = _managed_wave(request, pk, number)
    if not wave.is_open():
        raise PermissionDenied(_("Only an open survey is reminded of."))
    count = actions.remind(wave)
    said = ngettext(
        "A reminder goes to %(count)s person who has not answered.",
        "Reminders go to %(count)s people who have not answered.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect(wave.survey)


@require_http_methods(["GET", "POST"])
def people(request: MemberRequest, pk: int) -> HttpResponse:
    """The list of those invited. In an anonymous survey it tells nobody who has answered, only how many have."""
    survey = _managed(request, pk)
    if survey.audience != Audience.LIST:
        raise PermissionDenied(_("This survey is not for a list of people."))
    form = PeopleForm(request.POST if "emails" in request.POST else None)
    if request.method == "POST" and "remove" in request.POST:
        person = get_object_or_404(queries.asked_in(survey), pk=_number(request.POST["remove"]))
        actions.remove_person(person, by=request.member)
        messages.success(request, _("Taken off the list."))
        return redirect("assessment:survey_people", pk=pk)
    if request.method == "POST" and form.is_valid():
        number = actions.add_people(survey, form.cleaned_data["emails"], by=request.member)
        messages.success(request, _("%(number)s people are on the list now that were not before.") % {"number": number})
        return redirect("assessment:survey_people", pk=pk)
    listed = page_of(request, queries.people_of(survey))
    context = {"form": form, "survey": survey, "page": listed, "crumbs": _crumbs(survey, _("People asked"))}
    return render(request, "assessment/surveys/people.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    survey = _managed(request, pk)
    if request.method == "POST":
        actions.delete_survey(survey, by=request.member)
        messages.success(request, _("The survey and every answer to it are gone."))
        return redirect("assessment:surveys")
    context = {"survey": survey, "crumbs": _crumbs(survey, _("Delete"))}
    return render(request, "assessment/surveys/delete.html", context)


def _managed(request: MemberRequest, pk: int) -> Survey:
    found = Survey.objects.visible_to(request.member).select_related("organisation", "version", "created_by")
    survey = get_object_or_404(found, pk=pk)
    if not access.can_manage_survey(request.member, survey):
        raise PermissionDenied(_("Whoever made this survey manages it."))
    return survey


def _managed_wave(request: MemberRequest, pk: int, number: int) -> Wave:
    survey = _managed(request, pk)
    return get_object_or_404(
        Wave.objects.visible_to(request.member).select_related("survey"), survey=survey, number=number
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def _home() -> Crumb:
    return Crumb(_("Surveys"), reverse("assessment:surveys"))


def _crumbs(survey: Survey, here: str) -> list[Crumb]:
    return [_home(), Crumb(survey.title, survey.get_absolute_url()), Crumb(here)]
