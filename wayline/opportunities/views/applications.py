"""Pages of whoever applies: draft, check, sent; own applications; noting what went another way."""

from __future__ import annotations

from collections.abc import Sequence

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
from wayline.common.parts import Crumb, Tab
from wayline.opportunities import access
from wayline.opportunities.actions import applications as acts
from wayline.opportunities.actions.offers import NotReady
from wayline.opportunities.enums import ApplicationState, Paper
from wayline.opportunities.forms.applications import ApplyForm, TrackForm, UntilForm
from wayline.opportunities.models import Application, ApplicationPaper, Opportunity
from wayline.opportunities.queries import applications as reads
from wayline.opportunities.queries import tags
from wayline.people.http import MemberRequest
from wayline.people.limits import insist
from wayline.portfolio.showing_videos import why_not

SENT_A_DAY = 50
DAY = 86_400


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("My applications"), reverse("opportunities:applications")), *more]


@require_GET
def index(request: MemberRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in ApplicationState.values else ""
    counted = reads.numbers(request.member)
    context = {
        "page": page_of(request, reads.own(request.member, state)),
        "tabs": state_tabs(reverse("opportunities:applications"), list(ApplicationState), counted, state),
        "state": state,
    }
    return render(request, "opportunities/applications/index.html", context)


def state_tabs(
    here: str, states: Sequence[ApplicationState], counted: dict[str, int], chosen: str, *, query: str = ""
) -> list[Tab]:
    """“All”, and each status that something is in."""
    more = f"&{query}" if query else ""
    every = Tab(_("All"), f"{here}?{query}" if query else here, not chosen, sum(counted.values()))
    found = [state for state in states if counted.get(state) or state == chosen]
    return [
        every,
        *(Tab(str(one.label), f"{here}?state={one}{more}", chosen == one, counted.get(one, 0)) for one in found),
    ]


@require_GET
def index_csv(request: MemberRequest) -> StreamingHttpResponse:
    """For whoever must show where they applied."""
    header = ["number", "offer", "offered by", "sent", "status", "since", "elsewhere"]
    rows = [
        [one.number, one.offer_title, one.offered_by, one.sent_at, one.shown_state, one.state_at, one.elsewhere]
        for one in reads.own(request.member)
    ]
    return csv_response("applications.csv", header, rows)


# Draft


def _offer(request: MemberRequest, pk: int) -> Opportunity:
    found = Opportunity.objects.visible_to(request.member).select_related("organisation", "service")
    return get_object_or_404(found, pk=pk)


@require_http_methods(["GET", "POST"])
def apply(request: MemberRequest, pk: int) -> HttpResponse:
    """One form for all of it; every button keeps what is there."""
    offer = _offer(request, pk)
    current = Application.objects.current(request.user, offer).select_related("cv", "letter", "film__video").first()
    if current is not None and not current.is_draft:
        return redirect(current)
    if not access.can_apply(request.member, offer):
        raise PermissionDenied(_("Clients of a service apply here, while the offer is open."))
    go = request.POST.get("go", "")
    form = ApplyForm(
        request.POST or None,
        request.FILES or None,
        cvs=reads.cvs(request.member),
        videos=reads.videos(request.member),
        questions=reads.questions(offer),
        draft=current,
        last_day=reads.last_day_for(offer),
        strict=go == "check",
    )
    if request.method == "POST" and form.is_valid():
        return _kept(request, offer, form, go)
    context = {
        "offer": offer,
        "draft": current,
        "form": form,
        "papers": _documents(current),
        "crumbs": [Crumb(offer.title, offer.get_absolute_url()), Crumb(_("Apply"))],
    }
    return render(request, "opportunities/applications/apply.html", context, status=422 if form.errors else 200)


def _documents(draft: Application | None) -> list[ApplicationPaper]:
    return list(draft.papers.filter(part=Paper.DOCUMENT)) if draft else []


def _kept(request: MemberRequest, offer: Opportunity, form: ApplyForm, go: str) -> HttpResponse:
    draft = acts.keep(offer, by=request.member, **form.values())
    here = reverse("opportunities:apply", args=[offer.pk])
    if checked := form.cleaned_data["document"]:
        if len(_documents(draft)) >= acts.MOST_DOCUMENTS:
            messages.error(request, _("An application can hold %(most)d documents.") % {"most": acts.MOST_DOCUMENTS})
            return redirect(f"{here}#documents")
        acts.add_document(draft, checked=checked)
    if go == "check":
        return redirect("opportunities:application_check", key=draft.key)
    if go == "tailor":
        return _tailored(request, offer, draft)
    if go == "document":
        messages.success(request, _("The document is there.") if checked else _("Choose a file first."))
        return redirect(f"{here}#documents")
    messages.success(request, _("Kept as a draft. Nobody else sees it."))
    return redirect(here)


def _tailored(request: MemberRequest, offer: Opportunity, draft: Application) -> HttpResponse:
    if draft.cv is None:
        messages.error(request, _("Choose a CV first."))
        return redirect("opportunities:apply", pk=offer.pk)
    wanted = "\n".join(name for _want, name in tags.wants(offer))
    copy = acts.tailor(draft, text=f"{offer.title}\n\n{offer.text}\n\n{wanted}".strip())
    messages.success(
        request, _("A copy of your CV for this offer. When it is ready, go on under My applications: the draft has it.")
    )
    return redirect("portfolio:cv_tailor", key=copy.key)


def _own(request: MemberRequest, key: str) -> Application:
    found = Application.objects.visible_to(request.member).with_seen()
    return get_object_or_404(
        found.select_related("user", "opportunity__organisation", "opportunity__service", "cv", "letter", "agreement"),
        key=key,
    )


def _own_draft(request: MemberRequest, key: str) -> Application:
    draft = _own(request, key)
    if not draft.is_draft or draft.opportunity is None:
        raise Http404
    return draft


@require_http_methods(["GET", "POST"])
def check(request: MemberRequest, key: str) -> HttpResponse:
    """Exactly what the other side will see, and until when; the button sends it."""
    draft = _own_draft(request, key)
    offer = draft.opportunity
    assert offer is not None  # noqa: S101 - `_own_draft` has looked
    if request.method == "POST":
        return _send(request, draft)
    context = {
        "draft": draft,
        "offer": offer,
        "answers": reads.answered(draft, reads.questions(offer)),
        "papers": _documents(draft),
        "film": reads.film(draft),
        "missing": acts.missing(draft),
        "readers": reads.number_of_readers(offer),
        "crumbs": [
            Crumb(offer.title, offer.get_absolute_url()),
            Crumb(_("Apply"), reverse("opportunities:apply", args=[offer.pk])),
            Crumb(_("Check")),
        ],
    }
    return render(request, "opportunities/applications/check.html", context)


def _send(request: MemberRequest, draft: Application) -> HttpResponse:
    insist(f"apply:{request.user.pk}", SENT_A_DAY, DAY)
    try:
        sent = acts.send(draft)
    except NotReady as error:
        for reason in error.reasons:
            messages.error(request, reason)
        return redirect("opportunities:application_check", key=draft.key)
    except acts.AlreadySent as error:
        return redirect(error.application)
    messages.success(request, _("Sent. You are told when somebody answers."))
    return redirect(sent)


@require_POST
def remove_paper(request: MemberRequest, key: str, paper: str) -> HttpResponse:
    draft = _own_draft(request, key)
    acts.remove_document(get_object_or_404(draft.papers.filter(part=Paper.DOCUMENT), key=paper))
    messages.success(request, _("The document is gone."))
    return redirect(f"{reverse('opportunities:apply', args=[draft.opportunity_id])}#documents")


# Sent


@require_GET
def show(request: MemberRequest, key: str) -> HttpResponse:
    application = _own(request, key)
    if application.is_draft:
        return redirect(_way_on(application))
    offer, film = application.opportunity, reads.film(application)
    context = {
        "application": application,
        "offer": offer,
        "offer_open": offer is not None and offer.is_public,
        "papers": reads.papers(application),
        "film": film,
        "film_fault": why_not(film.video) if film else "",
        "steps": list(application.steps.select_related("by__user")),
        "visits": list(application.visits.select_related("viewer")),
        "agreement": getattr(application, "agreement", None),
        "can_withdraw": access.can_withdraw_application(application),
        "until_form": UntilForm(initial={"open_until": application.open_until}),
        "track_form": TrackForm(initial={"state": application.state, "note": application.note}),
        "again": application.is_withdrawn and offer is not None and access.can_apply(request.member, offer),
        "crumbs": _crumbs(Crumb(application.offer_title)),
    }
    return render(request, "opportunities/applications/show.html", context)


def _way_on(draft: Application) -> str:
    """A draft whose offer is over can only be deleted."""
    if draft.opportunity is not None and draft.opportunity.is_public:
        return reverse("opportunities:apply", args=[draft.opportunity_id])
    return reverse("opportunities:application_delete", args=[draft.key])


@require_GET
def paper(request: MemberRequest, key: str, paper: str) -> HttpResponseBase:
    mine = ApplicationPaper.objects.visible_to(request.member)
    held = get_object_or_404(mine, application__key=key, key=paper)
    return downloads.media(request, held.file.open("rb"), held.name, held.media_type)


@require_http_methods(["GET", "POST"])
def withdraw(request: MemberRequest, key: str) -> HttpResponse:
    application = _own(request, key)
    if not access.can_withdraw_application(application):
        raise PermissionDenied(_("Only what was sent and is not decided is withdrawn."))
    if request.method == "POST":
        acts.withdraw(application)
        messages.success(request, _("Withdrawn. What you sent is closed, and they are told."))
        return redirect(application)
    context = {
        "question": _("Withdraw your application?"),
        "explanation": _(
            "%(company)s is told, and cannot open your papers and answers any more. "
            "While the offer is open you can apply again."
        )
        % {"company": application.offered_by},
        "answer": _("Withdraw it"),
        "back": application.get_absolute_url(),
        "crumbs": _crumbs(Crumb(application.offer_title, application.get_absolute_url()), Crumb(_("Withdraw"))),
    }
    return render(request, "common/confirm.html", context)


@require_POST
def until(request: MemberRequest, key: str) -> HttpResponse:
    """Another last day, or closed at once."""
    application = _own(request, key)
    if application.elsewhere or application.is_draft or application.is_withdrawn:
        raise PermissionDenied(_("There is nothing open to anybody."))
    if request.POST.get("go") == "close":
        acts.close(application)
        messages.success(request, _("Closed. They find nothing of it any more."))
        return redirect(application)
    form = UntilForm(request.POST)
    if form.is_valid():
        acts.open_until(application, day=form.cleaned_data["open_until"])
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(str(error) for error in form.errors["open_until"]))
    return redirect(application)


@require_http_methods(["GET", "POST"])
def delete(request: MemberRequest, key: str) -> HttpResponse:
    """Drafts and own notes; what was sent is a record of both sides."""
    application = _own(request, key)
    if not (application.is_draft or application.elsewhere):
        raise PermissionDenied(_("What was sent is kept; you can withdraw it."))
    if request.method == "POST":
        acts.drop(application)
        messages.success(request, _("It is deleted."))
        return redirect("opportunities:applications")
    context = {
        "question": _("Delete this draft?") if application.is_draft else _("Delete this note?"),
        "explanation": _("“%(title)s” and what you wrote for it go. Nobody else has seen it.")
        % {"title": application.offer_title},
        "answer": _("Delete it"),
        "back": reverse("opportunities:applications"),
        "crumbs": _crumbs(Crumb(application.offer_title), Crumb(_("Delete"))),
    }
    return render(request, "common/confirm.html", context)


# Elsewhere


@require_POST
def note_elsewhere(request: MemberRequest, pk: int) -> HttpResponse:
    offer = _offer(request, pk)
    if not access.can_note_elsewhere(request.member, offer):
        raise PermissionDenied(_("Here one applies on this page."))
    try:
        noted = acts.note_elsewhere(offer, by=request.member)
    except acts.AlreadySent as error:
        return redirect(error.application)
    messages.success(request, _("Noted. Say here what becomes of it; only you read it."))
    return redirect(noted)


@require_POST
def track(request: MemberRequest, key: str) -> HttpResponse:
    application = _own(request, key)
    if not application.elsewhere:
        raise PermissionDenied(_("Whoever received it says how it stands."))
    form = TrackForm(request.POST)
    if form.is_valid():
        acts.track(application, **form.cleaned_data)
        messages.success(request, _("Saved."))
    return redirect(application)
