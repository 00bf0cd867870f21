"""Summaries, activity, who answers whom, links, reports and the record of a space."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import GuardedClient
from tests.discussion.talk import Talk, say, talk
from tests.factories import Cast, member
from wayline.discussion import actions
from wayline.discussion.actions import facilitation as work
from wayline.discussion.activity import Written, writing_signal, written
from wayline.discussion.enums import Act, ReportState, SummaryState
from wayline.discussion.layout import TOP, layout
from wayline.discussion.models import Comment, CommentLink, ModerationAct, WeeklySummary
from wayline.discussion.network import who_answers_whom
from wayline.discussion.plots import PLOTTED, network_plot
from wayline.discussion.queries import ties
from wayline.discussion.queries.facilitation_people import written_by_each
from wayline.discussion.queries.facilitation_week import draft_of, monday
from wayline.discussion.questions import asks_in_words
from wayline.discussion.standing import standing
from wayline.discussion.week import Quoted, Section, summary_text
from wayline.discussion.wording import render_comment
from wayline.people.holdings import erase_everything
from wayline.people.models import AuditRecord, Notice

NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)


@pytest.fixture
def room(cast: Cast) -> Talk:
    return talk(cast)


def seen(client: GuardedClient, address: str, **query: object) -> Any:
    """The page's context: what the page was made from."""
    response: Any = client.get(address, query)
    return response.context


# Weekly summary


def this_monday() -> date:
    return monday(timezone.localdate())


def test_a_draft_quotes_what_was_liked_and_answered_and_names_no_anonymous_author(room: Talk) -> None:
    liked = say(room, room.cast.ada, "We *visit* firms.")
    hidden = say(room, room.cast.ben, "I am afraid of the phone.", anonymous=True)
    guide = say(room, room.cast.fia, "Welcome.")
    for one, people in ((liked, [room.dan, room.cast.ben]), (hidden, [room.dan]), (guide, [room.dan, room.cast.ada])):
        for person in people:
            actions.like(one, by=person)
    asked = say(room, room.dan, "Who comes along?")
    say(room, room.cast.ada, "I do.", to=asked)
    draft = draft_of(room.space, this_monday())
    assert draft.comments == (liked.pk, hidden.pk, asked.pk)
    assert "> We visit firms." in draft.text
    assert f"[Ada Practitioner]({liked.get_absolute_url()}), 2 likes" in draft.text
    assert "[Anonymous participant]" in draft.text
    assert "Ben" not in draft.text
    assert "Welcome" not in draft.text
    assert "answered by 1 person" in draft.text


def test_a_draft_holds_its_week_and_no_other(room: Talk) -> None:
    made = say(room, room.cast.ada, "Long ago.")
    actions.like(made, by=room.dan)
    Comment.objects.update(created_at=timezone.now() - timedelta(days=7))
    assert draft_of(room.space, this_monday()).comments == ()
    assert draft_of(room.space, this_monday() - timedelta(days=7)).comments == (made.pk,)


@given(st.text(max_size=80))
def test_words_in_a_summary_stay_words(words: str) -> None:
    """Whatever somebody wrote, it makes no heading, link or picture of its own in the summary."""
    text = summary_text("Opening.", [Section("Most liked", [Quoted("Ada", words, "/comments/1/", "1 like")])])
    html = render_comment(text)
    assert html.count("<a ") == 1
    assert html.count("<strong>") == 1
    assert "<h" not in html
    assert "<img" not in html


def test_a_summary_is_drafted_edited_looked_at_and_sent_once(room: Talk, client: GuardedClient) -> None:
    actions.like(say(room, room.cast.ada, "We visit firms."), by=room.dan)
    client.acting(room.cast.fia)
    begun = client.post(
        reverse("discussion:summaries", args=[room.space.pk]), {"week": this_monday().isoformat()}, follow=True
    )
    assert "We visit firms." in begun.content.decode()
    summary = WeeklySummary.objects.get()
    again = client.post(reverse("discussion:summaries", args=[room.space.pk]), {"week": this_monday().isoformat()})
    assert again["Location"] == reverse("discussion:edit_summary", args=[summary.pk])
    page = client.post(
        reverse("discussion:edit_summary", args=[summary.pk]),
        {"title": "Our week", "text": "**Well** done."},
        follow=True,
    )
    assert "<strong>Well</strong> done." in page.content.decode()
    assert not Notice.objects.filter(kind="summary").exists()
    client.post(reverse("discussion:send_summary", args=[summary.pk]))
    client.post(reverse("discussion:send_summary", args=[summary.pk]))
    summary.refresh_from_db()
    posted = Comment.objects.get(text__contains="**Well** done.")
    assert (summary.state, summary.posted, summary.sent_to) == (SummaryState.SENT, posted, 5)
    assert posted.pinned_at is not None
    assert posted.by_facilitator
    assert set(Notice.objects.filter(kind="summary").values_list("user", flat=True)) == {
        room.cast.ada.user_id, room.cast.ben.user_id, room.dan.user_id, room.cast.fia.user_id, room.gil.user_id,
    }  # fmt: skip
    assert client.get(reverse("discussion:summaries", args=[room.space.pk])).status_code == 200


def test_a_new_summary_takes_the_place_of_the_one_before_at_the_top(room: Talk) -> None:
    sent = []
    for number in (1, 2):
        draft = work.draft_summary(
            room.space, week_of=this_monday(), title=f"Week {number}", text="Text.", comments=[], by=room.cast.fia
        )
        sent.append(work.send_summary(draft, by=room.cast.fia))
    for comment in sent:
        comment.refresh_from_db()
    assert [bool(comment.pinned_at) for comment in sent] == [False, True]
    assert sent[0].thread_id == sent[1].thread_id


@pytest.mark.parametrize(("who", "status"), [("fia", 200), ("admin", 200), ("ada", 404), ("zeno", 404), ("mia", 404)])
def test_who_may_look_at_a_draft(room: Talk, client: GuardedClient, who: str, status: int) -> None:
    draft = work.draft_summary(
        room.space, week_of=this_monday(), title="Week", text="Text.", comments=[], by=room.cast.fia
    )
    client.acting(getattr(room.cast, who))
    assert client.get(reverse("discussion:summary", args=[draft.pk])).status_code == status
    assert client.get(reverse("discussion:edit_summary", args=[draft.pk])).status_code == status
    dropped = client.post(reverse("discussion:drop_summary", args=[draft.pk]))
    assert dropped.status_code == (302 if status == 200 else status)
    assert WeeklySummary.objects.exists() is (status != 200)


# Activity


def days_ago(*days: float) -> list[datetime]:
    return [NOW - timedelta(days=number) for number in days]


@pytest.mark.parametrize(
    ("days", "rule"),
    [
        ((7, 9), "silent"), ((6.9, 9), None), ((30,), None), ((), None),
        ((8, 9, 10, 15, 16, 17, 1), "falling"), ((8, 9, 10, 15, 16, 17, 1, 2), None), ((8, 9, 15, 16, 17, 1), None),
    ],
)  # fmt: skip
def test_silence_and_fall_are_raised_at_their_limits(days: tuple[float, ...], rule: str | None) -> None:
    signal = writing_signal("a", written(days_ago(*days), NOW), NOW)
    assert (signal.rule if signal else None) == rule


@given(st.lists(st.floats(0, 60, allow_nan=False), max_size=30), st.sampled_from([7, 14, 28]))
def test_a_comment_today_ends_silence_and_a_longer_limit_raises_no_more(days: list[float], limit: int) -> None:
    today = writing_signal("a", written(days_ago(*days, 0.1), NOW), NOW, silent_after=limit)
    assert today is None or today.rule == "falling"
    longer = writing_signal("a", written(days_ago(*days), NOW), NOW, silent_after=limit + 7)
    if longer and longer.rule == "silent":
        shorter = writing_signal("a", written(days_ago(*days), NOW), NOW, silent_after=limit)
        assert shorter is not None
        assert shorter.rule == "silent"


@given(st.lists(st.floats(0, 40, allow_nan=False), min_size=1, max_size=30))
def test_periods_hold_no_comment_twice(days: list[float]) -> None:
    figures = written(days_ago(*days), NOW)
    assert isinstance(figures, Written)
    assert figures.recent + figures.before + figures.earlier == sum(1 for day in days if day < 21)
    assert figures.comments == len(days)


def test_the_database_counts_as_the_sum_does(room: Talk) -> None:
    hours = [1, 24 * 3, 24 * 8, 24 * 9, 24 * 15, 24 * 30]
    made = [say(room, room.cast.ada, "Words.", hours=number) for number in hours]
    now = timezone.now()
    counted = written_by_each(standing(room.cast.fia, room.space), now)
    assert counted == {room.cast.ada.user_id: written([one.created_at for one in made], now)}


def test_the_activity_page_names_the_rule_and_leads_to_the_comments(room: Talk, client: GuardedClient) -> None:
    for hours in (24 * 9, 24 * 12):
        say(room, room.cast.ada, "I was here.", hours=hours)
        say(room, room.cast.fia, "Me too.", hours=hours)
    say(room, room.cast.ben, "Once.", hours=24 * 20)
    address = reverse("discussion:activity", args=[room.space.pk])
    page = client.acting(room.cast.fia).get(address).content.decode()
    person = reverse("discussion:person", args=[room.space.pk, room.cast.ada.user_id])
    assert "No comment for 9 days" in page
    assert person in page
    assert "Ben Practitioner" not in page
    assert "Nobody fell silent" in client.get(address, {"days": "14"}).content.decode()
    assert "I was here." in client.get(person).content.decode()
    seen = AuditRecord.objects.get(verb="read all comments")
    assert (seen.actor, seen.about) == (room.cast.fia.user, room.cast.ada.user)


def test_administrators_learn_nothing_about_the_anonymous(room: Talk, client: GuardedClient) -> None:
    opening = say(room, room.cast.ben, "Good morning.")
    for hours in (24 * 9, 24 * 12):
        say(room, room.cast.ada, "A secret.", hours=hours, to=opening, anonymous=True)
    client.acting(room.cast.fia)
    names = ("activity", "network", "network_csv")
    pages = [reverse(f"discussion:{name}", args=[room.space.pk]) for name in names]
    pages.append(reverse("discussion:person", args=[room.space.pk, room.cast.ada.user_id]))
    for page in pages[:2]:
        assert "Ada Practitioner" in client.get(page).content.decode()
    assert "A secret." in client.get(pages[3]).content.decode()
    client.acting(room.cast.admin)
    for page in pages[:3]:
        response = client.get(page)
        assert "Ada Practitioner" not in response.getvalue().decode(), page
    assert "A secret." not in client.get(pages[3]).content.decode()
    actions.hide_comment(Comment.objects.filter(anonymous=True)[0], by=room.cast.fia, reason="Secret")
    assert "Ada Practitioner" not in client.get(reverse("discussion:record", args=[room.space.pk])).content.decode()


# Who answers whom


def test_the_network_page_draws_counts_and_sorts(room: Talk, client: GuardedClient) -> None:
    asked = say(room, room.cast.ada, "How?")
    answer = say(room, room.cast.ben, "So.", to=asked)
    say(room, room.cast.ada, "Thanks.", to=answer)
    say(room, room.cast.fia, "Well said.", to=answer)
    client.acting(room.cast.fia)
    address = reverse("discussion:network", args=[room.space.pk])
    text = client.get(address).content.decode()
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in text
    assert seen(client, address)["figures"] == {
        "people": 3, "learners": 2, "replies": 3, "among_learners": 2, "density": 50, "reciprocity": 67,
        "facilitators": 33, "isolates": 0,
    }  # fmt: skip
    names = [str(row[0]) for row in seen(client, address, sort="-received")["rows"]]
    assert "Ben" in names[0]
    table = csv.reader(
        io.StringIO(client.get(reverse("discussion:ties_csv", args=[room.space.pk])).getvalue().decode("utf-8-sig"))
    )
    assert ["Ben Practitioner", "Ada Practitioner", "1"] in list(table)


def test_a_network_of_two_thousand_draws_those_with_most_ties(cast: Cast) -> None:
    pairs = [(number, (number * 7 + 1) % 2000) for number in range(2000)] + [(1, 2)] * 5 + [(3, None)]
    network = who_answers_whom(pairs, facilitators={1})
    spec = network_plot(
        network, {one.person: f"P{one.person}" for one in network.nodes}, participant="P", facilitator="F"
    )
    points = spec["layer"][1]["data"]["values"]
    assert len(network.nodes) == 2000
    assert len(points) == PLOTTED
    assert [point["kind"] for point in points].count("F") == 1


@given(st.integers(1, 25), st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24), st.integers(1, 9)), max_size=40))
def test_a_layout_places_everybody_in_the_frame_the_same_each_time(
    count: int, ties: list[tuple[int, int, int]]
) -> None:
    people = list(range(count))
    placed = layout(people, ties, apart={0})
    assert set(placed) == set(people)
    assert placed == layout(people, ties, apart={0})
    assert all(-1 <= x <= 1 for x, _y in placed.values())
    assert [person for person, (_x, y) in placed.items() if y == TOP] == [0]


def test_people_who_answer_each_other_stand_near(cast: Cast) -> None:
    """Two groups of four, everybody in a group tied: nearer to the own group than to the other."""
    people = list("abcdefgh")
    ties = [(one, other, 2) for group in ("abcd", "efgh") for one in group for other in group if one < other]
    placed = layout(people, [*ties, ("a", "e", 1)])

    def distance(one: str, other: str) -> float:
        return float(((placed[one][0] - placed[other][0]) ** 2 + (placed[one][1] - placed[other][1]) ** 2) ** 0.5)

    assert distance("b", "c") < distance("b", "f")
    assert distance("f", "g") < distance("d", "h")


def test_the_network_costs_the_same_for_few_and_for_many(room: Talk, client: GuardedClient) -> None:
    client.acting(room.cast.fia)
    address = reverse("discussion:network", args=[room.space.pk])
    opening = say(room, room.cast.ada, "Hello.")
    counted = []
    for batch in (3, 12):
        for _number in range(batch):
            person = member(of=room.cast.ada.organisation)
            actions.add_member(room.space, user=person.user)
            say(room, person, "Hello to you.", to=opening)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counted.append(len(captured))
    assert counted[0] == counted[1]


# Links, reports, record


def test_two_comments_are_found_linked_shown_under_both_and_unlinked(room: Talk, client: GuardedClient) -> None:
    one = say(room, room.cast.ada, "We visit firms by bus.")
    two = say(room, room.cast.ben, "Our bus does not run.")
    say(room, room.dan, "Something else.")
    client.acting(room.cast.fia)
    address = reverse("discussion:tie", args=[one.pk])
    found = client.get(address, {"q": "bus"}).content.decode()
    assert "Our bus does not run." in found
    assert "Something else." not in found
    client.post(address, {"other": two.pk, "note": "Buses"})
    link = CommentLink.objects.get()
    for comment in (one, two):
        page = client.get(reverse("discussion:queue_item", args=[room.space.pk, comment.pk])).content.decode()
        assert "A facilitator links this with" in page
        assert "Buses" in page
    client.post(address, {"remove": link.pk})
    assert not CommentLink.objects.exists()


def test_a_comment_of_another_space_cannot_be_linked(room: Talk, client: GuardedClient) -> None:
    one = say(room, room.cast.ada, "Here.")
    elsewhere = say(talk(room.cast, name="Other run"), room.cast.ben, "There.")
    client.acting(room.cast.fia).post(reverse("discussion:tie", args=[one.pk]), {"other": elsewhere.pk})
    assert not CommentLink.objects.exists()


@pytest.mark.parametrize("verb", ["hide", "pin", "endorse", "settle", "lock", "link", "dismiss", "uphold"])
def test_every_act_on_record_can_be_taken_back_once(room: Talk, client: GuardedClient, verb: str) -> None:
    made, other = say(room, room.cast.ada, "One."), say(room, room.cast.ben, "Two.")
    report = actions.report_comment(made, by=room.dan, reason="rude")
    by = room.cast.fia
    verbs: dict[str, Callable[[], object]] = {
        "hide": lambda: actions.hide_comment(made, by=by, reason="Rude"),
        "pin": lambda: actions.pin(made, by=by),
        "endorse": lambda: actions.endorse(made, by=by),
        "settle": lambda: actions.settle(made, by=by),
        "lock": lambda: actions.lock_thread(room.thread, by=by, reason="Done"),
        "link": lambda: actions.link_comments(other, made, by=by, note="Same"),
        "dismiss": lambda: actions.dismiss_reports(made, by=by),
        "uphold": lambda: work.uphold_reports(made, by=by, reason="Right"),
    }
    verbs[verb]()
    act = ModerationAct.objects.get(act=verb)
    client.acting(by)
    page = reverse("discussion:record", args=[room.space.pk])
    undo = reverse("discussion:undo", args=[room.space.pk, act.pk])
    assert undo in client.get(page).content.decode()
    client.post(undo)
    assert undo not in client.get(page).content.decode()
    for thing in (made, report, room.thread):
        thing.refresh_from_db()
    assert (made.hidden_at, made.pinned_at, made.endorsed_at, made.settled_at) == (None, None, None, None)
    assert report.state == ReportState.OPEN
    assert room.thread.locked_at is None
    assert not CommentLink.objects.exists()
    before = ModerationAct.objects.count()
    client.post(undo)
    assert ModerationAct.objects.count() == before


def test_the_record_is_filtered_by_act_and_by_person(room: Talk, client: GuardedClient) -> None:
    made = say(room, room.cast.ada, "One.")
    actions.endorse(made, by=room.cast.fia)
    actions.pin(made, by=room.gil)
    client.acting(room.cast.fia)
    address = reverse("discussion:record", args=[room.space.pk])
    assert [line.act.act for line in seen(client, address)["lines"]] == [Act.PIN, Act.ENDORSE]
    assert [line.act.act for line in seen(client, address, act="pin")["lines"]] == [Act.PIN]
    shown = seen(client, address, by=room.cast.fia.user_id)["lines"]
    assert [line.act.act for line in shown] == [Act.ENDORSE]
    assert client.get(address, {"act": "nonsense", "by": "x"}).status_code == 200


def test_the_act_of_another_space_is_not_taken_back_through_this_one(room: Talk, client: GuardedClient) -> None:
    other = talk(room.cast, name="Other run", guide=room.fay)
    made = say(other, room.cast.ben, "There.")
    actions.endorse(made, by=room.fay)
    act = ModerationAct.objects.get()
    client.acting(room.cast.fia)
    assert client.post(reverse("discussion:undo", args=[room.space.pk, act.pk])).status_code == 404
    assert client.post(reverse("discussion:undo", args=[other.space.pk, act.pk])).status_code == 404


def test_reports_that_wait_come_first_and_lead_to_the_decision(room: Talk, client: GuardedClient) -> None:
    made = say(room, room.cast.ada, "One.")
    waits = actions.report_comment(made, by=room.dan, reason="rude")
    later = actions.report_comment(say(room, room.cast.ben, "Two."), by=room.dan, reason="spam")
    actions.dismiss_reports(later.comment, by=room.cast.fia)
    client.acting(room.cast.fia)
    address = reverse("discussion:reports", args=[room.space.pk])
    assert [report for report, _author in seen(client, address)["rows"]] == [waits, later]
    assert reverse("discussion:queue_item", args=[room.space.pk, made.pk]) in client.get(address).content.decode()
    assert [one for one, _author in seen(client, address, state="dismissed")["rows"]] == [later]


# Questions without a question mark


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Does anybody know a good list of firms", True), ("I wonder whether this works for clients.", True),
        ("Hello all, how do you start such a talk", True), ("Qualcuno sa come si fa", True),
        ("Non so come rispondere a questo cliente", True),
        ("How I did it: I went there.", False), ("When we met, it rained.", False), ("Nobody knows.", False),
        ("She asked somebody else.", False), ("Come si vede, funziona.", False), ("", False),
    ],
)  # fmt: skip
def test_questions_without_a_mark(text: str, asks: bool) -> None:
    assert asks_in_words(text) is asks


# Large spaces


def test_a_large_space_is_counted_ahead_and_says_when(
    room: Talk, client: GuardedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ties, "LARGE", 1)
    client.acting(room.cast.fia)
    address = reverse("discussion:network", args=[room.space.pk])
    first = say(room, room.cast.ada, "Who rang the employer?")
    say(room, room.cast.ben, "I did.", to=first)
    assert ties.recount_large_spaces(timezone.now()) == 1
    assert "Counted at" in client.get(address).content.decode()
    say(room, room.dan, "So did I.", to=first)
    assert seen(client, address)["figures"]["replies"] == 1
    assert ties.recount_large_spaces(timezone.now()) == 1
    assert seen(client, address)["figures"]["replies"] == 2


def test_a_small_space_is_counted_when_somebody_looks(room: Talk, client: GuardedClient) -> None:
    client.acting(room.cast.fia)
    say(room, room.cast.ada, "Who rang the employer?")
    assert ties.recount_large_spaces(timezone.now()) == 0
    page = client.get(reverse("discussion:network", args=[room.space.pk])).content.decode()
    assert "Counted at" not in page


def test_what_is_kept_of_a_large_space_names_nobody(room: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is erased after the count is not named by it."""
    monkeypatch.setattr(ties, "LARGE", 0)
    first = say(room, room.cast.ada, "Who rang the employer?")
    say(room, room.cast.ben, "I did.", to=first)
    ties.recount_large_spaces(timezone.now())
    erase_everything(room.cast.ben.user)
    found = ties.ties_in(standing(room.cast.fia, room.space))
    assert len(found.names) == 2
    assert not any("Ben" in name for name in found.names.values())
