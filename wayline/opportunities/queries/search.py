"""Search over what is on show: what fits, in which order, and how many each further choice would leave.

One pass over the narrow table counts every combination of the facets; totals, facets and what an empty answer suggests
are sums over those few hundred rows. The number of queries does not depend on what is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import get_language

from wayline.opportunities.asked import CHOICES, FACETS, Asked
from wayline.opportunities.enums import Hours
from wayline.opportunities.models import Listing, Opportunity
from wayline.opportunities.text_search import service_configs
from wayline.taxonomy import search as titles
from wayline.taxonomy.models import Area, Concept, Scheme

SHORTEST = 3
OCCUPATIONS = 5
NEAR = 0.75
"""A job title found by the words counts when it is at least this near to them."""
SCHEMES = ("starter", "esco", "soc-2020", "onet-soc", "isco-08")
"""In which classification words are looked up as a job title: the first of these that is loaded."""
MATCHING_HOURS = {Hours.FULL_TIME: (Hours.FULL_TIME, Hours.EITHER), Hours.PART_TIME: (Hours.PART_TIME, Hours.EITHER)}
PER_PAGE = 20
DEEPEST = 100
"""Pages that may be turned; who wants more narrows the search."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The things that the address names, and the occupations that the words may mean."""

    occupation: Concept | None = None
    skill: Concept | None = None
    area: Area | None = None
    meant: tuple[Concept, ...] = ()
    unknown: bool = False
    """Something is named that is not there: nothing can fit."""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Found:
    """`rows` are sliced by a paginator and fetched page by page."""

    asked: Asked
    resolved: Resolved
    total: int
    rows: Rows
    facets: dict[str, list[Choice]]
    without: list[tuple[str, int]] = field(default_factory=list)
    """When nothing fits: which filter to drop, and how many then."""


Cube = list[tuple[tuple[str, ...], int]]


class Rows:
    """A list that knows its length and fetches only what is looked at."""

    def __init__(self, found: QuerySet[Listing, int], total: int) -> None:
        self._found, self._total = found, total

    def __len__(self) -> int:
        return min(self._total, PER_PAGE * DEEPEST)

    def __getitem__(self, wanted: slice) -> list[Opportunity]:
        return fetch(list(self._found[wanted]))


def fetch(keys: list[int]) -> list[Opportunity]:
    """The opportunities with these keys, in their order, with what a list shows of them."""
    rows = (
        Opportunity.objects.public()
        .filter(pk__in=keys)
        .select_related("organisation__employer", "area", "source")
        .defer("words")
    )
    known = {row.pk: row for row in rows}
    return [known[key] for key in keys if key in known]


def resolve(asked: Asked) -> Resolved:
    occupation, skill = _concept(asked.occupation), _concept(asked.skill)
    area = _area(asked.area)
    named = [(asked.occupation, occupation), (asked.skill, skill), (asked.area, area)]
    unknown = any(said and thing is None for said, thing in named)
    return Resolved(occupation, skill, area, tuple(_meant(asked.words)), unknown)


def _concept(key: str) -> Concept | None:
    scheme, _sign, code = key.partition(":")
    if not code:
        return None
    return Concept.objects.of(scheme).filter(code=code).select_related("scheme").first()


def _area(key: str) -> Area | None:
    scheme, _sign, code = key.partition(":")
    if not code:
        return None
    return Area.objects.public().filter(scheme=scheme, code=code).select_related("parent__parent").first()


def _meant(words: str) -> Iterator[Concept]:
    """Occupations that are called so in any loaded language: “infermiere” finds a place for a nurse."""
    if len(words) < SHORTEST:
        return
    scheme = title_scheme()
    if scheme:
        for hit in titles.find(words, get_language() or "en", scheme, OCCUPATIONS):
            if hit.score >= NEAR:
                yield hit.concept


def title_scheme() -> str:
    loaded = set(Scheme.objects.filter(key__in=SCHEMES, is_current=True).values_list("key", flat=True))
    return next((key for key in SCHEMES if key in loaded), "")


def search(asked: Asked) -> Found:
    resolved = resolve(asked)
    if resolved.unknown:
        return Found(asked, resolved, 0, Rows(Listing.objects.none().values_list("pk", flat=True), 0), {}, [])
    cube = _cube(_narrowed(asked, resolved))
    total = sum(number for cell, number in cube if _fits(asked, cell))
    ordered = _ordered(asked, _chosen(asked, _narrowed(asked, resolved)))
    rows = Rows(ordered.values_list("pk", flat=True), total)
    help_out = [] if total else list(_without(asked, resolved, cube))
    return Found(asked, resolved, total, rows, _facets(asked, cube), help_out)


def matching(asked: Asked) -> QuerySet[Listing]:
    """What fits, in its order, without facets and counts."""
    resolved = resolve(asked)
    if resolved.unknown:
        return Listing.objects.none()
    return _ordered(asked, _chosen(asked, _narrowed(asked, resolved)))


def number_since(asked: Asked, moment: datetime) -> int:
    """How many that fit were published after a moment."""
    resolved = resolve(asked)
    if resolved.unknown:
        return 0
    return _chosen(asked, _narrowed(asked, resolved)).filter(published_at__gt=moment).count()


def _narrowed(asked: Asked, resolved: Resolved) -> QuerySet[Listing]:
    """By everything but the facets."""
    found = Listing.objects.public()
    if asked.words:
        found = found.filter(_words(asked.words, resolved.meant))
    if resolved.occupation:
        found = found.filter(occupations__overlap=[resolved.occupation.pk])
    if resolved.skill:
        found = found.filter(skills__overlap=[resolved.skill.pk])
    if resolved.area:
        found = found.filter(areas__overlap=[_reached(resolved.area, asked.reach).pk])
    if asked.access:
        found = found.filter(accessibility__contains=list(asked.access))
    return found.filter(_plain(asked))


def _plain(asked: Asked) -> Q:
    """What says nothing of its pay or start is left out when one asks for it: a missing figure is not a small one."""
    wanted = Q()
    if asked.pay:
        wanted &= Q(pay_a_year__gte=asked.pay)
    if asked.starts_by:
        wanted &= Q(starts_on__lte=asked.starts_by)
    if asked.since:
        wanted &= Q(published_at__date__gte=asked.since)
    if asked.language:
        wanted &= Q(language=asked.language)
    return wanted


def _reached(area: Area, reach: str) -> Area:
    """Areas have no coordinates, so nearness goes by what holds them: the area, the one around it, the country."""
    if reach == "around" and area.parent:
        return area.parent
    while reach == "country" and area.parent:
        area = area.parent
    return area


def query_of_words(words: str) -> SearchQuery:
    """Every word, in the forms of the service's languages, or as it is written."""
    made = [SearchQuery(words, config=name, search_type="plain") for name in service_configs()]
    whole = made[0]
    for one in made[1:]:
        whole = whole | one
    return whole


def _words(words: str, meant: Iterable[Concept]) -> Q:
    in_text = Opportunity.objects.filter(words=query_of_words(words)).order_by().values("pk")
    keys = [concept.pk for concept in meant]
    if not keys:
        return Q(pk__in=in_text)
    called = Listing.objects.filter(occupations__overlap=keys).values("pk")
    return Q(pk__in=in_text.union(called, all=True))


def _chosen(asked: Asked, found: QuerySet[Listing]) -> QuerySet[Listing]:
    """By the facets too."""
    for name in FACETS:
        value = getattr(asked, name)
        if value:
            found = found.filter(_facet(name, value))
    return found


def _facet(name: str, value: str) -> Q:
    if name == "hours":
        return Q(hours__in=MATCHING_HOURS[Hours(value)])
    if name == "level":
        return Q(level__lte=int(value))
    return Q(**{name: value})


def _ordered(asked: Asked, found: QuerySet[Listing]) -> QuerySet[Listing]:
    if asked.sort == "pay":
        return found.order_by(F("pay_a_year").desc(nulls_last=True), "-pk")
    if asked.sort == "deadline":
        return found.order_by(F("deadline").asc(nulls_last=True), "-pk")
    if asked.words and asked.sort != "newest":
        rank = SearchRank(F("title_words"), query_of_words(asked.words))
        return found.order_by(rank.desc(), "-published_at", "-pk")
    return found.order_by("-published_at", "-pk")


def _cube(found: QuerySet[Listing]) -> Cube:
    """How many there are of every combination of the facets."""
    rows = found.order_by().values_list(*FACETS).annotate(number=Count("pk"))
    return [(tuple("" if one is None else str(one) for one in row[:-1]), row[-1]) for row in rows]


TESTS: dict[str, Callable[[str, str], bool]] = {
    "hours": lambda asked, said: said in MATCHING_HOURS[Hours(asked)],
    "level": lambda asked, said: said != "" and int(said) <= int(asked),
}


def _fits_one(name: str, wanted: str, said: str) -> bool:
    if not wanted:
        return True
    return TESTS[name](wanted, said) if name in TESTS else wanted == said


def _fits(asked: Asked, cell: tuple[str, ...], but: str = "") -> bool:
    pairs = zip(FACETS, cell, strict=True)
    return all(name == but or _fits_one(name, getattr(asked, name), said) for name, said in pairs)


def _facets(asked: Asked, cube: Cube) -> dict[str, list[Choice]]:
    """Of each facet, what every value would leave with the other filters as they are. Empty values are left out."""
    return {name: list(_choices(asked, cube, name)) for name in FACETS}


def _choices(asked: Asked, cube: Cube, name: str) -> Iterator[Choice]:
    position = FACETS.index(name)
    open_cells = [(cell[position], number) for cell, number in cube if _fits(asked, cell, but=name)]
    chosen = getattr(asked, name)
    before = 0
    for value in CHOICES[name]:
        count = sum(number for said, number in open_cells if _fits_one(name, value, said))
        tells = count != before if name == "level" else count  # a higher level that adds nothing is no choice
        if tells or value == chosen:
            yield Choice(value, count, value == chosen)
        before = count


def _without(asked: Asked, resolved: Resolved, cube: Cube) -> Iterator[tuple[str, int]]:
    """Which one filter, dropped, lets something fit; best first."""
    numbers = []
    for name in asked.filters:
        if name in FACETS:
            number = sum(count for cell, count in cube if _fits(asked, cell, but=name))
        else:
            number = _number_without(asked, resolved, name)
        if number:
            numbers.append((name, number))
    yield from sorted(numbers, key=lambda pair: -pair[1])


def _number_without(asked: Asked, resolved: Resolved, name: str) -> int:
    less = asked.without(name)
    kept = Resolved(
        resolved.occupation if name != "occupation" else None,
        resolved.skill if name != "skill" else None,
        resolved.area if name != "area" else None,
        resolved.meant if name != "words" else (),
    )
    return _chosen(less, _narrowed(less, kept)).count()
