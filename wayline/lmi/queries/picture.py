"""The picture of a local labour market: what is large, growing, wanted, short, and unlike the country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wayline.lmi import figures
from wayline.lmi.display import Shown, is_expected
from wayline.lmi.enums import Quality
from wayline.lmi.figures import Figure
from wayline.lmi.models import Coverage
from wayline.lmi.quotients import Quotient, quotients
from wayline.taxonomy.enums import AreaKind
from wayline.taxonomy.models import Area, Concept, Release

COUNTS = ("projection", "employment", "jobs")
"""What says how many work in a job, best first: the series that reaches into the future also holds the past."""
WANTED = "total_requirement"
SHORT = ("hard_to_fill_share", "skill_shortage_share", "vacancies")
OFFERED = "vacancies_published"
"""What this service counts of its own vacancies, quarter by quarter."""
UNLIKE = 1.15
"""A quotient nearer to 1 than this (or its inverse) is called "about as common"."""


@dataclass(frozen=True, slots=True)
class Trade:
    """An occupation in the area: how many, how that differs from the country, and where it is going."""

    occupation: Concept
    now: Shown
    quotient: Quotient | None
    later: Shown | None
    there: Shown | None = None
    """How many in the country."""

    @property
    def change(self) -> float | None:
        """In per cent, from the newest observed to the last projected number; worked out here."""
        first, last = self.now.figure.value, self.later.figure.value if self.later else None
        return 100 * (last - first) / first if first and last is not None else None

    @property
    def share_percent(self) -> float | None:
        return 100 * self.quotient.here if self.quotient else None

    @property
    def percent_there(self) -> float | None:
        return 100 * self.quotient.there if self.quotient else None

    @property
    def sure(self) -> bool:
        """Both numbers are such as the publisher calls fit for use; the others are shown, but not ranked by change."""
        both = [self.now.figure.quality, self.later.figure.quality if self.later else Quality.UNRATED]
        return all(one in {Quality.UNRATED, Quality.PRECISE, Quality.REASONABLE} for one in both)


@dataclass(frozen=True, slots=True)
class Picture:
    area: Area
    country: Area | None
    """What it is compared with."""
    trades: list[Trade] = field(default_factory=list)
    hidden: list[Trade] = field(default_factory=list)
    """Occupations whose number is not given, with the reason."""
    wanted: list[Shown] = field(default_factory=list)
    short: list[Shown] = field(default_factory=list)
    offered: list[Shown] = field(default_factory=list)
    """Vacancies published in this service in the newest quarter."""
    parts: list[Area] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.trades or self.hidden or self.wanted or self.short or self.offered)

    @property
    def large(self) -> list[Trade]:
        return sorted(self.trades, key=lambda one: -(one.now.figure.value or 0))

    @property
    def growing(self) -> list[Trade]:
        known = [one for one in self.trades if one.change is not None and one.change > 0 and one.sure]
        return sorted(known, key=lambda one: -(one.change or 0))

    @property
    def shrinking(self) -> list[Trade]:
        known = [one for one in self.trades if one.change is not None and one.change < 0 and one.sure]
        return sorted(known, key=lambda one: one.change or 0)

    @property
    def more_common(self) -> list[Trade]:
        known = [one for one in self.trades if one.quotient and one.quotient.times >= UNLIKE]
        return sorted(known, key=lambda one: -(one.quotient.times if one.quotient else 0))

    @property
    def less_common(self) -> list[Trade]:
        known = [one for one in self.trades if one.quotient and one.quotient.times <= 1 / UNLIKE]
        return sorted(known, key=lambda one: one.quotient.times if one.quotient else 0)

    @property
    def compared(self) -> list[Trade]:
        """Those of which the shares are made: known here and in the country."""
        return [one for one in self.trades if one.quotient]

    @property
    def sum_here(self) -> float:
        return sum(one.now.figure.value or 0 for one in self.compared)

    @property
    def sum_there(self) -> float:
        return sum(one.there.figure.value or 0 for one in self.compared if one.there)

    @property
    def first(self) -> Shown | None:
        return next((one.now for one in (*self.trades, *self.hidden)), None)

    @property
    def releases(self) -> list[Release]:
        """What the picture is made of, for the line with the sources."""
        shown = [*(one.now for one in self.trades), *self.wanted, *self.short, *self.offered]
        return list({one.figure.release.pk: one.figure.release for one in shown}.values())

    def figures(self) -> list[Shown]:
        trades = [*self.trades, *self.hidden]
        return [
            *(one.now for one in trades),
            *(one.later for one in trades if one.later),
            *self.wanted,
            *self.short,
            *self.offered,
        ]


def picture(area: Area) -> Picture:
    """All in the finest classification level of which the area has most figures, so that nothing is counted twice."""
    chain = figures.area_chain(area)
    found = figures.exactly(occupations=None, indicators=(*COUNTS, WANTED, *SHORT, OFFERED), areas=chain)
    own = [one for one in found if one.area == area and one.occupation is not None]
    key = next((key for key in COUNTS if any(one.indicator == key for one in own)), "")
    counted = _finest([one for one in own if one.indicator == key])
    country = _country(chain, [one for one in found if one.indicator == key])
    trades = _trades(counted, country, [one for one in found if one.indicator == key])
    return Picture(
        area=area,
        country=country,
        trades=[one for one in trades if one.now.known],
        hidden=[one for one in trades if not one.now.known],
        wanted=_ranked(_finest([one for one in own if one.indicator == WANTED])),
        short=_ranked([one for one in own if one.indicator in SHORT]),
        offered=[one for one in _ranked(_finest([one for one in own if one.indicator == OFFERED])) if one.known],
        parts=list(area.parts.order_by("title")[:100]),
    )


def _finest(found: Sequence[Figure]) -> list[Figure]:
    """Figures of one classification and one level of it: the deepest with at least half as many as any other."""
    by: dict[tuple[int, int], list[Figure]] = {}
    for one in found:
        if one.occupation is not None:
            by.setdefault((one.occupation.scheme_id, one.occupation.level or 0), []).append(one)
    if not by:
        return []
    most = max(len(figures) for figures in by.values())
    return by[max((key for key in by if 2 * len(by[key]) >= most), key=lambda key: key[1])]


def _country(chain: Sequence[Area], found: Iterable[Figure]) -> Area | None:
    """The nearest nation or country around the area that has figures of the same kind."""
    with_figures = {one.area.pk for one in found}
    around = [one for one in chain[1:] if one.kind in {AreaKind.NATION, AreaKind.COUNTRY} and one.pk in with_figures]
    return next(iter(around), None)


def _trades(counted: Sequence[Figure], country: Area | None, found: Sequence[Figure]) -> list[Trade]:
    now = _at(counted, last=_newest(counted))
    later = _at(counted, last=max((one.period_end.year for one in counted if is_expected(one)), default=0))
    there = _at([one for one in found if one.area == country], last=_newest(counted)) if country else {}
    compared = quotients({pk: one.value for pk, one in now.items()}, {pk: one.value for pk, one in there.items()})
    return [
        Trade(one.occupation, Shown(one), compared.get(pk), _shown(later.get(pk)), _shown(there.get(pk)))
        for pk, one in now.items()
        if one.occupation is not None
    ]


def _shown(figure: Figure | None) -> Shown | None:
    return Shown(figure) if figure else None


def _newest(found: Sequence[Figure]) -> int:
    past = [one.period_end.year for one in found if not is_expected(one)]
    return max(past, default=max((one.period_end.year for one in found), default=0))


def _at(found: Iterable[Figure], *, last: int) -> dict[int, Figure]:
    return {one.occupation.pk: one for one in found if one.occupation and one.period_end.year == last}


def _ranked(found: Sequence[Figure]) -> list[Shown]:
    """Of the newest period, largest first; those without a figure last."""
    newest = max((one.period_end for one in found), default=None)
    shown = [Shown(one) for one in found if one.period_end == newest]
    return sorted(shown, key=lambda one: (one.figure.value is None, -(one.figure.value or 0)))


def with_counts() -> bool:
    """Whether anything that is loaded counts people by area at all."""
    return Coverage.objects.filter(release__superseded_at=None, indicator__key__in=COUNTS, areas__gt=1).exists()
