"""Posting, answering, editing, deleting: what is kept right, and who is told."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from tests.discussion import helpers
from tests.factories import Cast, member
from wayline.discussion import actions
from wayline.discussion.access import Refused
from wayline.discussion.models import Comment, Thread
from wayline.people.models import AuditRecord, Notice, User


@pytest.fixture
def thread(cast: Cast) -> Thread:
    return helpers.thread(helpers.space(cast))


def notices(who: User) -> list[str]:
    return list(Notice.objects.filter(user=who).order_by("pk").values_list("kind", flat=True))


def test_answers_stand_on_two_levels_below_the_opening(cast: Cast, thread: Thread) -> None:
    root = actions.post_comment(thread, by=cast.ada, text="One")
    first = actions.post_comment(thread, by=cast.ben, text="Two", parent=root)
    second = actions.post_comment(thread, by=cast.ada, text="Three", parent=first)
    third = actions.post_comment(thread, by=cast.fia, text="Four", parent=second)
    assert [one.level for one in (root, first, second, third)] == [0, 1, 2, 2]
    assert (third.root, third.parent, third.answers) == (root, first, second)


def test_counters_are_right_after_posting_deleting_hiding_and_showing(cast: Cast, thread: Thread) -> None:
    root = actions.post_comment(thread, by=cast.ada, text="One")
    first = actions.post_comment(thread, by=cast.ben, text="Two", parent=root)
    second = actions.post_comment(thread, by=cast.fia, text="Three", parent=first)

    def counts() -> tuple[int, int, int]:
        for one in (thread, root, first):
            one.refresh_from_db()
        return thread.comment_count, root.reply_count, first.reply_count

    assert counts() == (3, 2, 1)
    actions.hide_comment(second, by=cast.fia, reason="Names a client")
    assert counts() == (2, 1, 0)
    actions.unhide_comment(second, by=cast.fia)
    assert counts() == (3, 2, 1)
    actions.delete_comment(second, by=cast.fia)
    assert counts() == (2, 1, 0)


def test_only_an_answer_by_somebody_else_makes_a_comment_answered(cast: Cast, thread: Thread) -> None:
    root = actions.post_comment(thread, by=cast.ada, text="Anybody?")
    own = actions.post_comment(thread, by=cast.ada, text="Nobody?", parent=root)
    root.refresh_from_db()
    assert root.answered_at is None
    answer = actions.post_comment(thread, by=cast.ben, text="Me", parent=own)
    root.refresh_from_db()
    assert root.answered_at == answer.created_at
    actions.delete_comment(answer, by=cast.ben)
    root.refresh_from_db()
    assert root.answered_at is None


def test_the_database_refuses_a_comment_on_a_wrong_level(cast: Cast, thread: Thread) -> None:
    root = actions.post_comment(thread, by=cast.ada, text="One")
    with pytest.raises(IntegrityError, match="discussion_comment_level"), transaction.atomic():
        Comment.objects.create(thread=thread, text="x", root=root, parent=root, level=2)


def test_the_database_refuses_words_in_a_deleted_comment(thread: Thread) -> None:
    with pytest.raises(IntegrityError, match="deleted_is_empty"), transaction.atomic():
        Comment.objects.create(thread=thread, text="still here", deleted_at=timezone.now())


@pytest.mark.parametrize("who", ["mia", "zoe", "zeno", "admin", "cleo"])
def test_who_is_no_member_cannot_write(cast: Cast, thread: Thread, who: str) -> None:
    with pytest.raises(Refused):
        actions.post_comment(thread, by=getattr(cast, who), text="Hello")


def test_who_left_cannot_write_any_more(cast: Cast, thread: Thread) -> None:
    actions.leave_space(thread.space, by=cast.ben)
    with pytest.raises(Refused):
        actions.post_comment(thread, by=cast.ben, text="Hello")


def test_a_comment_of_another_thread_cannot_be_answered_here(cast: Cast, thread: Thread) -> None:
    other = actions.post_comment(helpers.thread(thread.space, "Other"), by=cast.ada, text="There")
    with pytest.raises(Refused):
        actions.post_comment(thread, by=cast.ben, text="Here", parent=other)


def test_a_closed_thread_takes_words_of_facilitators_only(cast: Cast, thread: Thread) -> None:
    actions.lock_thread(thread, by=cast.fia, reason="Done")
    with pytest.raises(Refused, match="closed"):
        actions.post_comment(thread, by=cast.ada, text="One more")
    actions.post_comment(thread, by=cast.fia, text="Thank you all")
    actions.unlock_thread(thread, by=cast.fia)
    actions.post_comment(thread, by=cast.ada, text="Back again")


def test_slow_mode_makes_participants_wait_and_facilitators_not(cast: Cast, thread: Thread) -> None:
    actions.set_slow_mode(thread, by=cast.fia, seconds=300)
    actions.post_comment(thread, by=cast.ada, text="One")
    with pytest.raises(Refused, match="slow mode"):
        actions.post_comment(thread, by=cast.ada, text="Two")
    actions.post_comment(thread, by=cast.ben, text="Mine")
    actions.post_comment(thread, by=cast.fia, text="One")
    actions.post_comment(thread, by=cast.fia, text="Two")


def test_an_edit_keeps_the_text_before(cast: Cast, thread: Thread) -> None:
    comment = actions.post_comment(thread, by=cast.ada, text="First")
    actions.edit_comment(comment, by=cast.ada, text="Second")
    assert comment.edited_at is not None
    assert [version.text for version in comment.versions.all()] == ["First"]
    assert "Second" in comment.html


def test_deleting_takes_the_words_and_leaves_the_place(cast: Cast, thread: Thread) -> None:
    comment = actions.post_comment(thread, by=cast.ada, text="Secret")
    actions.edit_comment(comment, by=cast.ada, text="Secret too")
    actions.delete_comment(comment, by=cast.ada)
    comment.refresh_from_db()
    assert (comment.text, comment.html) == ("", "")
    assert not comment.versions.exists()


def test_a_reported_comment_keeps_its_text_for_facilitators_until_they_decide(cast: Cast, thread: Thread) -> None:
    comment = actions.post_comment(thread, by=cast.ada, text="Rude")
    actions.report_comment(comment, by=cast.ben, reason="rude")
    actions.delete_comment(comment, by=cast.ada)
    assert [version.text for version in comment.versions.all()] == ["Rude"]
    actions.dismiss_reports(comment, by=cast.fia)
    assert not comment.versions.exists()


def test_answered_mentioned_and_followers_are_told_once_each(cast: Cast, thread: Thread) -> None:
    root = actions.post_comment(thread, by=cast.ada, text="One")
    actions.follow_thread(thread, by=cast.ada)
    actions.follow_thread(thread, by=cast.fia)
    actions.post_comment(thread, by=cast.ben, text="Look, @Fia Facilitator: two", parent=root)
    assert notices(cast.ada.user) == ["answer"]
    assert notices(cast.fia.user) == ["mention"]
    assert notices(cast.ben.user) == []


def test_a_muted_thread_is_silent_but_for_mentions(cast: Cast, thread: Thread) -> None:
    root = actions.post_comment(thread, by=cast.ada, text="One")
    actions.mute_thread(thread, by=cast.ada)
    actions.post_comment(thread, by=cast.ben, text="Two", parent=root)
    assert notices(cast.ada.user) == []
    actions.post_comment(thread, by=cast.ben, text="@Ada Practitioner, please", parent=root)
    assert notices(cast.ada.user) == ["mention"]


def test_who_left_is_told_nothing(cast: Cast, thread: Thread) -> None:
    root = actions.post_comment(thread, by=cast.ben, text="One")
    actions.follow_person(cast.ada.user, by=cast.ben)
    actions.leave_space(thread.space, by=cast.ben)
    actions.post_comment(thread, by=cast.ada, text="Two for @Ben Practitioner", parent=root)
    assert notices(cast.ben.user) == []


def test_only_members_can_be_mentioned(cast: Cast, thread: Thread) -> None:
    member(name="Otto Outside", of=cast.ada.organisation)
    comment = actions.post_comment(thread, by=cast.ada, text="@Otto Outside and @ben practitioner's idea")
    assert [mention.user for mention in comment.mentions.all()] == [cast.ben.user]
    assert "<strong>@ben practitioner</strong>" in comment.html


def test_following_a_person_does_not_tell_what_they_write_anonymously(cast: Cast) -> None:
    where = helpers.thread(helpers.space(cast, anonymous_allowed=True))
    actions.follow_person(cast.ada.user, by=cast.ben)
    actions.post_comment(where, by=cast.ada, text="I failed", anonymous=True)
    assert notices(cast.ben.user) == []
    actions.post_comment(where, by=cast.ada, text="I am back")
    assert notices(cast.ben.user) == ["follow"]


def test_the_notice_of_an_anonymous_answer_names_nobody(cast: Cast) -> None:
    where = helpers.thread(helpers.space(cast, anonymous_allowed=True))
    root = actions.post_comment(where, by=cast.ben, text="One")
    actions.post_comment(where, by=cast.ada, text="Two", parent=root, anonymous=True)
    assert "Ada" not in Notice.objects.get(user=cast.ben.user).text


def test_anonymity_is_refused_where_the_space_has_none_and_to_facilitators(cast: Cast, thread: Thread) -> None:
    with pytest.raises(Refused):
        actions.post_comment(thread, by=cast.ada, text="x", anonymous=True)
    allowed = helpers.thread(helpers.space(cast, name="Other", anonymous_allowed=True))
    with pytest.raises(Refused):
        actions.post_comment(allowed, by=cast.fia, text="x", anonymous=True)


def test_notices_are_in_the_language_of_who_gets_them(cast: Cast, thread: Thread) -> None:
    cast.ada.user.language = "it"
    cast.ada.user.save()
    root = actions.post_comment(thread, by=cast.ada, text="One")
    with translation.override("en"):
        actions.post_comment(thread, by=cast.ben, text="Two", parent=root)
    assert Notice.objects.get(user=cast.ada.user).url == f"/comments/{Comment.objects.latest('pk').pk}/"


def test_each_act_of_moderation_is_on_record(cast: Cast, thread: Thread) -> None:
    comment = actions.post_comment(thread, by=cast.ada, text="One")
    other = actions.post_comment(thread, by=cast.ben, text="Two")
    actions.pin(comment, by=cast.fia)
    actions.endorse(comment, by=cast.fia)
    actions.link_comments(comment, other, by=cast.fia, note="Same idea")
    actions.hide_comment(other, by=cast.fia, reason="Names a client")
    actions.lock_thread(thread, by=cast.fia)
    kinds = [act.act for act in thread.space.acts.order_by("pk")]
    assert kinds == ["pin", "endorse", "link", "hide", "lock"]
    assert AuditRecord.objects.filter(actor=cast.fia.user, verb__startswith="moderated").count() == 5


def test_liking_counts_a_person_once(cast: Cast, thread: Thread) -> None:
    comment = actions.post_comment(thread, by=cast.ada, text="One")
    for _ in range(2):
        actions.like(comment, by=cast.ben)
    comment.refresh_from_db()
    assert comment.like_count == 1
    for _ in range(2):
        actions.unlike(comment, by=cast.ben)
    comment.refresh_from_db()
    assert comment.like_count == 0
