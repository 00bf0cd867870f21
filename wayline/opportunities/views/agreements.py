"""The agreement on a stay: the company writes it, each party signs it, a parent by a link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.paging import page_of
from wayline.common.parts import Crumb, Row
from wayline.common.pdf import pdf_response
from wayline.opportunities import access, stay_page, stay_rules
from wayline.opportunities.actions import agreements as acts
from wayline.opportunities.actions.received import TooLate
from wayline.opportunities.enums import Party
from wayline.opportunities.forms.agreements import SignForm, TermsForm, WhoForm
from wayline.opportunities.forms.stays import SortForm
from wayline.opportunities.models import Agreement, Application
from wayline.opportunities.queries import agreements as reads
from wayline.people.http import MemberRequest
from wayline.people.tokens import hash_token


def crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Agreements"), reverse("opportunities:agreements")), *more]


@require_GET
def index(request: MemberRequest) -> HttpResponse:
    context = {
        "page": page_of(request, reads.own(request.member)),
        "can_see_stays": access.can_see_stays(request.member),
    }
    return render(request, "opportunities/agreements/index.html", context)


@require_http_methods(["GET", "POST"])
def draw_up(request: MemberRequest, key: str) -> HttpResponse:
    """From an application for a stay."""
    received = Application.objects.received_by(request.member).select_related("opportunity__service", "user")
    application = get_object_or_404(received, key=key)
    if found := Agreement.objects.visible_to(request.member).filter(application=application).first():
        return redirect(found)
    if not access.can_draw_up(application):
        raise PermissionDenied(_("An agreement is drawn up for a stay, once somebody is invited."))
    form = TermsForm(request.POST or None, initial=_initial(application))
    if request.method == "POST" and form.is_valid():
        made = acts.draw_up(application, by=request.member, **form.cleaned_data)
        messages.success(request, _("Drawn up. The participant is told, and signs first."))
        return redirect(made)
    context = {
        "form": form,
        "caption": f"{application.user.name} · {application.offer_title}",
        "crumbs": crumbs(Crumb(application.user.name, application.received_url), Crumb(_("New"))),
    }
    return render(request, "opportunities/agreements/edit.html", context, status=422 if form.errors else 200)


def _initial(application: Application) -> dict[str, Any]:
    """What the offer says already."""
    offer = application.opportunity
    if offer is None:
        return {}
    return {
        "goals": "\n".join(offer.details.get("goals", [])),
        "supervision": offer.details.get("supervision", "")[:300],
        "insurance": offer.details.get("insurance", "")[:300],
        "place": offer.place,
        "starts_on": offer.starts_on,
        "rule": "",
    }


def own(request: MemberRequest, key: str) -> tuple[Agreement, Party]:
    """The agreement, and the party for which the viewer reads it. 404 for whoever is none of them."""
    agreement = get_object_or_404(reads.own(request.member), key=key)
    party = access.party_of(request.member, agreement)
    if party is None:
        raise PermissionDenied(_("You are not one of the parties in this role."))
    return agreement, party


@require_GET
def show(request: MemberRequest, key: str) -> HttpResponse:
    agreement, party = own(request, key)
    return _page(request, agreement, party)


def _page(request: MemberRequest, agreement: Agreement, party: Party, who: WhoForm | None = None) -> HttpResponse:
    signed = acts.signed_parties(agreement)
    said = {name: getattr(agreement, name) for name in ("born_on", "parent_name", "parent_email")}
    stops = acts.stopped_by(agreement)
    context = {
        "agreement": agreement,
        "rows": rows(agreement),
        "goals": agreement.goals.splitlines(),
        "stops": [in_words(one) for one in stops],
        "rule": stay_rules.rule_for(agreement.rule, agreement.starts_on) if agreement.rule else None,
        "places": reads.places(agreement),
        "party": party,
        "has_signed": party in signed,
        "can_sign": acts.is_ready(agreement) and not stops and party not in signed,
        "sign_form": SignForm(initial={"name": request.user.name, "digest": agreement.digest}),
        "who_form": (who or WhoForm(initial=said, starts_on=agreement.starts_on))
        if party == Party.PARTICIPANT and agreement.is_open
        else None,
        "skills": list(agreement.skills.all()),
        "can_agree_skills": access.can_agree_skills(party, agreement),
        "sort_form": SortForm(initial={"group": agreement.group, "found": agreement.found})
        if party == Party.SERVICE
        else None,
        "stay": stay_page.of(request.member, agreement, party),
        "crumbs": crumbs(Crumb(agreement.title)),
    }
    status = 422 if who is not None else 200
    return render(request, "opportunities/agreements/show.html", context, status=status)


def rows(agreement: Agreement) -> list[Row]:
    """The terms as they are read on the page, on paper and by the parent."""
    born = date_format(agreement.born_on) if agreement.born_on else _("not said yet")
    span = f"{date_format(agreement.starts_on)} – {date_format(agreement.ends_on)}"
    hours = _("%(day)s hours a day, %(week)s hours a week") % {
        "day": number_format(agreement.hours_a_day.normalize()),
        "week": number_format(agreement.hours_a_week.normalize()),
    }
    found = [
        Row(_("Participant"), agreement.participant.name),
        Row(_("Date of birth"), born),
        Row(_("Company"), agreement.employer.name),
        Row(_("Service"), agreement.service.name),
        Row(_("From – until"), span),
        Row(_("Days at the company"), number_format(agreement.days)),
        Row(_("Hours"), hours),
        Row(_("Where"), agreement.place),
        Row(_("Who looks after the participant"), agreement.supervision),
        Row(_("Insurance"), agreement.insurance),
    ]
    return [*found, Row(_("Parent or guardian"), agreement.parent_name)] if agreement.is_minor else found


def in_words(breach: stay_rules.Breach) -> str:
    """Names the rule that stops the stay, its limit and what was found."""
    said = {
        "lowest_age": _("%(rule)s: one must be %(limit)s on the first day; the participant is %(found)s."),
        "most_days": _("%(rule)s: at most %(limit)s days; here are %(found)s."),
        "within_days": _("%(rule)s: all within %(limit)s days; here they are spread over %(found)s."),
        "a_week": _("%(rule)s: at this age at most %(limit)s hours a week; here are %(found)s."),
        "a_day": _("%(rule)s: at this age at most %(limit)s hours a day; here are %(found)s."),
    }[breach.what]
    limit, found = (number_format(value.normalize()) for value in (breach.limit, breach.found))
    return said % {"rule": f"{breach.rule.country}, {breach.rule.name}", "limit": limit, "found": found}


@require_http_methods(["GET", "POST"])
def change(request: MemberRequest, key: str) -> HttpResponse:
    agreement, party = own(request, key)
    if (party != Party.EMPLOYER and party != Party.SERVICE) or not agreement.is_open:
        raise PermissionDenied(_("The company or the service changes it, until all have signed."))
    form = TermsForm(request.POST or None, instance=agreement)
    if request.method == "POST" and form.is_valid():
        try:
            acts.change(agreement, by=request.member, **form.cleaned_data)
            messages.success(request, _("Saved. Whoever signed before signs the new text again."))
        except TooLate:
            messages.error(request, _("It has moved on meanwhile. Look at how it stands now."))
        return redirect(agreement)
    context = {
        "form": form,
        "caption": f"{agreement.participant.name} · {agreement.title}",
        "crumbs": crumbs(Crumb(agreement.title, agreement.get_absolute_url()), Crumb(_("Change"))),
    }
    return render(request, "opportunities/agreements/edit.html", context, status=422 if form.errors else 200)


@require_POST
def who(request: MemberRequest, key: str) -> HttpResponse:
    agreement, party = own(request, key)
    if party != Party.PARTICIPANT or not agreement.is_open:
        raise PermissionDenied(_("The participant says this, until all have signed."))
    form = WhoForm(request.POST, starts_on=agreement.starts_on)
    if not form.is_valid():
        return _page(request, agreement, party, form)
    try:
        acts.say_who(agreement, by=request.member, **form.cleaned_data)
        messages.success(request, _("Saved."))
    except TooLate:
        messages.error(request, _("It has moved on meanwhile. Look at how it stands now."))
    return redirect(agreement)


@require_POST
def sign(request: MemberRequest, key: str) -> HttpResponse:
    agreement, party = own(request, key)
    form = SignForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write your name to sign."))
    elif form.cleaned_data["digest"] != agreement.digest:
        messages.error(request, _("The text was changed meanwhile. Read it again."))
    else:
        _signed(request, agreement, party, form.cleaned_data["name"], request)
    return redirect(agreement)


def _signed(request: HttpRequest, agreement: Agreement, party: Party, name: str, member: MemberRequest | None) -> None:
    try:
        acts.sign(agreement, party=party, name=name, by=member.member if member else None)
    except acts.CannotSign as error:
        for one in error.breaches:
            messages.error(request, in_words(one))
        if not error.breaches:
            messages.error(request, _("It cannot be signed yet: the date of birth is missing, or it is over."))
    else:
        messages.success(request, _("Signed. Thank you."))


@require_http_methods(["GET", "POST"])
def call_off(request: MemberRequest, key: str) -> HttpResponse:
    agreement, _party = own(request, key)
    if request.method == "POST":
        try:
            acts.call_off(agreement, by=request.member)
            messages.success(request, _("Called off. The others are told."))
        except TooLate:
            messages.error(request, _("It is confirmed as completed, and cannot be called off any more."))
        return redirect(agreement)
    context = {
        "question": _("Call the stay off?"),
        "explanation": _("The agreement ends for all, also when it is signed already. They are told."),
        "answer": _("Call it off"),
        "back": agreement.get_absolute_url(),
        "crumbs": crumbs(Crumb(agreement.title, agreement.get_absolute_url()), Crumb(_("Call off"))),
    }
    return render(request, "common/confirm.html", context)


@require_GET
def paper(request: MemberRequest, key: str) -> HttpResponseBase:
    agreement, _party = own(request, key)
    context = {
        "agreement": agreement,
        "rows": rows(agreement),
        "goals": agreement.goals.splitlines(),
        "places": reads.places(agreement),
        "skills": list(agreement.skills.all()),
    }
    title = _("Agreement: %(title)s") % {"title": agreement.title}
    return pdf_response(
        "opportunities/agreements/agreement_pdf.html", context, title=title, filename=f"agreement-{agreement.key}.pdf",
        language=get_language() or "en",
    )  # fmt: skip


@login_not_required
@require_http_methods(["GET", "POST"])
def parent(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the secret link of the letter; it ends with the signature."""
    found = Agreement.objects.by_secret(hash_token(token)).select_related("participant", "employer", "service")
    agreement = found.first()
    if agreement is None:
        return render(request, "opportunities/agreements/gone.html", status=410)
    form = SignForm(request.POST or None, initial={"name": agreement.parent_name, "digest": agreement.digest})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["digest"] == agreement.digest:
            _signed(request, agreement, Party.PARENT, form.cleaned_data["name"], None)
        else:
            messages.error(request, _("The text was changed meanwhile. Read it again."))
        return redirect(request.path)
    context = {
        "agreement": agreement,
        "rows": rows(agreement),
        "goals": agreement.goals.splitlines(),
        "places": reads.places(agreement),
        "skills": list(agreement.skills.all()),
        "has_signed": Party.PARENT in acts.signed_parties(agreement),
        "form": form,
    }
    return render(request, "opportunities/agreements/parent.html", context, status=422 if form.errors else 200)
