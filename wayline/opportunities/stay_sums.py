"""What is counted of the stays of a service, for the sums by group of `group_sums.py`. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass

from wayline.opportunities.group_sums import Measures


@dataclass(frozen=True, slots=True)
class Counted:
    """One stay, as it is counted. `person` tells people from stays, and is shown nowhere."""

    person: int
    field: str = ""
    place: str = ""
    age: str = ""
    found: str = ""
    sex: str = ""
    background: str = ""
    ended: bool = False
    called_off: bool = False
    company_said: bool = False
    participant_said: bool = False


MEASURES: Measures[Counted] = Measures(
    {
        "stays": lambda one: True,
        "ended": lambda one: one.ended,
        "called_off": lambda one: one.called_off,
        "company_said": lambda one: one.company_said,
        "participant_said": lambda one: one.participant_said,
    },
    {"ended": "stays", "called_off": "stays", "company_said": "ended", "participant_said": "ended"},
)
