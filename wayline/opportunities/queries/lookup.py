"""What the words of an advertisement mean in the taxonomy: looked up for all of them at once, not one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wayline.opportunities.sources.ad import Ad
from wayline.taxonomy.enums import OCCUPATIONAL, AreaKind, ConceptKind
from wayline.taxonomy.models import Area, Concept, Label

SMALLEST = [AreaKind.LOCAL, AreaKind.REGION, AreaKind.NATION, AreaKind.COUNTRY]
BATCH = 5_000


class Known:
    """Names and codes of these ads as concepts and areas. Only the same name counts, whatever its capital letters."""

    def __init__(self, ads: list[Ad]) -> None:
        named = {name for ad in ads for scheme, name in ad.occupations if not scheme}
        self._by_name = _labels(named, OCCUPATIONAL)
        self._by_code = _codes({pair for ad in ads for pair in ad.occupations if pair[0]})
        skills = {text for ad in ads for text in (*ad.must, *ad.nice)}
        self._skills = _labels(skills, (ConceptKind.SKILL, ConceptKind.KNOWLEDGE, ConceptKind.TECHNOLOGY))
        self._areas = _areas() if ads else {}

    def occupations(self, ad: Ad) -> list[int]:
        found = (
            self._by_code.get((scheme, code)) if scheme else self._by_name.get(code.casefold())
            for scheme, code in ad.occupations
        )  # fmt: skip
        return list(dict.fromkeys(key for key in found if key))

    def skill(self, text: str) -> int | None:
        return self._skills.get(text.casefold())

    def area(self, *names: str) -> int | None:
        """The first of these names that is an area: give the smallest first."""
        return next((self._areas[name.casefold()] for name in names if name.casefold() in self._areas), None)


def _labels(names: set[str], kinds: Iterable[str]) -> dict[str, int]:
    """Folded name to concept, of current classifications; what has several meanings gets the first by its number."""
    asked = sorted({*names, *(name[:1].lower() + name[1:] for name in names)})
    found: dict[str, int] = {}
    for begin in range(0, len(asked), BATCH):
        rows = Label.objects.filter(
            text__in=asked[begin : begin + BATCH],
            concept__kind__in=kinds,
            concept__retired=False,
            concept__scheme__is_current=True,
        )
        for text, concept in rows.order_by("-concept").values_list("text", "concept"):
            found[text.casefold()] = concept
    return found


def _codes(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    wanted = set(pairs)
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
