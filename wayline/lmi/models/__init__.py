"""Indicators, cuts, observations; the area a person reads for."""

from wayline.lmi.models.indicators import Coverage, Indicator
from wayline.lmi.models.observations import Category, Cut, Observation
from wayline.lmi.models.preferences import ReadingArea

__all__ = ["Category", "Coverage", "Cut", "Indicator", "Observation", "ReadingArea"]
