"""What came back: plots and tables, cross-tables, free texts, change, single answers in named surveys, downloads."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayline.assessment import access
from wayline.assessment.change_page import change_page
from wayline.assessment.definitions import toml
from wayline.assessment.download import FORMATS, file_of
from wayline.assessment.models import Survey, Wave
from wayline.assessment.queries.results import files_of, named_responses
from wayline.assessment.results_page import cross_choices, cross_page, results_of, text_list
from wayline.assessment.tabulation import SMALLEST
from wayline.assessment.walk import Walk
from wayline.common.csvfile import csv_response
from wayline.common.downloads import attachment
from wayline.common.paging import page_of
from wayline.common.parts import Crumb, Tab
from wayline.people.actions import record, record_view
from wayline.people.http import MemberRequest

TEXTS_A_PAGE = 50


@require_GET
def show(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    wave = _wave(request, pk, number)
    language = _language(request, wave)
    results = results_of(wave, language)
    context = {"results": results, "smallest": SMALLEST, **_frame(request, wave, "results")}
    return render(request, "assessment/results/show.html", context)


@require_GET
def cross(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    wave = _wave(request, pk, number)
    language = _language(request, wave)
    choices = cross_choices(wave, language)
    first, second = _chosen(request, choices)
    page = cross_page(wave, first, second, language) if first and second else None
    context = {"page": page, "choices": choices, "first": first, "second": second, "smallest": SMALLEST}
    return render(request, "assessment/results/cross.html", {**context, **_frame(request, wave, "cross")})


@require_GET
def cross_csv(request: MemberRequest, pk: int, number: int) -> HttpResponseBase:
    wave = _wave(request, pk, number)
    language = _language(request, wave)
    choices = cross_choices(wave, language)
    first, second = _chosen(request, choices)
    if not first and len(choices) > 1:
        first, second = choices[0][0], choices[1][0]
    page = cross_page(wave, first, second, language) if first and second else None
    if page is None:
        raise Http404
    return csv_response("cross-table.csv", [column.label for column in page.columns], page.rows)


@require_GET
def texts(request: MemberRequest, pk: int, number: int, code: str) -> HttpResponse:
    """Free texts, in the order of the alphabet."""
    wave = _wave(request, pk, number)
    found = text_list(wave, code)
    if found is None:
        raise Http404
    question = toml.read(wave.survey.version.definition).question(code)
    language = _language(request, wave)
    title = question.text.get(language, code) if question else code
    context = {"page": page_of(request, found, per_page=TEXTS_A_PAGE), "title": title, "smallest": SMALLEST}
    return render(request, "assessment/results/texts.html", {**context, **_frame(request, wave, "results")})


@require_GET
def table_csv(request: MemberRequest, pk: int, number: int) -> HttpResponseBase:
    """The tables of the page, with the same figures hidden."""
    wave = _wave(request, pk, number)
    results = results_of(wave, _language(request, wave), draw=False)
    rows: list[list[object]] = []
    for panel in results.panels:
        heads: list[object] = [column.label for column in panel.columns]
        rows += [[panel.title, *line] for line in (heads, *panel.rows)]
    return csv_response("results.csv", [_("Question"), _("Answer"), _("People"), _("Share")], rows)


@require_GET
def download(request: MemberRequest, pk: int, number: int, kind: str) -> HttpResponseBase:
    """Single answers for other programs: for whoever made the survey, and only when there are enough of them."""
    wave = _wave(request, pk, number)
    if not access.can_manage_survey(request.member, wave.survey):
        raise PermissionDenied(_("Whoever made this survey takes single answers out of it."))
    if kind not in FORMATS:
        raise Http404
    if wave.responses.count() < SMALLEST:
        raise PermissionDenied(_("There are too few answers yet to be handed out."))
    record(request.member, "exported answers", wave.survey, wave=number, format=kind)
    return file_of(wave, kind, _language(request, wave))


@require_GET
def answers(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Who answered what, in a survey that told people so."""
    wave = _named_wave(request, pk, number)
    page = page_of(request, named_responses(wave))
    return render(request, "assessment/results/answers.html", {"page": page, **_frame(request, wave, "answers")})


@require_GET
def answer(request: MemberRequest, pk: int, number: int, key: str) -> HttpResponse:
    wave = _named_wave(request, pk, number)
    found = get_object_or_404(named_responses(wave), pk=key)
    if found.user is not None:
        record_view(request.member, "read answers", wave.survey, about=found.user)
    definition = toml.read(found.version.definition)
    walk = Walk(definition, found.answers, found.language, 0, wave.number)
    context = {"response": found, "walk": walk, "files": found.files.all(), **_frame(request, wave, "answers")}
    return render(request, "assessment/results/answer.html", context)


@require_GET
def file(request: MemberRequest, pk: int, number: int, key: str) -> HttpResponseBase:
    wave = _wave(request, pk, number)
    if not access.can_manage_survey(request.member, wave.survey):
        raise PermissionDenied(_("Whoever made this survey opens its files."))
    kept = get_object_or_404(files_of(wave), pk=key)
    return attachment(kept.file.open(), kept.name, kept.content_type)


@require_GET
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Two waves as one instrument."""
    survey, waves = _asked_twice(request, pk)
    first, second = _two(request, waves)
    page = change_page(survey, first, second, _language(request, first))
    crumbs = [*_crumbs(survey), Crumb(_("Before and after"))]
    context = {"page": page, "survey": survey, "waves": waves, "first": first, "second": second, "crumbs": crumbs}
    return render(request, "assessment/results/change.html", context)


@require_GET
def change_csv(request: MemberRequest, pk: int) -> HttpResponseBase:
    survey, waves = _asked_twice(request, pk)
    first, second = _two(request, waves)
    page = change_page(survey, first, second, _language(request, first))
    return csv_response("before-and-after.csv", [column.label for column in page.columns], page.rows)


def _asked_twice(request: MemberRequest, pk: int) -> tuple[Survey, list[Wave]]:
    survey = _survey(request, pk)
    waves = list(survey.waves.all())
    if len(waves) < 2:
        raise Http404
    return survey, waves


def _survey(request: MemberRequest, pk: int) -> Survey:
    found = Survey.objects.visible_to(request.member).select_related("organisation", "version", "created_by")
    return get_object_or_404(found, pk=pk)


def _wave(request: MemberRequest, pk: int, number: int) -> Wave:
    found = Wave.objects.visible_to(request.member).select_related("survey__version", "survey__created_by")
    return get_object_or_404(found, survey=pk, number=number)


def _named_wave(request: MemberRequest, pk: int, number: int) -> Wave:
    wave = _wave(request, pk, number)
    if wave.survey.anonymous:
        raise Http404
    if not access.can_manage_survey(request.member, wave.survey):
        raise PermissionDenied(_("Whoever made this survey reads single answers."))
    return wave


def _two(request: MemberRequest, waves: list[Wave]) -> tuple[Wave, Wave]:
    """The two waves asked for, the first two otherwise."""
    by_number = {str(wave.number): wave for wave in waves}
    first = by_number.get(request.GET.get("first", ""), waves[0])
    second = by_number.get(request.GET.get("second", ""), waves[1])
    return (first, second) if first.number < second.number else (waves[0], waves[1])


def _chosen(request: MemberRequest, choices: list[tuple[str, str]]) -> tuple[str, str]:
    known = [name for name, _label in choices]
    first, second = request.GET.get("first", ""), request.GET.get("second", "")
    return (first, second) if first in known and second in known and first != second else ("", "")


def _language(request: MemberRequest, wave: Wave) -> str:
    languages = toml.read(wave.survey.version.definition).languages
    return request.user.language if request.user.language in languages else languages[0]


def _frame(request: MemberRequest, wave: Wave, here: str) -> dict[str, Any]:
    survey = wave.survey
    may_manage = access.can_manage_survey(request.member, survey)
    waves = list(survey.waves.all())
    pages = [("results", _("Questions")), ("cross", _("Cross-table"))]
    if may_manage and not survey.anonymous:
        pages.append(("answers", _("Single answers")))
    names = {"results": "results", "cross": "results_cross", "answers": "results_answers"}
    tabs = [
        Tab(label, reverse(f"assessment:{names[key]}", args=[survey.pk, wave.number]), key == here)
        for key, label in pages
    ]
    crumbs = [*_crumbs(survey), Crumb(_("Results"))]
    return {"survey": survey, "wave": wave, "waves": waves, "tabs": tabs, "may_manage": may_manage, "crumbs": crumbs}


def _crumbs(survey: Survey) -> list[Crumb]:
    return [Crumb(_("Surveys"), reverse("assessment:surveys")), Crumb(survey.title, survey.get_absolute_url())]
