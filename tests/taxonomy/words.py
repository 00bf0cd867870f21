"""Small classifications for tests, made by hand: two SOC versions, ISCO and O*NET around electricians and lecturers."""

from __future__ import annotations

import itertools
from typing import Any

from django.utils import timezone

from wayline.taxonomy.enums import AreaKind, ConceptKind, LabelKind, MappingKind
from wayline.taxonomy.models import Area, Concept, Label, Mapping, Release, Scheme

_numbers = itertools.count(1)


def release(source: str = "made", **fields: Any) -> Release:
    number = next(_numbers)
    given: dict[str, Any] = {
        "title": f"Release {number}",
        "publisher": "Office for Made Up Numbers",
        "version": str(number),
        "licence": "Open Government Licence v3.0",
        "attribution": "Source: Office for Made Up Numbers",
        "digest": f"{number:064x}",
    }
    return Release.objects.create(source=source, **{**given, **fields})


def add_anew(release: Release) -> None:
    """As if it came now: what earlier tests were told of its rows is remembered no longer (crosswalk.stamp)."""
    release.added_at = timezone.now()
    release.save(update_fields=["added_at"])


def scheme(key: str, version: str = "", title: str = "") -> Scheme:
    made, _ = Scheme.objects.get_or_create(
        key=key, version=version, defaults={"title": title or key.upper(), "publisher": "Office for Made Up Numbers"}
    )
    return made


def concept(
    within: Scheme,
    code: str,
    title: str,
    *,
    broader: Concept | None = None,
    kind: str = ConceptKind.OCCUPATION,
    by: Release | None = None,
    **fields: Any,
) -> Concept:
    made = Concept.objects.create(
        scheme=within,
        release=by or release(),
        kind=kind,
        code=code,
        title=title,
        broader=broader,
        level=fields.pop("level", (broader.level or 0) + 1 if broader else 1),
        **fields,
    )
    label(made, title, kind=LabelKind.PREFERRED)
    return made


def label(of: Concept, text: str, *, language: str = "en", kind: str = LabelKind.ALTERNATIVE) -> Label:
    return Label.objects.create(concept=of, language=language, kind=kind, text=text, release=of.release)


def mapping(source: Concept, target: Concept, kind: str = MappingKind.EXACT, **fields: Any) -> Mapping:
    by = fields.pop("by", None) or release()
    return Mapping.objects.create(release=by, source=source, target=target, kind=kind, **fields)


def area(
    code: str, title: str, *, parent: Area | None = None, kind: str = AreaKind.REGION, scheme: str = "gss"
) -> Area:
    return Area.objects.get_or_create(
        scheme=scheme, code=code, defaults={"title": title, "kind": kind, "country": "GB", "parent": parent}
    )[0]


def united_kingdom() -> tuple[Area, Area, Area]:
    """The United Kingdom, England in it, London in that."""
    country = area("K02000001", "United Kingdom", kind=AreaKind.COUNTRY)
    england = area("E92000001", "England", parent=country, kind=AreaKind.NATION)
    return country, england, area("E12000007", "London", parent=england)
