"""The desk of whoever offers: own offers, one of them, what it asks for, its statistics."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.csvfile import csv_response
from wayline.common.paging import page_of
from wayline.common.parts import Crumb, Tab
from wayline.opportunities import access, posting, showing
from wayline.opportunities.actions import offers as actions
from wayline.opportunities.enums import Kind, Need, State
from wayline.opportunities.forms.offers import OfferForm
from wayline.opportunities.models import Opportunity
from wayline.opportunities.queries import desk, read_skills, tags, texts
from wayline.people.http import MemberRequest
from wayline.people.models import Organisation
from wayline.taxonomy.models import Concept


@require_GET
def index(request: MemberRequest) -> HttpResponse:
    if not access.is_staff(request.member) and not access.can_offer(request.member):
        return redirect("opportunities:my_company")
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    numbers = desk.numbers_by_state(request.member)
    context = {
        "page": page_of(request, desk.offers(request.member, state)),
        "tabs": _tabs(state, numbers),
        "state": state,
        "is_staff": access.is_staff(request.member),
        "to_review": numbers.get(State.REVIEW, 0) if access.is_staff(request.member) else 0,
        "employers": desk.for_staff(request.member)["employers"] if access.is_staff(request.member) else 0,
        "can_set_rule": access.can_set_rule(request.member),
    }
    return render(request, "opportunities/offers/index.html", context)


def _tabs(chosen: str, numbers: dict[str, int]) -> list[Tab]:
    here = reverse("opportunities:offers")
    every = Tab(_("All"), here, not chosen, sum(numbers.values()))
    return [
        every,
        *(Tab(str(state.label), f"{here}?state={state}", chosen == state, numbers.get(state, 0)) for state in State),
    ]


@require_GET
def index_csv(request: MemberRequest) -> StreamingHttpResponse:
    header = ["id", "kind", "state", "title", "offered by", "published", "shown until", "openings"]
    rows = [
        [
            offer.pk, offer.kind, offer.state, offer.title, offer.offered_by, offer.published_at, offer.shown_until,
            "" if desk.told(offer.views or 0) is None else offer.views or 0,  # type: ignore[attr-defined]
        ]
        for offer in desk.offers(request.member, "")
    ]  # fmt: skip
    return csv_response("offers.csv", header, rows)


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Offers"), reverse("opportunities:offers")), *more]


@require_GET
def choose_kind(request: MemberRequest) -> HttpResponse:
    if not access.can_offer(request.member):
        return redirect("opportunities:my_company")
    told = {
        Kind.VACANCY: _("A job, full or part time, also an apprenticeship."),
        Kind.WORK_EXPERIENCE: _("Some days or weeks in which somebody gets to know the work."),
        Kind.TRAINING: _("A course, with or without a qualification at its end."),
        Kind.MENTORING: _("Somebody who knows a trade gives time to somebody who wants to enter it."),
    }
    kinds = [(kind.label, told[kind], reverse("opportunities:offer_new", args=[kind])) for kind in Kind]
    return render(
        request, "opportunities/offers/kinds.html", {"kinds": kinds, "crumbs": _crumbs(Crumb(_("New offer")))}
    )


@require_http_methods(["GET", "POST"])
def new(request: MemberRequest, kind: str) -> HttpResponse:
    if kind not in Kind.values:
        return redirect("opportunities:offer_kinds")
    if not access.can_offer(request.member):
        raise PermissionDenied(_("Only checked employers and the staff of the service offer places."))
    user = request.user
    initial = {"language": get_language(), "contact_name": user.name, "contact_email": user.email}
    form = OfferForm(request.POST or None, kind=Kind(kind), initial=initial)
    if request.method == "POST" and form.is_valid():
        offer = actions.create(kind=kind, by=request.member, service=service_of(request), **form.values())
        messages.success(request, _("Kept as a draft. Say what it asks for, then publish it."))
        return redirect("opportunities:offer_tags", pk=offer.pk)
    context = {"form": form, "kind": Kind(kind).label, "offer": None, "crumbs": _crumbs(Crumb(_("New offer")))}
    return render(request, "opportunities/offers/edit.html", context, status=422 if form.errors else 200)


def service_of(request: MemberRequest) -> Organisation:
    employer = access.employer_of(request.member)
    return employer.service if employer else request.member.organisation


def own(request: MemberRequest, pk: int) -> Opportunity:
    """An opportunity that the person may look after; others are not found."""
    seen = Opportunity.objects.visible_to(request.member).select_related("organisation", "service", "area", "source")
    offer = get_object_or_404(seen.prefetch_related("occupation_tags", "wants"), pk=pk)
    if not access.can_see_statistics(request.member, offer):
        raise PermissionDenied(_("This is somebody else’s offer."))
    return offer


def _to_edit(request: MemberRequest, pk: int) -> Opportunity:
    offer = own(request, pk)
    if not access.can_edit(request.member, offer):
        raise PermissionDenied(_("Whoever wrote this offer changes it."))
    return offer


@require_GET
def show(request: MemberRequest, pk: int) -> HttpResponse:
    offer = own(request, pk)
    total, weeks = desk.statistics(offer)
    mine = offer.organisation_id == request.member.organisation_id
    context = {
        "offer": offer,
        "mine": mine,
        "remarks": remarks_on(offer),
        "missing": actions.missing(offer) if offer.state in (State.DRAFT, State.WITHDRAWN) else [],
        "can_edit": access.can_edit(request.member, offer),
        "can_review": access.can_review(request.member, offer),
        "can_withdraw": access.can_withdraw(request.member, offer),
        "can_delete": access.can_delete(request.member, offer),
        "will_be_read": mine and actions.will_be_read(offer, request.member),
        "total": total,
        "weeks": weeks,
        "occupations": tags.occupations(offer),
        "wants": tags.wants(offer),
        **_read(request, offer),
        "facts": showing.facts(offer),
        "receives": access.can_receive(request.member, offer) and access.takes_applications(offer),
        "looks_for_people": access.can_look_for_people(request.member, offer),
        "crumbs": _crumbs(Crumb(offer.title)),
    }  # fmt: skip
    return render(request, "opportunities/offers/show.html", context)


def _read(request: MemberRequest, offer: Opportunity) -> dict[str, object]:
    """What the program read in a vacancy whose source names no skill of the classification."""
    reading = texts.reading_of(offer)
    if reading is None or not access.can_correct_reading(request.member, offer):
        return {"reads": False}
    return {
        "reads": True,
        "waits": reading.at is None,
        "failed": reading.failed,
        "read": read_skills.read(offer),
        "left_out": read_skills.left_out(offer),
    }


def remarks_on(offer: Opportunity) -> list[posting.Remark]:
    looked_at = posting.Posting(
        kind=offer.kind,
        language=offer.language,
        title=offer.title,
        text="\n\n".join([offer.text, *(question.text for question in offer.questions.all())]),
        has_pay=offer.pay_from is not None or offer.pay_to is not None,
        has_occupation=bool(offer.occupation_tags.all()),
        has_accessibility=bool(offer.accessibility or offer.accessibility_notes),
        unknown_skills=tuple(want.text for want in offer.wants.all() if want.concept_id is None),
    )
    return posting.remarks(looked_at, get_language() or "en")


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    offer = _to_edit(request, pk)
    form = OfferForm(request.POST or None, kind=Kind(offer.kind), instance=offer)
    if request.method == "POST" and form.is_valid():
        again = actions.change(_to_edit(request, pk), by=request.member, **form.values())
        said = _("Saved. The service reads it again before it is shown.") if again else _("Saved.")
        messages.success(request, said)
        return redirect(offer.desk_url)
    crumbs = _crumbs(Crumb(offer.title, offer.desk_url), Crumb(_("Change")))
    context = {"form": form, "kind": offer.get_kind_display(), "offer": offer, "crumbs": crumbs}
    return render(request, "opportunities/offers/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def asks_for(request: MemberRequest, pk: int) -> HttpResponse:
    """Occupations and skills, chosen from the classification by their names."""
    offer = _to_edit(request, pk)
    if request.method == "POST":
        _change_tags(request, offer)
        return redirect(f"{reverse('opportunities:offer_tags', args=[pk])}?{request.GET.urlencode()}")
    occupation, skill = (" ".join(request.GET.get(name, "")[:100].split()) for name in ("occupation", "skill"))
    guess = "" if offer.occupation_tags.all() else offer.title
    context = {
        "offer": offer,
        "occupation_words": occupation,
        "skill_words": skill,
        "found_occupations": tags.find_occupations(occupation or guess),
        "found_skills": tags.find_skills(skill),
        "suggested": tags.of_occupations(offer),
        "occupations": tags.occupations(offer),
        "wants": tags.wants(offer),
        "crumbs": _crumbs(Crumb(offer.title, offer.desk_url), Crumb(_("What it asks for"))),
    }  # fmt: skip
    return render(request, "opportunities/offers/tags.html", context)


def _change_tags(request: MemberRequest, offer: Opportunity) -> None:
    """The button says what: `must=12`, `nice=12`, `occupation=12`, or `text` for a skill in words."""
    by, said = request.member, request.POST
    for need in Need:
        if concept := _concept(said.get(need, "")):
            text = tags.named([concept])[0][1]
            actions.want(offer, text=text[:400], need=need, by=by, concept=concept)
    if concept := _concept(said.get("occupation", "")):
        actions.tag_occupation(offer, concept, by=by)
    if text := " ".join(said.get("text", "").replace("\0", "").split())[:200]:
        actions.want(offer, text=text, need=Need.MUST, by=by)
    for name, act in _REMOVALS.items():
        if said.get(name, "").isascii() and said.get(name, "").isdecimal():
            act(offer, int(said[name][:18]), by=by)


_REMOVALS: dict[str, Callable[..., None]] = {"unwant": actions.unwant, "untag": actions.untag_occupation}


def _concept(key: str) -> Concept | None:
    if not (key.isascii() and key.isdecimal()):
        return None
    return Concept.objects.public().filter(pk=int(key[:18])).select_related("scheme").first()


@require_POST
def act(request: MemberRequest, pk: int, verb: str) -> HttpResponse:
    """Send, withdraw, put back, copy: a button each."""
    offer = own(request, pk)
    if verb not in ACTS:
        raise Http404
    try:
        return ACTS[verb](request, offer)
    except actions.NotReady as error:
        for reason in error.reasons:
            messages.error(request, reason)
        return redirect(offer.desk_url)


def _send(request: MemberRequest, offer: Opportunity) -> HttpResponse:
    if not access.can_edit(request.member, offer) or offer.state != State.DRAFT:
        raise PermissionDenied(_("Only a draft is sent, by whoever wrote it."))
    state = actions.send(offer, by=request.member)
    said = _("It is published.") if state == State.PUBLISHED else _("Sent. The service reads it before it is shown.")
    messages.success(request, said)
    return redirect(offer.desk_url)


def _withdraw(request: MemberRequest, offer: Opportunity) -> HttpResponse:
    if not access.can_withdraw(request.member, offer):
        raise PermissionDenied(_("Only what is on show or waits is taken off, by who offers it or the service."))
    actions.withdraw(offer, by=request.member)
    messages.success(request, _("It is taken off. You can put it back."))
    return redirect(offer.desk_url)


def _put_back(request: MemberRequest, offer: Opportunity) -> HttpResponse:
    """What the service took off, the company sends again: put back by who took it off is the service's part."""
    may = access.can_review(request.member, offer) or access.can_edit(request.member, offer)
    if not may or offer.state != State.WITHDRAWN:
        raise PermissionDenied(_("Only what was taken off is put back."))
    if access.can_review(request.member, offer) or not actions.rule_of(offer.service).review:
        actions.put_back(offer, by=request.member)
        messages.success(request, _("It is on show again."))
    else:
        actions.send(offer, by=request.member)
        messages.success(request, _("Sent. The service reads it before it is shown."))
    return redirect(offer.desk_url)


def _copy(request: MemberRequest, offer: Opportunity) -> HttpResponse:
    if not access.can_offer(request.member) or offer.organisation_id != request.member.organisation_id:
        raise PermissionDenied(_("Whoever wrote this offer copies it."))
    made = actions.copy(offer, by=request.member)
    messages.success(request, _("A copy, as a draft. Give it new dates."))
    return redirect("opportunities:offer_edit", pk=made.pk)


ACTS: dict[str, Callable[[MemberRequest, Opportunity], HttpResponse]] = {
    "send": _send,
    "withdraw": _withdraw,
    "put-back": _put_back,
    "copy": _copy,
}


@require_http_methods(["GET", "POST"])
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    offer = own(request, pk)
    if not access.can_delete(request.member, offer):
        raise PermissionDenied(_("Only a draft that was never on show is deleted."))
    if request.method == "POST":
        actions.delete(offer, by=request.member)
        messages.success(request, _("The draft is deleted."))
        return redirect("opportunities:offers")
    crumbs = _crumbs(Crumb(offer.title, offer.desk_url), Crumb(_("Delete")))
    return render(request, "opportunities/offers/delete.html", {"offer": offer, "crumbs": crumbs})
