"""An employer signs up, describes itself, and says who speaks for it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayline.opportunities import access
from wayline.opportunities.actions import employers as actions
from wayline.opportunities.forms.employers import ColleagueForm, CompanyForm, SignUpForm
from wayline.opportunities.models import Employer
from wayline.opportunities.queries import companies
from wayline.people import actions as people
from wayline.people import limits
from wayline.people.enums import Role
from wayline.people.http import MemberRequest, PersonRequest
from wayline.people.middleware import SESSION_KEY, without_role
from wayline.people.models import Invitation, Membership

SIGN_UPS_A_DAY = 5
DAY = 86_400


@without_role
@require_http_methods(["GET", "POST"])
def sign_up(request: PersonRequest) -> HttpResponse:
    """Anybody with an account may ask for a company; the service checks it before it offers anything."""
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.insist(f"employer:{request.user.pk}", SIGN_UPS_A_DAY, DAY)
        values = form.values()
        employer = actions.sign_up(request.user, **values)
        own = companies.contacts(employer)[0]
        request.session[SESSION_KEY] = own.pk
        messages.success(request, _("Thank you. The service checks your company and tells you."))
        return redirect("opportunities:my_company")
    return render(request, "opportunities/employer/sign_up.html", {"form": form}, status=422 if form.errors else 200)


def _own(request: MemberRequest) -> Employer:
    employer = access.employer_of(request.member)
    if employer is None:
        raise Http404
    return employer


@require_http_methods(["GET"])
def mine(request: MemberRequest) -> HttpResponse:
    employer = access.employer_of(request.member)
    if employer is None:
        return redirect("opportunities:employer_sign_up")
    context = {
        "employer": employer,
        "contacts": companies.contacts(employer),
        "invitations": companies.invitations(employer),
        "form": ColleagueForm(),
    }
    return render(request, "opportunities/employer/mine.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest) -> HttpResponse:
    employer = _own(request)
    form = CompanyForm(request.POST or None, employer=employer)
    if request.method == "POST" and form.is_valid():
        actions.ask_again(employer, by=request.member, **form.values())
        messages.success(request, _("Saved."))
        return redirect("opportunities:my_company")
    context = {"form": form, "employer": employer}
    return render(request, "opportunities/employer/edit.html", context, status=422 if form.errors else 200)


@require_POST
def invite(request: MemberRequest) -> HttpResponse:
    employer = _own(request)
    if not employer.is_approved:
        raise PermissionDenied(_("The service must have checked the company first."))
    form = ColleagueForm(request.POST)
    if not form.is_valid():
        context = {"employer": employer, "contacts": companies.contacts(employer), "form": form}
        context["invitations"] = companies.invitations(employer)
        return render(request, "opportunities/employer/mine.html", context, status=422)
    email = form.cleaned_data["email"].lower()
    limits.insist(f"invite:{request.user.pk}", 20, DAY)
    waiting = {one.email.lower() for one in companies.invitations(employer)}
    inside = {one.user.email.lower() for one in companies.contacts(employer)}
    if email in waiting | inside:
        messages.info(request, _("This person is invited or in already."))
    else:
        people.invite(employer.organisation, email=email, role=Role.EMPLOYER, by=request.member)
        messages.success(request, _("The invitation is on its way."))
    return redirect("opportunities:my_company")


@require_POST
def withdraw_invitation(request: MemberRequest, pk: int) -> HttpResponse:
    employer = _own(request)
    waiting = Invitation.objects.waiting().filter(organisation=employer.organisation)
    people.withdraw_invitation(get_object_or_404(waiting, pk=pk), by=request.member)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("opportunities:my_company")


@require_POST
def remove_contact(request: MemberRequest, pk: int) -> HttpResponse:
    """A company never loses its last contact this way."""
    employer = _own(request)
    members = Membership.objects.visible_to(request.member) | Membership.objects.active().filter(
        organisation=employer.organisation, role=Role.EMPLOYER
    )
    contact = get_object_or_404(members, pk=pk, ended_at=None, role=Role.EMPLOYER)
    if contact.pk == request.member.pk:
        raise PermissionDenied(_("A colleague can take you off; you cannot do it yourself."))
    people.end_membership(contact, by=request.member)
    messages.success(request, _("The person no longer speaks for the company."))
    return redirect("opportunities:my_company")
