"""Finishes the sums: from whole numbers by leaf cell to figures of every group of occupations and every area.

Figures here are exact; what may be shown of them is decided afterwards (`vacancy_hiding`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wayline.opportunities.intelligence.columns import earlier
from wayline.opportunities.intelligence.growth import Rise, rising
from wayline.opportunities.intelligence.spread import Concentration, Quartiles, concentration, quartiles
from wayline.opportunities.intelligence.sums import ALL, Cell, Partial, add, titles_of_many
from wayline.opportunities.intelligence.survival import Span, span_of
from wayline.opportunities.intelligence.weights import Weighting, weighting

BASES = (4, 1)
"""Quarters back: the same one of the year before, which knows the season, or else the one before."""
BASE_FEWEST = 20
"""Vacancies in the quarter that one compares with."""
CROSSED = 2
"""Levels of occupations, from the top, that are crossed with every area; finer ones with the largest area of a line
only. More would be numbers so small that nearly all of them are hidden."""
TITLE_EMPLOYERS = 3
"""So many employers must use a title before it is told: one used by one alone could name it."""
MOST = 25
"""Skills, titles and rises kept of a cell."""
Line = Sequence[str]
"""A key and everything above it, the nearest first."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What stands above each occupation and area; a key without a line stands alone."""

    occupations: Mapping[str, Line]
    areas: Mapping[str, Line]


@dataclass(frozen=True, slots=True)
class Compared:
    """What rose against the quarter `base`, which has `vacancies`; `silent` ones of them say nothing of the kind and
    are not compared. No base: nothing to compare with."""

    base: str
    vacancies: int
    rises: tuple[Rise, ...]
    silent: int = 0


NOTHING = Compared("", 0, ())
Told = Callable[["_Words"], tuple[Counter[str], int]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one cell. `facts`: numbers of `sums.FACTS`. `skills`, `titles`: (item, vacancies), the most first; empty where
    occupation and area are crossed."""

    cell: Cell
    facts: Mapping[str, int]
    employers: Concentration | None
    pay: Mapping[str, Quartiles]
    span: Span
    contracts: Mapping[str, int]
    sources: Mapping[str, int]
    skills: tuple[tuple[str, int], ...]
    titles: tuple[tuple[str, int], ...]
    rising_skills: Compared
    rising_titles: Compared

    @property
    def vacancies(self) -> int:
        return self.facts.get("counted", 0)


@dataclass(frozen=True, slots=True)
class Weighted:
    """All vacancies of a quarter, each group of occupations given the part that it has among people in work."""

    quarter: str
    weighting: Weighting
    pay: Mapping[str, Quartiles]
    contracts: Mapping[str, float]
    skills: tuple[tuple[str, float], ...]
    """Shares of the vacancies that name a skill, the largest first."""


@dataclass(slots=True)
class _Words:
    """Skills and titles of a quarter, kept to compare later ones with.

    Skills are compared among the `naming`, vacancies that name any: else every skill would rise when a source begins
    that names some, and fall with one that names none.
    """

    vacancies: int
    naming: int
    skills: Counter[str]
    titles: Counter[str]


def finish(whole: Partial, lines: Lines, as_of: date) -> Iterator[Figures]:
    """Figures of each group of occupations × area with a vacancy in it, quarter by quarter. One cell in memory."""
    told = {quarter: titles_of_many(whole, quarter, TITLE_EMPLOYERS) for quarter in whole.quarters()}
    for (occupation, area), quarters in _groups(whole, lines).items():
        before: dict[str, _Words] = {}
        for quarter in sorted(quarters):
            leaves = quarters[quarter]
            words = _words(whole, quarter, leaves, occupation, area)
            words.titles = Counter({one: number for one, number in words.titles.items() if one in told[quarter]})
            yield _figures(whole, (quarter, occupation, area), leaves, words, before, as_of)
            before[quarter] = words


def _groups(whole: Partial, lines: Lines) -> dict[tuple[str, str], dict[str, list[Cell]]]:
    groups: dict[tuple[str, str], dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for cell in whole.tables["facts"]:
        for group in _around(cell, lines):
            groups[group][cell[0]].append(cell)
    return groups


def _around(cell: Cell, lines: Lines) -> Iterator[tuple[str, str]]:
    """The groups that a leaf cell counts in."""
    above, around = _line(lines.occupations, cell[1]), _line(lines.areas, cell[2])
    coarse = {ALL, *above[-1 - CROSSED :]}
    for occupation in above:
        for area in around:
            if occupation in coarse or area == ALL or area == around[-2]:
                yield occupation, area


def _line(known: Mapping[str, Line], key: str) -> list[str]:
    return [*known.get(key, (key,)), ALL] if key else [ALL]


def _summed(whole: Partial, table: str, cells: Sequence[Cell]) -> Counter[str]:
    kept, made = whole.tables[table], Counter[str]()
    for cell in cells:
        if cell in kept:
            add(made, kept[cell])
    return made


def _words(whole: Partial, quarter: str, leaves: Sequence[Cell], occupation: str, area: str) -> _Words:
    facts = _summed(whole, "facts", leaves)
    if area == ALL:
        cells = [(quarter, key, ALL) for key in sorted({leaf[1] for leaf in leaves})]
    elif occupation == ALL:
        cells = [(quarter, ALL, key) for key in sorted({leaf[2] for leaf in leaves})]
    else:
        cells = []
    return _Words(facts["counted"], _naming(facts), _summed(whole, "skill", cells), _summed(whole, "title", cells))


def _naming(facts: Counter[str]) -> int:
    """Vacancies that name a skill."""
    return facts["counted"] - facts["no_skill"]


def _figures(
    whole: Partial, cell: Cell, leaves: Sequence[Cell], words: _Words, before: Mapping[str, _Words], as_of: date
) -> Figures:
    base = next((one for one in (earlier(cell[0], back) for back in BASES) if _fit(before.get(one))), "")
    return Figures(
        cell=cell,
        facts=dict(_summed(whole, "facts", leaves)),
        employers=concentration(_summed(whole, "employer", leaves).values()),
        pay=_pay({1.0: _summed(whole, "pay", leaves)}),
        span=span_of(_summed(whole, "span", leaves), as_of),
        contracts=dict(_summed(whole, "contract", leaves)),
        sources=dict(_summed(whole, "source", leaves)),
        skills=_most(words.skills),
        titles=_most(words.titles),
        rising_skills=_compared(base, words, before, lambda one: (one.skills, one.naming)),
        rising_titles=_compared(base, words, before, lambda one: (one.titles, one.vacancies)),
    )


def _fit(words: _Words | None) -> bool:
    return words is not None and words.vacancies >= BASE_FEWEST


def _compared(base: str, now: _Words, before: Mapping[str, _Words], of: Told) -> Compared:
    """`of`: what a quarter tells of, and how many of its vacancies say something of the kind."""
    if not base:
        return NOTHING
    (told, number), (told_then, number_then) = of(now), of(before[base])
    if number_then < BASE_FEWEST:
        return NOTHING
    rises = rising(told, number, told_then, number_then)
    vacancies = before[base].vacancies
    return Compared(base, vacancies, tuple(rises[:MOST]), vacancies - number_then)


def _most(items: Counter[str]) -> tuple[tuple[str, int], ...]:
    """The most first; equal ones by name, so that the same sums give the same list."""
    return tuple(sorted(items.items(), key=lambda one: (-one[1], one[0]))[:MOST])


def _pay(by_weight: Mapping[float, Counter[str]]) -> dict[str, Quartiles]:
    """Weight of a vacancy → its items of the table `pay`."""
    values: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    numbers: Counter[str] = Counter()
    for weight, items in by_weight.items():
        for item, number in items.items():
            currency, _space, amount = item.partition(" ")
            values[currency][int(amount)] += weight * number
            numbers[currency] += number
    found = {currency: quartiles(amounts, numbers[currency]) for currency, amounts in sorted(values.items())}
    return {currency: one for currency, one in found.items() if one is not None}


def weighted(
    whole: Partial, lines: Lines, quarter: str, employed: Mapping[str, float], *, every: float = 0
) -> Weighted | None:
    """`employed`: people in work by top group of occupations, of `every` (0: of all of these). None where no group has
    people and vacancies."""
    groups: dict[str, list[Cell]] = defaultdict(list)
    for cell in whole.tables["facts"]:
        if cell[0] == quarter and cell[1]:
            groups[lines.occupations.get(cell[1], (cell[1],))[-1]].append(cell)
    numbers = {group: sum(whole.tables["facts"][cell]["counted"] for cell in cells) for group, cells in groups.items()}
    found = weighting(numbers, employed, every=every)
    if found is None:
        return None
    weights = {one.group: one.weight for one in found.strata}
    pay: dict[float, Counter[str]] = defaultdict(Counter)
    for group, weight in weights.items():
        pay[weight].update(_summed(whole, "pay", groups[group]))
    words = {group: [(quarter, key, ALL) for key in sorted({cell[1] for cell in groups[group]})] for group in weights}
    number = sum(weight * _naming(_summed(whole, "facts", groups[group])) for group, weight in weights.items())
    contracts = _shares({group: _summed(whole, "contract", groups[group]) for group in weights}, weights)
    skills = _shares({group: _summed(whole, "skill", words[group]) for group in weights}, weights, number)
    largest = sorted(skills.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    return Weighted(quarter, found, _pay(pay), contracts, tuple(largest))


def _shares(
    items: Mapping[str, Counter[str]], weights: Mapping[str, float], of: float | None = None
) -> dict[str, float]:
    """Weighted share of each item: of the weighted sum of all of them, or of a number of vacancies."""
    made: dict[str, float] = defaultdict(float)
    for group, counted in items.items():
        for item, number in counted.items():
            made[item] += weights[group] * number
    whole = sum(made.values()) if of is None else of
    return {item: number / whole for item, number in sorted(made.items())} if whole else {}
