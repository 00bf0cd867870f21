"""Where somebody stands with an offer: may apply here, has applied, or can note that they applied elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from wayline.opportunities import access
from wayline.opportunities.models import Application, Opportunity
from wayline.people.models import Membership


@dataclass(frozen=True, slots=True)
class Standing:
    takes_here: bool
    can_apply: bool
    can_note: bool
    current: Application | None


def standing(viewer: Membership | None, offer: Opportunity) -> Standing:
    here = access.takes_applications(offer) and offer.is_public
    if viewer is None:
        return Standing(here, False, False, None)
    current = Application.objects.current(viewer.user, offer).with_seen().first()
    return Standing(here, access.can_apply(viewer, offer), access.can_note_elsewhere(viewer, offer), current)
