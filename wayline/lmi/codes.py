"""What a code of a publisher's file stands for in the database. Every answer is kept, so that a stream asks once."""

from __future__ import annotations

from collections import Counter
from typing import Any

from wayline.lmi.enums import Unit
from wayline.lmi.indicators import INDICATORS
from wayline.lmi.models import Category, Cut, Indicator
from wayline.lmi.rows import AreaRow, CategoryKey, CategoryRow, FigureRow, IndicatorRow
from wayline.taxonomy.models import Area, Concept, Release, Scheme
from wayline.taxonomy.rows import SchemeKey
from wayline.taxonomy.sources.register import Defect, SourceError

DIMENSIONS = {
    "industry": "industry", "sex": "sex", "age": "age", "working_status": "status", "qualification": "qualification",
}  # fmt: skip
"""Field of a row → dimension."""


class Codes:
    def __init__(self, release: Release) -> None:
        self.release = release
        self.counts: Counter[str] = Counter()
        self.defects: list[Defect] = []
        self._schemes: dict[SchemeKey, Scheme] = {}
        self._concepts: dict[SchemeKey, dict[str, int]] = {}
        self._unknown: set[tuple[SchemeKey, str]] = set()
        self._indicators: dict[str, int] = {}
        self._areas: dict[tuple[str, str], int] = {}
        self._announced: dict[tuple[str, str], AreaRow] = {}
        self._categories: dict[tuple[str, CategoryKey], int] = {}
        self._cuts: dict[tuple[CategoryKey | None, ...], int] = {}

    def concept(self, key: tuple[SchemeKey, str] | None, place: str) -> int | None:
        """Its number; None for all together; 0, and a defect noted once, when the classification lacks the code."""
        if key is None:
            return None
        scheme, code = key
        found = self._codes_of(scheme, place).get(code, 0)
        if not found and key not in self._unknown:
            self._unknown.add(key)
            self.defects.append(Defect(place, f"the code {code} is not in {self._schemes[scheme]}"))
        return found

    def _codes_of(self, key: SchemeKey, place: str) -> dict[str, int]:
        if key not in self._concepts:
            scheme = self._scheme(key, place)
            self._concepts[key] = dict(Concept.objects.filter(scheme=scheme).values_list("code", "pk"))
        return self._concepts[key]

    def _scheme(self, key: SchemeKey, place: str) -> Scheme:
        """An empty version means the one that people see first."""
        if key not in self._schemes:
            name, version = key
            wanted: dict[str, Any] = {"version": version} if version else {"is_current": True}
            found = Scheme.objects.filter(key=name, **wanted).first()
            if found is None:
                what = f"the classification {' '.join(key).strip()} is not loaded; add it first"
                raise SourceError(Defect(place, what))
            self._schemes[key] = found
        return self._schemes[key]

    def indicator(self, key: str, place: str) -> int:
        if key not in self._indicators:
            known = INDICATORS.get(key)
            if known is None:
                raise SourceError(Defect(place, f"the indicator {key} is not known"))
            self.add_indicator(IndicatorRow(key, known.unit, known.decimals))
        return self._indicators[key]

    def add_indicator(self, row: IndicatorRow) -> None:
        if row.unit not in Unit.values:
            raise SourceError(Defect(row.key, f"the unit {row.unit} is not known"))
        said = {"unit": row.unit, "decimals": row.decimals}
        indicator, _new = Indicator.objects.get_or_create(key=row.key, defaults=said)
        if indicator.unit != row.unit:
            raise SourceError(Defect(row.key, f"the indicator is kept in {indicator.unit}, not in {row.unit}"))
        self._indicators[row.key] = indicator.pk

    def area(self, key: tuple[str, str], place: str) -> int:
        if key not in self._areas:
            row = self._announced.get(key)
            if row is None:
                raise SourceError(Defect(place, f"the area {key[1]} of {key[0]} was not announced"))
            self._areas[key] = self._made(row)
        return self._areas[key]

    def add_area(self, row: AreaRow) -> None:
        """It is made when a figure first names it, or an area within it."""
        self._announced[row.scheme, row.code] = row

    def _made(self, row: AreaRow) -> int:
        """An area keeps the name it was first given; a name in another language is added."""
        parent = self.area((row.parent_scheme or row.scheme, row.parent), row.code) if row.parent else None
        said = {"title": row.title, "kind": row.kind, "country": row.country, "parent_id": parent, "titles": row.titles}
        area, new = Area.objects.get_or_create(scheme=row.scheme, code=row.code, defaults=said)
        self.counts["areas new"] += new
        if not new and row.titles.items() - area.titles.items():
            area.titles = {**row.titles, **area.titles}
            area.save(update_fields=["titles"])
        return area.pk

    def add_category(self, row: CategoryRow) -> None:
        said = {"title": row.title[:200], "position": row.position}
        key = {"dimension": row.dimension, "scheme": row.scheme, "code": row.code}
        category, new = Category.objects.get_or_create(**key, defaults=said)
        self.counts["categories new"] += new
        self._categories[row.dimension, (row.scheme, row.code)] = category.pk

    def cut(self, row: FigureRow) -> int:
        key = (row.industry, row.sex, row.age, row.working_status, row.qualification)
        if key not in self._cuts:
            named = zip(DIMENSIONS.values(), key, strict=True)
            parts: dict[str, Any] = {f"{name}_id": self._category(name, one, row.place) for name, one in named}
            self._cuts[key] = Cut.objects.get_or_create(**parts)[0].pk
        return self._cuts[key]

    def _category(self, dimension: str, key: CategoryKey | None, place: str) -> int | None:
        if key is None:
            return None
        found = self._categories.get((dimension, key))
        if found is None:
            raise SourceError(Defect(place, f"the {dimension} {key[1]} of {key[0]} was not announced"))
        return found
