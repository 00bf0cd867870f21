"""Claims, for those who assess them; and who of an office may."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wayline.common import downloads
from wayline.common.downloads import unkept
from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.people.actions import record_view
from wayline.people.http import MemberRequest
from wayline.people.models import Membership
from wayline.portfolio import access
from wayline.portfolio.actions import claims as acts
from wayline.portfolio.forms.claims import JudgeForm
from wayline.portfolio.models import Claim, Item
from wayline.portfolio.models.claims import ASSESSING_ROLES
from wayline.portfolio.queries import claims as reads


@require_safe
def every(request: MemberRequest) -> HttpResponse:
    if not access.can_assess(request.member):
        raise PermissionDenied
    page = page_of(request, reads.to_assess(request.member))
    return render(request, "portfolio/to_assess.html", {"page": page, "crumbs": [_claims(), Crumb(_("To assess"))]})


def _claims() -> Crumb:
    return Crumb(_("Validation"), reverse("portfolio:claims"))


def _to_assess(request: MemberRequest, key: str) -> Claim:
    found = Claim.objects.visible_to(request.member).select_related("owner", "organisation", "assessor__user")
    claim = found.filter(key=key).first()
    if claim is None:
        raise Http404
    return claim


@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: MemberRequest, key: str) -> HttpResponse:
    """The claim and its evidence, and nothing else of the portfolio; what was shown can be read until the decision."""
    claim = _to_assess(request, key)
    form = JudgeForm(access.acts_on(claim), request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _judged(request, claim, form)
    record_view(request.member, reads.VIEWED, claim, about=claim.owner)
    context = {
        "claim": claim,
        "item": reads.claimed(claim) if claim.is_open else None,
        "evidence": reads.evidence_of(claim),
        "steps": reads.steps_of(claim),
        "stages": reads.stages(claim),
        "credential": reads.credential_of(claim),
        "form": form if access.acts_on(claim) else None,
        "crumbs": [_claims(), Crumb(_("To assess"), reverse("portfolio:to_assess")), Crumb(claim.title)],
    }
    status = 422 if request.method == "POST" else 200
    return unkept(render(request, "portfolio/assess.html", context, status=status))


def _judged(request: MemberRequest, claim: Claim, form: JudgeForm) -> HttpResponse:
    try:
        acts.judge(claim, form.judgement, by=request.member)
    except acts.NotNow:
        messages.error(request, _("The claim has moved on meanwhile. Look at it again."))
        return redirect("portfolio:to_assess")
    messages.success(request, _("It is written down, and the person is told."))
    return redirect("portfolio:assess", key=claim.key)


@require_safe
def file(request: MemberRequest, key: str, file: str) -> HttpResponseBase:
    claim = _to_assess(request, key)
    for item in _readable(claim):
        for held in item.files.all():
            if held.key == file:
                return unkept(downloads.media(request, held.file.open("rb"), held.name, held.media_type))
    raise Http404


def _readable(claim: Claim) -> list[Item]:
    if not claim.is_open:
        return []
    claimed = reads.claimed(claim)
    shown = [one.item for one in reads.evidence_of(claim) if one.item is not None]
    return [*([claimed] if claimed else []), *shown]


@require_http_methods(["GET", "HEAD", "POST"])
def assessors(request: MemberRequest) -> HttpResponse:
    """Who of the office may assess: given and taken by its managers and administrators."""
    if not access.can_name_assessors(request.member):
        raise PermissionDenied
    if request.method == "POST":
        return _named(request)
    context = {"colleagues": reads.colleagues(request.member), "crumbs": [_claims(), Crumb(_("Who may assess"))]}
    return render(request, "portfolio/assessors.html", context)


def _named(request: MemberRequest) -> HttpResponse:
    team = Membership.objects.visible_to(request.member).active().filter(role__in=ASSESSING_ROLES)
    number = request.POST.get("member", "")
    membership = team.select_related("user").filter(pk=number).first() if number.isdecimal() else None
    if membership is None:
        raise Http404
    if request.POST.get("right") == "give":
        acts.allow_to_assess(membership, by=request.member)
        messages.success(request, _("%(name)s may assess claims now.") % {"name": membership.user.name})
    else:
        acts.stop_assessing(membership, by=request.member)
        text = _("%(name)s assesses no more. What was not decided is the office’s again.")
        messages.success(request, text % {"name": membership.user.name})
    return redirect("portfolio:assessors")
