"""Participation in a run: the database counts as `measures.participation` does, and small numbers stay hidden."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from statistics import median

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.conftest import GuardedClient
from tests.learning import programmes
from wayline.discussion.actions import add_member
from wayline.discussion.enums import SpaceRole
from wayline.discussion.models import Comment, Thread
from wayline.learning import participation as counting
from wayline.learning.actions.participation import keep_count, recount_large_runs
from wayline.learning.enums import EnrolmentState, RunState
from wayline.learning.learner_figures import figures_page, learners_with_signals
from wayline.learning.learner_signals import all_learners, learners_page
from wayline.learning.measures import Participation, activity_signals, participation
from wayline.learning.models import Enrolment, ParticipationSummary, Progress, Run, Step, StepThread
from wayline.learning.participation_page import publishable_days
from wayline.people.models import AuditRecord, Membership

SignIn = Callable[[Membership], GuardedClient]
NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def run(cast: factories.Cast) -> Run:
    return programmes.run_of(programmes.programme(cast.fia), cast.fia)


def steps_of(run: Run) -> list[Step]:
    return list(Step.objects.published().filter(programme=run.programme))


def thread_at(run: Run, step: Step) -> Thread:
    return StepThread.objects.get(run=run, step=step).thread


def visit(enrolment: Enrolment, step: Step, *, done: bool = True, at: datetime | None = None) -> None:
    moment = at or timezone.now()
    Progress.objects.create(
        enrolment=enrolment, step=step, first_visited_at=moment, completed_at=moment if done else None
    )


def say(run: Run, step: Step, who: Enrolment, **fields: object) -> Comment:
    values = {"author": who.user, "imported_author": who.imported_key, "text": "x", **fields}
    return Comment.objects.create(thread=thread_at(run, step), **values)


def learners_in(run: Run, count: int) -> list[Enrolment]:
    return [Enrolment.objects.create(run=run, user=factories.user()) for _ in range(count)]


def page(client: GuardedClient, run: Run, name: str = "participation", *args: object) -> HttpResponse:
    return client.get(reverse(f"learning:{name}", args=[run.pk, *args]))


def text(response: HttpResponse) -> str:
    return response.content.decode()


def rows(response: HttpResponse) -> list[list[str]]:
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a streamed download
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


# The sums


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


PLACE = st.tuples(st.integers(0, 6), st.integers(0, 5))


@given(
    st.dictionaries(PLACE, st.booleans(), max_size=30),
    st.lists(st.tuples(PLACE, st.sampled_from(["said", "said", "deleted", "hidden"])), max_size=30),
    st.lists(st.sampled_from(list(EnrolmentState)), min_size=7, max_size=7),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_counts_as_the_sums_do(
    run: Run,
    progress: dict[tuple[int, int], bool],
    comments: list[tuple[tuple[int, int], str]],
    states: list[EnrolmentState],
) -> None:
    """Learner 5 and 6 came from another platform; 0 facilitates. `measures.participation` is the oracle."""
    with undone():
        steps = steps_of(run)
        people = [
            Enrolment.objects.create(run=run, user=factories.user(), state=states[number])
            if number < 5
            else Enrolment.objects.create(run=run, imported_key=f"key-{number}", state=states[number])
            for number in range(7)
        ]
        guide = people[0].user
        assert guide is not None
        add_member(run.space, user=guide, role=SpaceRole.FACILITATOR, by=None)
        for (person, step), done in progress.items():
            visit(people[person], steps[step], done=done)
        for (person, step), what in comments:
            now = timezone.now()
            fields = {
                "said": {},
                "deleted": {"deleted_at": now, "text": ""},
                "hidden": {"hidden_at": now, "hidden_reason": "x"},
            }
            say(run, steps[step], people[person], **fields[what])
        places = [(step.week_id, step.pk) for step in steps]
        expected = participation(
            [number for number in range(1, 7) if states[number] != EnrolmentState.WAITING],
            places,
            visits=[(person, places[step]) for person, step in progress],
            completions=[(person, places[step]) for (person, step), done in progress.items() if done],
            comments=[(person, places[step]) for (person, step), what in comments if what == "said"],
        )
        assert counting.count(run).measures == expected


def test_minutes_are_those_that_authors_state_for_completed_steps(run: Run) -> None:
    steps = steps_of(run)
    one, two, three = learners_in(run, 3)
    for step in steps[:3]:
        visit(one, step)
    visit(two, steps[0])
    visit(three, steps[1], done=False)
    stated = [step.published.minutes for step in steps if step.published]
    found = counting.count(run).minutes_completed
    assert (found.value, found.people) == (median([sum(stated[:3]), stated[0]]), 2)


def test_days_follow_the_calendar_of_the_run(run: Run) -> None:
    run.time_zone = "Pacific/Auckland"
    run.save()
    (one,) = learners_in(run, 1)
    for hour in (11, 13):  # midnight in Auckland lies between
        say(run, steps_of(run)[0], one, created_at=NOW.replace(hour=hour))
    days = counting.count(run).days
    assert [(day.on.isoformat(), day.comments) for day in days] == [("2026-05-20", 1), ("2026-05-21", 1)]


def test_who_facilitated_an_imported_run_is_no_learner(run: Run) -> None:
    guide, learner = (Enrolment.objects.create(run=run, imported_key=key) for key in ("guide", "learner"))
    step = steps_of(run)[0]
    say(run, step, guide, by_facilitator=True)
    say(run, step, learner)
    measures = counting.count(run).measures
    assert (measures.joiners, measures.social, measures.comments) == (1, 1, 1)


def test_acts_in_another_run_of_the_programme_do_not_count(run: Run, cast: factories.Cast) -> None:
    other = programmes.run_of(run.programme, cast.fia)
    (enrolment,) = programmes.enrol(other, cast.ada)
    visit(enrolment, steps_of(run)[0])
    programmes.enrol(run, cast.ada)
    measures = counting.count(run).measures
    assert (measures.joiners, measures.learners) == (1, 0)


def test_a_run_that_nobody_joined_has_no_median(run: Run) -> None:
    found = counting.count(run)
    assert found.measures.steps_completed.value is None
    assert found.minutes_completed.value is None


# Kept counts of large runs


def test_a_kept_count_says_the_same(run: Run) -> None:
    one, _two = learners_in(run, 2)
    visit(one, steps_of(run)[0])
    say(run, steps_of(run)[1], one)
    fresh = keep_count(run)
    kept = ParticipationSummary.objects.get(run=run)
    read = counting.from_json(kept.figures, kept.counted_at)
    assert replace(read, is_kept=False) == fresh


def test_a_large_run_shows_the_last_count_and_its_time(
    run: Run, cast: factories.Cast, as_member: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "LARGE", 1)
    learners_in(run, 3)
    client = as_member(cast.fia)
    assert "counted as you opened the page" in text(page(client, run))  # nothing is kept yet
    assert recount_large_runs(timezone.now()) == 1
    learners_in(run, 4)
    assert "counted every hour" in text(page(client, run))
    assert counting.summary_of(run).measures.joiners == 3
    client.post(reverse("learning:participation_count", args=[run.pk]))
    assert counting.summary_of(run).measures.joiners == 7


def test_small_runs_and_fresh_counts_are_left_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    learners_in(run, 3)
    now = timezone.now()
    assert recount_large_runs(now) == 0
    monkeypatch.setattr(counting, "LARGE", 1)
    assert recount_large_runs(now) == 1
    assert recount_large_runs(now + timedelta(minutes=30)) == 0
    assert recount_large_runs(now + timedelta(hours=1)) == 1
    Run.objects.filter(pk=run.pk).update(state=RunState.CLOSED)
    assert recount_large_runs(now + timedelta(days=2)) == 0
    assert recount_large_runs(now + timedelta(days=8)) == 1


# Who sees what


def test_facilitators_see_exact_sums_and_managers_no_small_number(
    run: Run, cast: factories.Cast, as_member: SignIn
) -> None:
    for enrolment in learners_in(run, 3):
        visit(enrolment, steps_of(run)[0])
    url = reverse("learning:participation_csv", args=[run.pk, "measures"])
    exact = {row[0]: row[1] for row in rows(as_member(cast.fia).get(url))}
    hidden = {row[0]: row[1] for row in rows(as_member(cast.mia).get(url))}
    assert (exact["Joiners"], exact["Active learners"], exact["Social learners"]) == ("3", "3", "0")
    assert (hidden["Joiners"], hidden["Active learners"]) == ("suppressed", "suppressed")
    assert hidden["Steps completed, median"] == "suppressed"
    assert "Hidden: a small number" in text(page(as_member(cast.mia), run))
    assert "Hidden: a small number" not in text(page(as_member(cast.fia), run))


def test_managers_see_numbers_that_are_large_enough(run: Run, cast: factories.Cast, as_member: SignIn) -> None:
    for enrolment in learners_in(run, 6):
        visit(enrolment, steps_of(run)[0])
    found = {row[0]: row[1:] for row in rows(page(as_member(cast.mia), run, "participation_csv", "steps"))}
    assert found["1.1"] == ["Welcome", "6", "6", "0", "0"]


@pytest.mark.parametrize("name", ["cleo", "rex", "ada"])
def test_who_takes_part_does_not_see_the_sums(run: Run, cast: factories.Cast, as_member: SignIn, name: str) -> None:
    member = getattr(cast, name)
    programmes.enrol(run, member)
    assert page(as_member(member), run).status_code == 403
    assert page(as_member(member), run, "participation_csv", "measures").status_code == 403


def test_for_the_facilitator_of_another_office_the_run_is_not_there(
    run: Run, cast: factories.Cast, as_member: SignIn
) -> None:
    for name in ("participation", "participation_learners", "participation_learners_csv"):
        assert page(as_member(cast.zeno), run, name).status_code == 404


def test_managers_see_no_learner(run: Run, cast: factories.Cast, as_member: SignIn) -> None:
    (ada,) = programmes.enrol(run, cast.ada)
    client = as_member(cast.mia)
    assert page(client, run, "participation_learners").status_code == 403
    assert page(client, run, "participation_learners_csv").status_code == 403
    assert page(client, run, "learner", ada.pk).status_code == 403
    assert "Ada" not in text(page(client, run))


def test_a_learner_of_another_run_is_not_found_here(run: Run, cast: factories.Cast, as_member: SignIn) -> None:
    other = programmes.run_of(run.programme, cast.fia)
    (ada,) = programmes.enrol(other, cast.ada)
    assert page(as_member(cast.fia), run, "learner", ada.pk).status_code == 404


def test_an_unknown_table_is_not_found(run: Run, cast: factories.Cast, as_member: SignIn) -> None:
    assert page(as_member(cast.fia), run, "participation_csv", "people").status_code == 404


def test_days_are_hidden_when_they_would_give_the_total_away(run: Run) -> None:
    days = (counting.Day(NOW.date(), 9, 7), counting.Day(NOW.date() + timedelta(days=1), 3, 2))
    for enrolment in learners_in(run, 9):
        say(run, steps_of(run)[0], enrolment)
    summary = replace(counting.count(run), days=days)
    assert publishable_days(summary, exact=False) is None
    assert publishable_days(summary, exact=True) == [(days[0], 9), (days[1], 3)]
    large = (days[0], replace(days[1], comments=8, writers=6))
    assert publishable_days(replace(summary, days=large), exact=False) == [(large[0], 9), (large[1], 8)]
    third = counting.Day(NOW.date() + timedelta(days=2), 3, 2)
    shown = publishable_days(replace(summary, days=(*large, third)), exact=False)
    assert shown == [(large[0], 9), (large[1], None), (third, None)]  # the second hides the third


def test_the_page_costs_the_same_queries_for_few_and_many(run: Run, cast: factories.Cast, as_member: SignIn) -> None:
    client = as_member(cast.fia)
    numbers = []
    for count in (3, 27):
        for enrolment in learners_in(run, count):
            visit(enrolment, steps_of(run)[0], at=timezone.now() - timedelta(days=20))
        for name in ("participation", "participation_learners"):
            with CaptureQueriesContext(connection) as queries:
                assert page(client, run, name).status_code == 200
            numbers.append(len(queries))
    assert numbers[:2] == numbers[2:]


# Signals


MOMENTS = st.lists(st.integers(0, 60 * 24).map(lambda hours: NOW - timedelta(hours=hours)), max_size=12)


@given(MOMENTS, MOMENTS, st.integers(0, 40), st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_signals_from_counted_acts_are_those_from_the_acts(
    run: Run, visits: list[datetime], comments: list[datetime], joined_days: int, settled: bool
) -> None:
    with undone():
        joined = NOW - timedelta(days=joined_days)
        run.starts_on = (NOW - timedelta(days=30)).date()
        steps = steps_of(run)
        one = Enrolment.objects.create(run=run, user=factories.user(), joined_at=joined)
        seen = visits[: len(steps) - 2]  # two steps stay: who finishes is never silent
        for step, moment in zip(steps, seen, strict=False):
            visit(one, step, at=moment)
        for moment in comments:
            say(run, steps[0], one, created_at=moment, settled_at=moment if settled else None)
        (found,) = learners_with_signals(run, now=NOW)
        opened = datetime.combine(run.starts_on, datetime.min.time(), run.zone)
        assert found.signals == activity_signals(
            one.pk,
            max(joined, opened),
            [*seen, *seen, *comments],  # a visit that completes the step is two acts
            NOW,
            unanswered=[] if settled else comments,
        )
        assert (found.completed, found.comments) == (len(seen), len(comments))
        for rule in ("never started", "silent", "falling", "no reply"):
            raised = [found] if any(signal.rule == rule for signal in found.signals) else []
            chosen = figures_page(run, rule=rule, words="", page=1, size=5, now=NOW)
            assert (chosen.rows, chosen.found, chosen.by_rule[rule]) == (raised, len(raised), len(raised))


def test_looking_in_again_ends_the_silence(run: Run) -> None:
    one, two = learners_in(run, 2)
    long_ago = timezone.now() - timedelta(days=20)
    Run.objects.filter(pk=run.pk).update(starts_on=long_ago.date())
    run.refresh_from_db()
    for enrolment in (one, two):
        visit(enrolment, steps_of(run)[0], at=long_ago)
    Enrolment.objects.filter(pk=two.pk).update(last_seen_at=timezone.now())
    signals = {row.enrolment: [signal.rule for signal in row.signals] for row in learners_with_signals(run)}
    assert signals == {one.pk: ["silent"], two.pk: []}


@pytest.mark.parametrize("state", [EnrolmentState.LEFT, EnrolmentState.ENROLLED])
def test_who_left_gets_no_signal(run: Run, state: EnrolmentState) -> None:
    run.starts_on -= timedelta(days=30)
    Enrolment.objects.create(run=run, user=factories.user(), state=state, joined_at=timezone.now() - timedelta(days=20))
    (row,) = learners_with_signals(run)
    assert bool(row.signals) == (state == EnrolmentState.ENROLLED)


def test_an_ended_run_gives_no_signals(run: Run) -> None:
    run.starts_on -= timedelta(days=60)
    (one,) = learners_in(run, 1)
    Enrolment.objects.filter(pk=one.pk).update(joined_at=timezone.now() - timedelta(days=50))
    assert learners_page(run).page.object_list[0].signals
    run.state = RunState.CLOSED
    assert not learners_page(run).page.object_list[0].signals


def test_learners_with_a_signal_stand_first_and_can_be_chosen(
    run: Run, cast: factories.Cast, as_member: SignIn
) -> None:
    _ada, ben = programmes.enrol(run, cast.ada, cast.ben)
    Run.objects.filter(pk=run.pk).update(starts_on=run.starts_on - timedelta(days=30))
    Enrolment.objects.filter(pk=ben.pk).update(joined_at=timezone.now() - timedelta(days=9))
    found = text(page(as_member(cast.fia), run, "participation_learners"))
    assert found.index("Ben Practitioner") < found.index("Ada Practitioner")
    assert "Joined 9 days ago and has not opened a step." in found
    url = reverse("learning:participation_learners", args=[run.pk])
    chosen = text(as_member(cast.fia).get(url, {"signal": "never started"}))
    assert "Ben Practitioner" in chosen
    assert "Ada Practitioner" not in chosen


def test_the_pages_of_learners_are_the_whole_list_in_its_order(run: Run) -> None:
    run.starts_on -= timedelta(days=60)
    for place, enrolment in enumerate(learners_in(run, 120)):
        joined = timezone.now() - timedelta(days=(place * 7) % 50, hours=1)
        Enrolment.objects.filter(pk=enrolment.pk).update(joined_at=joined)
        if place % 3:
            visit(enrolment, steps_of(run)[0], at=joined + timedelta(minutes=1))
    pages = [learners_page(run, number=number) for number in ("1", "2", "3")]
    assert [len(one.page.object_list) for one in pages] == [50, 50, 20]
    assert [row for one in pages for row in one.page.object_list] == all_learners(run)
    assert learners_page(run, number="99").page.number == 3
    assert learners_page(run, number="x").page.number == 1
    assert learners_page(run, words="nobody of this name").page.paginator.num_pages == 1


def test_the_learner_can_see_that_a_facilitator_looked(run: Run, cast: factories.Cast, as_member: SignIn) -> None:
    (ada,) = programmes.enrol(run, cast.ada)
    visit(ada, steps_of(run)[0])
    assert "1.1 Welcome" in text(page(as_member(cast.fia), run, "learner", ada.pk))
    assert (
        AuditRecord.objects.filter(verb="viewed participation", about=cast.ada.user, actor=cast.fia.user).count() == 1
    )


def test_anonymous_comments_count_only_for_who_may_know_their_author(
    run: Run, cast: factories.Cast, as_member: SignIn
) -> None:
    (ada,) = programmes.enrol(run, cast.ada)
    say(run, steps_of(run)[0], ada, anonymous=True)

    def by_step(member: Membership) -> int:
        response = page(as_member(member), run, "learner", ada.pk)
        return sum(step.comments for step in response.context["page"].steps)  # type: ignore[attr-defined]  # test client

    assert by_step(cast.fia) == 1
    assert by_step(cast.admin) == 0


def test_an_imported_learner_has_a_page(run: Run, cast: factories.Cast, as_member: SignIn) -> None:
    one = Enrolment.objects.create(run=run, imported_key="a1b2-c3")
    say(run, steps_of(run)[0], one)
    found = text(page(as_member(cast.fia), run, "learner", one.pk))
    assert "a1b2-c3" in found


def test_the_sums_of_nothing_are_a_page(run: Run, cast: factories.Cast, as_member: SignIn) -> None:
    found = text(page(as_member(cast.fia), run))
    assert "Nobody has joined yet" in found
    assert isinstance(counting.count(run).measures, Participation)
