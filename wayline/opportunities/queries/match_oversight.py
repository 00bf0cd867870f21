"""Matching as a service looks after it: which parts are used, which were stopped by whom and why."""

from __future__ import annotations

from dataclasses import dataclass

from wayline.opportunities.enums import MatchPart
from wayline.opportunities.models import StoppedPart
from wayline.people.models import Organisation


@dataclass(frozen=True, slots=True)
class Part:
    part: str
    label: str
    stopped: StoppedPart | None


def parts(service: Organisation) -> list[Part]:
    rows = StoppedPart.objects.filter(service=service, ended_at=None).select_related("by__user")
    standing = {row.part: row for row in rows}
    return [Part(one.value, str(one.label), standing.get(one.value)) for one in MatchPart]


def past(service: Organisation) -> list[StoppedPart]:
    """Stops that are over, the newest first."""
    rows = StoppedPart.objects.filter(service=service).exclude(ended_at=None)
    return list(rows.select_related("by__user", "handled_by__user")[:100])
