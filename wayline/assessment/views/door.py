"""What the pages of a questionnaire share, whoever takes it: the addresses, and how a page is shown and saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from wayline.assessment.actions import answering
from wayline.assessment.definitions.parts import Definition
from wayline.assessment.forms.answering import PageForm
from wayline.assessment.models import Draft
from wayline.assessment.walk import Walk

LANGUAGES = {code for code, _ in settings.LANGUAGES}


@dataclass(frozen=True, slots=True)
class Door:
    """One draft and the addresses of its pages. `invitation`: the secret of a letter, which goes along."""

    draft: Draft
    page_name: str
    check_name: str
    parts: tuple[Any, ...]
    later: str = ""
    """Where one is told how to come back."""
    invitation: str = ""

    def page(self, number: int) -> str:
        return self._address(self.page_name, number)

    @property
    def check(self) -> str:
        return self._address(self.check_name)

    def next(self, walk: Walk, number: int) -> str:
        following = walk.after(number)
        return self.page(following) if following else self.check

    def _address(self, name: str, *more: Any) -> str:
        question = f"?{urlencode({'i': self.invitation})}" if self.invitation else ""
        return reverse(f"assessment:{name}", args=[*self.parts, *more]) + question


def serve_page(request: HttpRequest, door: Door, number: int) -> HttpResponse:
    """Show a page of questions, or save it and go on. A page that is not open leads to one that is."""
    draft = door.draft
    walk = Walk.of(draft)
    if number not in walk.open:
        return redirect(door.page(walk.open[0]) if walk.open else door.check)
    with translation.override(interface_language(draft.language)):
        form = PageForm(
            walk.questions(number),
            language=draft.language,
            seed=draft.seed,
            answers=draft.answers,
            data=request.POST if request.method == "POST" else None,
            files=request.FILES if request.method == "POST" else None,
        )
        if request.method == "POST" and form.is_valid():
            return redirect(_save(request, door, number, form))
        status = 422 if form.errors else 200
        return render(request, "assessment/answer/page.html", _page_context(door, walk, number, form), status=status)


def _save(request: HttpRequest, door: Door, number: int, form: PageForm) -> str:
    chosen = {code: form.cleaned_data[names[0]] for code, names in form.names.items() if names}
    files = {code: value for code, value in chosen.items() if hasattr(value, "content_type") and hasattr(value, "kind")}
    draft = answering.save_page(door.draft, answers=form.answers, files=files)
    if "later" in request.POST and door.later:
        return door.later
    return door.next(Walk.of(draft), number)


def _page_context(door: Door, walk: Walk, number: int, form: PageForm) -> dict[str, Any]:
    page = walk.pages[number - 1]
    place = walk.open.index(number) + 1
    back = walk.before(number)
    return {
        "door": door,
        "walk": walk,
        "form": form,
        "title": walk.text(page.section.title),
        "whole": walk.text(walk.definition.title),
        "text": walk.text(page.section.text) if page.first else "",
        "place": place,
        "places": len(walk.open),
        "back_url": door.page(back) if back else "",
        "language": door.draft.language,
    }


def interface_language(language: str) -> str:
    """Buttons and errors in the language of the questionnaire, where we speak it."""
    current = translation.get_language() or settings.LANGUAGE_CODE
    return language if language in LANGUAGES else current


def best_language(definition: Definition, wanted: str | None) -> str:
    """The language asked for, else that of the page, else the one it was written in."""
    for language in (wanted, translation.get_language()):
        if language in definition.languages:
            return str(language)
    return definition.languages[0]
