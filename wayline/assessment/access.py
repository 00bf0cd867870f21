"""Who may do what with instruments and surveys. One condition a line."""

from __future__ import annotations

from wayline.assessment.enums import SURVEY_ROLES, WaveState
from wayline.assessment.models import Instrument, Survey
from wayline.people.models import Membership


def can_write_instruments(viewer: Membership) -> bool:
    return viewer.role in SURVEY_ROLES


def can_change_instrument(viewer: Membership, instrument: Instrument) -> bool:
    """Whoever made it. Others of the organisation make a copy."""
    if instrument.organisation_id != viewer.organisation_id or viewer.role not in SURVEY_ROLES:
        return False
    return instrument.created_by is not None and instrument.created_by.user_id == viewer.user_id


def can_send_surveys(viewer: Membership) -> bool:
    return viewer.role in SURVEY_ROLES


def can_manage_survey(viewer: Membership, survey: Survey) -> bool:
    if survey.organisation_id != viewer.organisation_id or viewer.role not in SURVEY_ROLES:
        return False
    return survey.created_by is not None and survey.created_by.user_id == viewer.user_id


def can_change_form(survey: Survey) -> bool:
    """Who is asked, and whether by name, is settled before the first wave opens."""
    return not survey.waves.exclude(state=WaveState.DRAFT).exists()
