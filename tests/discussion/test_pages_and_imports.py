"""Pages written together, differences, imports, and what is held about a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import GuardedClient
from tests.discussion import helpers
from tests.factories import Cast
from wayline.discussion import actions
from wayline.discussion.actions import EditConflict, ImportedPost
from wayline.discussion.differences import differences
from wayline.discussion.models import Comment, Page, Space
from wayline.discussion.queries import stream
from wayline.discussion.wording import is_question, names_after_at
from wayline.people.holdings import erase_everything, export_everything

AsMember = Callable[..., GuardedClient]
LONG_AGO = datetime(2015, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def space(cast: Cast) -> Space:
    return helpers.space(cast)


@pytest.fixture
def page(cast: Cast, space: Space) -> Page:
    return actions.create_page(space, by=cast.ada, title="Opening lines", text="Hello.\nHow are you?")


def test_every_version_is_kept_and_can_be_restored(cast: Cast, page: Page, as_member: AsMember) -> None:
    client = as_member(cast.ben)
    data = {"title": "Opening lines", "text": "Good morning.", "seen": 1, "note": "Shorter"}
    client.post(f"/pages/{page.pk}/edit/", data)
    assert "Good morning." in client.get(f"/pages/{page.pk}/").content.decode()
    assert "Shorter" in client.get(f"/pages/{page.pk}/history/").content.decode()
    assert "<del>" in client.get(f"/pages/{page.pk}/history/2/").content.decode()
    client.post(f"/pages/{page.pk}/history/1/restore/")
    page.refresh_from_db()
    assert page.text == "Hello.\nHow are you?"
    assert [version.restored_from for version in page.versions.all()] == [1, None, None]


def test_two_edits_of_one_version_lose_nothing(cast: Cast, page: Page, as_member: AsMember) -> None:
    actions.change_page(page, by=cast.ada, title=page.title, text="Ada was faster.", seen=1)
    client = as_member(cast.ben)
    data = {"title": "Opening lines", "text": "Ben wrote for an hour.", "seen": 1}
    response = client.post(f"/pages/{page.pk}/edit/", data)
    shown = response.content.decode()
    assert response.status_code == 409
    assert "Ada was faster." in shown
    assert "Ben wrote for an hour." in shown
    assert 'name="seen" value="2"' in shown
    client.post(f"/pages/{page.pk}/edit/", data | {"seen": 2})
    page.refresh_from_db()
    assert page.text == "Ben wrote for an hour."
    assert page.versions.count() == 3


def test_a_stale_version_is_refused_by_the_verb_itself(cast: Cast, page: Page) -> None:
    with pytest.raises(EditConflict):
        actions.change_page(page, by=cast.ben, title="x", text="x", seen=0)


@pytest.mark.parametrize(("who", "status"), [("ben", 200), ("fia", 200), ("mia", 404), ("zoe", 404), ("admin", 403)])
def test_who_edits_pages(cast: Cast, page: Page, as_member: AsMember, who: str, status: int) -> None:
    assert as_member(getattr(cast, who)).get(f"/pages/{page.pk}/edit/").status_code == status


# The first draw builds tables, which a busy machine takes long for.
QUIET = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
LINES = st.lists(st.sampled_from(["", "one", "two words", "three more words", "ünïcode ?"]), max_size=12)


@QUIET
@given(LINES, LINES)
def test_differences_hold_both_texts(before: list[str], after: list[str]) -> None:
    old, new = "\n".join(before), "\n".join(after)
    lines = differences(old, new)
    added = [piece.text for line in lines for piece in line.pieces if piece.kind == "added"]
    removed = [piece.text for line in lines for piece in line.pieces if piece.kind == "removed"]
    assert bool(added or removed) == (old.splitlines() != new.splitlines()) or not ("".join(before) or "".join(after))
    if not any(line.kind == "gap" for line in lines):
        whole = [
            "".join(p.text for p in line.pieces if p.kind != "removed") for line in lines if line.kind != "removed"
        ]
        assert whole == new.splitlines()


@QUIET
@given(st.text(max_size=200))
def test_any_text_can_be_searched_for_names(text: str) -> None:
    assert all(name == name.casefold() for name in names_after_at(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How do you begin?", True),
        ("See https://example.org/?q=a", False),
        ("> Why?\n\nBecause.", False),
        ("Really?! Yes", False),
        ("(Why?) I ask", True),
    ],
)
def test_questions(text: str, expected: bool) -> None:
    assert is_question(text) is expected


def posts() -> list[ImportedPost]:
    rows = [
        ("1", "Anna", ""),
        ("2", "Bo", "1"),
        ("3", "Anna", "2"),
        ("4", "Cy", "3"),
        ("5", "Dee", "99"),
        ("6", "Anna", ""),
    ]
    return [
        ImportedPost(key, f"Text {key}", LONG_AGO + timedelta(hours=int(key)), author, parent, likes=int(key))
        for key, author, parent in rows
    ]


def test_imported_posts_keep_names_times_likes_and_who_answered_whom(cast: Cast, space: Space) -> None:
    thread = helpers.thread(space)
    result = actions.import_comments(thread, reversed(posts()))
    assert (result.made, result.orphans) == (6, ["5"])
    by_key = {comment.imported_key: comment for comment in Comment.objects.filter(thread=thread)}
    assert [by_key[key].level for key in "123456"] == [0, 1, 2, 2, 0, 0]
    assert by_key["4"].answers == by_key["3"]
    assert by_key["1"].reply_count == 3
    assert by_key["1"].answered_at == LONG_AGO + timedelta(hours=2)
    assert by_key["6"].answered_at is None
    thread.refresh_from_db()
    assert thread.comment_count == 6
    assert {row.author for row in stream(thread, cast.ben).rows} == {"Anna", "Dee"}


def test_importing_twice_changes_nothing(space: Space) -> None:
    thread = helpers.thread(space)
    actions.import_comments(thread, posts())
    again = actions.import_comments(thread, posts())
    assert (again.made, again.known) == (0, 6)
    assert thread.comments.count() == 6


def test_a_ring_of_answers_ends(space: Space) -> None:
    thread = helpers.thread(space)
    ring = [ImportedPost("a", "A", LONG_AGO, "Anna", "b"), ImportedPost("b", "B", LONG_AGO, "Bo", "a")]
    result = actions.import_comments(thread, ring)
    assert (result.made, len(result.orphans)) == (2, 1)


def test_erasing_a_person_takes_the_words_and_leaves_the_place(cast: Cast, space: Space) -> None:
    thread = helpers.thread(space)
    root = actions.post_comment(thread, by=cast.ada, text="My story")
    actions.edit_comment(root, by=cast.ada, text="My whole story")
    answer = actions.post_comment(thread, by=cast.ben, text="Thank you", parent=root)
    actions.like(answer, by=cast.ada)
    actions.report_comment(answer, by=cast.ada, reason="other", text="I am Ada")
    held = {holding.model.__name__: rows for holding, rows in export_everything(cast.ada.user)}
    assert [row["text"] for row in held["Comment"]] == ["My whole story"]
    erase_everything(cast.ada.user)
    row = stream(thread, cast.ben).rows[0]
    assert (row.author, row.gone, [reply.author for reply in row.replies]) == (
        "Former participant",
        "deleted",
        ["Ben Practitioner"],
    )
    answer.refresh_from_db()
    thread.refresh_from_db()
    assert (answer.like_count, thread.comment_count) == (0, 1)
    assert not Comment.objects.filter(author=cast.ada.user).exists()
