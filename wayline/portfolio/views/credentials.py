"""Credentials: the public check, those a person holds, those an office issued."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from wayline.common.downloads import attachment
from wayline.common.paging import page_of
from wayline.common.parts import Crumb, Row
from wayline.people import limits
from wayline.people.http import MemberRequest
from wayline.portfolio import access
from wayline.portfolio.actions import credentials as actions
from wayline.portfolio.badge_words import GROUPS, heading, sentence
from wayline.portfolio.badges import issue
from wayline.portfolio.badges.findings import Outcome, Verdict
from wayline.portfolio.forms.credentials import CheckForm, RevokeForm
from wayline.portfolio.models import IssuedCredential
from wayline.portfolio.queries import issuing
from wayline.portfolio.showing_credentials import lines_of, rows_of
from wayline.portfolio.views.here import tabs

CHECKS_PER_HOUR = 60
SECONDS = 3600
LIST_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A verdict for a page."""

    verdict: Verdict
    heading: str
    kind: str
    groups: list[tuple[str, list[str]]]
    rows: list[Row]


def shown(verdict: Verdict) -> Shown:
    groups = [
        (str(label), [sentence(one) for one in verdict.findings if one.outcome is outcome])
        for outcome, label in GROUPS.items()
    ]
    good = "success" if verdict.is_vouched_for else ""
    kind = {Outcome.GOOD: good, Outcome.BAD: "error"}.get(verdict.outcome, "")
    return Shown(
        verdict,
        heading(verdict),
        kind,
        [(label, found) for label, found in groups if found],
        rows_of(verdict.document),
    )


@login_not_required
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """For everybody: an employer who was shown a badge has no account."""
    form = CheckForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "portfolio/credential_check.html", {"form": form, "result": None}, status=status)
    limits.insist(f"check-credential:{request.META.get('REMOTE_ADDR', '')}", CHECKS_PER_HOUR, SECONDS)
    given = form.cleaned_data
    if given["address"]:
        return redirect(given["address"])
    verdict = issuing.check(given["file"] or given["text"].encode())
    context = {"form": CheckForm(), "result": shown(verdict)}
    return render(request, "portfolio/credential_check.html", context)


@login_not_required
@require_safe
def credential(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Public: whoever holds the address sees whether the credential is genuine."""
    found = get_object_or_404(IssuedCredential.objects.public().select_related("organisation", "created_by"), pk=pk)
    member = getattr(request, "member", None)
    verdict = issuing.check(json.dumps(found.document).encode())
    context = {
        "credential": found,
        "result": shown(verdict),
        "is_own": request.user.is_authenticated and found.user_id == request.user.pk,
        "may_revoke": member is not None and access.can_revoke(member, found),
        "address": issuing.address(found.get_absolute_url()),
    }
    return render(request, "portfolio/credential.html", context)


@login_not_required
@require_safe
def file(request: HttpRequest, pk: uuid.UUID, form: str) -> HttpResponseBase:
    """The credential to take along: `json`, `svg` (a picture with the credential inside) or `jwt`."""
    found = get_object_or_404(IssuedCredential.objects.public().select_related("organisation"), pk=pk)
    if form == "json":
        content = json.dumps(found.document, ensure_ascii=False, indent=2).encode()
        return attachment(content, f"{found.pk}.json", "application/vc+ld+json")
    if form == "svg":
        picture = issue.picture(found.document, found.title, found.organisation.name, lines_of(found.title))
        return attachment(picture, f"{found.pk}.svg", "image/svg+xml")
    return attachment(_token(found.document).encode(), f"{found.pk}.jwt", "application/vc+jwt")


def _token(document: Mapping[str, Any]) -> str:
    key = issuing.key_in_use()
    if key is None:
        raise Http404
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    return issue.sign_as_token(unsigned, issuing.signing_key(key), issuing.method(key))


@require_safe
def own(request: MemberRequest) -> HttpResponse:
    found = IssuedCredential.objects.of(request.user.pk).select_related("organisation")
    return render(
        request, "portfolio/credentials_own.html", {"page": page_of(request, found), "tabs": tabs("credentials")}
    )


@require_safe
def issued(request: MemberRequest) -> HttpResponse:
    if not access.can_see_issued(request.member):
        raise PermissionDenied
    found = IssuedCredential.objects.visible_to(request.member).select_related("user", "created_by__user")
    return render(request, "portfolio/credentials_issued.html", {"page": page_of(request, found)})


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    visible = IssuedCredential.objects.visible_to(request.member).select_related("created_by", "user")
    found = get_object_or_404(visible, pk=pk)
    if not access.can_revoke(request.member, found):
        raise PermissionDenied
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.revoke(found, by=request.member, reason=form.cleaned_data["reason"])
        messages.success(request, _("The credential was revoked. Its holder was told."))
        return redirect(found)
    crumbs = [Crumb(_("Issued credentials"), reverse("credentials:issued")), Crumb(_("Revoke"))]
    status = 422 if request.method == "POST" else 200
    context = {"credential": found, "form": form, "crumbs": crumbs}
    return render(request, "portfolio/credential_revoke.html", context, status=status)


@login_not_required
@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    found = issuing.status_list(number)
    if found is None:
        raise Http404
    return _for_checkers(found, "application/vc+ld+json")


@login_not_required
@require_safe
def did(request: HttpRequest) -> HttpResponse:
    found = issuing.did_document()
    if found is None:
        raise Http404
    return _for_checkers(found, "application/did+ld+json")


def _for_checkers(document: Mapping[str, Any], content_type: str) -> JsonResponse:
    """Checkers run in other people's pages, so every origin may read it. Revocation must reach them within a minute."""
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": f"public, max-age={LIST_MINUTE}"}
    return JsonResponse(document, content_type=content_type, headers=headers)
