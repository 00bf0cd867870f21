"""What the facilitators' pages of a space share: finding the space, the way to it, the tabs."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from wayline.common.parts import Crumb, Tab
from wayline.discussion import access
from wayline.discussion.access import Standing, standing
from wayline.discussion.models import Space
from wayline.discussion.views.fetch import insist
from wayline.people.http import MemberRequest


def guided_space(request: MemberRequest, key: str) -> tuple[Space, Standing]:
    """By its number, or by its slug: that is unique in an organisation only, so the viewer's own comes first."""
    visible = Space.objects.visible_to(request.member).select_related("organisation")
    by_number = visible.filter(pk=int(key)) if key.isdecimal() and len(key) < 16 else visible.none()
    named = visible.filter(slug=key)
    own = request.member.organisation_id
    found = by_number.first() or min(named[:20], key=lambda one: (one.organisation_id != own, one.pk), default=None)
    if found is None:
        raise Http404
    who = standing(request.member, found)
    insist(access.can_moderate(who))
    return found, who


def frame(space: Space, who: Standing, here: str, *, last: str = "") -> dict[str, object]:
    """Context of a page below `discussion/facilitation/base.html`; `here` is the url name of its tab."""
    tabs = [
        (_("Queue"), "queue"),
        (_("Weekly summary"), "summaries"),
        (_("Activity"), "activity"),
        (_("Who answers whom"), "network"),
        (_("Reports"), "reports"),
        (_("Record"), "record"),
    ]
    crumbs = [Crumb(_("Facilitation"), reverse("discussion:facilitation"))]
    if last:
        crumbs += [Crumb(space.name, reverse(f"discussion:{here}", args=[space.pk])), Crumb(last)]
    else:
        crumbs.append(Crumb(space.name))
    return {
        "space": space,
        "who": who,
        "tabs": [Tab(label, reverse(f"discussion:{name}", args=[space.pk]), name == here) for label, name in tabs],
        "crumbs": crumbs,
    }
