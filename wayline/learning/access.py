"""Who may do what with programmes and runs. One condition a line."""

from __future__ import annotations

from wayline.learning.enums import Access, EnrolmentState, RunState
from wayline.learning.models import Enrolment, Programme, Run, RunInvitation
from wayline.learning.models.programme import AUTHORING_ROLES
from wayline.people.enums import Role
from wayline.people.models import Membership


def can_create_programme(viewer: Membership) -> bool:
    return viewer.role in AUTHORING_ROLES


def can_author(viewer: Membership, programme: Programme) -> bool:
    return Programme.objects.authored_by(viewer).filter(pk=programme.pk).exists()


def can_create_run(viewer: Membership) -> bool:
    return viewer.role in AUTHORING_ROLES


def can_facilitate(viewer: Membership, run: Run) -> bool:
    return viewer.role in AUTHORING_ROLES and run.organisation_id == viewer.organisation_id


def can_see_participation(viewer: Membership, run: Run) -> bool:
    """Facilitators see each learner; managers see sums, with small numbers suppressed."""
    staff = (*AUTHORING_ROLES, Role.MANAGER)
    return viewer.role in staff and run.organisation_id == viewer.organisation_id


def can_join(viewer: Membership, run: Run) -> bool:
    if run.state != RunState.OPEN or run.has_ended:
        return False
    match run.access:
        case Access.OPEN:
            return True
        case Access.COHORT:
            return run.organisation_id == viewer.organisation_id
        case _:
            return RunInvitation.objects.filter(run=run, email__iexact=viewer.user.email).exists()


def can_study(viewer: Membership, run: Run, enrolment: Enrolment | None) -> bool:
    """The steps of a run are read by who takes part, and by the team that runs it."""
    if enrolment is not None and enrolment.state == EnrolmentState.ENROLLED:
        return True
    return can_facilitate(viewer, run)
