"""Instruments, surveys and what people answered. One file per noun."""

from wayline.assessment.models.answers import Draft, KeptFile, OwnResult, Response
from wayline.assessment.models.instruments import Instrument, InstrumentVersion
from wayline.assessment.models.interests import InterestShare, InterestSheet
from wayline.assessment.models.surveys import Participant, Survey, Wave

__all__ = [
    "Draft",
    "Instrument",
    "InstrumentVersion",
    "InterestShare",
    "InterestSheet",
    "KeptFile",
    "OwnResult",
    "Participant",
    "Response",
    "Survey",
    "Wave",
]
