"""Who may do what with credentials and with what is shared. One condition a line."""

from __future__ import annotations

from django.utils import timezone

from wayline.people.enums import Role
from wayline.people.models import Membership
from wayline.portfolio.enums import ClaimAct, ClaimState
from wayline.portfolio.models import Assessor, Claim, IssuedCredential, Item, Share, Video
from wayline.portfolio.models.credentials import ALL_OF_OFFICE
from wayline.portfolio.models.team import STAFF
from wayline.portfolio.record import Kind

WATCHERS = (Role.PRACTITIONER, Role.FACILITATOR, Role.MANAGER)
"""Who sees a film that was shared: those who help. Employers read what was written first (docs/decisions/0017)."""
ENDORSERS = (Role.PRACTITIONER, Role.FACILITATOR, Role.EMPLOYER, Role.MANAGER)
SKILLS = (Kind.SKILL, Kind.LANGUAGE, Kind.DIGITAL)
CLAIMABLE = (*SKILLS, Kind.QUALIFICATION)


def can_endorse(viewer: Membership, item: Item) -> bool:
    """Nobody endorses a skill of one's own. That the viewer was shown it, the caller has checked."""
    return viewer.role in ENDORSERS and item.kind in SKILLS and item.owner_id != viewer.user_id


def can_see_issued(viewer: Membership) -> bool:
    return viewer.role in (*ENDORSERS, *ALL_OF_OFFICE)


def can_revoke(viewer: Membership, credential: IssuedCredential) -> bool:
    if credential.revoked_at is not None or credential.organisation_id != viewer.organisation_id:
        return False
    is_own_act = credential.created_by is not None and credential.created_by.user_id == viewer.user_id
    return viewer.role in ALL_OF_OFFICE or is_own_act


def can_comment(viewer: Membership, share: Share) -> bool:
    """Its owner, and everybody to whom it is open and who signs in, as long as it is open."""
    if not share.comments_open or share.revoked_at is not None or share.ends_at <= timezone.now():
        return False
    return share.owner_id == viewer.user_id or Share.objects.visible_to(viewer).filter(pk=share.pk).exists()


def can_watch(viewer: Membership | None, item: Item) -> bool:
    """That the item was shared with the viewer, the caller has checked."""
    film: Video | None = getattr(item, "video", None)
    if film is None or viewer is None:
        return False
    return film.can_be_shown and viewer.role in WATCHERS


def can_assess(viewer: Membership) -> bool:
    return Assessor.objects.active().filter(membership=viewer.pk).exists()


def can_name_assessors(viewer: Membership) -> bool:
    return viewer.role in ALL_OF_OFFICE


def can_change_claim(claim: Claim) -> bool:
    """By its person, which the caller has checked."""
    return claim.state in (ClaimState.DRAFT, ClaimState.MORE)


def acts_on(claim: Claim) -> tuple[ClaimAct, ...]:
    """What an assessor who may read the claim can do now. Nothing is judged that was not accepted first."""
    match claim.state:
        case ClaimState.SENT:
            return (ClaimAct.ACCEPT, ClaimAct.ASK)
        case ClaimState.ASSESSING:
            return (ClaimAct.CERTIFY, ClaimAct.ASK, ClaimAct.REFUSE)
        case _other:
            return ()


def can_lead_team(viewer: Membership) -> bool:
    """Sees what the team can do. Administrators keep accounts and settings, and are not told what people can do."""
    return viewer.role == Role.MANAGER


def can_join_team(viewer: Membership) -> bool:
    return viewer.role in STAFF
