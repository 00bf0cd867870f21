"""Whether somebody may answer a wave now, and if not, why."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from wayline.assessment.enums import Audience, WaveState
from wayline.assessment.models import Draft, Participant, Wave
from wayline.people.models import Membership, User
from wayline.people.tokens import hash_token

NOT_YET, OVER, ANSWERED, NOT_INVITED, NOT_ASKED = "not yet", "over", "answered", "not invited", "not asked"


def answerable_waves() -> QuerySet[Wave]:
    """Waves whose address works: also those that are over, so that the page can say so."""
    return Wave.objects.exclude(state=WaveState.DRAFT).select_related("survey__version", "survey__organisation")


def drafts_of(wave: Wave, code: str) -> QuerySet[Draft]:
    """What was begun under this code: one row, or none."""
    found = Draft.objects.filter(code_hash=hash_token(code), wave=wave)
    return found.select_related("wave__survey", "version", "participant")


def participant_of(wave: Wave, user: User) -> Participant | None:
    return Participant.objects.filter(wave=wave, user=user).first()


def refusal(wave: Wave, participant: Participant | None, *, member: Membership | None) -> str:
    """Why this person cannot answer now; empty when nothing stands in the way."""
    survey = wave.survey
    if wave.opens_on and timezone.localdate() < wave.opens_on:
        return NOT_YET
    if not wave.is_open():
        return OVER
    if participant is not None and participant.answered:
        return ANSWERED
    if survey.audience == Audience.LIST and participant is None:
        return NOT_INVITED
    if survey.audience == Audience.GROUP and not _is_asked(member, wave, participant):
        return NOT_ASKED
    return ""


def refusal_text(reason: str) -> str:
    return {
        "": "",
        NOT_YET: gettext("This survey has not opened yet."),
        OVER: gettext("This survey is closed. It takes no more answers."),
        ANSWERED: gettext("Your answers are here already. Thank you."),
        NOT_INVITED: gettext("This survey is for people who were invited. Use the link in your letter."),
        NOT_ASKED: gettext("This survey is for another group of people than the role you act in."),
    }[reason]


def _is_asked(member: Membership | None, wave: Wave, participant: Participant | None) -> bool:
    survey = wave.survey
    if participant is not None:
        return True
    if member is None or member.organisation_id != survey.organisation_id:
        return False
    return survey.group_role in ("", member.role)
