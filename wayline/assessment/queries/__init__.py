"""Composed reads, by page."""

from wayline.assessment.queries.instruments import is_used, outline_of, rules_of
from wayline.assessment.queries.surveys import asked_in, people_of, surveys_of, waves_of
from wayline.assessment.queries.waves import answerable_waves, drafts_of, participant_of, refusal, refusal_text

__all__ = [
    "answerable_waves",
    "asked_in",
    "drafts_of",
    "is_used",
    "outline_of",
    "participant_of",
    "people_of",
    "refusal",
    "refusal_text",
    "rules_of",
    "surveys_of",
    "waves_of",
]
