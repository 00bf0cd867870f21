"""The manager's side: what the team needs, who has it, who could step in for whom."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayline.common.csvfile import csv_response
from wayline.common.downloads import unkept
from wayline.common.paging import page_of
from wayline.common.parts import Crumb, Tab
from wayline.people.actions import record_views
from wayline.people.http import MemberRequest
from wayline.portfolio import access, team_showing
from wayline.portfolio.actions import team as acts
from wayline.portfolio.enums import NeedKind
from wayline.portfolio.forms.team import CredentialNeedForm, NeedForm
from wayline.portfolio.models import TeamNeed
from wayline.portfolio.queries import skills as words
from wayline.portfolio.queries import team as reads
from wayline.portfolio.views.here import language

ORDERS = (("gap", gettext_lazy("Largest gap first")), ("title", gettext_lazy("By name")))
PER_PAGE = 30


def lead(request: MemberRequest) -> None:
    if not access.can_lead_team(request.member):
        raise PermissionDenied(_("Managers of an organisation see what its team can do."))


def team_crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Team"), reverse("portfolio:team") if more else ""), *more]


def _read(request: MemberRequest) -> reads.Team:
    """Who is seen by name can see that it was looked at."""
    found = reads.team(request.member, language())
    record_views(request.member, reads.VIEWED, [(choice, choice.user) for choice in found.named.values()])
    return found


@require_safe
def team(request: MemberRequest) -> HttpResponse:
    lead(request)
    found = _read(request)
    order = request.GET.get("order", "gap")
    asked = reads.last_ask(request.member.organisation)
    rows = [team_showing.line(found, row) for row in reads.rows(found, order)]
    here = reverse("portfolio:team")
    context = {
        "found": found,
        "page": page_of(request, rows, per_page=PER_PAGE),
        "tabs": [Tab(str(label), f"{here}?order={key}", active=order == key) for key, label in ORDERS],
        "asked": asked,
        "may_ask": asked is None or asked.at < timezone.now() - acts.BETWEEN_ASKS,
        "again_on": asked.at + acts.BETWEEN_ASKS + timedelta(days=1) if asked else None,
        "crumbs": team_crumbs(),
    }
    return unkept(render(request, "portfolio/team/team.html", context))


@require_safe
def team_csv(request: MemberRequest) -> HttpResponseBase:
    lead(request)
    found = _read(request)
    lines = (team_showing.csv_line(team_showing.line(found, row)) for row in reads.rows(found, "title"))
    return unkept(csv_response("team.csv", team_showing.header(), lines))


@require_POST
def ask(request: MemberRequest) -> HttpResponse:
    lead(request)
    try:
        acts.ask(request.member)
        messages.success(request, _("Sent to everybody who has not chosen yet. You are not told who that is."))
    except acts.AskedAlready:
        messages.error(request, _("The team was asked less than 30 days ago. Give people time to decide."))
    return redirect("portfolio:team")


@require_safe
def member(request: MemberRequest, key: str) -> HttpResponse:
    """One person who is seen by name: what they show, and who could step in for them."""
    lead(request)
    found = _read(request)
    choice = next((one for one in found.named.values() if one.key == key), None)
    if choice is None:
        raise Http404
    covered, stand_ins = reads.stand_ins_for(found, choice.user_id)
    context = {
        "choice": choice,
        "shown": found.shown[choice.user_id],
        "covered": [found.titles[one.thing] for one in covered],
        "by_needs": team_showing.is_by_needs(found, covered),
        "stand_ins": list(team_showing.stand_ins(found, stand_ins)),
        "others": len(found.named) - 1,
        "crumbs": team_crumbs(Crumb(choice.user.name)),
    }
    return unkept(render(request, "portfolio/team/member.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def need_new(request: MemberRequest) -> HttpResponse:
    """A skill of the classification is looked up and chosen first; a credential is chosen from those there are."""
    lead(request)
    if request.method == "POST":
        return _credential(request) if "credential" in request.POST else _skill(request)
    term = words.term_at(request.GET.get("skill", ""), language())
    needed = TeamNeed.objects.visible_to(request.member).filter(address=term.address).first() if term else None
    if needed is not None:
        messages.info(request, _("The team needs this already. Here you can change it."))
        return redirect("portfolio:team_need", key=needed.key)
    return _need_page(request, term=term, form=NeedForm())


def _skill(request: MemberRequest) -> HttpResponse:
    """Read again from the classification: a form is no source of terms."""
    term = words.term_at(request.POST.get("skill", ""), language())
    if term is None or TeamNeed.objects.visible_to(request.member).filter(address=term.address).exists():
        messages.error(request, _("This skill is not in the classification, or the team needs it already."))
        return redirect("portfolio:team")
    form = NeedForm(request.POST)
    if not form.is_valid():
        return _need_page(request, term=term, form=form, status=422)
    acts.add_need(request.member, kind=NeedKind.SKILL, title=term.title, address=term.address, **form.cleaned_data)
    messages.success(request, _("The team needs: %(title)s.") % {"title": term.title})
    return redirect("portfolio:team")


def _credential(request: MemberRequest) -> HttpResponse:
    form = CredentialNeedForm(_free_titles(request), request.POST)
    if not form.is_valid():
        return _need_page(request, credential_form=form, status=422)
    title = form.cleaned_data["credential"]
    acts.add_need(request.member, kind=NeedKind.CREDENTIAL, title=title, people=form.cleaned_data["people"])
    messages.success(request, _("The team needs: %(title)s.") % {"title": title})
    return redirect("portfolio:team")


def _free_titles(request: MemberRequest) -> list[str]:
    needed = TeamNeed.objects.visible_to(request.member).filter(kind=NeedKind.CREDENTIAL)
    taken = set(needed.values_list("title", flat=True))
    return [title for title in reads.credentials_offered(request.member) if title not in taken]


def _need_page(
    request: MemberRequest, *, term: words.Term | None = None, form: NeedForm | None = None,
    credential_form: CredentialNeedForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    asked = " ".join(request.GET.get("q", "")[:100].split())
    titles = _free_titles(request)
    context = {
        "term": term,
        "form": form,
        "asked": asked,
        "hits": words.find(asked, language()) if asked and term is None else [],
        "scheme": words.scheme_key(),
        "credential_form": credential_form or (CredentialNeedForm(titles) if titles else None),
        "crumbs": team_crumbs(Crumb(_("Add a need"))),
    }
    return render(request, "portfolio/team/need_new.html", context, status=status)


def own_need(request: MemberRequest, key: str) -> TeamNeed:
    lead(request)
    found = TeamNeed.objects.visible_to(request.member).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def title_of(need: TeamNeed) -> str:
    term = words.term_at(need.address, language()) if need.address else None
    return term.title if term else need.title


@require_http_methods(["GET", "HEAD", "POST"])
def need(request: MemberRequest, key: str) -> HttpResponse:
    found = own_need(request, key)
    form = NeedForm(request.POST if request.method == "POST" else None, need=found)
    if request.method == "POST" and form.is_valid():
        acts.change_need(found, by=request.member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("portfolio:team")
    title = title_of(found)
    context = {"need": found, "title": title, "form": form, "crumbs": team_crumbs(Crumb(title))}
    return render(request, "portfolio/team/need.html", context, status=422 if form.errors else 200)


@require_POST
def need_remove(request: MemberRequest, key: str) -> HttpResponse:
    found = own_need(request, key)
    title = title_of(found)
    acts.remove_need(found, by=request.member)
    messages.success(request, _("No longer needed: %(title)s. Training planned for it is gone too.") % {"title": title})
    return redirect("portfolio:team")
