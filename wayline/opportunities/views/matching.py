"""For you: what fits, why, and what was shown before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.opportunities import match_showing, matching
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.forms.matching import PartsForm
from wayline.opportunities.models import Opportunity, ShownMatch
from wayline.opportunities.queries import match_person, match_record, match_search, search
from wayline.people.http import MemberRequest
from wayline.portfolio.models import Item

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Listed:
    """A match on a page."""

    offer: Opportunity
    shown: match_showing.Shown


def crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("For you"), reverse("opportunities:for_you")), *more]


@require_http_methods(["GET", "POST"])
def for_you(request: MemberRequest) -> HttpResponse:
    who = match_person.seeker(request.member)
    if who is None or request.method == "POST":
        return _turn_on(request)
    rows, number = match_search.best(who, matching.current())
    page = page_of(request, rows, per_page=PER_PAGE)
    listed = listed_of(request, who, [key for key, _points in page.object_list], first=page.start_index())
    context = {
        "who": who,
        "page": page,
        "listed": listed,
        "number": number,
        "switches": match_showing.switches(who.choice.parts, who.stopped),
        "crumbs": [Crumb(_("Jobs and places"), reverse("opportunities:search")), Crumb(_("For you"))],
    }
    return render(request, "opportunities/matching/for_you.html", context)


def _turn_on(request: MemberRequest) -> HttpResponse:
    form = PartsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.turn_on(request.user, parts=form.cleaned_data["parts"])
        messages.success(request, _("Matching is on. You can switch each part off again at any time."))
        return redirect("opportunities:for_you")
    context = {
        "form": form,
        "stopped": match_person.stopped(request.member.organisation),
        "crumbs": [Crumb(_("Jobs and places"), reverse("opportunities:search")), Crumb(_("For you"))],
    }
    return render(request, "opportunities/matching/off.html", context, status=422 if form.errors else 200)


def listed_of(
    request: MemberRequest, who: match_person.Seeker, keys: Sequence[int], *, first: int | None
) -> list[Listed]:
    """Scored, named and put on record: as many queries for one as for all of a page. `first`: place of the first."""
    weights, asked = matching.current(), match_search.offers(keys)
    made = {key: matching.match(who.person, asked[key], weights, who.rules) for key in keys if key in asked}
    named = match_record.names(made.values(), get_language() or "en")
    found = search.fetch(list(made))
    showings = [
        actions.Showing(
            offer, None if first is None else first + keys.index(offer.pk), made[offer.pk].score, weights.version,
            match_record.record_of(made[offer.pk], named),
        )
        for offer in found
    ]  # fmt: skip
    actions.record_shown(request.member, showings)
    shown = [match_showing.shown(one.record, one.score, one.version) for one in showings]
    return [Listed(offer, one) for offer, one in zip(found, shown, strict=True)]


@require_GET
def seen_list(request: MemberRequest) -> HttpResponse:
    rows = ShownMatch.objects.visible_to(request.member).defer("record").select_related("opportunity")
    context = {"page": page_of(request, rows), "crumbs": crumbs(Crumb(_("What you were shown")))}
    return render(request, "opportunities/matching/seen_list.html", context)


@require_GET
def seen(request: MemberRequest, pk: int) -> HttpResponse:
    """Why it was shown then, by the weights of then."""
    kept = get_object_or_404(ShownMatch.objects.visible_to(request.member).select_related("opportunity"), pk=pk)
    keys = {said["item"] for said in kept.record["reasons"] if "item" in said}
    alive = set(Item.objects.visible_to(request.member).filter(key__in=keys).values_list("key", flat=True))
    context = {
        "kept": kept,
        "shown": match_showing.shown(kept.record, kept.score, kept.version, alive),
        "crumbs": crumbs(Crumb(_("What you were shown"), reverse("opportunities:match_seen_list")), Crumb(kept.title)),
    }
    return render(request, "opportunities/matching/seen.html", context)
