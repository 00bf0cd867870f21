"""The facilitators' queue: who waits and why, one comment at a time, two facilitators at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.discussion.talk import Talk, say, talk
from tests.factories import Cast, member
from wayline.discussion import actions
from wayline.discussion.actions import facilitation as work
from wayline.discussion.enums import Act, QueueReason, ReportState, SpaceRole
from wayline.discussion.models import Comment, ModerationAct, QueueClaim, Space
from wayline.discussion.queries.facilitation import item_of, order_of, queue_of
from wayline.people.enums import Role
from wayline.people.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: Cast) -> Talk:
    return talk(cast)


def waiting(room: Talk) -> list[int]:
    return order_of(Space.objects.filter(pk=room.space.pk))


def reasons(comment: Comment, room: Talk) -> list[str]:
    comment.refresh_from_db()
    return [reason.value for reason in item_of(comment, room.cast.fia).reasons]


# Who waits, and why


def test_a_newcomers_first_comment_waits_at_once_and_the_second_does_not(room: Talk) -> None:
    first = say(room, room.cast.ada, "Good morning.")
    say(room, room.cast.ada, "The weather is fine.")
    assert waiting(room) == [first.pk]
    assert reasons(first, room) == [QueueReason.FIRST]


def test_an_opening_comment_waits_after_24_hours_and_not_a_minute_before(room: Talk) -> None:
    say(room, room.cast.ada, "First.")
    just_not = say(room, room.cast.ada, "A thought.", hours=23.9)
    just = say(room, room.cast.ada, "Another thought.", hours=24.1)
    assert just.pk in waiting(room)
    assert just_not.pk not in waiting(room)
    assert reasons(just, room) == [QueueReason.WAITING]


def test_a_reply_is_not_waited_on_unless_it_asks(room: Talk) -> None:
    opening = say(room, room.cast.ada, "First.")
    say(room, room.cast.ben, "First of Ben.")
    thanks = say(room, room.cast.ben, "Thank you.", to=opening, hours=48)
    asks = say(room, room.cast.ben, "And who pays for it?", to=opening, hours=48)
    assert thanks.pk not in waiting(room)
    assert reasons(asks, room) == [QueueReason.QUESTION]


@pytest.mark.parametrize("by", ["ben", "fia"])
def test_a_reply_by_anybody_else_ends_the_wait(room: Talk, by: str) -> None:
    asked = say(room, room.cast.ada, "How do you visit firms?")
    assert waiting(room) == [asked.pk]
    say(room, getattr(room.cast, by), "By bus.", to=asked)
    assert asked.pk not in waiting(room)


def test_an_answer_to_oneself_does_not(room: Talk) -> None:
    asked = say(room, room.cast.ada, "How do you visit firms?")
    say(room, room.cast.ada, "I mean small ones.", to=asked)
    assert waiting(room) == [asked.pk]


def test_what_facilitators_write_and_what_was_imported_waits_for_nothing(room: Talk) -> None:
    say(room, room.cast.fia, "What do you think?", hours=48)
    actions.import_comments(
        room.thread,
        [actions.ImportedPost("1", "What was that?", timezone.now() - timedelta(days=900), author="Somebody")],
    )
    assert waiting(room) == []


def test_hidden_deleted_and_settled_comments_leave(room: Talk) -> None:
    made = [say(room, who, "What now?") for who in (room.cast.ada, room.cast.ben, room.dan)]
    assert waiting(room) == [one.pk for one in made]
    actions.hide_comment(made[0], by=room.cast.fia, reason="Names a client")
    actions.delete_comment(made[1], by=room.cast.ben)
    actions.settle(made[2], by=room.cast.fia)
    assert waiting(room) == []
    work.unsettle(made[2], by=room.cast.fia)
    assert waiting(room) == [made[2].pk]


def test_reports_come_first_then_newcomers_questions_and_the_rest(room: Talk) -> None:
    ada, ben = room.cast.ada, room.cast.ben
    first = say(room, ada, "Hello.", hours=1)
    rest = say(room, ada, "Something old.", hours=99)
    question = say(room, ada, "Why?", hours=50)
    reported = say(room, ben, "Hello, I am new.", hours=0)
    actions.report_comment(reported, by=ada, reason="rude")
    assert waiting(room) == [reported.pk, first.pk, question.pk, rest.pk]
    assert reasons(reported, room) == [QueueReason.REPORT, QueueReason.FIRST]


def test_a_reported_comment_stays_when_answered_and_leaves_when_decided(room: Talk) -> None:
    made = say(room, room.cast.ada, "Buy my book.")
    actions.report_comment(made, by=room.cast.ben, reason="spam")
    say(room, room.cast.fia, "Please do not.", to=made)
    assert waiting(room) == [made.pk]
    actions.dismiss_reports(made, by=room.cast.fia)
    assert waiting(room) == []
    work.reopen_reports(made, by=room.cast.fia)
    assert waiting(room) == [made.pk]


def test_the_reasons_shown_are_those_of_the_queue(room: Talk) -> None:
    for number, text in enumerate(["One.", "Two?", "Three.", "Four?"]):
        opening = say(room, room.cast.ada, text, hours=number * 12)
        say(room, room.cast.ben, text, to=opening if number % 2 else None, hours=number * 12)
    queue = set(waiting(room))
    assert queue == {one.pk for one in Comment.objects.all() if reasons(one, room)}


# Who may


@pytest.mark.parametrize(
    ("who", "status"),
    [("fia", 200), ("admin", 200), ("ada", 403), ("mia", 404), ("zeno", 404), ("fay", 404), ("cleo", 404)],
)
def test_who_may_open_the_queue(room: Talk, client: GuardedClient, who: str, status: int) -> None:
    """Fay facilitates in the same office, but not this run; Zeno in another; Mia manages the office."""
    made = say(room, room.cast.ada, "How?")
    person = room.fay if who == "fay" else getattr(room.cast, who)
    client.acting(person)
    for name in ("queue", "summaries", "activity", "network", "record", "reports", "network_csv", "ties_csv"):
        assert client.get(reverse(f"discussion:{name}", args=[room.space.pk])).status_code == status, name
    assert client.get(reverse("discussion:queue", args=[room.space.slug])).status_code == status
    assert client.get(reverse("discussion:queue_item", args=[room.space.pk, made.pk])).status_code == status
    assert client.get(reverse("discussion:person", args=[room.space.pk, room.cast.ada.user_id])).status_code == status
    assert client.get(reverse("discussion:tie", args=[made.pk])).status_code == status
    expected = 302 if status == 200 else status
    done = client.post(reverse("discussion:queue_do", args=[room.space.pk, made.pk, "settle"]))
    assert done.status_code == expected
    made.refresh_from_db()
    assert bool(made.settled_at) is (status == 200)


def test_a_manager_sees_an_open_community_but_not_its_queue(room: Talk, client: GuardedClient) -> None:
    Space.objects.filter(pk=room.space.pk).update(kind="community", is_open=True)
    assert client.acting(room.cast.mia).get(reverse("discussion:queue", args=[room.space.pk])).status_code == 403


def test_the_overall_queue_holds_the_spaces_that_one_guides_and_no_other(room: Talk, client: GuardedClient) -> None:
    mine = say(room, room.cast.ada, "Where is the list of firms?")
    other = talk(room.cast, name="Other run", guide=room.fay)
    say(other, room.cast.ben, "Where is the other list?")
    page = client.acting(room.cast.fia).get(reverse("discussion:facilitation")).content.decode()
    assert "Where is the list of firms?" in page
    assert "Where is the other list?" not in page
    assert str(mine.get_absolute_url()) in page
    assert client.acting(room.cast.ada).get(reverse("discussion:facilitation")).status_code == 403
    assert client.acting(room.cast.zeno).get(reverse("discussion:facilitation")).status_code == 200


def test_a_comment_of_another_space_is_not_reached_through_this_one(room: Talk, client: GuardedClient) -> None:
    other = talk(room.cast, name="Other run")
    made = say(other, room.cast.ben, "How?")
    client.acting(room.cast.fia)
    assert client.get(reverse("discussion:queue_item", args=[room.space.pk, made.pk])).status_code == 404
    assert client.get(reverse("discussion:queue_item", args=[other.space.pk, made.pk])).status_code == 200


def test_a_slug_of_two_offices_leads_to_the_own_one(room: Talk, client: GuardedClient) -> None:
    south = talk(room.cast, guide=room.cast.zeno, of=room.cast.zoe.organisation)
    assert south.space.slug == room.space.slug
    actions.add_member(south.space, user=room.cast.fia.user, role=SpaceRole.FACILITATOR)
    say(room, room.cast.ada, "Where in the north?")
    say(south, room.cast.zoe, "Where in the south?")
    address = reverse("discussion:queue", args=[room.space.slug])
    assert "in the north" in client.acting(room.cast.fia).get(address).content.decode()
    assert "in the south" in client.acting(room.cast.zeno).get(address).content.decode()


def test_names_of_the_anonymous_are_for_facilitators(room: Talk, client: GuardedClient) -> None:
    say(room, room.cast.ada, "I do not dare to ask. How?", anonymous=True)
    address = reverse("discussion:queue", args=[room.space.pk])
    facilitators = client.acting(room.cast.fia).get(address).content.decode()
    assert "Ada Practitioner" in facilitators
    assert "Anonymous to peers" in facilitators
    administrators = client.acting(room.cast.admin).get(address).content.decode()
    assert "Ada Practitioner" not in administrators


# One at a time


def test_an_answer_leads_to_the_next_comment(room: Talk, client: GuardedClient) -> None:
    one, two = (say(room, who, "How?", hours=hours) for who, hours in ((room.cast.ada, 5), (room.cast.ben, 3)))
    client.acting(room.cast.fia)
    started = client.post(reverse("discussion:queue_next", args=[room.space.pk]))
    assert started["Location"] == reverse("discussion:queue_item", args=[room.space.pk, one.pk])
    answered = client.post(started["Location"], {"text": "Like this."})
    assert answered["Location"] == reverse("discussion:queue_item", args=[room.space.pk, two.pk])
    reply = Comment.objects.get(answers=one)
    assert (reply.by_facilitator, reply.author) == (True, room.cast.fia.user)
    assert Notice.objects.filter(user=room.cast.ada.user, kind="answer").exists()
    last = client.post(answered["Location"], {"text": "And like this."})
    assert last["Location"] == reverse("discussion:queue", args=[room.space.pk])
    assert not QueueClaim.objects.exists()


def test_an_empty_answer_stays_with_its_error(room: Talk, client: GuardedClient) -> None:
    made = say(room, room.cast.ada, "How?")
    response = client.acting(room.cast.fia).post(
        reverse("discussion:queue_item", args=[room.space.pk, made.pk]), {"text": " "}
    )
    assert response.status_code == 422
    assert "Write something first." in response.content.decode()


def test_later_goes_on_and_leaves_the_comment_waiting(room: Talk, client: GuardedClient) -> None:
    one, two = (say(room, who, "How?", hours=hours) for who, hours in ((room.cast.ada, 5), (room.cast.ben, 3)))
    client.acting(room.cast.fia)
    client.post(reverse("discussion:facilitation_next"))
    later = client.post(reverse("discussion:facilitation_do", args=[one.pk, "later"]))
    assert later["Location"] == reverse("discussion:facilitation_item", args=[two.pk])
    end = client.post(reverse("discussion:facilitation_do", args=[two.pk, "later"]))
    assert end["Location"] == reverse("discussion:facilitation")
    assert waiting(room) == [one.pk, two.pk]


def test_needs_no_answer_goes_on_and_can_be_undone(room: Talk, client: GuardedClient) -> None:
    one, two = (say(room, who, "How?", hours=hours) for who, hours in ((room.cast.ada, 5), (room.cast.ben, 3)))
    client.acting(room.cast.fia)
    response = client.post(reverse("discussion:queue_do", args=[room.space.pk, one.pk, "settle"]), follow=True)
    page = response.content.decode()
    assert response.redirect_chain[-1][0].startswith(reverse("discussion:queue_item", args=[room.space.pk, two.pk]))
    undo = reverse("discussion:queue_do", args=[room.space.pk, one.pk, "unsettle"])
    assert "Marked as needing no answer." in page
    assert undo in page
    client.post(undo)
    assert waiting(room) == [one.pk, two.pk]
    assert [act.act for act in ModerationAct.objects.order_by("pk")] == [Act.SETTLE, Act.UNSETTLE]


@pytest.mark.parametrize(
    ("verb", "undo", "field"),
    [("endorse", "unendorse", "endorsed_at"), ("pin", "unpin", "pinned_at"), ("like", "unlike", "like_count")],
)
def test_marks_stay_on_the_comment_and_can_be_undone(
    room: Talk, client: GuardedClient, verb: str, undo: str, field: str
) -> None:
    made = say(room, room.cast.ada, "How?")
    client.acting(room.cast.fia)
    done = client.post(reverse("discussion:queue_do", args=[room.space.pk, made.pk, verb]))
    assert reverse("discussion:queue_item", args=[room.space.pk, made.pk]) in done["Location"]
    assert client.get(done["Location"]).status_code == 200
    made.refresh_from_db()
    assert getattr(made, field)
    client.post(reverse("discussion:queue_do", args=[room.space.pk, made.pk, undo]))
    made.refresh_from_db()
    assert not getattr(made, field)
    assert waiting(room) == [made.pk]


def test_hiding_wants_a_reason_upholds_the_report_and_can_be_undone(room: Talk, client: GuardedClient) -> None:
    made = say(room, room.cast.ada, "Mr Smith, born 1970, is lazy.")
    report = actions.report_comment(made, by=room.cast.ben, reason="private")
    client.acting(room.cast.fia)
    address = reverse("discussion:queue_do", args=[room.space.pk, made.pk, "hide"])
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Names a client"})
    report.refresh_from_db()
    made.refresh_from_db()
    assert (report.state, bool(made.hidden_at), waiting(room)) == (ReportState.UPHELD, True, [])
    client.post(reverse("discussion:queue_do", args=[room.space.pk, made.pk, "unhide"]))
    report.refresh_from_db()
    made.refresh_from_db()
    assert (report.state, made.hidden_at, waiting(room)) == (ReportState.OPEN, None, [made.pk])


def test_a_report_is_upheld_without_hiding_or_dismissed(room: Talk, client: GuardedClient) -> None:
    kept, fine = (say(room, who, "Oh well.") for who in (room.cast.ada, room.cast.ben))
    reports = [actions.report_comment(one, by=room.dan, reason="rude") for one in (kept, fine)]
    client.acting(room.cast.fia)
    client.post(reverse("discussion:queue_do", args=[room.space.pk, kept.pk, "uphold"]), {"reason": "She changes it"})
    client.post(reverse("discussion:queue_do", args=[room.space.pk, fine.pk, "dismiss"]))
    for report in reports:
        report.refresh_from_db()
    assert [report.state for report in reports] == [ReportState.UPHELD, ReportState.DISMISSED]
    kept.refresh_from_db()
    assert kept.is_readable
    assert ModerationAct.objects.get(act=Act.UPHOLD).reason == "She changes it"


def test_the_words_of_a_deleted_comment_stay_for_the_decision(room: Talk, client: GuardedClient) -> None:
    made = say(room, room.cast.ada, "Something rude.")
    actions.report_comment(made, by=room.cast.ben, reason="rude")
    actions.delete_comment(made, by=room.cast.ada)
    page = client.acting(room.cast.fia).get(reverse("discussion:queue_item", args=[room.space.pk, made.pk]))
    assert "Something rude." in page.content.decode()


# Two facilitators at once


def test_two_facilitators_do_not_get_the_same_comment(room: Talk, client: GuardedClient) -> None:
    one, two = (say(room, who, "How?", hours=hours) for who, hours in ((room.cast.ada, 5), (room.cast.ben, 3)))
    start = reverse("discussion:queue_next", args=[room.space.pk])
    assert str(one.pk) in client.acting(room.cast.fia).post(start)["Location"]
    second = GuardedClient().acting(room.gil)
    assert str(two.pk) in second.post(start)["Location"]
    assert (
        "Fia Facilitator is answering this"
        in second.get(reverse("discussion:queue", args=[room.space.pk])).content.decode()
    )
    third = room.cast.admin
    assert GuardedClient().acting(third).post(start)["Location"] == reverse("discussion:queue", args=[room.space.pk])


def test_a_claim_ends_after_ten_minutes_or_when_somebody_takes_over(room: Talk, client: GuardedClient) -> None:
    made = say(room, room.cast.ada, "How?")
    assert work.claim(made.pk, by=room.cast.fia)
    assert not work.claim(made.pk, by=room.gil)
    QueueClaim.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert work.claim(made.pk, by=room.gil)
    client.acting(room.cast.fia)
    item = reverse("discussion:queue_item", args=[room.space.pk, made.pk])
    assert "Gil Guide is answering this" in client.get(item).content.decode()
    refused = client.post(item, {"text": "My answer."})
    assert refused.status_code == 422
    assert "My answer." in refused.content.decode()
    client.post(reverse("discussion:queue_do", args=[room.space.pk, made.pk, "claim"]), {"over": "yes"})
    assert client.post(item, {"text": "My answer."}).status_code == 302


def test_a_list_costs_the_same_for_three_and_for_fifteen(
    room: Talk, client: GuardedClient, django_assert_num_queries: object
) -> None:
    client.acting(room.cast.fia)
    address = reverse("discussion:queue", args=[room.space.pk])
    counted = []
    for batch in (3, 12):
        for _number in range(batch):
            newcomer = member(Role.PRACTITIONER, of=room.cast.ada.organisation)
            actions.add_member(room.space, user=newcomer.user)
            made = say(room, newcomer, "How?")
            actions.report_comment(made, by=room.cast.ben, reason="rude")
        client.get(address)
        counted.append(_queries(client, address))
    assert counted[0] == counted[1]


def _queries(client: GuardedClient, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_the_start_page_says_how_many_wait(room: Talk, client: GuardedClient) -> None:
    say(room, room.cast.ada, "How?", hours=30)
    assert "1 comment waits for an answer" in client.acting(room.cast.fia).get("/").content.decode()
    assert "waits for an answer" not in client.acting(room.cast.ada).get("/").content.decode()


def test_the_queue_of_many_reads_an_index(room: Talk) -> None:
    """The condition of the query implies that of the index; otherwise PostgreSQL could never use it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        say(room, room.cast.ada, "How?")
        plan = queue_of(Space.objects.filter(pk=room.space.pk)).explain()
    assert "discussion_comment_queue" in plan


def test_what_was_put_off_comes_back_with_a_new_start(room: Talk, client: GuardedClient) -> None:
    people = (room.cast.ada, room.cast.ben, room.dan)
    one, two, three = (say(room, who, "How?", hours=9 - number) for number, who in enumerate(people))
    start = reverse("discussion:facilitation_next")
    client.acting(room.cast.fia).post(start)
    client.post(reverse("discussion:facilitation_do", args=[one.pk, "later"]))
    answered = client.post(reverse("discussion:facilitation_item", args=[two.pk]), {"text": "So."})
    assert answered["Location"] == reverse("discussion:facilitation_item", args=[three.pk])
    assert client.post(start)["Location"] == reverse("discussion:facilitation_item", args=[one.pk])
