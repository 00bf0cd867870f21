"""Who answers whom, what a summary should hold, and the kinds of comments."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.discussion.network import (
    Contribution,
    Edge,
    comment_types,
    summary_candidates,
    who_answers_whom,
)

PEOPLE = st.integers(0, 12)


def test_who_answers_whom_with_facilitators_apart() -> None:
    comments = [("a", None), ("b", "a"), ("b", "a"), ("a", "b"), ("guide", "a"), ("c", None), ("a", "a")]
    network = who_answers_whom(comments, facilitators={"guide"})
    assert network.edges == (Edge("b", "a", 2), Edge("a", "b", 1), Edge("guide", "a", 1))
    assert network.among_learners() == (Edge("b", "a", 2), Edge("a", "b", 1))
    assert (network.self_replies, network.isolates) == (1, ("c",))
    assert network.density == pytest.approx(3 / 12)
    assert network.reciprocity == pytest.approx(2 / 3)
    assert network.facilitator_share == pytest.approx(1 / 4)
    first = network.nodes[0]
    assert (first.person, first.comments, first.replies_given, first.replies_received) == ("a", 3, 1, 3)


def test_an_empty_discussion_has_no_figures() -> None:
    network = who_answers_whom([("a", None)])
    assert (network.density, network.reciprocity, network.facilitator_share) == (None, None, None)


@given(st.lists(st.tuples(PEOPLE, st.none() | PEOPLE), max_size=80), st.sets(PEOPLE))
def test_every_reply_is_an_edge_or_to_oneself(comments: list[tuple[int, int | None]], guides: set[int]) -> None:
    network = who_answers_whom(comments, guides)
    replies = sum(1 for _, answered in comments if answered is not None)
    assert sum(edge.weight for edge in network.edges) + network.self_replies == replies
    assert sum(node.replies_given for node in network.nodes) == sum(node.replies_received for node in network.nodes)
    assert sum(node.comments for node in network.nodes) == len(comments)
    assert network.density is None or 0 <= network.density <= 1
    assert network.reciprocity is None or 0 <= network.reciprocity <= 1


# Summary and comment types


def test_summary_candidates_are_the_most_liked_and_the_most_answered_by_others() -> None:
    comments = [
        Contribution("1", "a", likes=2), Contribution("2", "b", likes=5), Contribution("3", "b", "1"),
        Contribution("4", "c", "1"), Contribution("5", "b", "2"), Contribution("6", "b", "2"),
        Contribution("7", "d", "x"),
    ]  # fmt: skip
    found = summary_candidates(comments)
    assert [one.key for one in found.most_liked] == ["2", "1"]
    # b answering b counts for nothing.
    assert [(one.key, one.answered_by) for one in found.most_answered] == [("1", 2)]
    assert [one.key for one in summary_candidates(comments, most=1).most_liked] == ["2"]


def test_comments_are_typed_after_chua_and_others() -> None:
    stream = [("1", "a", None, 0), ("2", "b", None, 0), ("3", "c", "1", 0), ("4", "a", "3", 0), ("5", "c", "1", 0)]
    assert comment_types(stream) == {
        "1": "initiating post", "2": "lone post", "3": "reply", "4": "initiator's reply", "5": "further reply",
    }  # fmt: skip


@given(st.lists(st.tuples(PEOPLE, st.none() | st.integers(0, 20)), max_size=25))
def test_every_comment_has_one_type_and_lone_posts_have_no_answer(stream: list[tuple[int, int | None]]) -> None:
    comments = [
        (key, author, parent if parent is not None and parent < key else None, 0)
        for key, (author, parent) in enumerate(stream)
    ]
    types = comment_types(comments)
    assert set(types) == {key for key, *_ in comments}
    answered = {parent for _, _, parent, _ in comments}
    kinds = Counter(types.values())
    assert kinds["initiating post"] + kinds["lone post"] == sum(1 for _, _, parent, _ in comments if parent is None)
    assert not {key for key, kind in types.items() if kind == "lone post"} & answered
