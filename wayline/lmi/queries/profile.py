"""Everything an occupation page shows, read at once: words, figures with their steps, ratings, neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import get_language

from wayline.lmi import coverage, figures
from wayline.lmi.display import COUNTED, Shown, StepShown, area_words, is_expected, steps_shown
from wayline.lmi.enums import Statistic
from wayline.lmi.figures import Answer, Figure, Reading
from wayline.lmi.models import Cut
from wayline.lmi.queries import places
from wayline.lmi.queries.wording import Wording, wording
from wayline.taxonomy import crosswalk
from wayline.taxonomy.enums import AreaKind, MappingKind
from wayline.taxonomy.models import Area, Concept

PAY = ("pay_annual", "pay_weekly", "pay_hourly", "pay_annual_eur", "pay_annual_usd", "pay_hourly_usd", "hours_weekly")
WORKERS = ("employment", "jobs")
OUTLOOK = (
    "projection", "projection_change", "total_requirement", "replacement_demand", "replacement_rate",
    "jobs_projection", "jobs_projection_change", "jobs_projection_growth",
)  # fmt: skip
MARKET = (
    "unemployment_rate", "vacancies", "hard_to_fill_share", "skill_shortage_share", "vacancies_published",
    "pay_offered", "pay_offered_eur", "pay_offered_usd",
)  # fmt: skip
RATINGS = ("skill", "knowledge", "ability", "interest", "work_style", "work_value", "work_activity")
ENTRY = ("job_zone", "education", "experience", "training_on_site", "training_on_the_job")
RATED_BY = (Statistic.IMPORTANCE, Statistic.LEVEL, Statistic.RATING)
RATED_SHOWN = 8
READINGS = 5
"""Of a mapping to many occupations, as many are shown; the page says how many there are."""
PARTS = (AreaKind.REGION, AreaKind.LOCAL)
ORDER = {statistic: place for place, statistic in enumerate(Statistic)}


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """Figures of one occupation, area and group of people, with the way from the question to them."""

    reading: Reading
    area_note: str
    steps: list[StepShown]
    latest: list[Shown]
    """Of the newest period, in order of statistic."""
    series: list[Figure] = field(default_factory=list)
    """One statistic over time, when there are several periods."""

    @property
    def first(self) -> Shown:
        return self.latest[0]

    @property
    def median(self) -> Shown:
        middle = [one for one in self.latest if one.figure.statistic == Statistic.MEDIAN]
        return (middle or self.latest)[0]

    @property
    def percentiles(self) -> list[Shown]:
        return [one for one in self.latest if one.figure.statistic.value[0] == "p" or one is self.median]

    @property
    def people(self) -> str:
        """Who is counted, when it is not everybody."""
        return ", ".join(part.title for part in self.first.figure.cut.parts())

    @property
    def occupation(self) -> Concept | None:
        return self.reading.occupation


@dataclass(frozen=True, slots=True)
class Block:
    """One indicator: several readings when a mapping is not one-to-one."""

    key: str
    readings: list[ReadingShown]
    more: int
    abroad: bool
    """Every reading is of another country."""

    @property
    def title(self) -> str:
        return self.readings[0].first.title

    @property
    def caution(self) -> str:
        return self.readings[0].first.caution


@dataclass(frozen=True, slots=True)
class Rated:
    """An element (a skill, an interest) with its ratings by statistic."""

    element: Concept
    by: dict[Statistic, Shown]

    @property
    def main(self) -> Shown:
        return next(self.by[one] for one in (*RATED_BY, *self.by) if one in self.by)

    @property
    def level(self) -> Shown | None:
        return self.by.get(Statistic.LEVEL) if self.main.figure.statistic != Statistic.LEVEL else None


@dataclass(frozen=True, slots=True)
class RatedBlock:
    key: str
    title: str
    caution: str
    reading: ReadingShown
    rated: list[Rated]
    """All of them, highest first; those without a figure last."""

    @property
    def top(self) -> list[Rated]:
        return self.rated[:RATED_SHOWN]

    @property
    def rest(self) -> list[Rated]:
        return self.rated[RATED_SHOWN:]


@dataclass(frozen=True, slots=True)
class Change:
    """From the newest observed number to the last projected one, of the first reading. Worked out here from the two."""

    start: Shown
    end: Shown

    @property
    def percent(self) -> int:
        first, last = self.start.figure.value or 0, self.end.figure.value or 0
        return round(100 * (last - first) / first) if first else 0

    @property
    def size(self) -> int:
        return abs(self.percent)


@dataclass(frozen=True, slots=True)
class Profile:
    occupation: Concept
    area: Area | None
    words: Wording
    pay: list[Block]
    workers: list[Block]
    outlook: list[Block]
    market: list[Block]
    entry: list[RatedBlock]
    ratings: list[RatedBlock]
    rated_choices: list[Concept]
    """Rated occupations that a table leads to when it leads to several: none of them is taken for the one asked for."""
    shares: list[Shares]
    change: Change | None
    places: list[Shown]
    """Where most of them work: the same figure in the areas of the country, largest first."""

    def title(self, concept: Concept) -> str:
        return self.words.names.get(concept.pk) or concept.title

    @property
    def outlook_together(self) -> ReadingShown | None:
        """When all of the outlook is of one occupation and area, its way is told once."""
        readings = [reading for block in self.outlook for reading in block.readings]
        ways = {(one.occupation, one.reading.area, one.people) for one in readings}
        return readings[0] if len(ways) == 1 and len(readings) > 1 else None

    @property
    def first_pay(self) -> Block | None:
        return next(iter(self.pay), None)

    @property
    def first_count(self) -> Block | None:
        """What says how many work in it."""
        return next(iter((*self.workers, *self.outlook)), None)

    def blocks(self) -> Iterator[Block]:
        for blocks in (self.pay, self.workers, self.outlook, self.market):
            yield from blocks

    @property
    def same(self) -> list[Concept]:
        """The occupation itself in other classifications, where a table says that it is the same."""
        return [other for other, kind in self.words.elsewhere if kind == MappingKind.EXACT]

    @property
    def rated_elsewhere(self) -> ReadingShown | None:
        """Whose ratings they are, when they are of another occupation or country: told once."""
        readings = [block.reading for block in self.rated_blocks()]
        return next((one for one in readings if one.steps or one.area_note), None)

    def rated_blocks(self) -> Iterator[RatedBlock]:
        yield from self.ratings
        yield from self.entry


KEPT = 48
"""Profiles that are kept in memory: a class that looks at one job reads its figures once."""


def profile(occupation: Concept, area: Area | None, language: str) -> Profile:
    """Never changed once it is made: pages, files and widgets share it while no release comes or goes."""
    return _profile(occupation, area, language, get_language() or "", crosswalk.stamp())


@lru_cache(maxsize=KEPT)
def _profile(occupation: Concept, area: Area | None, language: str, _spoken: str, _stamp: str) -> Profile:
    answers = _answers(occupation, area) if area else {}
    market = {key: _block(answers[key], area) for key in MARKET_KEYS if answers.get(key) and area}
    rated, choices = _rated_blocks(answers, area) if area else ({}, [])
    outlook, workers = _some(market, OUTLOOK), _some(market, WORKERS)
    return Profile(
        occupation=occupation,
        area=area,
        words=wording(occupation, language),
        pay=_some(market, PAY),
        workers=workers,
        outlook=outlook,
        change=_change(outlook),
        places=_places([*workers, *outlook], area),
        market=_some(market, MARKET),
        entry=[rated[key] for key in ENTRY if key in rated],
        ratings=[rated[key] for key in RATINGS if key in rated],
        rated_choices=choices,
        shares=_shares(rated, area),
    )


def _some(market: dict[str, Block], keys: Sequence[str]) -> list[Block]:
    """Figures of the reader's country first."""
    return sorted((market[key] for key in keys if key in market), key=lambda block: block.abroad)


MARKET_KEYS = (*PAY, *WORKERS, *OUTLOOK, *MARKET)
RATED_KEYS = (*RATINGS, "job_zone")


def _answers(occupation: Concept, area: Area) -> dict[str, Answer]:
    """Everything of the page at once. Of ratings only one occupation's are read: none of several is taken for it."""
    return figures.best(
        occupation, indicators=(*MARKET_KEYS, *RATED_KEYS), area=area, others=places.fallbacks(area),
        parts=status_cuts(), at_most=READINGS, single=RATED_KEYS,
    )  # fmt: skip


def status_cuts() -> tuple[Cut, ...]:
    """Cuts by working status only (part-time, self-employed …): some publishers' files hold nothing else."""
    return _status_cuts(crosswalk.stamp())


@lru_cache(maxsize=2)
def _status_cuts(_stamp: str) -> tuple[Cut, ...]:
    only = Cut.objects.filter(industry=None, sex=None, age=None, qualification=None, status__isnull=False)
    return tuple(only.select_related("status"))


def _is_abroad(answer: Answer, area: Area) -> bool:
    return all(reading.area.country != area.country for reading in answer.readings)


def _block(answer: Answer, area: Area) -> Block:
    shown = [one for reading in answer.readings for one in readings_shown(reading, area)]
    return Block(answer.indicator, shown, answer.more, _is_abroad(answer, area))


def readings_shown(reading: Reading, area: Area) -> list[ReadingShown]:
    """One for each group of people that is counted."""
    cuts: dict[int, list[Figure]] = {}
    for figure in reading.figures:
        cuts.setdefault(figure.cut.id, []).append(figure)
    return [_reading_shown(reading, found, area) for found in cuts.values()]


def _reading_shown(reading: Reading, found: list[Figure], area: Area) -> ReadingShown:
    asked = asked_key(reading)
    newest = max(_observed(found), key=lambda figure: figure.period_end).period_end
    latest = [Shown(figure, asked) for figure in found if figure.period_end == newest]
    latest.sort(key=lambda one: (ORDER[one.figure.statistic], one.figure.period_start))
    return ReadingShown(
        reading, area_words(reading, area), steps_shown(reading.steps), latest, series=_series(found, latest[0].figure)
    )


def asked_key(reading: Reading) -> str:
    """The occupation at the beginning of the way, where there is a way."""
    if not reading.steps:
        return ""
    asked = reading.steps[0].source
    return f"{asked.scheme.key}:{asked.code}"


def _observed(found: list[Figure]) -> list[Figure]:
    """What has been observed, with a value if there is any; of a projection alone, all of it."""
    past = [figure for figure in found if not is_expected(figure)]
    known = [figure for figure in past if figure.value is not None]
    return known or past or found


def _series(found: list[Figure], like: Figure) -> list[Figure]:
    """Figures of the statistic that is shown first, by period; none when there is one period only."""
    same = [figure for figure in found if figure.statistic == like.statistic]
    return sorted(same, key=lambda figure: (figure.period_end, figure.observation)) if len(same) > 1 else []


def _rated_blocks(answers: dict[str, Answer], area: Area) -> tuple[dict[str, RatedBlock], list[Concept]]:
    """Ratings of the one occupation that answers; when several are equally near, these to choose from instead."""
    answers = {key: answers[key] for key in RATED_KEYS}
    choices: dict[int, Concept] = {}
    for answer in answers.values():
        if answer.others:
            first = [answer.first.occupation] if answer else []
            choices |= {one.pk: one for one in (*first, *answer.others) if one is not None}
    single = {key: _rated_block(answer, area) for key, answer in answers.items() if answer and not answer.others}
    return single, sorted(choices.values(), key=lambda one: one.title)


@dataclass(frozen=True, slots=True)
class Shares:
    """What those asked say of a requirement: the largest shares, with what they stand for."""

    title: str
    lines: list[tuple[str, Shown]]


def _shares(rated: dict[str, RatedBlock], area: Area | None) -> list[Shares]:
    """Education, experience and training, of the occupation whose preparation is rated."""
    block = rated.get(ENTRY[0])
    one = block.reading.occupation if block else None
    if block is None or one is None or area is None:
        return []
    found = figures.exactly(occupations=[one], indicators=ENTRY[1:], areas=[block.reading.reading.area], cuts=())
    shares: dict[str, list[Shown]] = {}
    for figure in found:
        if figure.value and figure.cut.parts():
            shares.setdefault(figure.indicator, []).append(Shown(figure, asked_key(block.reading.reading)))
    return [_largest(shares[key]) for key in ENTRY[1:] if key in shares]


def _largest(shown: list[Shown]) -> Shares:
    shown.sort(key=lambda one: -(one.figure.value or 0))
    named = [(", ".join(part.title for part in one.figure.cut.parts()), one) for one in shown]
    return Shares(shown[0].title, named[:4])


def _rated_block(answer: Answer, area: Area) -> RatedBlock:
    reading, asked = answer.first, asked_key(answer.first)
    elements: dict[int, dict[Statistic, Shown]] = {}
    for figure in reading.figures:  # in order of period: of each rating the newest stays
        number = figure.element.id if figure.element else 0
        elements.setdefault(number, {})[figure.statistic] = Shown(figure, asked)
    rated = [Rated(next(iter(by.values())).figure.element or answer_concept(reading), by) for by in elements.values()]
    rated.sort(key=_rank)
    first = rated[0].main
    shown = ReadingShown(reading, area_words(reading, area), steps_shown(reading.steps), [first])
    return RatedBlock(answer.indicator, first.title, first.caution, shown, rated)


def _rank(one: Rated) -> tuple[bool, float, str]:
    value = one.main.figure.value
    return value is None, -(value or 0), one.element.title


def answer_concept(reading: Reading) -> Concept:
    """Figures without an element (the job zone) are of the occupation itself."""
    found = reading.occupation
    if found is None:
        raise ValueError("A rating without an occupation")
    return found


def _change(outlook: Sequence[Block]) -> Change | None:
    """None when the first projection is not a series with a value at both ends."""
    for block in outlook[:1]:
        known = [figure for figure in block.readings[0].series if figure.value is not None]
        past = [figure for figure in known if not is_expected(figure)]
        if past and len(known) > len(past):
            asked = asked_key(block.readings[0].reading)
            return Change(Shown(past[-1], asked), Shown(known[-1], asked))
    return None


PLACES = 10


def _places(blocks: Sequence[Block], area: Area | None) -> list[Shown]:
    """The first count of people of which there are several areas, for the same occupation and year."""
    within = _parts_of(area) if area else set()
    for block in blocks:
        reading = block.readings[0]
        first = reading.first.figure
        if area is None or block.abroad or first.unit not in COUNTED or first.occupation is None:
            continue
        if len(within & coverage.areas_of(block.key, first.occupation.scheme_id)) < 2:
            continue
        year = first.period_end.year
        found = figures.exactly(
            occupations=[first.occupation], indicators=[block.key], cuts=[first.cut], years=(year, year),
            statistics=[first.statistic],
        )  # fmt: skip
        parts = [one for one in found if one.area.pk in within]
        if sum(one.value is not None for one in parts) > 1:
            asked = asked_key(reading.reading)
            parts.sort(key=lambda one: (one.value is None, -(one.value or 0), one.area.title))
            return [Shown(one, asked) for one in parts]
    return []


def _parts_of(area: Area) -> set[int]:
    """Numbers of the smaller areas of its country of which there are figures."""
    return {one.pk for one in places.with_figures() if one.kind in PARTS and one.country == area.country}
