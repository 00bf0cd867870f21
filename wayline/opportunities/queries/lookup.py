"""What the words of an advertisement mean in the taxonomy: looked up for many of them at once, not one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wayline.opportunities.sources.ad import Ad
from wayline.taxonomy.enums import OCCUPATIONAL, AreaKind, ConceptKind
from wayline.taxonomy.models import Area, Concept, Label

SMALLEST = [AreaKind.LOCAL, AreaKind.REGION, AreaKind.NATION, AreaKind.COUNTRY]
BATCH = 5_000
MOST = 200_000
"""Names that are remembered, found or not; beyond it they are asked for anew."""


class Known:
    """Names and codes of ads as concepts and areas. Only the same name counts, whatever its capital letters.

    `learn` asks for what is not known yet, so that a million ads ask once for each word.
    """

    def __init__(self) -> None:
        self._jobs = _Names(OCCUPATIONAL)
        self._skills = _Names((ConceptKind.SKILL, ConceptKind.KNOWLEDGE, ConceptKind.TECHNOLOGY))
        self._by_code: dict[tuple[str, str], int | None] = {}
        self._areas = _areas()

    def learn(self, ads: Sequence[Ad]) -> None:
        self._jobs.learn({name for ad in ads for scheme, name in ad.occupations if not scheme})
        self._skills.learn({text for ad in ads for text in (*ad.must, *ad.nice)})
        codes = {pair for ad in ads for pair in ad.occupations if pair[0]}
        if len(self._by_code) > MOST:
            self._by_code.clear()
        if fresh := codes - self._by_code.keys():
            self._by_code |= dict.fromkeys(fresh) | _codes(fresh)

    def occupations(self, ad: Ad) -> list[int]:
        found = (
            self._by_code.get((scheme, code)) if scheme else self._jobs.concept(code)
            for scheme, code in ad.occupations
        )  # fmt: skip
        return list(dict.fromkeys(key for key in found if key))

    def skill(self, text: str) -> int | None:
        return self._skills.concept(text)

    def area(self, *names: str) -> int | None:
        """The first of these names that is an area: give the smallest first."""
        return next((self._areas[name.casefold()] for name in names if name.casefold() in self._areas), None)


class _Names:
    """Folded names of current classifications; what has several meanings gets the first by its number."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self._kinds = tuple(kinds)
        self._asked: set[str] = set()
        self._found: dict[str, int] = {}

    def concept(self, name: str) -> int | None:
        return self._found.get(name.casefold())

    def learn(self, names: set[str]) -> None:
        if len(self._asked) > MOST:
            self._asked, self._found = set(), {}
        asked = sorted({*names, *(name[:1].lower() + name[1:] for name in names)} - self._asked)
        self._asked.update(asked)
        for begin in range(0, len(asked), BATCH):
            rows = Label.objects.filter(
                text__in=asked[begin : begin + BATCH],
                concept__kind__in=self._kinds,
                concept__retired=False,
                concept__scheme__is_current=True,
            )
            for text, concept in rows.values_list("text", "concept"):
                folded = text.casefold()
                self._found[folded] = min(concept, self._found.get(folded, concept))


def _codes(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    codes = {code for _scheme, code in wanted}
    rows = Concept.objects.current().filter(scheme__key__in={scheme for scheme, _code in wanted})
    found = {
        (scheme, code): pk for scheme, code, pk in rows.filter(code__in=codes).values_list("scheme__key", "code", "pk")
    }
    addresses = rows.filter(uri__in=codes).values_list("scheme__key", "uri", "pk")
    return found | {(scheme, uri): pk for scheme, uri, pk in addresses}


def _areas() -> dict[str, int]:
    """Every name and country code to its area; of two with one name the smaller."""
    found: dict[str, int] = {}
    areas = Area.objects.public().exclude(kind=AreaKind.WORLD)
    for area in sorted(areas, key=lambda one: -SMALLEST.index(AreaKind(one.kind))):
        found |= dict.fromkeys(_names(area), area.pk)
    return found


def _names(area: Area) -> Iterator[str]:
    yield area.title.casefold()
    yield from (str(name).casefold() for name in area.titles.values())
    if area.kind == AreaKind.COUNTRY:
        yield area.country.casefold()
