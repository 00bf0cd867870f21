"""An organisation's people and invitations, for its administrators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayline.common.paging import page_of
from wayline.common.parts import Column, Tab
from wayline.people import access, actions, limits, queries
from wayline.people.forms import InviteForm, MemberFilter, OrganisationForm, RoleForm
from wayline.people.http import MemberRequest
from wayline.people.models import Invitation, Membership

MAILS_A_DAY = 500


def _administrator_only(request: MemberRequest) -> None:
    if not access.can_administer(request.member, request.member.organisation):
        raise PermissionDenied


def _tabs(active: str) -> list[Tab]:
    pages = {
        "members": gettext("Members"),
        "invitations": gettext("Invitations"),
        "organisation": gettext("Organisation"),
    }
    return [Tab(label, reverse(f"people:{name}"), active=name == active) for name, label in pages.items()]


def _columns(request: MemberRequest) -> list[Column]:
    """A press on a head sorts by it; a second press turns the order round."""
    labels = {"name": gettext("Name"), "role": gettext("Role"), "since": gettext("Member since")}
    order = request.GET.get("order", "name")
    return [_column(request.GET.copy(), key, label, order) for key, label in labels.items()]


def _column(query: QueryDict, key: str, label: str, order: str) -> Column:
    query["order"] = f"-{key}" if order == key else key
    query.pop("page", None)
    direction = {key: "ascending", f"-{key}": "descending"}.get(order, "")
    return Column(label, sort_url=f"?{query.urlencode()}", sorted=direction)


@require_safe
def member_list(request: MemberRequest) -> HttpResponse:
    _administrator_only(request)
    form = MemberFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = page_of(request, queries.members(request.member, **wanted))
    context = {"page": page, "filter": form, "tabs": _tabs("members"), "columns": _columns(request)}
    return render(request, "people/members.html", context)


@require_http_methods(["GET", "POST"])
def change_role(request: MemberRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    form = RoleForm(request.POST or None, initial={"role": membership.role}, membership=membership)
    if request.method == "POST" and form.is_valid():
        actions.change_role(membership, role=form.cleaned_data["role"], by=request.member)
        messages.success(request, gettext("The role of %(name)s is changed.") % {"name": membership.user})
        return redirect("people:members")
    return render(request, "people/change_role.html", {"membership": membership, "form": form})


@require_http_methods(["GET", "POST"])
def end_membership(request: MemberRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    if request.method == "POST":
        actions.end_membership(membership, by=request.member)
        messages.success(request, gettext("The membership of %(name)s has ended.") % {"name": membership.user})
        return redirect("people:members")
    return render(request, "people/end_membership.html", {"membership": membership})


@require_http_methods(["GET", "POST"])
def organisation(request: MemberRequest) -> HttpResponse:
    _administrator_only(request)
    mine = request.member.organisation
    initial = {"name": mine.name, "open_role": mine.open_role}
    form = OrganisationForm(request.POST or None, initial=initial, organisation=mine)
    if request.method == "POST" and form.is_valid():
        actions.change_organisation(mine, by=request.member, **form.cleaned_data)
        messages.success(request, gettext("The organisation is saved."))
        return redirect("people:organisation")
    return render(request, "people/organisation.html", {"form": form, "tabs": _tabs("organisation")})


@require_http_methods(["GET", "POST"])
def invite(request: MemberRequest) -> HttpResponse:
    """One or many. The report answers every line: invited, or why not."""
    _administrator_only(request)
    mine = request.member.organisation
    form = InviteForm(request.POST or None, organisation=mine)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/invite.html", {"form": form})
    lines = form.lines()
    sent = [line for line in lines if not line.problem]
    for line in sent:
        limits.insist(f"invite:{mine.pk}", MAILS_A_DAY, 86_400)
        actions.invite(mine, email=line.email, role=form.cleaned_data["role"], by=request.member)
    text = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", len(sent))
    return render(
        request, "people/invite_report.html", {"lines": lines, "sent": len(sent), "text": text % {"count": len(sent)}}
    )


@require_safe
def invitations(request: MemberRequest) -> HttpResponse:
    _administrator_only(request)
    found = Invitation.objects.visible_to(request.member).select_related("invited_by__user")
    return render(request, "people/invitations.html", {"page": page_of(request, found), "tabs": _tabs("invitations")})


@require_POST
def resend(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    limits.insist(f"resend:{invitation.pk}", 5, 86_400)
    actions.resend_invitation(invitation, by=request.member)
    messages.success(request, gettext("The invitation is on its way again. The earlier link no longer works."))
    return redirect("people:invitations")


@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    actions.withdraw_invitation(_invitation(request, pk), by=request.member)
    messages.success(request, gettext("The invitation is withdrawn. Its link no longer works."))
    return redirect("people:invitations")


def _membership(request: MemberRequest, pk: int) -> Membership:
    found = Membership.objects.visible_to(request.member).active().select_related("user", "organisation")
    membership = get_object_or_404(found, pk=pk)
    if not access.can_change_membership(request.member, membership):
        raise PermissionDenied
    return membership


def _invitation(request: MemberRequest, pk: int) -> Invitation:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.member), pk=pk)
    if not access.can_change_invitation(request.member, invitation):
        raise PermissionDenied
    return invitation
