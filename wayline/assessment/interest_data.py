"""The activities, and the occupations rated by interests, as far as they are loaded. Kept between requests."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wayline.assessment.interests.activities import TYPES, Element, Inventory, from_elements, starter
from wayline.lmi.enums import Statistic
from wayline.lmi.models import Observation
from wayline.people.models import User
from wayline.portfolio.models import Item
from wayline.portfolio.record import Kind
from wayline.taxonomy.enums import ConceptKind, MappingKind, SkillNeed
from wayline.taxonomy.models import Concept, OccupationSkill, Release
from wayline.taxonomy.models import Mapping as ConceptMapping

if TYPE_CHECKING:
    from wayline.assessment.interests.belief import Sums
    from wayline.assessment.interests.fit import Held, Rated

CONTENT, OCCUPATIONS = "onet-content", "onet-soc"
LETTERS = {f"1.B.1.{place}": letter for place, letter in zip("abcdef", TYPES, strict=True)}
_sums: dict[str, Sums] = {}
_rated: dict[int, Rated] = {}


@dataclass(frozen=True, slots=True)
class Edition:
    """Activities to choose from."""

    key: str
    number: int
    is_onet: bool
    language: str
    release: Release | None = None


def editions(language: str) -> list[Edition]:
    """Those that can be taken now, the fullest in the person's language first. Ours is always there."""
    ours = starter(language)
    found = [Edition(ours.edition, len(ours.activities), False, language)]
    onet = _onet()
    if onet is None:
        return found
    full = Edition(onet[0].edition, len(onet[0].activities), True, "en", onet[1])
    return [full, *found] if language == "en" else [*found, full]


def sums_of(edition: str, language: str) -> Sums | None:
    """None when an edition is no longer there: another release was loaded since."""
    from wayline.assessment.interests.belief import Sums

    key = f"{edition}:{language}"
    if key not in _sums:
        inventory = _inventory(edition, language)
        if inventory is None:
            return None
        _sums[key] = Sums(inventory)
    return _sums[key]


def _inventory(edition: str, language: str) -> Inventory | None:
    ours = starter(language)
    if edition == ours.edition:
        return ours
    onet = _onet()
    return onet[0] if onet and onet[0].edition == edition else None


def _onet() -> tuple[Inventory, Release] | None:
    concepts = Concept.objects.of(CONTENT).filter(kind=ConceptKind.INTEREST, facts__has_key="activities")
    rows = list(concepts.select_related("release").order_by("code"))
    elements = [element for concept in rows if (element := _element(concept)) is not None]
    if not elements:
        return None
    inventory = from_elements("", elements)
    digest = hashlib.sha256("".join(sorted(inventory.place)).encode()).hexdigest()[:8]
    return Inventory(f"onet-{digest}", inventory.activities, inventory.interests), rows[0].release


def _element(concept: Concept) -> Element | None:
    is_type = concept.code in LETTERS
    stated = [concept.code] if is_type else concept.facts.get("types", [])
    types = tuple(LETTERS[code] for code in stated if code in LETTERS)
    return Element(concept.code, concept.title, types, tuple(concept.facts["activities"]), is_type) if types else None


def rated() -> Rated | None:
    """All occupations with their six ratings; None when no ratings are loaded."""
    import numpy as np

    from wayline.assessment.interests.fit import Rated

    ratings = Observation.objects.current().filter(indicator__key="interest", statistic=Statistic.RATING)
    release = ratings.values_list("release", flat=True).first()
    if release is None:
        return None
    if release not in _rated:
        values: dict[str, dict[str, float]] = defaultdict(dict)
        titles: dict[str, str] = {}
        fields = ("occupation__code", "occupation__title", "element__code", "value")
        for code, title, element, value in ratings.exclude(value=None).values_list(*fields):
            if element in LETTERS:
                values[code][LETTERS[element]] = value
                titles[code] = title
        codes = tuple(sorted(code for code, six in values.items() if len(six) == len(TYPES)))
        matrix = np.array([[values[code][letter] for letter in TYPES] for code in codes]).reshape(-1, len(TYPES))
        zones = _zones()
        _rated.clear()
        _rated[release] = Rated(
            codes, tuple(titles[code] for code in codes), matrix, tuple(zones.get(code, 0) for code in codes)
        )
    return _rated[release]


def _zones() -> dict[str, int]:
    found = Observation.objects.current().filter(indicator__key="job_zone", statistic=Statistic.RATING)
    return {code: int(zone) for code, zone in found.values_list("occupation__code", "value") if zone is not None}


def held_by(user: User, codes: Collection[str]) -> dict[str, Held]:
    """What a person keeps in the portfolio of the skills that ESCO calls essential for these occupations of O*NET."""
    from wayline.assessment.interests.fit import Held

    mine = _skills_of(user)
    if not mine:
        return {}
    there = _counterparts(codes)
    needed: dict[int, set[int]] = defaultdict(set)
    names: dict[int, dict[int, str]] = defaultdict(dict)
    links = OccupationSkill.objects.filter(
        occupation__in={one for found in there.values() for one in found}, need=SkillNeed.ESSENTIAL
    )
    for occupation, skill, uri in links.values_list("occupation", "skill", "skill__uri"):
        needed[occupation].add(skill)
        if uri in mine:
            names[occupation][skill] = mine[uri]
    return {
        code: Held(
            tuple(sorted({name for one in found for name in names[one].values()})),
            len({skill for one in found for skill in needed[one]}),
        )
        for code, found in there.items()
    }


def _skills_of(user: User) -> dict[str, str]:
    items = Item.objects.of(user).filter(kind__in=[Kind.SKILL, Kind.LANGUAGE, Kind.DIGITAL])
    return {item.details["concept"]: item.title for item in items if item.details.get("concept")}


def _counterparts(codes: Collection[str]) -> Mapping[str, set[int]]:
    """Occupations of ESCO that correspond to these of O*NET, in whichever direction the publisher maps them."""
    same = [MappingKind.EXACT, MappingKind.CLOSE, MappingKind.BROAD, MappingKind.NARROW]
    onet = {"scheme__key": OCCUPATIONS, "code__in": codes}
    found: dict[str, set[int]] = defaultdict(set)
    ours = Concept.objects.current().filter(**onet).values_list("pk", "code")
    code_of = dict(ours)
    for near, far in (("source", "target"), ("target", "source")):
        pairs = ConceptMapping.objects.filter(
            kind__in=same, **{f"{near}__in": list(code_of), f"{far}__scheme__key": "esco"}
        )
        for one, other in pairs.values_list(near, far):
            found[code_of[one]].add(other)
    return found
