"""Programmes and what people do in them. One file per noun."""

from wayline.learning.models.packages import PackageImport
from wayline.learning.models.participation import ParticipationSummary
from wayline.learning.models.programme import Asset, Programme, ProgrammeAuthor, Remark, Step, StepVersion, Week
from wayline.learning.models.progress import Certificate, HandIn, PollVote, Progress, QuizAttempt
from wayline.learning.models.run import Enrolment, LiveEvent, Run, RunInvitation, StepThread, WeekOpening

__all__ = [
    "Asset",
    "Certificate",
    "Enrolment",
    "HandIn",
    "LiveEvent",
    "PackageImport",
    "ParticipationSummary",
    "PollVote",
    "Programme",
    "ProgrammeAuthor",
    "Progress",
    "QuizAttempt",
    "Remark",
    "Run",
    "RunInvitation",
    "Step",
    "StepThread",
    "StepVersion",
    "Week",
    "WeekOpening",
]
