"""Pages for everybody: search, one opportunity, a company."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.opportunities import access, asked, showing, standing, structured
from wayline.opportunities.actions import offers as actions
from wayline.opportunities.actions.suggesting import note_opened
from wayline.opportunities.enums import Accessibility, Contract, Hours, Kind, Remote
from wayline.opportunities.models import Employer, Opportunity
from wayline.opportunities.queries import companies, places, read_skills, resolving, search, tags
from wayline.people.enums import Role
from wayline.people.models import Membership
from wayline.taxonomy import queries as words


@dataclass(frozen=True, slots=True)
class FacetLink:
    label: str
    count: int
    url: str
    chosen: bool


@login_not_required
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    said = asked.read(dict(request.GET.lists()))
    found = search.search(said)
    page = page_of(request, found.rows, per_page=search.PER_PAGE)
    context = {
        "asked": said,
        "found": found,
        "page": page,
        "deeper": found.total > len(found.rows),
        "facets": _facets(said, found),
        "dropped": [(label, number, _address(less)) for label, number, less in _dropped(said, found)],
        "chips": _chips(said, found.resolved),
        "areas": places.choices(by_key=True),
        "reaches": _reaches(found.resolved),
        "accessibility": Accessibility.choices,
        "sorts": _sorts(said),
        "query": asked.query_of(said),
        "meant": tags.named(found.resolved.meant),
        "here": reverse("opportunities:search"),
        "kept": _kept(said),
        "opened": bool(said.pay or said.starts_by or said.access),
    }
    return render(request, "opportunities/search.html", context)


def _address(said: asked.Asked) -> str:
    query = asked.query_of(said)
    return f"{reverse('opportunities:search')}?{query}" if query else reverse("opportunities:search")


IN_THE_FORM = ("words", "area", "reach", "sort", "pay", "starts_by", "access")


def _kept(said: asked.Asked) -> list[tuple[str, str]]:
    """What the form has no field for stays as it is when the form is sent."""
    return parse_qsl(asked.query_of(said.without(*IN_THE_FORM)))


FACET_LABELS = {
    "kind": dict(Kind.choices),
    "hours": dict(Hours.choices),
    "contract": dict(Contract.choices),
    "remote": dict(Remote.choices),
}


def _facet_names() -> dict[str, str]:
    return {
        "kind": _("Kind"),
        "hours": _("Hours"),
        "contract": _("Contract"),
        "remote": _("Where one works"),
        "level": _("Level asked for"),
    }


def value_label(name: str, value: str) -> str:
    if name == "level":
        return _("up to EQF %(level)s") % {"level": value}
    return str(FACET_LABELS[name][value])


def _facets(said: asked.Asked, found: search.Found) -> list[tuple[str, list[FacetLink]]]:
    names = _facet_names()
    made = []
    for name, choices in found.facets.items():
        links = [
            FacetLink(
                value_label(name, one.value),
                one.count,
                _address(said.with_value(name, "" if one.chosen else one.value)),
                one.chosen,
            )
            for one in choices
        ]
        if links:
            made.append((names[name], links))
    return made


def _filter_words(said: asked.Asked, resolved: resolving.Resolved, name: str) -> str:
    """One filter as a person reads it."""
    language = get_language() or "en"
    match name:
        case "words":
            return f"“{said.words}”"
        case "occupation":
            return words.title(resolved.occupation, language) if resolved.occupation else said.occupation
        case "skill":
            return words.title(resolved.skill, language) if resolved.skill else said.skill
        case "area":
            return resolved.area.title_in(language) if resolved.area else said.area
        case "pay":
            return _("pay of at least %(pay)s a year") % {"pay": said.pay}
        case "access":
            return ", ".join(str(Accessibility(one).label) for one in said.access)
        case "starts_by":
            return _("begins by %(day)s") % {"day": said.starts_by}
        case "since":
            return _("published since %(day)s") % {"day": said.since}
        case "language":
            return showing.language_name(said.language)
        case _:
            return value_label(name, getattr(said, name))


def _chips(said: asked.Asked, resolved: resolving.Resolved) -> list[tuple[str, str]]:
    """Every filter with the address of the search without it."""
    return [(_filter_words(said, resolved, name), _address(said.without(name))) for name in said.filters]


def _dropped(said: asked.Asked, found: search.Found) -> list[tuple[str, int, asked.Asked]]:
    named = [(_filter_words(said, found.resolved, name), number, name) for name, number in found.without]
    return [(label, number, said.without(name)) for label, number, name in named]


def _reaches(resolved: resolving.Resolved) -> list[tuple[str, str]]:
    choices = [("area", _("only there"))]
    if resolved.area and resolved.area.parent:
        language = get_language() or "en"
        around = resolved.area.parent
        choices.append(("around", _("in all of %(area)s") % {"area": around.title_in(language)}))
        if around.parent:
            choices.append(("country", _("anywhere in the country")))
    return choices


def _sorts(said: asked.Asked) -> list[tuple[str, str]]:
    choices = [("newest", _("Newest first")), ("pay", _("Best paid first")), ("deadline", _("Soonest deadline first"))]
    return [("best", _("Best fit first")), *choices] if said.words else choices


@login_not_required
@require_GET
def opportunity(request: HttpRequest, pk: int) -> HttpResponse:
    viewer: Membership | None = getattr(request, "member", None)
    seen = Opportunity.objects.visible_to(viewer) if viewer else Opportunity.objects.public()
    offer = get_object_or_404(seen.select_related("organisation__employer", "area", "source", "service"), pk=pk)
    handles = viewer is not None and access.can_see_statistics(viewer, offer)
    if offer.is_public and not handles and request.method == "GET":
        actions.count_view(offer)
        if viewer and viewer.role == Role.CLIENT:
            note_opened(viewer.user, offer=offer)
    occupations, wants = tags.occupations(offer), tags.wants(offer)
    shown = showing.shown(offer, occupations, [name for _want, name in wants])
    context = {
        "offer": offer,
        "html": showing.html_of(offer),
        "facts": showing.facts(offer),
        "lists": showing.lists(offer),
        "accessibility": showing.accessibility(offer),
        "occupations": occupations,
        "needed": [(one.concept, name) for one, name in wants if one.need == "must"],
        "welcome": [(one.concept, name) for one, name in wants if one.need == "nice"],
        "read": read_skills.read(offer) if offer.source_id else [],
        "employer": getattr(offer.organisation, "employer", None) if offer.organisation else None,
        "handles": handles,
        "applying": standing.standing(viewer, offer),
        "json_ld": structured.json_ld(shown) if shown else None,
        "crumbs": [Crumb(_("Jobs and places"), reverse("opportunities:search")), Crumb(offer.title)],
    }
    return render(request, "opportunities/opportunity.html", context)


@login_not_required
@require_GET
def company(request: HttpRequest, slug: str) -> HttpResponse:
    viewer: Membership | None = getattr(request, "member", None)
    seen = Employer.objects.visible_to(viewer) if viewer else Employer.objects.public()
    employer = get_object_or_404(seen.select_related("organisation", "area"), organisation__slug=slug)
    context = {
        "employer": employer,
        "page": page_of(request, companies.shown_by(employer)),
        "own": viewer is not None and access.can_run_company(viewer, employer),
        "crumbs": [Crumb(_("Jobs and places"), reverse("opportunities:search")), Crumb(str(employer))],
    }
    return render(request, "opportunities/company.html", context)
