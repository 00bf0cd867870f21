"""Who may do what with offers, employers and sources. One condition a line."""

from __future__ import annotations

from django.utils import timezone

from wayline.opportunities import applying
from wayline.opportunities.enums import ApplicationState, Kind, Party, State
from wayline.opportunities.models import Agreement, Application, Employer, Opportunity
from wayline.opportunities.models.employers import STAFF
from wayline.opportunities.models.stays import feedback_until
from wayline.people.enums import Role
from wayline.people.models import Membership

EDITABLE = (State.DRAFT, State.REVIEW, State.PUBLISHED, State.WITHDRAWN)


def is_staff(viewer: Membership) -> bool:
    return viewer.role in STAFF


def employer_of(viewer: Membership) -> Employer | None:
    """The company the viewer speaks for, checked or not; None when there is none yet."""
    return Employer.objects.of(viewer).select_related("organisation", "service").first()


def can_offer(viewer: Membership) -> bool:
    """The staff of a service, and contacts of employers that a service has checked."""
    if is_staff(viewer):
        return True
    return viewer.role == Role.EMPLOYER and Employer.objects.of(viewer).public().exists()


def kinds_for(viewer: Membership) -> list[Kind]:
    return list(Kind) if can_offer(viewer) else []


def can_edit(viewer: Membership, offer: Opportunity) -> bool:
    """Who offers it; the service's staff correct what came from a source, and nothing that a company wrote."""
    if offer.state not in EDITABLE or offer.source_id is not None:
        return False
    return can_offer(viewer) and offer.organisation_id == viewer.organisation_id


def can_correct_reading(viewer: Membership, offer: Opportunity) -> bool:
    """What the program read in a vacancy that a source brought."""
    return offer.source_id is not None and can_review(viewer, offer)


def can_review(viewer: Membership, offer: Opportunity) -> bool:
    return is_staff(viewer) and offer.service_id == viewer.organisation_id


def can_publish(viewer: Membership, offer: Opportunity) -> bool:
    """Without being read by somebody else first."""
    return can_review(viewer, offer) and offer.organisation_id == viewer.organisation_id


def can_withdraw(viewer: Membership, offer: Opportunity) -> bool:
    if offer.state not in (State.REVIEW, State.PUBLISHED):
        return False
    return can_review(viewer, offer) or (can_offer(viewer) and offer.organisation_id == viewer.organisation_id)


def can_delete(viewer: Membership, offer: Opportunity) -> bool:
    """Only what was never on show: what people may have answered stays until the retention rule ends it."""
    return offer.published_at is None and offer.state == State.DRAFT and can_edit(viewer, offer)


def can_see_statistics(viewer: Membership, offer: Opportunity) -> bool:
    return can_review(viewer, offer) or speaks_for(viewer, offer)


def speaks_for(viewer: Membership, offer: Opportunity) -> bool:
    """A contact of the company; an employer contact in the service's own organisation is none."""
    if viewer.role != Role.EMPLOYER or offer.service_id == viewer.organisation_id:
        return False
    return offer.organisation_id == viewer.organisation_id


def can_decide_employer(viewer: Membership, employer: Employer) -> bool:
    return is_staff(viewer) and employer.service_id == viewer.organisation_id


def can_run_company(viewer: Membership, employer: Employer) -> bool:
    return viewer.role == Role.EMPLOYER and employer.organisation_id == viewer.organisation_id


def can_set_rule(viewer: Membership) -> bool:
    return viewer.role in (Role.MANAGER, Role.ADMINISTRATOR)


def can_import(viewer: Membership) -> bool:
    return is_staff(viewer)


# Applications


def takes_applications(offer: Opportunity) -> bool:
    """Written here, and its employer reads here; others say where one applies."""
    return offer.organisation_id is not None and not offer.apply_url


def can_apply(viewer: Membership, offer: Opportunity) -> bool:
    return viewer.role == Role.CLIENT and offer.is_public and takes_applications(offer)


def can_note_elsewhere(viewer: Membership, offer: Opportunity) -> bool:
    """That one applied another way: by the employer's site, or by mail."""
    return viewer.role == Role.CLIENT and offer.is_public and not takes_applications(offer)


def can_receive(viewer: Membership, offer: Opportunity) -> bool:
    """Colleagues who speak for the company; for what the service itself offers, its staff."""
    if offer.organisation_id != viewer.organisation_id:
        return False
    return speaks_for(viewer, offer) or (is_staff(viewer) and offer.service_id == viewer.organisation_id)


def can_withdraw_application(application: Application) -> bool:
    return not application.elsewhere and application.state in applying.WAITING


def can_mark(application: Application, mark: str) -> bool:
    """Of one that was received: `received_by` has been asked before."""
    return mark in ApplicationState.values and applying.may_follow(application.state, mark)


# Agreements on stays


def can_draw_up(application: Application) -> bool:
    """For a stay, once the person is invited. Of one that was received: `received_by` has been asked before."""
    offer = application.opportunity
    if offer is None or offer.kind != Kind.WORK_EXPERIENCE:
        return False
    return application.state in (ApplicationState.INVITED, ApplicationState.OFFERED, ApplicationState.TAKEN_ON)


def party_of(viewer: Membership, agreement: Agreement) -> Party | None:
    """For whom the viewer signs; of an agreement that is visible to them."""
    if agreement.participant_id == viewer.user_id:
        return Party.PARTICIPANT
    if viewer.role == Role.EMPLOYER and agreement.employer_id == viewer.organisation_id:
        return Party.EMPLOYER
    return Party.SERVICE if is_staff(viewer) and agreement.service_id == viewer.organisation_id else None


# Being found


def can_look_for_people(viewer: Membership, offer: Opportunity) -> bool:
    """Contacts of a checked company, for an offer of theirs that everybody can read."""
    return speaks_for(viewer, offer) and can_offer(viewer) and offer.is_public


def can_be_found(viewer: Membership) -> bool:
    return viewer.role == Role.CLIENT


def can_answer_about_you(viewer: Membership) -> bool:
    """Of clients alone something is counted."""
    return viewer.role == Role.CLIENT


# During a stay and after it. Of an agreement that is visible to the viewer, whose party `party_of` said.


def can_agree_skills(party: Party, agreement: Agreement) -> bool:
    return party in (Party.EMPLOYER, Party.SERVICE) and agreement.is_open


def can_read_diary(party: Party, agreement: Agreement) -> bool:
    """The page; what is on it `DiaryEntry.objects.visible_to` says. Called off, it is closed to the company."""
    if party == Party.EMPLOYER:
        return agreement.is_signed
    return party in (Party.PARTICIPANT, Party.SERVICE) and not agreement.is_open


def can_write_diary(party: Party, agreement: Agreement) -> bool:
    """From the first day on. Afterwards too: the diary is the participant's."""
    return party == Party.PARTICIPANT and agreement.is_signed and agreement.starts_on <= timezone.localdate()


def can_check_in(party: Party, agreement: Agreement) -> bool:
    return party == Party.SERVICE and agreement.is_signed


def can_say_how_it_was(party: Party, agreement: Agreement) -> bool:
    """Company and participant, from the last day on, until the last day for it."""
    if party not in (Party.EMPLOYER, Party.PARTICIPANT) or not agreement.is_signed:
        return False
    return agreement.ends_on <= timezone.localdate() <= feedback_until(agreement)


def can_confirm(party: Party, agreement: Agreement) -> bool:
    """That the stay was completed: whoever signed for the company or the service, from the last day on."""
    if party not in (Party.EMPLOYER, Party.SERVICE) or not agreement.is_signed:
        return False
    return agreement.ends_on <= timezone.localdate()


def can_see_stays(viewer: Membership) -> bool:
    """All stays that the viewer's service accompanies."""
    return is_staff(viewer)


def can_see_stay_figures(viewer: Membership) -> bool:
    return viewer.role in (Role.MANAGER, Role.ADMINISTRATOR)
