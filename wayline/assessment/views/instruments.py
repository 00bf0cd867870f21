"""Instruments, for whoever writes them: read, copy, bring in, write, preview, publish."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.assessment import access, queries
from wayline.assessment.actions import instruments as actions
from wayline.assessment.definitions import toml
from wayline.assessment.definitions.check import problems
from wayline.assessment.definitions.parts import Definition, say
from wayline.assessment.enums import Use
from wayline.assessment.forms.answering import PageForm
from wayline.assessment.forms.instruments import NewInstrumentForm, TextForm
from wayline.assessment.models import Instrument
from wayline.assessment.walk import Walk
from wayline.common.downloads import attachment
from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest


@require_GET
def index(request: MemberRequest) -> HttpResponse:
    _staff_only(request)
    found = Instrument.objects.visible_to(request.member).select_related("created_by__user")
    own = [one for one in found if one.organisation_id]
    ready = [one for one in found if not one.organisation_id]
    return render(request, "assessment/instruments/index.html", {"own": own, "ready": ready})


@require_GET
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """What the instrument asks, where it comes from, and what one can do with it."""
    instrument = get_object_or_404(Instrument.objects.visible_to(request.member), pk=pk)
    may_change = access.can_change_instrument(request.member, instrument)
    definition = toml.read(instrument.definition)
    language = chosen_language(request, definition)
    latest = instrument.latest
    context = {
        "instrument": instrument,
        "definition": definition,
        "language": language,
        "outline": queries.outline_of(definition, language),
        "problems": problems(definition) if may_change else [],
        "latest": latest,
        "has_changes": may_change and (latest is None or latest.definition != instrument.definition),
        "may_change": may_change,
        "may_write": access.can_write_instruments(request.member),
        "crumbs": crumbs(instrument),
        "source": say(definition.source, language),
        "note": say(definition.note, language),
        "is_for_oneself": instrument.use == Use.SELF,
    }
    return render(request, "assessment/instruments/show.html", context)


@require_http_methods(["GET", "POST"])
def create(request: MemberRequest) -> HttpResponse:
    _staff_only(request)
    first = {"use": Use.SURVEY, "language": request.user.language}
    form = NewInstrumentForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        instrument = actions.create_instrument(form.definition(), by=request.member, use=form.cleaned_data["use"])
        messages.success(request, _("Add a section, then its questions."))
        return redirect(instrument)
    context = {"form": form, "crumbs": [home(), Crumb(_("New questionnaire"))]}
    return render(request, "assessment/instruments/form.html", context, status=422 if form.errors else 200)


@require_POST
def copy(request: MemberRequest, pk: int) -> HttpResponse:
    _staff_only(request)
    instrument = get_object_or_404(Instrument.objects.visible_to(request.member), pk=pk)
    made = actions.create_instrument(toml.read(instrument.definition), by=request.member, use=instrument.use)
    messages.success(request, _("This is your own copy. Change what you like, and keep its source."))
    return redirect(made)


@require_http_methods(["GET", "POST"])
def text(request: MemberRequest, pk: int) -> HttpResponse:
    instrument = own_instrument(request, pk)
    form = TextForm(request.POST or None, initial={"definition": instrument.definition})
    if request.method == "POST" and form.is_valid():
        actions.change_instrument(instrument, form.cleaned_data["definition"], by=request.member)
        messages.success(request, _("Saved."))
        return redirect(instrument)
    context = {"form": form, "instrument": instrument, "crumbs": crumbs(instrument, _("As text"))}
    return render(request, "assessment/instruments/form.html", context, status=422 if form.errors else 200)


@require_POST
def publish(request: MemberRequest, pk: int) -> HttpResponse:
    instrument = own_instrument(request, pk)
    try:
        version = actions.publish_instrument(instrument, by=request.member)
    except actions.NotReady:
        messages.error(request, _("Some things must be put right first. They are listed below."))
    else:
        messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
    return redirect(instrument)


@require_http_methods(["GET", "POST"])
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    instrument = own_instrument(request, pk)
    used = queries.is_used(instrument)
    if request.method == "POST" and not used:
        actions.delete_instrument(instrument, by=request.member)
        messages.success(request, _("The questionnaire is gone."))
        return redirect("assessment:instruments")
    context = {"instrument": instrument, "used": used, "crumbs": crumbs(instrument, _("Delete"))}
    return render(request, "assessment/instruments/delete.html", context)


@require_GET
def download(request: MemberRequest, pk: int) -> HttpResponseBase:
    instrument = get_object_or_404(Instrument.objects.visible_to(request.member), pk=pk)
    return attachment(instrument.definition.encode(), f"{instrument.key}.toml", "application/toml")


@require_http_methods(["GET", "POST"])
def preview(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """A page as people will see it, with its checks. Answers stay in the page and are kept nowhere."""
    instrument = get_object_or_404(Instrument.objects.visible_to(request.member), pk=pk)
    if not access.can_write_instruments(request.member):
        raise PermissionDenied(_("Staff write questionnaires."))
    definition = toml.read(instrument.definition)
    language = chosen_language(request, definition)
    walk = Walk(definition, {}, language, 0)
    if not 1 <= number <= len(walk.pages):
        messages.info(request, _("There is nothing to preview yet: add a question."))
        return redirect(instrument)
    page = walk.pages[number - 1]
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PageForm(list(page.questions), language=language, seed=0, answers={}, data=data, files=files)
    context = {
        "instrument": instrument,
        "form": form,
        "passed": request.method == "POST" and form.is_valid(),
        "page": page,
        "title": say(page.section.title, language),
        "text": say(page.section.text, language) if page.first else "",
        "rules": queries.rules_of(page, language),
        "language": language,
        "languages": definition.languages,
        "number": number,
        "before": number - 1,
        "after": number + 1 if number < len(walk.pages) else 0,
        "pages": len(walk.pages),
        "crumbs": crumbs(instrument, _("Preview")),
    }
    return render(request, "assessment/instruments/preview.html", context, status=422 if form.errors else 200)


def own_instrument(request: MemberRequest, pk: int) -> Instrument:
    instrument = get_object_or_404(Instrument.objects.visible_to(request.member), pk=pk)
    if not access.can_change_instrument(request.member, instrument):
        raise PermissionDenied(_("Whoever made a questionnaire changes it. Make a copy of your own."))
    return instrument


def chosen_language(request: MemberRequest, definition: Definition) -> str:
    wanted = request.GET.get("language", request.user.language)
    return wanted if wanted in definition.languages else definition.languages[0]


def home() -> Crumb:
    return Crumb(_("Questionnaires"), reverse("assessment:instruments"))


def crumbs(instrument: Instrument, here: str = "") -> list[Crumb]:
    if not here:
        return [home(), Crumb(instrument.title)]
    return [home(), Crumb(instrument.title, instrument.get_absolute_url()), Crumb(here)]


def _staff_only(request: MemberRequest) -> None:
    if not access.can_write_instruments(request.member):
        raise PermissionDenied(_("Staff write questionnaires."))
