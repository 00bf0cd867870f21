"""What the start page and the global search show: the rooms' own parts, put together."""

from __future__ import annotations

from dataclasses import dataclass

from wayline.people import registers
from wayline.people.models import Membership
from wayline.people.registers import SearchHit

GROUP_PREVIEW = 5
GROUP_LIMIT = 200
SHORTEST_QUERY = 2


@dataclass(frozen=True, slots=True)
class ShownCard:
    key: str
    template: str
    content: dict[str, object]


@dataclass(frozen=True, slots=True)
class Group:
    """What one room found."""

    key: str
    label: str
    hits: list[SearchHit]

    @property
    def preview(self) -> list[SearchHit]:
        return self.hits[:GROUP_PREVIEW]

    @property
    def has_more(self) -> bool:
        return len(self.hits) > GROUP_PREVIEW


def cards_for(member: Membership) -> list[ShownCard]:
    shown = []
    for card in sorted(registers.cards, key=lambda card: card.order):
        content = card.content(member)
        if content is not None:
            shown.append(ShownCard(card.key, card.template, content))
    return shown


def search(member: Membership, words: str, *, only: str = "") -> list[Group]:
    """Groups with hits, in the rooms' order. One group may be asked for alone, and then with more hits."""
    if len(words) < SHORTEST_QUERY:
        return []
    limit = GROUP_LIMIT if only else GROUP_PREVIEW + 1
    sources = sorted(registers.search_sources, key=lambda source: source.order)
    groups = [
        Group(str(number), str(source.label), source.find(member, words, limit))
        for number, source in enumerate(sources, start=1)
        if only in ("", str(number))
    ]
    return [group for group in groups if group.hits]
