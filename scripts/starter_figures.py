"""Writes wayline/lmi/starter from publishers' files: `python scripts/starter_figures.py FOLDER` (the folder of data).

Run it when a publisher's release changes; every row keeps its publisher, licence, table and cell.
"""

from __future__ import annotations

import csv
import os
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
STARTER = ROOT / "wayline" / "lmi" / "starter"
YEARS = {2010, 2015, 2020, 2025, 2030, 2035}
SKILLS_AN_OCCUPATION = 8


def main(folder: Path) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayline.config.settings")
    import django

    django.setup()
    with (ROOT / "wayline" / "taxonomy" / "starter" / "occupations.toml").open("rb") as file:
        occupations = tomllib.load(file)
    soc = {one["soc-2020"] for one in occupations.values()}
    onet = {one["onet-soc"] for one in occupations.values()}
    figures = [*_outlook(folder), *_pay(folder, soc), *_ratings(folder, onet)]
    _write_figures(figures)
    _write_groups(folder, {row.element[1] for _source, row in figures if row.element})


def _rows(source: Any, folder: Path) -> Iterator[tuple[Any, Any]]:
    from wayline.taxonomy.sources.register import Report

    for row in source.read(source.find(folder), Report()).rows:
        if type(row).__name__ == "FigureRow":
            yield source, row


def _outlook(folder: Path) -> Iterator[tuple[Any, Any]]:
    from wayline.lmi.sources.skills_imperative import SKILLS_IMPERATIVE

    for source, row in _rows(SKILLS_IMPERATIVE, folder / "uk_skills_imperative_2035"):
        plain = not (row.industry or row.qualification or row.sex)
        if row.area[0] == "gss" and plain and (row.indicator != "projection" or row.period_end.year in YEARS):
            yield source, row


def _pay(folder: Path, codes: set[str]) -> Iterator[tuple[Any, Any]]:
    from wayline.lmi.sources.ashe import ASHE

    for source, row in _rows(ASHE, folder / "uk_pay_employment"):
        if row.period_end.year == 2025 and row.occupation and row.occupation[1] in codes:
            yield source, row


def _ratings(folder: Path, codes: set[str]) -> Iterator[tuple[Any, Any]]:
    """Job zone, interests, and the skills that matter most."""
    from wayline.lmi.sources.onet_ratings import ONET_RATINGS

    skills: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
    for source, row in _rows(ONET_RATINGS, folder / "onet_29_3"):
        if row.occupation[1] not in codes:
            continue
        if row.indicator in {"job_zone", "interest"}:
            yield source, row
        elif row.indicator == "skill" and row.statistic == "IM" and row.value is not None:
            skills[row.occupation[1]].append((source, row))
    for _code, rated in sorted(skills.items()):
        yield from sorted(rated, key=lambda one: (-one[1].value, one[1].element[1]))[:SKILLS_AN_OCCUPATION]


def _write_figures(figures: Iterable[tuple[Any, Any]]) -> None:
    from wayline.lmi.sources.starter import COLUMNS

    with (STARTER / "figures.csv").open("w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        for source, row in figures:
            occupation, element = row.occupation or (("", ""), ""), row.element or (("", ""), "")
            out.writerow(
                [
                    row.indicator,
                    row.statistic,
                    occupation[0][0],
                    occupation[1],
                    element[1],
                    *row.area,
                    row.period_start,
                    row.period_end,
                    _short(row.value),
                    row.status,
                    row.reason,
                    row.quality,
                    _short(row.cv),
                    _short(row.sample),
                    _short(row.error),
                    _short(row.low),
                    _short(row.high),
                    source.key,
                    row.place,
                ]
            )


def _short(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


def _write_groups(folder: Path, elements: set[str]) -> None:
    """The groups and elements that the figures name, by the publishers' codes and titles."""
    import gzip

    rows = []
    with gzip.open(folder / "uk_soc" / "soc2020_structure_descriptions.tsv.gz", "rt") as file:
        for cells in csv.reader(file, delimiter="\t"):
            code, title = _group(cells)
            if code:
                rows.append(["soc-2020", "", "group", code, title, code[:-1]])
    with gzip.open(folder / "onet_29_3" / "Content Model Reference.tsv.gz", "rt") as file:
        for cells in csv.reader(file, delimiter="\t"):
            if cells[0] in elements:
                kind = "interest" if cells[0].startswith("1.B") else "skill"
                rows.append(["onet-content", "", kind, cells[0], cells[1], ""])
    with (STARTER / "groups.csv").open("w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["scheme", "version", "kind", "code", "title", "broader"])
        out.writerows(rows)


def _group(cells: list[str]) -> tuple[str, str]:
    """Major and sub-major groups: the only ones with one and two digits."""
    for place, cell in enumerate(cells[:2]):
        if cell.strip().isdigit() and len(cell.strip()) == place + 1 and not any(cells[place + 1 : 4]):
            return cell.strip(), next((text.strip() for text in cells[4:] if text.strip()), "")
    return "", ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
