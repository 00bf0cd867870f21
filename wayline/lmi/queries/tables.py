"""Figures as rows of a CSV: what stands on a page, with everything that the page says of each figure."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.lmi.display import Shown, StepShown
from wayline.lmi.queries.profile import Profile, ReadingShown

HEADER = (
    "measure", "statistic", "element", "occupation code", "occupation", "classification", "area code", "area", "people",
    "from", "to", "value", "unit", "shown as", "status", "reason", "quality", "low", "high", "cv %", "sample",
    "standard error", "break before", "steps", "source", "licence", "place in the file", "figure",
)  # fmt: skip
Row = tuple[object, ...]


def rows_of(profile: Profile) -> Iterator[Row]:
    for block in profile.blocks():
        for reading in block.readings:
            yield from _reading(reading)
    for rated in profile.rated_blocks():
        for one in rated.rated:
            for shown in one.by.values():
                yield row_of(shown, rated.reading.steps)
    for share in profile.shares:
        for _label, shown in share.lines:
            yield row_of(shown)
    for shown in profile.places:
        yield row_of(shown)


def _reading(reading: ReadingShown) -> Iterator[Row]:
    done = set()
    for shown in (*reading.latest, *map(Shown, reading.series)):
        if shown.figure.observation not in done:
            done.add(shown.figure.observation)
            yield row_of(shown, reading.steps)


def row_of(shown: Shown, steps: list[StepShown] | tuple[StepShown, ...] = ()) -> Row:
    one = shown.figure
    return (
        shown.title, shown.statistic, one.element.title if one.element else "",
        one.occupation.code if one.occupation else "", one.occupation.title if one.occupation else "",
        one.occupation.scheme.title if one.occupation else "", one.area.code, one.area.title,
        ", ".join(part.title for part in one.cut.parts()), one.period_start.isoformat(), one.period_end.isoformat(),
        one.value, one.unit, shown.text, shown.status, shown.missing, shown.quality, one.low, one.high, one.cv,
        one.sample, one.error, "yes" if one.breaks else "", " ".join(step.words for step in steps), shown.source,
        one.release.licence, one.place, shown.url,
    )  # fmt: skip
