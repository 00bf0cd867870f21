"""Answering a survey: the pages that people get by a link, a letter or a notice. Public: they may have no account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from wayline.assessment import letters, queries
from wayline.assessment.actions import answering
from wayline.assessment.definitions import toml
from wayline.assessment.enums import Audience
from wayline.assessment.forms.answering import CodeWordForm, ResumeForm
from wayline.assessment.models import Participant, Wave
from wayline.assessment.views.door import Door, best_language, interface_language, serve_page
from wayline.assessment.walk import Walk
from wayline.people.limits import insist

STARTS, WINDOW = 3000, 600  # for a whole wave: a limit for each person would need a trace of each person


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, token: str) -> HttpResponse:
    """What the survey is, who sees the answers, and the way in."""
    wave = _wave(token)
    if _must_sign_in(request, wave):
        return redirect_to_login(request.get_full_path())
    definition = toml.read(wave.survey.version.definition)
    language = best_language(definition, request.POST.get("language") or request.GET.get("language"))
    letter = request.POST.get("i") or request.GET.get("i") or ""
    participant = _participant(request, wave, letter)
    refusal = queries.refusal(wave, participant, member=getattr(request, "member", None))
    resume = ResumeForm(request.POST if "resume" in request.POST else None)
    if request.method == "POST" and not refusal:
        if "resume" not in request.POST:
            return _begin(request, wave, language, participant, letter)
        if resume.is_valid():
            return _resume(wave, resume, letter) or _show_start(request, wave, language, resume, letter, refusal)
    return _show_start(request, wave, language, resume, letter, refusal)


def _begin(
    request: HttpRequest, wave: Wave, language: str, participant: Participant | None, letter: str
) -> HttpResponse:
    insist(f"survey:{wave.pk}", STARTS, WINDOW)
    user = request.user if request.user.is_authenticated and wave.survey.audience == Audience.GROUP else None
    code = answering.begin(wave, language=language, user=user, participant=participant)
    address = reverse("assessment:answer", args=[wave.token, code, 1])
    return redirect(f"{address}?i={letter}" if letter else address)


def _resume(wave: Wave, form: ResumeForm, letter: str) -> HttpResponse | None:
    code = form.cleaned_data["code"]
    if not queries.drafts_of(wave, code).exists():
        form.add_error("code", _("No answers are kept under this code. Check it letter by letter."))
        return None
    address = reverse("assessment:answer", args=[wave.token, code, 1])
    return redirect(f"{address}?i={letter}" if letter else address)


def _show_start(
    request: HttpRequest, wave: Wave, language: str, resume: ResumeForm, letter: str, refusal: str
) -> HttpResponse:
    definition = toml.read(wave.survey.version.definition)
    with translation.override(interface_language(language)):
        context = {
            "wave": wave,
            "survey": wave.survey,
            "definition": definition,
            "intro": definition.intro.get(language, ""),
            "note": definition.note.get(language, ""),
            "language": language,
            "languages": [(code, _name(code)) for code in definition.languages],
            "number": sum(1 for _ in definition.questions()),
            "form": resume,
            "letter": letter,
            "refusal": queries.refusal_text(refusal),
            "waves": wave.survey.waves.count(),
        }
        return render(request, "assessment/answer/start.html", context, status=422 if resume.errors else 200)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str, code: str, number: int) -> HttpResponse:
    wave = _wave(token)
    if _must_sign_in(request, wave):
        return redirect_to_login(request.get_full_path())
    if not wave.is_open():
        return redirect("assessment:answer_start", token=token)
    return serve_page(request, _door(request, wave, code), number)


@login_not_required
@never_cache
@require_GET
def later(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """How to come back: the code and the address, shown once and kept by the person only."""
    wave = _wave(token)
    door = _door(request, wave, code)
    address = request.build_absolute_uri(door.page(1))
    with translation.override(interface_language(door.draft.language)):
        context = {"wave": wave, "code": code, "address": address, "door": door}
        return render(request, "assessment/answer/later.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """The answers once more, the code word where waves are brought together, and the button that hands in."""
    wave = _wave(token)
    if _must_sign_in(request, wave):
        return redirect_to_login(request.get_full_path())
    if not wave.is_open():
        return redirect("assessment:answer_start", token=token)
    door = _door(request, wave, code)
    walk = Walk.of(door.draft)
    if walk.unanswered:
        return redirect(door.page(walk.unanswered))
    asks_word = wave.survey.anonymous and wave.survey.waves.count() > 1
    with translation.override(interface_language(door.draft.language)):
        form = CodeWordForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return _hand_in(request, door, wave, form.word if asks_word else "")
        context = {"wave": wave, "survey": wave.survey, "door": door, "walk": walk, "form": form}
        context |= {"asks_word": asks_word, "language": door.draft.language, "back_url": door.page(walk.open[-1])}
        return render(request, "assessment/answer/check.html", context, status=422 if form.errors else 200)


def _hand_in(request: HttpRequest, door: Door, wave: Wave, word: str) -> HttpResponse:
    participant = _participant(request, wave, door.invitation)
    language = door.draft.language
    if queries.refusal(wave, participant, member=getattr(request, "member", None)):
        return redirect("assessment:answer_start", token=wave.token)
    if participant is None and request.user.is_authenticated and wave.survey.audience == Audience.GROUP:
        participant = answering.ask(wave, request.user)
    try:
        answering.hand_in(door.draft, code_word=word, participant=participant)
    except answering.AlreadyAnswered:
        return redirect("assessment:answer_start", token=wave.token)
    return redirect(f"{reverse('assessment:answer_done', args=[wave.token])}?language={language}")


@login_not_required
@require_GET
def done(request: HttpRequest, token: str) -> HttpResponse:
    wave = _wave(token)
    definition = toml.read(wave.survey.version.definition)
    language = best_language(definition, request.GET.get("language"))
    with translation.override(interface_language(language)):
        context = {"wave": wave, "survey": wave.survey, "closing": definition.closing.get(language, "")}
        return render(request, "assessment/answer/done.html", {**context, "language": language})


def _wave(token: str) -> Wave:
    return get_object_or_404(queries.answerable_waves(), token=token)


def _must_sign_in(request: HttpRequest, wave: Wave) -> bool:
    return wave.survey.audience == Audience.GROUP and not request.user.is_authenticated


def _participant(request: HttpRequest, wave: Wave, letter: str) -> Participant | None:
    if wave.survey.audience == Audience.LIST and letter:
        return letters.participant_of(wave, letter)
    if wave.survey.audience == Audience.GROUP and request.user.is_authenticated:
        return queries.participant_of(wave, request.user)
    return None


def _door(request: HttpRequest, wave: Wave, code: str) -> Door:
    draft = get_object_or_404(queries.drafts_of(wave, code))
    letter = request.GET.get("i", "")
    later_url = reverse("assessment:answer_later", args=[wave.token, code]) + (f"?i={letter}" if letter else "")
    return Door(draft, "answer", "answer_check", (wave.token, code), later_url, letter)


def _name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code
