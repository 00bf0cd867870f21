"""A person's side of the team's page: take part or not, and see what the manager sees."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest
from wayline.portfolio import access
from wayline.portfolio.actions import team as acts
from wayline.portfolio.enums import TeamPresence
from wayline.portfolio.forms.team import TeamChoiceForm
from wayline.portfolio.models import TeamChoice, TeamTraining
from wayline.portfolio.queries import team as reads
from wayline.portfolio.views.here import crumbs, language


@require_http_methods(["GET", "HEAD", "POST"])
def my_team(request: MemberRequest) -> HttpResponse:
    if not access.can_join_team(request.member):
        raise PermissionDenied(_("This is for people who work in an organisation."))
    choice = reads.choice_of(request.member)
    if request.method != "POST":
        return _page(request, choice, _form(choice), looked_at=choice)
    form = TeamChoiceForm(request.POST)
    if not form.is_valid():
        return _page(request, choice, form, status=422)
    presence, parts = form.cleaned_data["presence"], form.cleaned_data["parts"]
    if request.POST.get("then") == "look":
        return _page(request, choice, form, looked_at=_as_if(request, presence, parts), is_saved=False)
    acts.choose(request.member, presence=presence, parts=parts)
    messages.success(request, _said(presence))
    return redirect("portfolio:my_team")


def _form(choice: TeamChoice | None) -> TeamChoiceForm:
    return TeamChoiceForm(initial={"presence": choice.presence, "parts": choice.parts} if choice else None)


def _as_if(request: MemberRequest, presence: str, parts: list[str]) -> TeamChoice:
    """Not saved: what it would show."""
    return TeamChoice(user=request.user, organisation=request.member.organisation, presence=presence, parts=parts)


def _said(presence: str) -> str:
    if presence == TeamPresence.NONE:
        return _("You do not take part. Nothing of yours is used from now on.")
    if presence == TeamPresence.COUNTED:
        return _("Saved. You are counted without your name.")
    return _("Saved. Your manager sees you with your name.")


def _page(
    request: MemberRequest, choice: TeamChoice | None, form: TeamChoiceForm, *, looked_at: TeamChoice | None = None,
    is_saved: bool = True, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """`looked_at`: whose view is shown, of the choice that is kept or of one that is tried out."""
    takes_part = looked_at is not None and looked_at.presence != TeamPresence.NONE
    shown = reads.shown_of([looked_at], language())[request.user.pk] if looked_at and takes_part else None
    organisation = request.member.organisation
    context = {
        "choice": choice,
        "form": form,
        "looked_at": looked_at,
        "shown": shown,
        "is_saved": is_saved,
        "managers": reads.managers(organisation),
        "asked": reads.last_ask(organisation),
        "training": TeamTraining.objects.planned_for(request.user, organisation).in_order().select_related("need"),
        "crumbs": crumbs(Crumb(_("My team"))),
    }
    return render(request, "portfolio/team/my_team.html", context, status=status)
