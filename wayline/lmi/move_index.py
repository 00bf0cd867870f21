"""The atlas of moves of each classification that names skills: worked out from what is loaded, shared by all processes.

It lies in `moves/` of WAYLINE_HOME. `remake` works it out (under a minute for ESCO); a small classification, such as
the starter pack, is worked out when somebody asks for it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet

from wayline.lmi.enums import Statistic
from wayline.lmi.figures import current as current_figures
from wayline.lmi.figures import known_indicators
from wayline.taxonomy import crosswalk
from wayline.taxonomy.enums import OCCUPATIONAL, SKILLS, ConceptKind, LabelKind, MappingKind, NoteKind, SkillNeed
from wayline.taxonomy.models import Broader, Concept, Label, Note, OccupationSkill, Scheme
from wayline.taxonomy.models import Mapping as Link

# NumPy and SciPy are imported where they are needed: a web process that shows no move does without their memory.
if TYPE_CHECKING:
    from wayline.lmi.moves import Skill, Work
    from wayline.lmi.moves.atlas import Atlas
    from wayline.lmi.moves.works import Spread

Advance = Callable[[int, int], None]
NEEDS = (SkillNeed.ESSENTIAL, SkillNeed.OPTIONAL)
FEW = 300
"""Occupations up to which an atlas is worked out while a page waits: a second at most."""
ISCO, RATED, COUNTED = "isco-08", "onet-soc", "us-soc-2018"
RATINGS = ("skill", "knowledge", "ability", "work_activity", "interest", "work_style")
UNIT = 4
"""Digits of a unit group."""
DEEPEST = 12
Texts = dict[int, dict[str, str]]


def folder(scheme: Scheme) -> Path:
    return Path(settings.HOME) / "moves" / scheme.key


def schemes() -> list[Scheme]:
    """Current classifications that name skills of occupations."""
    linked = OccupationSkill.objects.filter(need__in=NEEDS, occupation__scheme__is_current=True)
    return list(Scheme.objects.filter(pk__in=linked.values("occupation__scheme")))


def is_fresh() -> bool:
    """Whether every large classification has an atlas made from what is loaded now, with the weights of today."""
    from wayline.lmi.moves.weights import current

    wanted = (crosswalk.stamp(), current().version)
    return all(_made_from(one) == wanted for one in schemes() if _size(one) > FEW)


def is_of_older_weights() -> bool:
    """Whether an atlas was made with other weights, so that its order is not what the points beside it say."""
    from wayline.lmi.moves.weights import current

    made = [weights for one in schemes() if _size(one) > FEW and (weights := _made_from(one)[1])]
    return any(weights != current().version for weights in made)


def remake(progress: Advance) -> int:
    """Work out the atlas of every large classification. Returns the number of occupations."""
    large = [one for one in schemes() if _size(one) > FEW]
    for one in large:
        _made(one, progress).save(folder(one))
    return sum(_size(one) for one in large)


def atlas(scheme: Scheme) -> Atlas | None:
    """None before the first `remake` of a large classification, and of one that names no skills."""
    if _size(scheme) <= FEW:
        return _small(scheme.pk, crosswalk.stamp())
    try:
        changed = (folder(scheme) / "about.json").stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _opened(folder(scheme), changed)


@lru_cache(maxsize=4)
def _small(scheme: int, _stamp: str) -> Atlas:
    return _made(Scheme.objects.get(pk=scheme), lambda done, total: None)


@lru_cache(maxsize=4)
def _opened(place: Path, _changed: int) -> Atlas | None:
    from wayline.lmi.moves.atlas import Atlas
    from wayline.taxonomy.titles.store import BrokenStore

    try:
        return Atlas.load(place)
    except BrokenStore:  # another process is writing it, or an older Wayline wrote it
        return None


def _made(scheme: Scheme, progress: Advance) -> Atlas:
    from wayline.lmi.moves.atlas import Atlas
    from wayline.lmi.moves.weights import current

    works = _works(scheme)
    skills = _skills({one for work in works for one in work.essential | work.optional})
    return Atlas.build(works, skills, current(), made=crosswalk.stamp(), progress=progress)


def _made_from(scheme: Scheme) -> tuple[str, str]:
    try:
        about = json.loads((folder(scheme) / "about.json").read_text())
        return str(about["made"]), str(about["weights"])
    except (FileNotFoundError, ValueError, KeyError):
        return "", ""


def _size(scheme: Scheme) -> int:
    return _sizes(crosswalk.stamp()).get(scheme.pk, 0)


@lru_cache(maxsize=2)
def _sizes(_stamp: str) -> dict[int, int]:
    pairs = _needed().order_by().values_list("occupation__scheme", "occupation").distinct()
    found: dict[int, int] = defaultdict(int)
    for scheme, _occupation in pairs:
        found[scheme] += 1
    return dict(found)


def _needed() -> QuerySet[OccupationSkill]:
    return OccupationSkill.objects.filter(need__in=NEEDS, occupation__retired=False)


def _works(scheme: Scheme) -> list[Work]:
    from wayline.lmi.moves import Work

    needs: dict[int, dict[str, set[int]]] = {}
    for occupation, skill, need in (
        _needed().filter(occupation__scheme=scheme).values_list("occupation_id", "skill_id", "need")
    ):
        needs.setdefault(occupation, {one: set() for one in NEEDS})[need].add(skill)
    names, unit_groups = _names(needs), _groups(needs)
    texts = _with_groups(_texts(needs), unit_groups)
    links = _links(set(needs))
    ratings, spreads = _ratings(links), _spreads(links)
    return [
        Work(
            number=number,
            essential=frozenset(by[SkillNeed.ESSENTIAL]),
            optional=frozenset(by[SkillNeed.OPTIONAL]),
            names=names.get(number, {}),
            texts=texts.get(number, {}),
            group=unit_groups.get(number, ""),
            ratings=ratings.get(number, ()),
            spread=spreads.get(number),
        )
        for number, by in needs.items()
    ]


def _names(occupations: Iterable[int]) -> Texts:
    from wayline.lmi.moves.signals import LANGUAGES

    kinds = (LabelKind.PREFERRED, LabelKind.ALTERNATIVE)
    rows = Label.objects.filter(concept__in=list(occupations), language__in=LANGUAGES, kind__in=kinds)
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for concept, language, text in rows.order_by("pk").values_list("concept_id", "language", "text"):
        found[concept][language].append(text)
    return {concept: {one: " ".join(said) for one, said in by.items()} for concept, by in found.items()}


def _texts(occupations: Iterable[int]) -> Texts:
    """Descriptions: the publisher's own stands with the concept, those in other languages are notes."""
    numbers = list(occupations)
    own = Concept.objects.filter(pk__in=numbers).exclude(description="").values_list("pk", "description")
    found: Texts = {pk: {"en": text} for pk, text in own}
    notes = Note.objects.filter(concept__in=numbers, kind=NoteKind.DESCRIPTION).order_by("pk")
    for concept, language, text in notes.values_list("concept_id", "language", "text"):
        found.setdefault(concept, {})[language] = text
    return found


def _groups(occupations: Iterable[int]) -> dict[int, str]:
    """The ISCO-08 unit group: above the occupation, or what a table leads to."""
    numbers = set(occupations)
    rows = Concept.objects.filter(kind__in=OCCUPATIONAL).values_list("pk", "broader_id", "scheme__key", "code")
    above = {pk: (wider, key, code) for pk, wider, key, code in rows}
    found = {number: group for number in numbers if (group := _unit_group(number, above))}
    links = Link.objects.filter(source__in=numbers - set(found), target__scheme__key=ISCO, release__superseded_at=None)
    for source, code in links.order_by("-pk").values_list("source_id", "target__code"):
        if len(code) == UNIT:
            found[source] = code
    return found


def _unit_group(number: int, above: Mapping[int, tuple[int | None, str, str]]) -> str:
    here: int | None = number
    for _ in range(DEEPEST):
        if here is None or here not in above:
            break
        here, key, code = above[here]
        if key == ISCO:
            return code if len(code) == UNIT else ""
    return ""


def _with_groups(texts: Texts, unit_groups: Mapping[int, str]) -> Texts:
    """Descriptions with the names of the ISCO-08 groups that each occupation belongs to."""
    from wayline.lmi.moves.works import described, groups_of

    codes = {number: groups_of(unit_groups.get(number, "")) for number in texts}
    named = _names_of_groups({code for some in codes.values() for code in some})
    return {
        number: described(own, [named[code] for code in codes[number] if code in named])
        for number, own in texts.items()
    }


def _names_of_groups(codes: set[str]) -> dict[str, dict[str, str]]:
    """By code of ISCO-08 and language."""
    rows = Concept.objects.filter(scheme__key=ISCO, scheme__is_current=True, code__in=codes, kind=ConceptKind.GROUP)
    numbers = dict(rows.values_list("pk", "code"))
    return {numbers[number]: names for number, names in _names(numbers).items()}


def _ratings(links: Mapping[int, Collection[int]]) -> dict[int, tuple[float, ...]]:
    """Standard scores of O*NET's ratings, the mean over its occupations of O*NET."""
    from wayline.lmi.moves.ratings import mean, standard

    scores = standard(_rated()) if links else {}
    found = {number: mean([scores[one] for one in sorted(some) if one in scores]) for number, some in links.items()}
    return {number: scored for number, scored in found.items() if scored}


def _spreads(links: Mapping[int, Collection[int]]) -> dict[int, Spread]:
    """In which industries the jobs are: the mean over the groups of the SOC to which its occupations of O*NET belong.

    O*NET's codes are those of the SOC with two digits more (O*NET-SOC 2019 taxonomy).
    """
    from wayline.lmi.moves.ratings import mean_spread, spreads

    wanted = {one for some in links.values() for one in some}
    codes = dict(Concept.objects.filter(pk__in=wanted).values_list("pk", "code"))
    counted = spreads(_counted()) if codes else {}
    found = {}
    for number, some in links.items():
        groups = sorted({codes[one].partition(".")[0] for one in some})
        if (mean := mean_spread([counted[soc] for soc in groups if soc in counted])) is not None:
            found[number] = mean
    return found


def _counted() -> dict[tuple[str, str], float]:
    """Jobs by code of the SOC and of an industry."""
    rows = current_figures().filter(
        indicator=known_indicators().get("jobs"), statistic=Statistic.TOTAL, occupation__scheme__key=COUNTED,
        area__parent=None, cut__industry__isnull=False, value__gt=0,
    )  # fmt: skip
    found = rows.order_by("period_end", "pk").values_list("occupation__code", "cut__industry__code", "value")
    return {(one, industry): value for one, industry, value in found if value is not None}


def _links(occupations: set[int]) -> dict[int, set[int]]:
    """By occupation all of O*NET that it is mapped to; what is only said to be related counts where nothing else is."""
    tables = Link.objects.filter(release__superseded_at=None)
    there = tables.filter(source__in=occupations, target__scheme__key=RATED).values_list("source", "target", "kind")
    back = tables.filter(target__in=occupations, source__scheme__key=RATED).values_list("target", "source", "kind")
    sure: dict[int, set[int]] = defaultdict(set)
    every: dict[int, set[int]] = defaultdict(set)
    for own, other, kind in [*there, *back]:
        every[own].add(other)
        if kind != MappingKind.RELATED:
            sure[own].add(other)
    return {own: sure.get(own) or some for own, some in every.items()}


def _rated() -> dict[tuple[int, int], float]:
    """By occupation and element: how important it is."""
    known = known_indicators()
    rows = current_figures().filter(
        indicator__in=[known[key] for key in RATINGS if key in known],
        statistic__in=(Statistic.IMPORTANCE, Statistic.RATING), occupation__scheme__key=RATED, value__isnull=False,
    )  # fmt: skip
    found = rows.values_list("occupation_id", "element_id", "value")
    return {(one, element): value for one, element, value in found if one and element and value is not None}


def _skills(numbers: set[int]) -> dict[int, Skill]:
    from wayline.lmi.moves import Skill

    above = _wider()
    rows = Concept.objects.filter(pk__in=numbers).values_list("pk", "title")
    return {pk: Skill(pk, title, _all_above(pk, above)) for pk, title in rows}


def _wider() -> dict[int, set[int]]:
    kinds = (*SKILLS, ConceptKind.SKILL_GROUP)
    found: dict[int, set[int]] = defaultdict(set)
    first = Concept.objects.filter(kind__in=kinds, broader__isnull=False).values_list("pk", "broader_id")
    every = Broader.objects.filter(concept__kind__in=kinds).values_list("concept_id", "broader_id")
    for concept, wider in [*first, *every]:
        if wider is not None:
            found[concept].add(wider)
    return found


def _all_above(number: int, above: Mapping[int, set[int]]) -> frozenset[int]:
    found: set[int] = set()
    waiting = [number]
    while waiting:
        new = above.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(found)
