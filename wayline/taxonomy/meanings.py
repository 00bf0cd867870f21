"""A title that means several jobs is asked back: which, with the differences in plain words.

The index knows the differences (`titles/senses.py`). Before the first training they are the qualifiers of the labels.
"""

from __future__ import annotations

from dataclasses import dataclass

from wayline.taxonomy import crosswalk, title_index
from wayline.taxonomy.enums import OCCUPATIONAL
from wayline.taxonomy.models import Concept, Label
from wayline.taxonomy.search import LONGEST, folded
from wayline.taxonomy.titles.plain import spelt_out

SAID = 5
"""Differences of one meaning: more would not be read."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One occupation that the title may stand for. `differences`: when it is that one, in plain words."""

    concept: Concept
    differences: tuple[str, ...]
    group: Concept | None
    """The widest group above it."""


def meanings(text: str, language: str, scheme: str) -> list[Meaning]:
    """What `text` may mean in the current version of `scheme`, likeliest first; none when there is nothing to ask."""
    found = _merged(_found(text[:LONGEST], language.split("-")[0], scheme))
    if len(found) < 2:
        return []
    widest = _widest([concept for concept, _said in found])
    return [Meaning(concept, _plain(said), widest.get(concept.pk)) for concept, said in found]


Found = list[tuple[Concept, tuple[str, ...]]]


def _found(text: str, language: str, scheme: str) -> Found:
    index = title_index.search()
    if not folded(text) or index is None:
        return _plainly(text, language, scheme)
    from wayline.taxonomy.titles.senses import senses

    told = senses(index, text, scheme=scheme).senses
    if not index.titled(text, scheme=scheme) and len(folded(text).split()) > 1:
        return []  # several words that stand within longer titles: the list of hits tells them apart
    known = Concept.objects.select_related("scheme", "release", "broader__scheme").in_bulk(
        [int(one.hit.concept) for one in told]
    )
    pairs = [(known.get(int(one.hit.concept)), one.differences) for one in told]
    return [(concept, said) for concept, said in pairs if concept is not None and not concept.retired]


def _plainly(text: str, language: str, scheme: str) -> Found:
    rows = Label.objects.filter(
        text__iexact=text.strip(), concept__scheme__key=scheme, concept__scheme__is_current=True,
        concept__retired=False, concept__kind__in=OCCUPATIONAL, language__in={language, "en"},
    )  # fmt: skip
    said: dict[Concept, dict[str, None]] = {}
    related = ("concept__scheme", "concept__release", "concept__broader__scheme")
    for label in rows.select_related(*related).order_by("concept__code", "qualifier"):
        said.setdefault(label.concept, {})
        if label.qualifier:
            said[label.concept][label.qualifier] = None
    return [(concept, tuple(sorted(found, key=lambda one: (len(one), one)))) for concept, found in said.items()]


def _merged(found: Found) -> Found:
    """SOC 2020's finest groups (`5241/03`) count as the group whose code they begin with: figures are by that."""
    merged: dict[Concept, dict[str, None]] = {}
    for concept, said in found:
        above = concept.broader
        whole = above if above is not None and concept.code.startswith(f"{above.code}/") else concept
        merged.setdefault(whole, {}).update(dict.fromkeys(said))
    return [(concept, tuple(said)) for concept, said in merged.items()]


def _plain(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(spelt_out(one) for one in said))[:SAID]


def _widest(concepts: list[Concept]) -> dict[int, Concept]:
    """The widest group above each, also that of another classification (ESCO stands below ISCO-08), level by level."""
    tops = {one.pk: one for one in concepts}
    for _level in range(crosswalk.DEEPEST):
        above = Concept.objects.select_related("scheme").in_bulk({one.broader_id for one in tops.values()} - {None})
        if not above:
            break
        tops = {pk: above.get(one.broader_id or 0, one) for pk, one in tops.items()}
    return {pk: top for pk, top in tops.items() if top.pk != pk}
