"""Claims, for the person who makes them: drafting, sending, what came of it, taking them back."""

from __future__ import annotations

from typing import TypeAlias

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest
from wayline.people.limits import insist
from wayline.portfolio import access
from wayline.portfolio.actions import claims as acts
from wayline.portfolio.enums import ClaimState
from wayline.portfolio.forms.claims import OFFICE, PERSON, ClaimForm, StatementForm
from wayline.portfolio.models import Claim, Item
from wayline.portfolio.queries import claims as reads
from wayline.portfolio.queries.shares import grouped
from wayline.portfolio.record import Kind
from wayline.portfolio.views.here import crumbs, tabs

MOST_CHOICES = 300
NO_EVIDENCE = (*access.SKILLS, Kind.INTEREST, Kind.ASPIRATION, Kind.GOAL)
AnyForm: TypeAlias = ClaimForm | StatementForm


@require_safe
def every(request: MemberRequest) -> HttpResponse:
    context = {
        "page": page_of(request, reads.of_owner(request.user)),
        "tabs": tabs("claims"),
        "assesses": access.can_assess(request.member),
        "names_assessors": access.can_name_assessors(request.member),
        "waiting": reads.number_waiting(request.member),
    }
    return render(request, "portfolio/claims.html", context)


def own_claim(request: MemberRequest, key: str) -> Claim:
    found = reads.of_owner(request.user).select_related("item", "owner").filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _claimable(request: MemberRequest) -> list[Item]:
    """What can be claimed and is not being claimed already."""
    open_ones = Claim.objects.of(request.user).filter(ended_at=None).exclude(item=None).values("item")
    mine = Item.objects.visible_to(request.member).filter(kind__in=access.CLAIMABLE).exclude(pk__in=open_ones)
    return list(mine.select_related("owner").defer("beyond").order_by("kind", "title")[:MOST_CHOICES])


def _evidence(request: MemberRequest) -> list[Item]:
    mine = Item.objects.visible_to(request.member).exclude(kind__in=NO_EVIDENCE)
    return list(mine.defer("description", "details", "beyond").order_by("kind", "title")[:MOST_CHOICES])


@require_http_methods(["GET", "POST"])
def make(request: MemberRequest) -> HttpResponse:
    items, assessors = _claimable(request), list(reads.assessors_for(request.user))
    asked = next((item for item in items if item.key == request.GET.get("item")), None)
    form = ClaimForm(items, assessors, request.POST or None, initial={"item": asked.key if asked else ""})
    offered = _evidence(request)
    chosen = _chosen(request, {one.pk for one in asked.evidence.all()} if asked else set(), offered)
    if request.method == "POST":
        insist(f"portfolio-claim:{request.user.pk}", 60, 3600)
        if form.is_valid() and _is_enough(request, chosen):
            return _made(request, _draft(form, chosen))
    way = crumbs(Crumb(_("Validation"), reverse("portfolio:claims")), Crumb(_("New claim")))
    return _page(request, form, offered, chosen, way, ready=bool(items and assessors), items=bool(items))


def _made(request: MemberRequest, draft: acts.Draft) -> HttpResponse:
    """Two presses at one moment make one claim."""
    try:
        claim = acts.draft_claim(request.user, draft)
    except IntegrityError:
        messages.error(request, _("There is a claim for it already."))
        return redirect("portfolio:claims")
    return _kept(request, claim)


def _moved_on(request: MemberRequest, claim: Claim) -> HttpResponse:
    messages.error(request, _("The claim has moved on meanwhile. Look at it again."))
    return redirect(claim)


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, key: str) -> HttpResponse:
    """All of it until it is sent; words and evidence when more was asked for."""
    claim = own_claim(request, key)
    if not access.can_change_claim(claim):
        messages.error(request, _("It is with the assessor now and cannot be changed."))
        return redirect(claim)
    form = _form_of(request, claim)
    offered = _evidence(request)
    chosen = _chosen(request, set(claim.shown.values_list("item", flat=True)), offered)
    if request.method == "POST" and form.is_valid() and _is_enough(request, chosen):
        draft = _draft(form, chosen) if isinstance(form, ClaimForm) else None
        try:
            acts.change_claim(claim, statement=form.cleaned_data["statement"], evidence=chosen, draft=draft)
        except acts.NotNow:
            return _moved_on(request, claim)
        return _kept(request, claim)
    way = crumbs(
        Crumb(_("Validation"), reverse("portfolio:claims")),
        Crumb(claim.title, claim.get_absolute_url()),
        Crumb(_("Change")),
    )
    return _page(request, form, offered, chosen, way, claim=claim)


def _form_of(request: MemberRequest, claim: Claim) -> AnyForm:
    if claim.state == ClaimState.MORE:
        return StatementForm(request.POST or None, initial={"statement": claim.statement})
    items = _claimable(request)
    if claim.item is not None and claim.item.deleted_at is None:
        items.insert(0, claim.item)
    to = f"{PERSON}-{claim.assessor_id}" if claim.assessor_id else f"{OFFICE}-{claim.organisation_id}"
    initial = {"item": claim.item.key if claim.item else "", "statement": claim.statement, "to": to}
    return ClaimForm(items, list(reads.assessors_for(request.user)), request.POST or None, initial=initial)


def _draft(form: ClaimForm, chosen: list[Item]) -> acts.Draft:
    return acts.Draft(form.item_chosen, form.cleaned_data["statement"], chosen, form.organisation, form.assessor)


def _chosen(request: MemberRequest, before: set[int], offered: list[Item]) -> list[Item]:
    if request.method == "POST":
        wanted = set(request.POST.getlist("evidence"))
        return [one for one in offered if one.key in wanted]
    return [one for one in offered if one.pk in before]


def _wants_to_send(request: MemberRequest) -> bool:
    return request.POST.get("then") == "send"


def _is_enough(request: MemberRequest, chosen: list[Item]) -> bool:
    """A draft may be kept without evidence; nobody is asked to assess nothing."""
    return bool(chosen) or not _wants_to_send(request)


def _kept(request: MemberRequest, claim: Claim) -> HttpResponse:
    if _wants_to_send(request):
        try:
            acts.send_claim(claim)
        except acts.NotNow:
            return _moved_on(request, claim)
        messages.success(request, _("Your claim is sent. You are told when something happens."))
    else:
        messages.success(request, _("Saved. Nobody sees it until you send it."))
    return redirect(claim)


def _page(
    request: MemberRequest,
    form: AnyForm,
    offered: list[Item],
    chosen: list[Item],
    way: list[Crumb],
    *,
    ready: bool = True,
    items: bool = True,
    claim: Claim | None = None,
) -> HttpResponse:
    none_chosen = request.method == "POST" and not _is_enough(request, chosen)
    context = {
        "form": form,
        "claim": claim,
        "ready": ready,
        "has_items": items,
        "groups": grouped(offered),
        "chosen": {one.key for one in chosen},
        "none_chosen": none_chosen,
        "problems": [(_("Choose at least one thing that shows it"), "things")] if none_chosen else [],
        "crumbs": way,
    }
    return render(request, "portfolio/claim_form.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def claim(request: MemberRequest, key: str) -> HttpResponse:
    """Every stage and every step with its reasons; who looked; what can be done now."""
    found = own_claim(request, key)
    context = {
        "claim": found,
        "stages": reads.stages(found),
        "steps": reads.steps_of(found),
        "evidence": reads.evidence_of(found),
        "looked": reads.looked(found),
        "credential": reads.credential_of(found),
        "may_change": access.can_change_claim(found),
        "crumbs": crumbs(Crumb(_("Validation"), reverse("portfolio:claims")), Crumb(found.title)),
    }
    return render(request, "portfolio/claim.html", context)


@require_http_methods(["GET", "POST"])
def withdraw(request: MemberRequest, key: str) -> HttpResponse:
    found = own_claim(request, key)
    if not found.is_open:
        messages.error(request, _("It is over already."))
        return redirect(found)
    is_draft = found.state == ClaimState.DRAFT
    if request.method == "POST":
        try:
            acts.withdraw_claim(found)
        except acts.NotNow:
            return _moved_on(request, found)
        messages.success(request, _("The draft is gone.") if is_draft else _("Your claim is withdrawn."))
        return redirect("portfolio:claims") if is_draft else redirect(found)
    unseen = _("Nobody has seen it.")
    seen = _("No assessor sees it or its evidence any more. You can make another claim later.")
    context = {
        "question": _("Delete this draft?") if is_draft else _("Withdraw this claim?"),
        "explanation": unseen if is_draft else seen,
        "answer": _("Delete it") if is_draft else _("Withdraw it"),
        "back": found.get_absolute_url(),
        "crumbs": crumbs(
            Crumb(_("Validation"), reverse("portfolio:claims")), Crumb(found.title, found.get_absolute_url())
        ),
    }
    return render(request, "common/confirm.html", context)
