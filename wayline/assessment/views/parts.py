"""Writing an instrument part by part: what it says at large, its sections, its questions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayline.assessment.actions.instruments import change_instrument
from wayline.assessment.definitions import edit, toml
from wayline.assessment.definitions.parts import Definition, Kind, Question, Section
from wayline.assessment.forms.instruments import AboutForm, QuestionForm, SectionForm
from wayline.assessment.models import Instrument
from wayline.assessment.views.instruments import chosen_language, crumbs, own_instrument
from wayline.people.http import MemberRequest


@require_http_methods(["GET", "POST"])
def about(request: MemberRequest, pk: int) -> HttpResponse:
    instrument, definition, language = _opened(request, pk)
    form = AboutForm(request.POST or None, initial=AboutForm.initial_of(definition, language))
    if request.method == "POST" and form.is_valid():
        change_instrument(instrument, form.changed(definition, language), by=request.member)
        return _saved(request, instrument, language)
    return _show(request, instrument, definition, language, form, _("Title and texts"))


@require_http_methods(["GET", "POST"])
def section(request: MemberRequest, pk: int, code: str = "") -> HttpResponse:
    """Without a code: a new one."""
    instrument, definition, language = _opened(request, pk)
    found = _section(definition, code) if code else Section(_free("section", definition), {})
    form = SectionForm(request.POST or None, initial=SectionForm.initial_of(found, language))
    if request.method == "POST" and form.is_valid():
        changed = form.changed(found, language)
        if changed.code != code and any(one.code == changed.code for one in definition.sections):
            form.add_error("code", _("This code is taken."))
        else:
            change_instrument(instrument, edit.put_section(definition, code, changed), by=request.member)
            return _saved(request, instrument, language)
    return _show(request, instrument, definition, language, form, _("Section"))


@require_http_methods(["GET", "POST"])
def question(request: MemberRequest, pk: int, section: str, code: str = "") -> HttpResponse:
    instrument, definition, language = _opened(request, pk)
    inside = _section(definition, section)
    found = next((one for one in inside.questions if one.code == code), None)
    if code and found is None:
        raise Http404
    start = found or Question(_free("question", definition), Kind.SINGLE, {})
    form = QuestionForm(start, language, request.POST or None)
    if request.method == "POST" and form.is_valid():
        changed = form.changed()
        if changed.code != code and definition.question(changed.code) is not None:
            form.add_error("code", _("This code is taken."))
        else:
            new = edit.put_question(definition, section, code, changed)
            change_instrument(instrument, new, by=request.member)
            return _saved(request, instrument, language)
    return _show(request, instrument, definition, language, form, _("Question"))


@require_POST
def move(request: MemberRequest, pk: int) -> HttpResponse:
    """One place up or down, or away: a section, or a question of a section."""
    instrument, definition, language = _opened(request, pk)
    part, code, act = (request.POST.get(name, "") for name in ("section", "question", "act"))
    by = {"up": -1, "down": 1}.get(act)
    if act == "remove":
        new = edit.drop_question(definition, part, code) if code else edit.drop_section(definition, part)
    elif by is not None and code:
        new = edit.move_question(definition, part, code, by)
    elif by is not None:
        new = edit.move_section(definition, part, by)
    else:
        raise Http404
    change_instrument(instrument, new, by=request.member)
    return _saved(request, instrument, language)


def _opened(request: MemberRequest, pk: int) -> tuple[Instrument, Definition, str]:
    instrument = own_instrument(request, pk)
    definition = toml.read(instrument.definition)
    return instrument, definition, chosen_language(request, definition)


def _saved(request: MemberRequest, instrument: Instrument, language: str) -> HttpResponse:
    messages.success(request, _("Saved. People see it when you publish it."))
    return redirect(f"{instrument.get_absolute_url()}?language={language}")


def _show(
    request: MemberRequest, instrument: Instrument, definition: Definition, language: str, form: Any, title: str
) -> HttpResponse:
    context = {
        "form": form,
        "instrument": instrument,
        "languages": definition.languages,
        "language": language,
        "title": title,
        "crumbs": crumbs(instrument, title),
    }
    return render(request, "assessment/instruments/part.html", context, status=422 if form.errors else 200)


def _section(definition: Definition, code: str) -> Section:
    found = next((one for one in definition.sections if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _free(word: str, definition: Definition) -> str:
    taken = {one.code for one in definition.sections} | {one.code for one in definition.questions()}
    return next(f"{word}{number}" for number in range(1, 2000) if f"{word}{number}" not in taken)
