"""Pages of whoever offers places: the applications that came, one of them, how it stands."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common import downloads
from wayline.common.csvfile import csv_response
from wayline.common.paging import page_of
from wayline.common.parts import Column, Crumb
from wayline.opportunities import access, applying
from wayline.opportunities.actions import received as acts
from wayline.opportunities.enums import ApplicationState
from wayline.opportunities.forms.applications import MarkForm
from wayline.opportunities.models import Application, ApplicationPaper, Opportunity
from wayline.opportunities.queries import received as reads
from wayline.opportunities.queries.applications import papers
from wayline.opportunities.views.applications import state_tabs
from wayline.opportunities.views.offers import own
from wayline.people.http import MemberRequest

STATES = [state for state in ApplicationState if state != ApplicationState.DRAFT]


@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """Over all offers of the company."""
    return _list(request, None)


@require_GET
def of_offer(request: MemberRequest, pk: int) -> HttpResponse:
    return _list(request, _offer(request, pk))


def _offer(request: MemberRequest, pk: int) -> Opportunity:
    offer = own(request, pk)
    if not access.can_receive(request.member, offer):
        raise PermissionDenied(_("Only whoever offers the place reads the applications for it."))
    return offer


def _asked(request: MemberRequest) -> tuple[str, str]:
    """Status and order of the address; what is not known counts for nothing."""
    state, order = request.GET.get("state", ""), request.GET.get("order", "")
    return (state if state in STATES else ""), (order if order in reads.ORDERS else "-sent")


def _list(request: MemberRequest, offer: Opportunity | None) -> HttpResponse:
    state, order = _asked(request)
    here = reverse("opportunities:received_offer", args=[offer.pk]) if offer else reverse("opportunities:received")
    csv = reverse("opportunities:received_csv")
    context = {
        "offer": offer,
        "page": page_of(request, reads.applications(request.member, offer=offer, state=state, order=order)),
        "tabs": state_tabs(here, STATES, reads.numbers(request.member, offer), state, query=f"order={order}"),
        "state": state,
        "columns": _columns(here, state, order, offer),
        "offers": [] if offer else reads.offers(request.member),
        "csv_url": f"{csv}?offer={offer.pk}" if offer else csv,
        "crumbs": offer_crumbs(Crumb(offer.title, offer.desk_url), Crumb(_("Applications"))) if offer else None,
    }
    return render(request, "opportunities/received/index.html", context)


def _columns(here: str, state: str, order: str, offer: Opportunity | None) -> list[Column]:
    named = [("name", _("Who")), ("offer", _("Offer")), ("state", _("Status")), ("sent", _("Sent"))]
    columns = []
    for key, label in named:
        if key == "offer" and offer is not None:
            continue
        turned = f"-{key}" if order == key else key
        query = urlencode({name: value for name, value in (("state", state), ("order", turned)) if value})
        direction = {key: "ascending", f"-{key}": "descending"}.get(order, "")
        columns.append(Column(label, sort_url=f"{here}?{query}", sorted=direction))
    return columns


def offer_crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Offers"), reverse("opportunities:offers")), *more]


@require_GET
def index_csv(request: MemberRequest) -> StreamingHttpResponse:
    """Names nobody: a table on somebody's disk stays when the person's last day has passed."""
    wanted = request.GET.get("offer", "")
    offer = _offer(request, int(wanted[:18])) if wanted.isascii() and wanted.isdecimal() else None
    header = ["number", "offer", "title", "sent", "status", "since", "open until"]
    rows = [
        [one.number, one.opportunity_id, one.offer_title, one.sent_at, one.shown_state, one.state_at, one.open_until]
        for one in reads.applications(request.member, offer=offer, order="sent")
    ]
    return csv_response("applications.csv", header, rows)


def _received(request: MemberRequest, key: str) -> Application:
    found = Application.objects.received_by(request.member).with_seen()
    return get_object_or_404(found.select_related("user", "opportunity"), key=key)


@require_GET
def show(request: MemberRequest, key: str) -> HttpResponse:
    application = _received(request, key)
    acts.look(application, by=request.member)
    offer = application.opportunity
    assert offer is not None  # noqa: S101 - it is received by way of its offer
    withdrawn = application.is_withdrawn
    context = {
        "application": application,
        "offer": offer,
        "papers": [] if withdrawn else papers(application),
        "answers": [] if withdrawn else application.answers,
        "film": reads.film(application, request.member),
        "steps": list(application.steps.select_related("by__user")),
        "marks": [(mark, _verb(mark)) for mark in applying.NEXT.get(application.state, ())],
        "stay": access.can_draw_up(application),
        "to_take_back": reads.to_take_back(application),
        "crumbs": [
            Crumb(_("Applications"), reverse("opportunities:received")),
            Crumb(offer.title, reverse("opportunities:received_offer", args=[offer.pk])),
            Crumb(application.user.name),
        ],
    }
    return render(request, "opportunities/received/show.html", context)


def _verb(mark: str) -> str:
    return {
        ApplicationState.INVITED: _("Invite"),
        ApplicationState.OFFERED: _("Offer the place"),
        ApplicationState.TAKEN_ON: _("Taken on"),
        ApplicationState.NOT_CHOSEN: _("Not chosen"),
    }[ApplicationState(mark)]


@require_GET
def paper(request: MemberRequest, key: str, paper: str) -> HttpResponseBase:
    """404 from the moment of a withdrawal, and after the person's last day."""
    open_ones = ApplicationPaper.objects.received_by(request.member).select_related("application__user")
    held = get_object_or_404(open_ones, application__key=key, key=paper)
    acts.look_at_paper(held, by=request.member)
    return downloads.media(request, held.file.open("rb"), held.name, held.media_type)


@require_http_methods(["GET", "POST"])
def mark(request: MemberRequest, key: str, verb: str) -> HttpResponse:
    """Asks before it is said, with room for a message."""
    application = _received(request, key)
    if verb not in acts.SAID:
        raise Http404
    if not access.can_mark(application, verb):
        messages.error(request, _("The status has moved on. Look again."))
        return redirect(application.received_url)
    form = MarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _marked(request, application, verb, form.cleaned_data["message"])
    context = {
        "application": application,
        "form": form,
        "answer": _verb(verb),
        "told": _told(verb, application.user.name),
        "crumbs": [
            Crumb(_("Applications"), reverse("opportunities:received")),
            Crumb(application.user.name, application.received_url),
            Crumb(_verb(verb)),
        ],
    }
    return render(request, "opportunities/received/mark.html", context, status=422 if form.errors else 200)


def _marked(request: MemberRequest, application: Application, state: str, message: str) -> HttpResponse:
    try:
        acts.mark(application, by=request.member, state=state, message=message)
    except acts.TooLate:
        messages.error(request, _("The status has moved on. Look again."))
    else:
        messages.success(request, _("They are told. You can take it back within a day."))
    return redirect(application.received_url)


def _told(verb: str, name: str) -> str:
    """What the person will be told."""
    return {
        ApplicationState.INVITED: _("%(name)s is told that you would like to meet, with your message."),
        ApplicationState.OFFERED: _("%(name)s is told that you offer the place, with your message."),
        ApplicationState.TAKEN_ON: _("%(name)s is told that the place is theirs, with your message."),
        ApplicationState.NOT_CHOSEN: _("%(name)s is told that you chose somebody else, with your message."),
    }[ApplicationState(verb)] % {"name": name}


@require_POST
def take_back(request: MemberRequest, key: str) -> HttpResponse:
    application = _received(request, key)
    try:
        acts.take_back(application, by=request.member)
    except acts.TooLate:
        messages.error(request, _("It is too late to take this back. Set the status that is right."))
    else:
        messages.success(request, _("Taken back. The status before holds again."))
    return redirect(application.received_url)
