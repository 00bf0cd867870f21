"""Who may do what with people and organisations."""

from wayline.people.enums import Role
from wayline.people.models import Invitation, Membership, Organisation


def can_administer(viewer: Membership, organisation: Organisation) -> bool:
    return viewer.role == Role.ADMINISTRATOR and viewer.organisation_id == organisation.pk


def can_change_membership(viewer: Membership, membership: Membership) -> bool:
    """An organisation never loses its last administrator, so that somebody can still invite."""
    return (
        viewer.role == Role.ADMINISTRATOR
        and viewer.organisation_id == membership.organisation_id
        and membership.ended_at is None
        and not is_last_administrator(membership)
    )


def can_change_invitation(viewer: Membership, invitation: Invitation) -> bool:
    return (
        viewer.role == Role.ADMINISTRATOR
        and viewer.organisation_id == invitation.organisation_id
        and invitation.accepted_at is None
        and invitation.withdrawn_at is None
    )


def can_read_audit_trail(viewer: Membership) -> bool:
    return viewer.role == Role.ADMINISTRATOR


def is_last_administrator(membership: Membership) -> bool:
    if membership.role != Role.ADMINISTRATOR:
        return False
    others = Membership.objects.active().filter(organisation=membership.organisation_id, role=Role.ADMINISTRATOR)
    return not others.exclude(pk=membership.pk).exists()
