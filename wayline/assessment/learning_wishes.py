"""What people rated themselves low in and could learn next, for those whom they let read it."""

from __future__ import annotations

from collections.abc import Collection

from wayline.assessment.definitions import toml
from wayline.assessment.gaps import gaps
from wayline.assessment.models import OwnResult
from wayline.portfolio.team_sources import Rating


def ratings_of(people: Collection[int], language: str) -> dict[int, list[Rating]]:
    """Of each person the newest result of each instrument that names gaps, largest gap first."""
    each = ("user_id", "version__instrument_id")
    newest = OwnResult.objects.filter(user__in=people).order_by(*each, "-finished_at", "-pk").distinct(*each)
    found: dict[int, list[Rating]] = {}
    for result in newest.select_related("version"):
        for gap in gaps(toml.read(result.version.definition), result.answers, language):
            rating = Rating(gap.row, gap.answer, gap.suggestion, result.finished_at)
            found.setdefault(result.user_id, []).append(rating)
    return found
