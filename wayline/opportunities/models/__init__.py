"""Opportunities and who offers them, what search reads of them, saved searches, sources and what they brought."""

import wayline.opportunities.models.about_you  # noqa: F401 - registered, and not handed on: see there
from wayline.opportunities.models.agreements import AgreedSkill, Agreement, Signature
from wayline.opportunities.models.applications import (
    Application,
    ApplicationPaper,
    ApplicationStep,
    ApplicationVisit,
)
from wayline.opportunities.models.changes import ListingChange
from wayline.opportunities.models.employers import Employer, PublicationRule
from wayline.opportunities.models.finding import Findable, FindableClaim, FoundPerson, FoundShowing
from wayline.opportunities.models.matching import (
    AskedSkill,
    Asking,
    JobAside,
    MatchChoice,
    SetAside,
    ShownMatch,
    StoppedPart,
)
from wayline.opportunities.models.offers import DayCount, OccupationTag, Opportunity, Want
from wayline.opportunities.models.questions import Question
from wayline.opportunities.models.readings import ReadingAnswer, ReadSkill, TextReading
from wayline.opportunities.models.search import Listing, SavedSearch
from wayline.opportunities.models.sources import ImportRun, Source
from wayline.opportunities.models.stays import (
    CheckIn,
    CompanyFeedback,
    Completion,
    DiaryEntry,
    ParticipantFeedback,
    SkillRating,
)
from wayline.opportunities.models.suggesting import Opened, PutOff
from wayline.opportunities.models.vacancies import VacancyCount, VacancyFact, VacancyFigures
from wayline.opportunities.models.videos import ApplicationVideo, VideoOpening

__all__ = [
    "AgreedSkill",
    "Agreement",
    "Application",
    "ApplicationPaper",
    "ApplicationStep",
    "ApplicationVideo",
    "ApplicationVisit",
    "AskedSkill",
    "Asking",
    "CheckIn",
    "CompanyFeedback",
    "Completion",
    "DayCount",
    "DiaryEntry",
    "Employer",
    "Findable",
    "FindableClaim",
    "FoundPerson",
    "FoundShowing",
    "ImportRun",
    "JobAside",
    "Listing",
    "ListingChange",
    "MatchChoice",
    "OccupationTag",
    "Opened",
    "Opportunity",
    "ParticipantFeedback",
    "PublicationRule",
    "PutOff",
    "Question",
    "ReadSkill",
    "ReadingAnswer",
    "SavedSearch",
    "SetAside",
    "ShownMatch",
    "Signature",
    "SkillRating",
    "Source",
    "StoppedPart",
    "TextReading",
    "VacancyCount",
    "VacancyFact",
    "VacancyFigures",
    "VideoOpening",
    "Want",
]
