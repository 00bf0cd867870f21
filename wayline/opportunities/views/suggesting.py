"""Suggested for you: a few things with why, what they may come from, what was opened and what is put off."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wayline.common.parts import Crumb
from wayline.opportunities.actions import matching as match_actions
from wayline.opportunities.actions import suggesting as actions
from wayline.opportunities.enums import SuggestionSource
from wayline.opportunities.models import MatchChoice, Opened, PutOff
from wayline.opportunities.queries import match_person, match_record, search, suggesting
from wayline.opportunities.queries.suggesting import Suggestion
from wayline.opportunities.views.matching import crumbs
from wayline.people.http import MemberRequest
from wayline.taxonomy import crosswalk

HOME = "opportunities:suggested"
CHOICES = "opportunities:suggesting"


def _choice(request: MemberRequest) -> MatchChoice:
    found = match_person.choice_of(request.user)
    if found is None:
        raise Http404
    return found


@require_GET
def suggested(request: MemberRequest) -> HttpResponse:
    """The list. The start page fetches the same by itself."""
    choice = match_person.choice_of(request.user)
    if choice is None:
        return redirect("opportunities:for_you")
    with crosswalk.held():
        found = suggesting.suggestions(request.member, _language())
    _record(request, [one for one in found if one.match])
    context = {"found": found, "any_on": bool(choice.suggests), "crumbs": crumbs(Crumb(_("Suggested for you")))}
    return render(request, "opportunities/matching/suggested.html", context)


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def _record(request: MemberRequest, found: Iterable[Suggestion]) -> None:
    """A suggestion that a score led to is a match that was shown."""
    matches = {one.key: one for one in found}
    named = match_record.names((one.match for one in matches.values() if one.match), _language())
    keys = {key: int(key.removeprefix("offer-")) for key in matches if key.startswith("offer-")}
    offers = {f"offer-{offer.pk}": offer for offer in search.fetch(list(keys.values()))}
    showings = []
    for key, one in matches.items():
        if one.match is None:
            continue
        made = match_record.record_of if key in offers else match_record.record_of_job
        version, record = one.match.version, made(one.match, named)
        showings.append(match_actions.Showing(offers.get(key), None, one.match.score, version, record, one.title))
    if showings:
        match_actions.record_shown(request.member, showings)


@require_GET
def choices(request: MemberRequest) -> HttpResponse:
    """What suggestions may come from, what was opened, and what is put off."""
    choice = match_person.choice_of(request.user)
    if choice is None:
        return redirect("opportunities:for_you")
    opened = list(Opened.objects.visible_to(request.member).select_related("offer", "occupation"))
    titles = match_record.titles([one.occupation_id for one in opened if one.occupation_id], _language())
    context = {
        "sources": [(one.value, one.label, one.value in choice.suggests) for one in SuggestionSource],
        "opened": [(one, one.offer.title if one.offer else titles[one.occupation_id or 0]) for one in opened],
        "uses_opened": SuggestionSource.OPENED in choice.suggests,
        "put_off": PutOff.objects.visible_to(request.member),
        "crumbs": crumbs(Crumb(_("What suggestions come from"))),
    }
    return render(request, "opportunities/matching/suggesting.html", context)


@require_POST
def source(request: MemberRequest, source: str, state: str) -> HttpResponse:
    if source not in SuggestionSource.values or state not in ("on", "off"):
        raise Http404
    actions.switch_source(_choice(request), source, on=state == "on")
    label = SuggestionSource(source).label
    said = _("%(part)s: on.") if state == "on" else _("%(part)s: off. It is no longer used for suggestions.")
    messages.success(request, said % {"part": label})
    return redirect(CHOICES)


@require_POST
def not_now(request: MemberRequest, key: str) -> HttpResponse:
    """Only what is suggested at the moment can be put off."""
    _choice(request)
    found = next((one for one in suggesting.suggestions(request.member, _language()) if one.key == key), None)
    if found is None:
        raise Http404
    actions.put_off(request.user, key, found.title)
    messages.success(request, _("Not now: %(title)s. You can bring it back.") % {"title": found.title})
    return redirect(CHOICES)


@require_POST
def take_up(request: MemberRequest, key: str) -> HttpResponse:
    found = get_object_or_404(PutOff.objects.visible_to(request.member), key=key)
    actions.take_up(found)
    messages.success(request, _("Brought back: %(title)s.") % {"title": found.title})
    return redirect(CHOICES)


@require_POST
def forget(request: MemberRequest) -> HttpResponse:
    actions.forget_opened(request.user)
    messages.success(request, _("Emptied: nothing that you opened is kept."))
    return redirect(CHOICES)
