"""Opportunities and who offers them, what search reads of them, saved searches, sources and what they brought."""

from wayline.opportunities.models.agreements import Agreement, Signature
from wayline.opportunities.models.applications import (
    Application,
    ApplicationPaper,
    ApplicationStep,
    ApplicationVisit,
)
from wayline.opportunities.models.employers import Employer, PublicationRule
from wayline.opportunities.models.matching import AskedSkill, Asking, MatchChoice, SetAside, ShownMatch, StoppedPart
from wayline.opportunities.models.offers import DayCount, OccupationTag, Opportunity, Want
from wayline.opportunities.models.questions import Question
from wayline.opportunities.models.readings import ReadingAnswer
from wayline.opportunities.models.search import Listing, SavedSearch
from wayline.opportunities.models.sources import ImportRun, Source

__all__ = [
    "Agreement",
    "Application",
    "ApplicationPaper",
    "ApplicationStep",
    "ApplicationVisit",
    "AskedSkill",
    "Asking",
    "DayCount",
    "Employer",
    "ImportRun",
    "Listing",
    "MatchChoice",
    "OccupationTag",
    "Opportunity",
    "PublicationRule",
    "Question",
    "ReadingAnswer",
    "SavedSearch",
    "SetAside",
    "ShownMatch",
    "Signature",
    "Source",
    "StoppedPart",
    "Want",
]
