"""Pages and buttons, with and without htmx, and who is refused."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.conftest import GuardedClient
from tests.discussion import helpers
from tests.factories import Cast, member
from wayline.discussion import actions
from wayline.discussion.enums import SpaceRole
from wayline.discussion.models import Comment, Picture, Report, Space, SpaceMember, Thread
from wayline.people.models import Notice

AsMember = Callable[..., GuardedClient]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def space(cast: Cast) -> Space:
    return helpers.space(cast)


@pytest.fixture
def thread(space: Space) -> Thread:
    return helpers.thread(space)


@pytest.fixture
def comment(cast: Cast, thread: Thread) -> Comment:
    return actions.post_comment(thread, by=cast.ada, text="What do you ask first?")


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, "PNG")
    return SimpleUploadedFile("me at home.png", out.getvalue(), "image/png")


READERS = [
    ("ada", 200),
    ("ben", 200),
    ("fia", 200),
    ("admin", 200),
    ("mia", 404),
    ("zoe", 404),
    ("zeno", 404),
    ("cleo", 404),
]


@pytest.mark.parametrize(("who", "status"), READERS)
def test_who_reads_a_closed_space(cast: Cast, comment: Comment, as_member: AsMember, who: str, status: int) -> None:
    client = as_member(getattr(cast, who))
    space = comment.thread.space
    for address in (
        space.get_absolute_url(),
        comment.thread.address,
        f"/spaces/{space.pk}/members/",
        f"/comments/{comment.pk}/more/",
    ):
        assert client.get(address).status_code == status, address
    assert client.get(comment.get_absolute_url()).status_code == (302 if status == 200 else 404)


@pytest.mark.parametrize(
    ("who", "status"), [("mia", 200), ("rex", 200), ("zoe", 404), ("cleo", 404), ("eve", 404), ("cato", 404)]
)
def test_who_reads_an_open_space(cast: Cast, as_member: AsMember, who: str, status: int) -> None:
    space = helpers.space(cast, name="Open", is_open=True)
    assert as_member(getattr(cast, who)).get(space.get_absolute_url()).status_code == status


def test_who_left_sees_nothing_any_more(cast: Cast, comment: Comment, as_member: AsMember) -> None:
    actions.remove_member(comment.thread.space, user=cast.ben.user, by=cast.fia)
    client = as_member(cast.ben)
    assert client.get(comment.thread.address).status_code == 404
    assert client.post(f"/comments/{comment.pk}/do/like/").status_code == 404


def test_posting_without_script_leads_to_the_comment(cast: Cast, thread: Thread, as_member: AsMember) -> None:
    client = as_member(cast.ben)
    response = client.post(f"/threads/{thread.pk}/post/", {"text": "Hello **all**"}, follow=True)
    made = Comment.objects.get(text="Hello **all**")
    assert response.redirect_chain[-1][0] == f"{thread.address}#comment-{made.pk}"
    page = response.content.decode()
    assert "<strong>all</strong>" in page
    assert f'data-draft-posted="thread-{thread.pk}"' in page


def test_posting_by_htmx_answers_with_the_comment_alone(cast: Cast, thread: Thread, as_member: AsMember) -> None:
    response = as_member(cast.ben).post(f"/threads/{thread.pk}/post/", {"text": "Hello"}, headers=HTMX)
    page = response.content.decode()
    assert f'id="comment-{Comment.objects.get().pk}"' in page
    assert "<html" not in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_comment_comes_back_with_its_text(
    cast: Cast, thread: Thread, as_member: AsMember, headers: dict[str, str]
) -> None:
    actions.lock_thread(thread, by=cast.fia)
    response = as_member(cast.ben).post(f"/threads/{thread.pk}/post/", {"text": "My long words"}, headers=headers)
    assert response.status_code == 422
    assert "My long words" in response.content.decode()
    assert not Comment.objects.exists()


def test_a_newcomer_who_floods_is_asked_to_wait(cast: Cast, thread: Thread, as_member: AsMember) -> None:
    helpers.old_account(cast.ada)
    for who, status in ((cast.ben, 422), (cast.ada, 302)):
        client = as_member(who)
        for number in range(10):
            assert client.post(f"/threads/{thread.pk}/post/", {"text": f"Buy {number}"}).status_code == 302
        assert client.post(f"/threads/{thread.pk}/post/", {"text": "Buy more"}).status_code == status


def test_answering_and_quoting(cast: Cast, comment: Comment, as_member: AsMember) -> None:
    client = as_member(cast.ben)
    form = client.get(f"/comments/{comment.pk}/reply/?quote=1").content.decode()
    assert "&gt; What do you ask first?" in form
    client.post(f"/comments/{comment.pk}/reply/", {"text": "The aim."})
    answer = Comment.objects.get(parent=comment)
    assert (answer.text, answer.level) == ("The aim.", 1)
    fragment = client.post(f"/comments/{answer.pk}/reply/", {"text": "And then?"}, headers=HTMX)
    assert fragment["HX-Retarget"] == f"#replies-{comment.pk}"
    assert f'id="c{answer.pk}" hx-swap-oob="true"' in fragment.content.decode()


def test_pressing_like_again_takes_it_back(cast: Cast, comment: Comment, as_member: AsMember) -> None:
    client = as_member(cast.ben)
    back = f"{comment.thread.address}?show=unanswered"
    response = client.post(f"/comments/{comment.pk}/do/like/", {"back": back})
    assert response["Location"] == back
    assert 'aria-pressed="true"' in client.get(comment.thread.address).content.decode()
    fragment = client.post(f"/comments/{comment.pk}/do/unlike/", headers=HTMX)
    assert fragment["HX-Retarget"] == f"#c{comment.pk}"
    assert 'aria-pressed="false"' in fragment.content.decode()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_a_button_never_leads_to_another_host(cast: Cast, comment: Comment, as_member: AsMember, back: str) -> None:
    response = as_member(cast.ben).post(f"/comments/{comment.pk}/do/like/", {"back": back})
    assert response["Location"] == comment.get_absolute_url()


def test_nobody_likes_or_reports_themselves(cast: Cast, comment: Comment, as_member: AsMember) -> None:
    client = as_member(cast.ada)
    assert client.post(f"/comments/{comment.pk}/do/like/").status_code == 403
    assert client.post(f"/comments/{comment.pk}/report/", {"reason": "rude"}).status_code == 403


ACTS = ["do/pin/", "do/unpin/", "do/endorse/", "do/unendorse/", "do/unhide/", "do/dismiss/", "hide/", "link/"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(("who", "status"), [("ada", 403), ("ben", 403), ("zeno", 404), ("mia", 404)])
def test_who_may_not_moderate(
    cast: Cast, comment: Comment, as_member: AsMember, act: str, who: str, status: int
) -> None:
    data = {"reason": "x", "address": "1"}
    assert as_member(getattr(cast, who)).post(f"/comments/{comment.pk}/{act}", data).status_code == status


def test_a_facilitator_of_another_space_in_the_same_office_may_not_moderate(
    cast: Cast, comment: Comment, as_member: AsMember
) -> None:
    guide = member("facilitator", name="Gus Guide", of=cast.fia.organisation)
    other = helpers.space(cast, name="Other")
    actions.add_member(other, user=guide.user, role=SpaceRole.FACILITATOR)
    assert as_member(guide).post(f"/comments/{comment.pk}/do/pin/").status_code == 404
    actions.add_member(comment.thread.space, user=guide.user)
    assert as_member(guide).post(f"/comments/{comment.pk}/do/pin/").status_code == 403


def test_editing_is_for_the_author_only(cast: Cast, comment: Comment, as_member: AsMember) -> None:
    for who, status in (("ben", 403), ("fia", 403), ("ada", 302)):
        client = as_member(getattr(cast, who))
        assert client.post(f"/comments/{comment.pk}/edit/", {"text": f"by {who}"}).status_code == status
    page = as_member(cast.ben).get(f"/comments/{comment.pk}/history/").content.decode()
    assert "What do you ask first?" in page
    assert "<ins>" in page


def test_deleting_asks_first_and_leaves_a_mark(cast: Cast, comment: Comment, as_member: AsMember) -> None:
    assert as_member(cast.ben).get(f"/comments/{comment.pk}/delete/").status_code == 403
    client = as_member(cast.ada)
    assert "Delete this comment?" in client.get(f"/comments/{comment.pk}/delete/").content.decode()
    page = client.post(f"/comments/{comment.pk}/delete/", follow=True).content.decode()
    assert "This comment was deleted." in page
    assert "ask first" not in page


def test_a_facilitator_who_deletes_gives_a_reason(cast: Cast, comment: Comment, as_member: AsMember) -> None:
    client = as_member(cast.fia)
    client.post(f"/comments/{comment.pk}/delete/", {"reason": ""})
    comment.refresh_from_db()
    assert comment.deleted_at is None
    client.post(f"/comments/{comment.pk}/delete/", {"reason": "Asked for by its author"})
    assert "Asked for by its author" in client.get(f"/spaces/{comment.thread.space_id}/record/").content.decode()


def test_reporting_reaches_the_facilitator_and_is_decided(cast: Cast, comment: Comment, as_member: AsMember) -> None:
    as_member(cast.ben).post(f"/comments/{comment.pk}/report/", {"reason": "private", "text": "Names Mr X"})
    page = as_member(cast.fia).get(f"/spaces/{comment.thread.space_id}/reports/").content.decode()
    assert "Names Mr X" in page
    as_member(cast.fia).post(f"/comments/{comment.pk}/hide/", {"reason": "Names a client"})
    assert Report.objects.get().state == "upheld"
    page = as_member(cast.ben).get(comment.thread.address).content.decode()
    assert "A facilitator hid this comment." in page
    assert "ask first" not in page


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 403), ("ben", 403), ("mia", 404), ("zeno", 404), ("fia", 200), ("admin", 200)]
)
def test_who_reads_the_record_of_moderation(
    cast: Cast, space: Space, as_member: AsMember, who: str, status: int
) -> None:
    assert as_member(getattr(cast, who)).get(f"/spaces/{space.pk}/record/").status_code == status


def test_the_address_that_moderation_had_leads_to_the_reports(cast: Cast, space: Space, as_member: AsMember) -> None:
    answer = as_member(cast.fia).get(f"/spaces/{space.pk}/moderation/")
    assert answer["Location"] == f"/spaces/{space.pk}/reports/"
    assert as_member(cast.ada).get(f"/spaces/{space.pk}/moderation/").status_code == 403


@pytest.mark.parametrize(("decide", "words"), [("hide", "out of sight"), ("dismiss", "stays as it is")])
def test_who_reported_is_told_the_decision_and_no_name(cast: Cast, comment: Comment, decide: str, words: str) -> None:
    actions.report_comment(comment, by=cast.ben, reason="rude")
    Notice.objects.all().delete()
    if decide == "hide":
        actions.hide_comment(comment, by=cast.fia, reason="Rude")
    else:
        actions.dismiss_reports(comment, by=cast.fia)
    told = Notice.objects.get(user=cast.ben.user)
    assert words in told.text
    assert not any(name in told.text for name in (cast.ada.user.name, cast.fia.user.name))
    assert not Notice.objects.filter(user=cast.ada.user, kind="report decided").exists()


def test_a_facilitator_who_decides_on_their_own_report_needs_no_notice(cast: Cast, comment: Comment) -> None:
    actions.report_comment(comment, by=cast.fia, reason="rude")
    actions.dismiss_reports(comment, by=cast.fia)
    assert not Notice.objects.filter(kind="report decided").exists()


def test_an_administrator_who_moderates_learns_no_anonymous_name(cast: Cast, as_member: AsMember) -> None:
    where = helpers.thread(helpers.space(cast, name="Careful", anonymous_allowed=True))
    comment = actions.post_comment(where, by=cast.ada, text="I failed", anonymous=True)
    actions.report_comment(comment, by=cast.ben, reason="other")
    actions.endorse(comment, by=cast.fia)
    client = as_member(cast.admin)
    for address in (where.address, f"/spaces/{where.space_id}/record/", f"/comments/{comment.pk}/more/"):
        page = client.get(address).content.decode()
        assert "I failed" in page or "endorsed" in page
        assert "Ada Practitioner" not in page, address


def test_a_picture_is_seen_by_those_who_read_the_comment(cast: Cast, thread: Thread, as_member: AsMember) -> None:
    data = {"text": "Look", "picture": picture(), "alt": "My desk"}
    as_member(cast.ada).post(f"/threads/{thread.pk}/post/", data)
    made = Picture.objects.get()
    assert (made.width, made.height, made.is_shown) == (30, 20, True)
    assert f'src="/pictures/{made.pk}/" alt="My desk"' in as_member(cast.ben).get(thread.address).content.decode()
    for who, status in (("ben", 200), ("mia", 404), ("zoe", 404)):
        response = as_member(getattr(cast, who)).get(f"/pictures/{made.pk}/")
        b"".join(response)
        assert response.status_code == status, who
    actions.hide_comment(Comment.objects.get(), by=cast.fia, reason="Shows a client")
    assert as_member(cast.ben).get(f"/pictures/{made.pk}/").status_code == 404


def test_a_picture_needs_words_and_must_be_one(cast: Cast, thread: Thread, as_member: AsMember) -> None:
    client = as_member(cast.ada)
    page = client.post(f"/threads/{thread.pk}/post/", {"text": "Look", "picture": picture()})
    assert "Say what the picture shows." in page.content.decode()
    script = SimpleUploadedFile("x.png", b"<script>alert(1)</script>", "image/png")
    assert client.post(f"/threads/{thread.pk}/post/", {"text": "x", "picture": script, "alt": "x"}).status_code == 422
    assert not Comment.objects.exists()


def test_nothing_that_is_typed_can_run(cast: Cast, thread: Thread, as_member: AsMember) -> None:
    evil = "<script>alert(1)</script> [x](javascript:alert(2)) ![y](https://evil.example/z.png)"
    actions.post_comment(thread, by=cast.ada, text=evil)
    page = as_member(cast.ben).get(thread.address).content.decode()
    stream = page[page.index('id="comments"') :]
    assert "<script>alert" not in stream
    assert not re.search(r'href="javascript|src="https', stream)


def test_bookmarks_show_what_one_may_still_read(cast: Cast, comment: Comment, as_member: AsMember) -> None:
    client = as_member(cast.ben)
    client.post(f"/comments/{comment.pk}/do/keep/")
    assert "ask first" in client.get("/bookmarks/").content.decode()
    actions.remove_member(comment.thread.space, user=cast.ben.user, by=cast.fia)
    assert "ask first" not in client.get("/bookmarks/").content.decode()


def test_searching_a_space_leaves_other_spaces_out(cast: Cast, comment: Comment, as_member: AsMember) -> None:
    other = helpers.thread(helpers.space(cast, name="Other"))
    actions.post_comment(other, by=cast.ben, text="They ask elsewhere")
    page = as_member(cast.ben).get(f"/spaces/{comment.thread.space_id}/search/?q=ask").content.decode()
    assert "What do you ask first?" in page
    assert "elsewhere" not in page


@pytest.mark.parametrize(
    ("who", "status"), [("fia", 200), ("mia", 200), ("admin", 200), ("ada", 403), ("cleo", 403), ("eve", 403)]
)
def test_who_opens_a_space(cast: Cast, as_member: AsMember, who: str, status: int) -> None:
    assert as_member(getattr(cast, who)).get("/spaces/new/").status_code == status


def test_opening_finding_joining_and_leaving_a_space(cast: Cast, as_member: AsMember) -> None:
    data = {"name": "Lone work", "purpose": "For those who work alone", "is_open": "on"}
    as_member(cast.mia).post("/spaces/new/", data)
    made = Space.objects.get(name="Lone work")
    ada = as_member(cast.ada)
    assert "Lone work" in ada.get("/spaces/?q=alone").content.decode()
    assert "Lone work" not in as_member(cast.zoe).get("/spaces/").content.decode()
    assert as_member(cast.zoe).post(f"/spaces/{made.pk}/join/").status_code == 404
    ada.post(f"/spaces/{made.pk}/join/")
    assert SpaceMember.objects.current().filter(space=made, user=cast.ada.user, role="participant").exists()
    ada.post(f"/spaces/{made.pk}/leave/")
    assert not SpaceMember.objects.current().filter(space=made, user=cast.ada.user).exists()
    page = as_member(cast.mia).post(f"/spaces/{made.pk}/leave/", follow=True).content.decode()
    assert "only facilitator" in page


def test_a_closed_space_cannot_be_joined(cast: Cast, space: Space, as_member: AsMember) -> None:
    assert as_member(cast.admin).post(f"/spaces/{space.pk}/join/").status_code == 403


def test_topics_of_members(cast: Cast, space: Space, as_member: AsMember) -> None:
    as_member(cast.ben).post(f"/spaces/{space.pk}/topics/new/", {"title": "Silence", "text": "How long?"})
    topic = Thread.objects.get(title="Silence")
    assert topic.address == f"/topics/{topic.pk}/"
    assert topic.comment_count == 1
    assert "Silence" in as_member(cast.ada).get(f"/spaces/{space.pk}/topics/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("ada", 403), ("zeno", 404), ("fia", 302)])
def test_who_changes_members(cast: Cast, space: Space, as_member: AsMember, who: str, status: int) -> None:
    ben = SpaceMember.objects.get(space=space, user=cast.ben.user)
    client = as_member(getattr(cast, who))
    assert client.post(f"/space-members/{ben.pk}/role/", {"role": "facilitator"}).status_code == status
    assert client.post(f"/space-members/{ben.pk}/remove/").status_code == status


def test_the_author_removed_by_more_reaches_no_stranger(cast: Cast, comment: Comment, as_member: AsMember) -> None:
    client = as_member(cast.ben)
    fragment = client.get(f"/comments/{comment.pk}/more/", headers=HTMX).content.decode()
    assert "Follow Ada Practitioner" in fragment
    assert "Pin" not in fragment
    assert "Pin" in as_member(cast.fia).get(f"/comments/{comment.pk}/more/").content.decode()
