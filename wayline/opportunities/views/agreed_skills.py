"""The skills that are agreed on for a stay: of the classification, or in words."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayline.common.parts import Crumb
from wayline.opportunities import access
from wayline.opportunities.actions import agreements as acts
from wayline.opportunities.actions.received import TooLate
from wayline.opportunities.models import Agreement
from wayline.opportunities.models.agreements import MOST_SKILLS
from wayline.opportunities.queries import tags
from wayline.opportunities.views.agreements import crumbs, own
from wayline.people.http import MemberRequest
from wayline.taxonomy.models import Concept


@require_http_methods(["GET", "POST"])
def index(request: MemberRequest, key: str) -> HttpResponse:
    agreement, party = own(request, key)
    if not access.can_agree_skills(party, agreement):
        raise PermissionDenied(_("The company or the service changes it, until all have signed."))
    if request.method == "POST":
        _change(request, agreement)
        return redirect("opportunities:agreed_skills", key)
    words = " ".join(request.GET.get("skill", "")[:100].split())
    context = {
        "agreement": agreement,
        "skills": list(agreement.skills.all()),
        "words": words,
        "found": tags.find_skills(words),
        "most": MOST_SKILLS,
        "crumbs": crumbs(Crumb(agreement.title, agreement.get_absolute_url()), Crumb(_("Skills"))),
    }
    return render(request, "opportunities/agreements/skills.html", context)


def _change(request: MemberRequest, agreement: Agreement) -> None:
    """The button says what: `concept=12`, `text` for a skill in words, `drop=3`."""
    said, by = request.POST, request.member
    try:
        if concept := _concept(said.get("concept", "")):
            acts.agree_skill(agreement, by=by, text=tags.named([concept])[0][1][:200], concept=concept)
        elif text := " ".join(said.get("text", "").replace("\0", "").split())[:200]:
            acts.agree_skill(agreement, by=by, text=text)
        elif (number := said.get("drop", "")).isascii() and number.isdecimal():
            acts.drop_skill(agreement, int(number[:18]), by=by)
        else:
            return
        messages.success(request, _("Saved. Whoever signed before signs the new text again."))
    except acts.EnoughSkills:
        messages.error(request, _("Ten are enough: the company says something about each of them at the end."))
    except TooLate:
        messages.error(request, _("It has moved on meanwhile. Look at how it stands now."))


def _concept(key: str) -> Concept | None:
    if not (key.isascii() and key.isdecimal()):
        return None
    return Concept.objects.public().filter(pk=int(key[:18])).select_related("scheme").first()
