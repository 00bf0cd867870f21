"""A match in words that a person can check: what they have, what is near, what is missing, and how it adds up."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wayline.opportunities import matching
from wayline.opportunities.enums import Contract, Hours, MatchPart, Remote
from wayline.opportunities.queries.match_record import Record, sums
from wayline.opportunities.showing import language_name
from wayline.portfolio.fields import CEFR

RULES = {
    "skills": gettext_lazy("Skills"),
    "experience": gettext_lazy("Experience"),
    "level": gettext_lazy("Level of qualification"),
    "licences": gettext_lazy("Driving licences"),
    "languages": gettext_lazy("Languages"),
    "aspirations": gettext_lazy("What you want to do"),
    "interests": gettext_lazy("Interests"),
    "area": gettext_lazy("Where it is"),
    "hours": gettext_lazy("Hours"),
    "contract": gettext_lazy("Contract"),
    "remote": gettext_lazy("On site or from home"),
    "pay": gettext_lazy("Pay"),
}
STATES = {
    "held": gettext_lazy("you have it"),
    "near": gettext_lazy("near"),
    "missing": gettext_lazy("missing"),
    "met": gettext_lazy("fits"),
    "unmet": gettext_lazy("does not fit"),
    "unknown": gettext_lazy("not said"),
}
COLOURS = {"held": "green", "met": "green", "near": "yellow", "missing": "orange", "unmet": "orange", "unknown": "grey"}
HOW = {
    "narrower": gettext_lazy("a special case of it"),
    "broader": gettext_lazy("the wider skill that it is a case of"),
    "related": gettext_lazy("one of the two is needed for the other"),
    "sibling": gettext_lazy("both are cases of one wider skill"),
    "same": gettext_lazy("the same occupation"),
    "title": gettext_lazy("a similar title"),
    "group": gettext_lazy("in the same group of occupations"),
    "similar": gettext_lazy("it asks for skills that this brings along"),
    "worked": gettext_lazy("a former job cannot do without it"),
    "alike": gettext_lazy("the work is alike"),
}
LEVELS = {
    "unsaid": gettext_lazy("level not said"),
    "basic": gettext_lazy("basic"),
    "intermediate": gettext_lazy("intermediate"),
    "advanced": gettext_lazy("advanced"),
    "expert": gettext_lazy("expert"),
    "mother_tongue": gettext_lazy("mother tongue"),
    **{level: level for level in CEFR},
}
ABSENT = {
    "experience": gettext_lazy("no experience in it"),
    "aspirations": gettext_lazy("not what you named"),
    "interests": gettext_lazy("none of yours"),
}
"""What is missing is called so where it is no skill."""
HARDLY = 10
"""Per cent of a rule."""
LITTLE = 30
"""Per cent below which the work of two jobs is called a little alike: about what the fortieth nearest job has."""
NEEDS = {
    "must": gettext_lazy("needed"),
    "nice": gettext_lazy("welcome"),
    "read": gettext_lazy("read from the text by the program"),
    "usual": gettext_lazy("usual for the occupation"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One reason. `title` and `url` are of the item that it rests on; `url` is empty when that is gone."""

    state: str
    name: str
    value: int
    part: int
    need: str = ""
    title: str = ""
    url: str = ""
    note: str = ""
    rule: str = ""
    little: bool = False
    """It rests on work that is only a little alike."""

    @property
    def weight(self) -> str:
        """Of a skill of an occupation, which counts more the fewer occupations need it."""
        return number_format(self.part / 100, decimal_pos=2, use_l10n=True)

    @property
    def label(self) -> str:
        return str(ABSENT.get(self.rule, STATES[self.state]) if self.state == "missing" else STATES[self.state])

    @property
    def colour(self) -> str:
        return COLOURS[self.state]


@dataclass(frozen=True, slots=True)
class Row:
    """One rule with its share of its weight."""

    rule: str
    label: str
    weight: int
    share: int
    lines: tuple[Line, ...]

    @property
    def points(self) -> str:
        return number_format(self.weight * self.share / 100, decimal_pos=2, use_l10n=True)

    @property
    def unknown(self) -> bool:
        return all(line.state == "unknown" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Shown:
    """A match, live or from the record. `job`: number of the occupation, when it is not with an offer."""

    score: int
    version: str
    rows: tuple[Row, ...]
    job: int = 0

    def _skills(self, *states: str) -> list[Line]:
        return [line for row in self.rows if row.rule == "skills" for line in row.lines if line.state in states]

    @property
    def held(self) -> list[Line]:
        return self._skills("held")

    @property
    def near(self) -> list[Line]:
        return self._skills("near")

    @property
    def missing(self) -> list[Line]:
        return self._skills("missing")

    @property
    def usual(self) -> bool:
        """Skills of the occupation are among them, for the opportunity names none."""
        return self._are("usual")

    @property
    def read(self) -> bool:
        """Skills are among them that the program read in the text, for its source names none."""
        return self._are("read")

    def _are(self, need: str) -> bool:
        return not self.job and any(line.need == str(NEEDS[need]) for line in self._skills("held", "near", "missing"))

    @property
    def others(self) -> list[Line]:
        """Everything but skills that is known, one line each."""
        return [line for row in self.rows if row.rule != "skills" for line in row.lines if line.state != "unknown"]

    @property
    def unsaid(self) -> list[str]:
        return [row.label for row in self.rows if row.unknown]

    @property
    def points(self) -> str:
        return number_format(sum(row.weight * row.share for row in self.rows) / 100, decimal_pos=2, use_l10n=True)

    @property
    def of(self) -> int:
        return sum(row.weight for row in self.rows)


def shown(record: Record, score: int, version: str, alive: Collection[str] | None = None) -> Shown:
    """`alive`: keys of the items that are still there; None when all are."""
    rows = tuple(
        Row(
            one.rule,
            str(RULES[one.rule]),
            one.weight,
            one.share,
            tuple(_line(said, alive) for said in record["reasons"] if said["rule"] == one.rule),
        )
        for one in sums(record)
    )
    return Shown(score, version, rows, record.get("job", 0))


def _line(said: Record, alive: Collection[str] | None) -> Line:
    item = said.get("item", "")
    there = item and (alive is None or item in alive)
    return Line(
        state=said["state"],
        name=_name(said),
        value=said["value"],
        part=said.get("part", 1),
        need=str(NEEDS.get(said.get("need", ""), "")),
        title=said.get("title", ""),
        url=reverse("portfolio:item", args=[item]) if there else "",
        note=_note(said),
        rule=said["rule"],
        little=said.get("how") == "alike" and said.get("of_it", LITTLE) < LITTLE,
    )


def _note(said: Record) -> str:
    """What makes its worth: level, evidence, time, and how it is related."""
    parts = [
        str(LEVELS[said["level"]]) if said.get("level") else "",
        _("with evidence") if said.get("evidence") else "",
    ]
    if said.get("months"):
        months = said["months"]
        parts.append(ngettext("%(months)d month", "%(months)d months", months) % {"months": months})
    how = str(HOW.get(said.get("how", ""), ""))
    parts.append(f"{how}, {said['of_it']} %" if how and said.get("of_it") else how)
    return ", ".join(part for part in parts if part)


NAMES: dict[str, Callable[[str], Any]] = {
    "level": lambda code: _("EQF level %(level)s") % {"level": code},
    "licences": lambda code: _("Licence %(category)s") % {"category": code},
    "languages": language_name,
    "area": lambda code: Remote(code).label if code else _("In an area you chose"),
    "hours": lambda code: Hours(code).label,
    "contract": lambda code: Contract(code).label,
    "remote": lambda code: Remote(code).label,
    "pay": lambda code: _("%(pay)s a year at full time") % {"pay": number_format(int(code), force_grouping=True)},
}


def _name(said: Record) -> str:
    if said["state"] == "unknown":
        return _("It does not say")
    if said.get("name"):
        return capital(str(said["name"]))
    if said["rule"] == "area" and said["state"] == "unmet":
        return _("In none of the areas you chose")
    return str(NAMES[said["rule"]](said.get("code", ""))) if said["rule"] in NAMES else ""


def capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def why_move(one: Shown) -> str:
    """Why one could move to a job, in a sentence or two: how many of its skills one has, and what else speaks most."""
    best = max(speaking(one), key=lambda row: row.weight * row.share, default=None)
    return " ".join(text for text in (_skills_said(one), _move_said(best) if best else "") if text)


def _skills_said(one: Shown) -> str:
    held, near, number = len(one.held), len(one.near), len(one.held) + len(one.near) + len(one.missing)
    if not held and not near:
        return ""
    said = _("Skills: you have %(held)d of %(number)d.")
    if near:
        said = _("Skills: you have %(held)d of %(number)d, %(near)d near.")
    return said % {"held": held, "near": near, "number": number}


def speaking(one: Shown) -> list[Row]:
    """Rules beside skills by which something speaks for a job. What hardly does stands among all reasons only."""
    return [row for row in one.rows if row.rule != "skills" and row.share >= HARDLY]


def _move_said(row: Row) -> str:
    line = row.lines[0]
    said = A_LITTLE[row.rule] if line.little else MOVES[row.rule][line.state == "near"]
    return str(said) % {"title": line.title} if line.title else ""


MOVES = {
    "experience": (gettext_lazy("Its work is like yours as “%(title)s”."),) * 2,
    "aspirations": (gettext_lazy("You want “%(title)s”."), gettext_lazy("It is like “%(title)s”, which you want.")),
    "interests": (gettext_lazy("“%(title)s” is one of your interests."),) * 2,
}
"""What speaks for a move beside skills: as it was kept, and where it is only near."""
A_LITTLE = {
    "experience": gettext_lazy("Its work is a little like yours as “%(title)s”."),
    "aspirations": gettext_lazy("It is a little like “%(title)s”, which you want."),
}


@dataclass(frozen=True, slots=True)
class PartSwitch:
    part: str
    label: str
    reads: str
    on: bool
    stopped: bool


READS = {
    MatchPart.SKILLS: gettext_lazy("Skills and digital skills, with their levels and what shows them."),
    MatchPart.EXPERIENCE: gettext_lazy("Titles and times of what you worked as; not for whom."),
    MatchPart.QUALIFICATIONS: gettext_lazy(
        "Levels of certificates, driving licences, and languages with their levels."
    ),
    MatchPart.ASPIRATIONS: gettext_lazy("Occupations and places that you want."),
    MatchPart.INTERESTS: gettext_lazy("Names and keywords of your interests."),
    MatchPart.CONDITIONS: gettext_lazy("What you choose for matching: areas, hours, contract, pay."),
}


def switches(on: Collection[str], stopped: Collection[str]) -> list[PartSwitch]:
    return [
        PartSwitch(part.value, str(part.label), str(READS[part]), part.value in on, part.value in stopped)
        for part in MatchPart
    ]


def job_weights_in_words() -> list[tuple[str, str, int]]:
    """The same for jobs that one could move to."""
    points = matching.moving.current().rules
    return [(str(MatchPart(rule).label), str(RULES[rule]), points[rule]) for rule in matching.moving.RULES]


def weights_in_words() -> list[tuple[str, str, int]]:
    """Part, rule and points, for whoever wants to know what counts how much."""
    rules = matching.current().rules
    return [
        (str(MatchPart(part).label), str(RULES[rule]), rules[rule])
        for part, names in matching.PARTS.items()
        for rule in names
    ]
