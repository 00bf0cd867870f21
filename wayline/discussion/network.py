"""Sums over a discussion: who answers whom, what a weekly summary should hold, what kind of post each comment is.

People and comments come as any hashable key, so that the sums need no database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter
from typing import Literal, NamedTuple, TypeAlias

Person: TypeAlias = Hashable
CommentType = Literal["initiating post", "lone post", "reply", "initiator's reply", "further reply"]


# Who answers whom


class Edge(NamedTuple):
    """`source` answered `target` `weight` times."""

    source: Person
    target: Person
    weight: int


class Node(NamedTuple):
    person: Person
    facilitator: bool
    comments: int
    replies_given: int
    replies_received: int


@dataclass(frozen=True, slots=True)
class Network:
    """Direct replies between people; replies to oneself are counted apart and are no edge."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    self_replies: int
    density: float | None
    """Pairs that are tied, over all ordered pairs. None below two people."""
    reciprocity: float | None
    """Share of ties that are answered by a tie back. None without ties."""
    isolates: tuple[Person, ...]
    """Wrote, but neither answered nor were answered."""
    facilitator_share: float | None
    """Share of all replies between people that facilitators wrote. None without replies."""

    def among_learners(self) -> tuple[Edge, ...]:
        guides = {node.person for node in self.nodes if node.facilitator}
        return tuple(edge for edge in self.edges if edge.source not in guides and edge.target not in guides)


def who_answers_whom(
    comments: Iterable[tuple[Person, Person | None]], facilitators: Collection[Person] = ()
) -> Network:
    """From pairs (author, author of the comment answered, or None for an opening comment).

    Nodes are in order of comments written, edges of weight; equals in the order in which they come.
    """
    guides = frozenset(facilitators)
    pairs = Counter(comments)
    ties = {pair: number for pair, number in pairs.items() if pair[1] is not None and pair[0] != pair[1]}
    wrote, given, received = Counter[Person](), Counter[Person](), Counter[Person]()
    for (author, _), number in pairs.items():
        wrote[author] += number
    for (author, answered), number in ties.items():
        given[author] += number
        received[answered] += number
    people = sorted(dict.fromkeys([*wrote, *received]), key=lambda person: -wrote[person])
    count, replies = len(people), given.total()
    mutual = sum(1 for author, answered in ties if (answered, author) in ties)
    return Network(
        nodes=tuple(Node(who, who in guides, wrote[who], given[who], received[who]) for who in people),
        edges=tuple(Edge(*pair, number) for pair, number in sorted(ties.items(), key=lambda tie: -tie[1])),
        self_replies=sum(number for (author, answered), number in pairs.items() if author == answered),
        density=len(ties) / (count * (count - 1)) if count > 1 else None,
        reciprocity=mutual / len(ties) if ties else None,
        isolates=tuple(who for who in people if not given[who] and not received[who]),
        facilitator_share=sum(given[who] for who in guides) / replies if replies else None,
    )


# What to put in a weekly summary, and what still waits for an answer


class Contribution(NamedTuple):
    """One comment; `parent` is the key of the comment it answers."""

    key: Hashable
    author: Person
    parent: Hashable | None = None
    likes: int = 0


class Candidate(NamedTuple):
    key: Hashable
    likes: int
    answered_by: int
    """People other than the author who answered."""


@dataclass(frozen=True, slots=True)
class SummaryCandidates:
    most_liked: tuple[Candidate, ...]
    most_answered: tuple[Candidate, ...]


def summary_candidates(
    comments: Iterable[Contribution | tuple[Hashable, Person, Hashable | None, int]], most: int = 5
) -> SummaryCandidates:
    """The most liked and most answered of these comments, highest first, the earlier in the list first when equal."""
    given = list(comments)
    authors = {key: author for key, author, _, _ in given}
    answers = {(parent, author) for _, author, parent, _ in given if parent is not None}
    answered = Counter(parent for parent, author in answers if authors.get(parent, author) != author)
    liked = [(likes, key) for key, _, _, likes in given if likes > 0]
    likes_of = {key: likes for key, _, _, likes in given}

    def candidate(key: Hashable) -> Candidate:
        return Candidate(key, likes_of[key], answered[key])

    return SummaryCandidates(
        tuple(candidate(key) for _, key in nlargest(most, liked, key=itemgetter(0))),
        tuple(
            candidate(key)
            for key in nlargest(most, (key for key in authors if key in answered), key=answered.__getitem__)
        ),
    )


def comment_types(
    comments: Iterable[Contribution | tuple[Hashable, Person, Hashable | None, int]],
) -> dict[Hashable, CommentType]:
    """Each comment's type after Chua, Tagg, Sharples and Rienties (2017). Give them oldest first.

    Initiating posts were answered, lone posts were not. A reply is a person's first in a thread, a further reply
    any later one; the initiator's reply is by who opened the thread.
    """
    types: dict[Hashable, CommentType] = {}
    opener: dict[Hashable, Hashable] = {}
    authors: dict[Hashable, Person] = {}
    spoke: set[tuple[Hashable, Person]] = set()
    for key, author, parent, _ in comments:
        thread = opener[key] = opener.get(parent, key)
        authors[key] = author
        if thread == key:
            types[key] = "lone post"
            continue
        types[thread] = "initiating post"
        if author == authors[thread]:
            types[key] = "initiator's reply"
        else:
            types[key] = "further reply" if (thread, author) in spoke else "reply"
        spoke.add((thread, author))
    return types
