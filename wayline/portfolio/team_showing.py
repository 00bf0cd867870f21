"""What a team can do, in words that the pages and the table for spreadsheets share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayline.people.registers import Label
from wayline.portfolio.labels import SHORT_LEVELS
from wayline.portfolio.models import TeamChoice, TeamNeed
from wayline.portfolio.queries.team import NeedRow, PlanLine, Team
from wayline.portfolio.team_sums import Found, StandIn, Wanted

HOW: dict[str, Label] = {
    "narrower": gettext_lazy("wider than what is needed"),
    "broader": gettext_lazy("a part of what is needed"),
    "related": gettext_lazy("related"),
    "sibling": gettext_lazy("of the same group"),
}
"""By what is needed, as the classification says it: where that is the narrower one, what they have is wider."""
NOT_SAID = gettext_lazy("not shown")


@dataclass(frozen=True, slots=True)
class Nearly:
    """Somebody, or something, that nearly fits, and why."""

    choice: TeamChoice | None
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    need: TeamNeed
    title: str
    level: str
    held: list[TeamChoice]
    near: list[Nearly]
    unnamed: int | None
    missing: int
    hangs_on: TeamChoice | None
    """The one person seen who has it."""
    planned: int


def level_word(level: str) -> str:
    return str(SHORT_LEVELS[level]) if level else ""


def line(team: Team, row: NeedRow) -> Line:
    cover = row.cover
    return Line(
        need=row.need,
        title=row.title,
        level=level_word(row.need.level),
        held=[team.named[person] for person in cover.held],
        near=[Nearly(team.named[person], row.title, why(team, found)) for person, found in cover.near],
        unnamed=cover.unnamed,
        missing=cover.missing,
        hangs_on=team.named[cover.held[0]] if cover.hangs_on_one else None,
        planned=row.planned,
    )


def why(team: Team, found: Found) -> str:
    if found.how == "level":
        return _("lower level, or none said")
    return _("%(skill)s: %(how)s") % {"skill": team.titles[found.by], "how": HOW[found.how]}


def header() -> list[str]:
    return [
        _("What is needed"), _("Kind"), _("Level"), _("People needed"), _("Have it, by name"), _("Nearly, by name"),
        _("Have it, without a name: at least"), _("Missing at most"), _("Training planned"),
    ]  # fmt: skip


def csv_line(shown: Line) -> list[object]:
    held = "; ".join(one.user.name for one in shown.held)
    near = "; ".join(f"{one.choice.user.name} ({one.why})" for one in shown.near if one.choice)
    unnamed = str(NOT_SAID) if shown.unnamed is None else shown.unnamed
    kind = shown.need.get_kind_display()
    return [shown.title, kind, shown.level, shown.need.people, held, near, unnamed, shown.missing, shown.planned]


@dataclass(frozen=True, slots=True)
class Stand:
    choice: TeamChoice
    held: list[str]
    near: list[Nearly]
    missing: list[str]


def stand_ins(team: Team, found: Iterable[StandIn]) -> Iterator[Stand]:
    for one in found:
        near = [Nearly(None, team.titles[thing], why(team, how)) for thing, how in one.near]
        held, missing = ([team.titles[thing] for thing in things] for things in (one.held, one.missing))
        yield Stand(team.named[one.person], held, near, missing)


def is_by_needs(team: Team, covered: Sequence[Wanted]) -> bool:
    return any(one in covered for one in (cover.wanted for cover in team.covers))


def plan_header() -> list[str]:
    return [_("Training"), _("Web address"), _("For what"), _("For whom"), _("Until"), _("State")]


def plan_line(one: PlanLine) -> list[object]:
    made = one.training
    until = made.until.isoformat() if made.until else ""
    return [made.title, made.url, made.need.title, for_whom(one), until, made.get_state_display()]


def for_whom(one: PlanLine) -> str:
    return one.person.name if one.person else _("somebody of the team")
