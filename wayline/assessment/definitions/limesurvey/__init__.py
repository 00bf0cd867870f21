"""Surveys of LimeSurvey 2.05 to 6: .lss, and the .lsg and .lsq of single groups and questions."""

from wayline.assessment.definitions.limesurvey.reading import Import, read
from wayline.assessment.definitions.limesurvey.tables import Unreadable

__all__ = ["Import", "Unreadable", "read"]
