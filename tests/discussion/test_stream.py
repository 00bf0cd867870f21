"""The stream: what it shows to whom, in which order, at what cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.discussion import helpers
from tests.factories import Cast
from wayline.discussion import actions
from wayline.discussion.models import Comment, Thread, Visit
from wayline.discussion.queries import Row, place_of, stream

AsMember = Callable[..., GuardedClient]


@pytest.fixture
def thread(cast: Cast) -> Thread:
    return helpers.thread(helpers.space(cast, anonymous_allowed=True))


def texts(rows: tuple[Row, ...]) -> list[str]:
    return [row.html.removeprefix("<p>").removesuffix("</p>").strip().removesuffix("</p>") for row in rows]


def test_queries_do_not_grow_with_comments(cast: Cast, as_member: AsMember) -> None:
    where = helpers.space(cast)
    small, large = helpers.thread(where, "Small"), helpers.thread(where, "Large")
    helpers.many(small, cast.ada, 5, replies=1)
    helpers.many(large, cast.ada, 40, replies=4)
    client = as_member(cast.ben)
    client.get(small.address), client.get(large.address)
    counts = []
    for one in (small, large):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(one.address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_page_of_a_large_thread_is_small(cast: Cast, thread: Thread, as_member: AsMember) -> None:
    helpers.many(thread, cast.ada, 221, replies=4)
    page = as_member(cast.ben).get(thread.address)
    assert len(page.content) < 130_000


def test_twenty_openings_on_a_page_and_three_answers_each(cast: Cast, thread: Thread) -> None:
    helpers.many(thread, cast.ada, 23, replies=5)
    first = stream(thread, cast.ben)
    assert len(first.rows) == 20
    assert {(len(row.replies), row.more_replies) for row in first.rows} == {(3, 2)}
    assert len(stream(thread, cast.ben, page=2).rows) == 3


def test_an_opened_conversation_is_paged(cast: Cast, thread: Thread) -> None:
    (root,) = helpers.many(thread, cast.ada, 1, replies=45)
    shown = [stream(thread, cast.ben, replies_of=root.pk, replies_page=page).rows[0] for page in (1, 2, 3)]
    assert [len(row.replies) for row in shown] == [20, 20, 5]
    numbers = [reply.pk for row in shown for reply in row.replies]
    assert len(set(numbers)) == 45


def test_answers_to_an_answer_follow_it(cast: Cast, thread: Thread) -> None:
    root = actions.post_comment(thread, by=cast.ada, text="root")
    first = actions.post_comment(thread, by=cast.ben, text="first", parent=root)
    actions.post_comment(thread, by=cast.ben, text="second", parent=root)
    actions.post_comment(thread, by=cast.ada, text="to first", parent=first)
    (row,) = stream(thread, cast.ada).rows
    assert texts(row.replies) == ["first", "to first", "second"]


def test_sorting(cast: Cast, thread: Thread) -> None:
    made = helpers.many(thread, cast.ada, 3)
    actions.like(made[1], by=cast.ben)
    assert texts(stream(thread, cast.ben).rows) == ["Word 2", "Word 1", "Word 0"]
    assert texts(stream(thread, cast.ben, sort="oldest").rows) == ["Word 0", "Word 1", "Word 2"]
    assert texts(stream(thread, cast.ben, sort="liked").rows) == ["Word 1", "Word 2", "Word 0"]
    assert texts(stream(thread, cast.ben, sort="'; drop").rows) == ["Word 2", "Word 1", "Word 0"]
    actions.pin(made[0], by=cast.fia)
    assert texts(stream(thread, cast.ben).rows) == ["Word 0", "Word 2", "Word 1"]


def test_filters_find_comments_on_every_level(cast: Cast, thread: Thread) -> None:
    root = actions.post_comment(thread, by=cast.ada, text="asks")
    answer = actions.post_comment(thread, by=cast.ben, text="answers", parent=root)
    actions.post_comment(thread, by=cast.fia, text="guides", parent=answer)
    actions.post_comment(thread, by=cast.ben, text="lonely")

    def found(**how: Any) -> list[str]:
        return sorted(texts(stream(thread, cast.ada, **how).rows))

    actions.follow_person(cast.ben.user, by=cast.ada)
    assert found(filter="mine") == ["asks"]
    assert found(filter="following") == ["answers", "lonely"]
    assert found(filter="facilitators") == ["guides"]
    assert found(filter="unanswered") == ["lonely"]
    assert found(words="ans") == ["answers"]
    assert found(words="lone & ') !") == ["lonely"]
    assert found(words="nothing") == []
    assert found(filter="new", since=timezone.now() - timedelta(hours=1)) == ["answers", "guides", "lonely"]
    assert found(filter="new", since=timezone.now()) == []


def test_following_does_not_find_what_was_written_anonymously(cast: Cast, thread: Thread) -> None:
    actions.follow_person(cast.ben.user, by=cast.ada)
    actions.post_comment(thread, by=cast.ben, text="hidden name", anonymous=True)
    assert stream(thread, cast.ada, filter="following").rows == ()


def test_who_sees_the_name_of_an_anonymous_author(cast: Cast, thread: Thread) -> None:
    actions.add_member(thread.space, user=cast.admin.user)
    actions.post_comment(thread, by=cast.ada, text="I failed", anonymous=True)
    seen = {who: stream(thread, getattr(cast, who)).rows[0].author for who in ("ada", "ben", "fia", "admin")}
    hidden = "Anonymous participant"
    assert seen == {"ada": "Ada Practitioner", "ben": hidden, "fia": "Ada Practitioner", "admin": hidden}


@pytest.mark.parametrize("path", ["", "more/", "reply/"])
def test_no_page_tells_peers_who_wrote_anonymously(cast: Cast, thread: Thread, as_member: AsMember, path: str) -> None:
    comment = actions.post_comment(thread, by=cast.ada, text="I failed", anonymous=True)
    page = as_member(cast.ben).get(f"/comments/{comment.pk}/{path}", follow=True).content.decode()
    assert "I failed" in page
    assert "Ada" not in page


def test_a_hidden_comment_is_a_mark_to_peers_and_readable_to_its_author(cast: Cast, thread: Thread) -> None:
    comment = actions.post_comment(thread, by=cast.ada, text="A client's name")
    actions.hide_comment(comment, by=cast.fia, reason="Names a client")
    seen = {who: stream(thread, getattr(cast, who)).rows[0] for who in ("ada", "ben", "fia")}
    assert {who: row.gone for who, row in seen.items()} == {"ada": "", "ben": "hidden", "fia": ""}
    assert seen["ben"].html == ""
    assert "Names a client" in seen["ada"].note
    assert stream(thread, cast.ben, words="client").rows == ()


def test_ties_are_shown_on_both_comments_without_naming_the_anonymous(cast: Cast, thread: Thread) -> None:
    one = actions.post_comment(thread, by=cast.ada, text="One", anonymous=True)
    two = actions.post_comment(thread, by=cast.ben, text="Two")
    actions.link_comments(two, one, by=cast.fia, note="Same idea")
    rows = {row.pk: row for row in stream(thread, cast.ben).rows}
    assert rows[one.pk].ties[0].url == f"/comments/{two.pk}/"
    assert rows[two.pk].ties[0].author == "Anonymous participant"


def test_the_stable_address_leads_to_the_page_where_a_comment_stands(
    cast: Cast, thread: Thread, as_member: AsMember
) -> None:
    made = helpers.many(thread, cast.ada, 45, replies=30)
    client = as_member(cast.ben)
    deep = list(Comment.objects.filter(root=made[0]).order_by("pk"))
    for comment in (made[0], made[44], made[20], deep[0], deep[5], deep[25]):
        target = place_of(comment)
        address, mark = target.split("#")
        assert f'id="{mark}"' in client.get(address).content.decode(), target


def test_since_my_last_visit_survives_reloading(cast: Cast, thread: Thread, as_member: AsMember) -> None:
    old = timezone.now() - timedelta(days=2)
    Visit.objects.create(user=cast.ben.user, thread=thread, seen_at=old)
    actions.post_comment(thread, by=cast.ada, text="Fresh news")
    client = as_member(cast.ben)
    for _ in range(2):
        assert "Fresh news" in client.get(f"{thread.address}?show=new").content.decode()


def test_odd_addresses_give_a_page(cast: Cast, thread: Thread, as_member: AsMember) -> None:
    helpers.many(thread, cast.ada, 3)
    client = as_member(cast.ben)
    for query in (
        "page=x",
        "page=999",
        "sort=%27",
        "show=zzz",
        "replies=x",
        "replies=99999999999999999999",
        "rpage=-1",
        "q=%27%3A%2A",
    ):
        assert client.get(f"{thread.address}?{query}").status_code == 200, query
