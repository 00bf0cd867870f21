"""Runs of any size, made with the same dice on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from wayline.discussion.actions import add_member
from wayline.discussion.enums import SpaceRole
from wayline.learning.actions.programmes import import_programme
from wayline.learning.actions.runs import create_run, set_state
from wayline.learning.enums import Access, RunState
from wayline.learning.models import Programme, Run, Step, StepThread
from wayline.learning.packages.outline import Outline, StepOutline, WeekOutline
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation, User

BODY = "## Read this\n\n" + "\n\n".join(f"Paragraph {n}. " + "Words about guidance and work. " * 14 for n in range(8))
SAYING = "I tried this with a client last week. We looked at three adverts together and she found her own words. "


@dataclass(frozen=True)
class Staff:
    facilitator: Membership
    manager: Membership
    learner: Membership


def staff() -> Staff:
    """The office of the benchmarks; made once."""
    office, _ = Organisation.objects.get_or_create(slug="bench", defaults={"name": "Benchmark office"})

    def one(name: str, role: Role) -> Membership:
        email = f"{name.lower()}@bench.example"
        user = User.objects.filter(email=email).first() or User.objects.create_user(email, None, name=name)
        return Membership.objects.get_or_create(user=user, organisation=office, role=role)[0]

    return Staff(
        one("Fia", Role.FACILITATOR),
        one("Mia", Role.MANAGER),
        one("Ada", Role.PRACTITIONER),
    )


def programme(title: str, steps: int) -> Programme:
    """Weeks of at most six articles."""
    weeks = [
        WeekOutline(
            title=f"Week {week}",
            key=f"week-{week}",
            steps=[
                StepOutline(f"Step {number}", "article", BODY, 30, f"step-{week}-{number}")
                for number in range(1, 1 + min(6, steps - 6 * (week - 1)))
            ],
        )
        for week in range(1, -(-steps // 6) + 1)
    ]
    who = staff().facilitator
    outline = Outline(title=title, summary="For benchmarks.", weeks=weeks)
    return import_programme(outline, organisation=who.organisation, by=who, publish=True)


def run(title: str, *, steps: int = 30, learners: int = 0, comments: int = 0) -> Run:
    """An open run under way for three weeks, with learners who fall away and talk as they do in open courses."""
    known = Run.objects.filter(title=title).select_related("programme", "space").first()
    if known is not None:
        return known
    _sql("SELECT setseed(0.42)")
    who = staff().facilitator
    made = create_run(
        programme(title, steps),
        organisation=who.organisation,
        by=who,
        title=title,
        starts_on=timezone.localdate() - timedelta(days=21),
        access=Access.OPEN,
    )
    set_state(made, state=RunState.OPEN, by=who)
    add_member(made.space, user=staff().learner.user, role=SpaceRole.PARTICIPANT, by=who)
    made.enrolments.create(user=staff().learner.user)
    if learners:
        _enrol(made, learners)
        _walk(made)
    if comments:
        threads = list(StepThread.objects.filter(run=made).order_by("step__week__position", "step__position"))
        weights = [1 / (place + 2) for place in range(len(threads))]
        for link, weight in zip(threads, weights, strict=True):
            talk(link.thread_id, round(comments * weight / sum(weights)))
    tidy()
    return made


def learners_of(of: Run, count: int) -> list[User]:
    """Different people, so that no limit for one person is met."""
    return list(User.objects.filter(enrolments__run=of).order_by("pk")[:count])


def first_step(of: Run) -> Step:
    return Step.objects.published().filter(programme=of.programme).first() or _no_step()


def _no_step() -> Step:
    raise LookupError("The programme has no step.")


def tidy() -> None:
    """What autovacuum does within minutes on a running service: statistics, and pages known as visible to all."""
    for table in (
        "discussion_comment",
        "learning_progress",
        "learning_enrolment",
        "people_user",
        "discussion_spacemember",
    ):
        _sql(f"VACUUM ANALYZE {table}")


def _enrol(made: Run, learners: int) -> None:
    _sql(
        """
        WITH people AS (
            INSERT INTO people_user (password, email, name, about, language, time_zone, notice_pace, is_active, is_demo,
                                     joined_at)
            SELECT '!', 'learner-' || %(run)s || '-' || n || '@bench.example', 'Learner ' || n, '', 'en',
                   'Europe/London', 'daily', true, false, now() - interval '30 days'
            FROM generate_series(1, %(learners)s) AS n
            RETURNING id
        ), memberships AS (
            INSERT INTO people_membership (user_id, organisation_id, role, started_at)
            SELECT id, %(office)s, 'practitioner', now() FROM people
        ), members AS (
            INSERT INTO discussion_spacemember (space_id, user_id, role, joined_at)
            SELECT %(space)s, id, 'participant', now() - interval '25 days' FROM people
        )
        INSERT INTO learning_enrolment (run_id, user_id, imported_key, state, joined_at)
        SELECT %(run)s, id, '', 'enrolled', now() - random() * interval '25 days' FROM people
        """,
        run=made.pk, space=made.space_id, learners=learners, office=made.organisation_id,
    )  # fmt: skip


def _walk(made: Run) -> None:
    """A third never starts; the others get to a third of the steps in the middle, a tenth to the end."""
    _sql(
        """
        INSERT INTO learning_progress (enrolment_id, step_id, first_visited_at, completed_at)
        SELECT learner.id, step.id, now() - at.days * interval '1 day',
               CASE WHEN random() < 0.85 THEN now() - at.days * interval '1 day' + interval '20 minutes' END
        FROM (SELECT id, power(random(), 1.6) * 1.6 - 0.35 AS reach
              FROM learning_enrolment WHERE run_id = %(run)s) learner,
             (SELECT s.id, percent_rank() OVER (ORDER BY w.position, s.position) AS place
              FROM learning_step s JOIN learning_week w ON w.id = s.week_id WHERE s.programme_id = %(programme)s) step,
             LATERAL (SELECT 20 * random() + 0 * learner.id AS days) AS at
        WHERE step.place < learner.reach
        """,
        run=made.pk, programme=made.programme_id,
    )  # fmt: skip


def talk(thread: int, number: int) -> None:
    """Three of five comments open a conversation; the others answer one. One in fifty is a facilitator's."""
    openings = max(1, number * 3 // 5)
    _say(thread, openings, "NULL::bigint[]", 0)
    if number > openings:
        roots = "(SELECT array_agg(id) FROM discussion_comment WHERE thread_id = %(thread)s AND level = 0)"
        _say(thread, number - openings, roots, 1)
    _sql(
        "UPDATE discussion_thread SET comment_count = %(number)s, last_comment_at = now() WHERE id = %(thread)s",
        thread=thread, number=number,
    )  # fmt: skip


def _say(thread: int, number: int, roots: str, level: int) -> None:
    root = "roots.ids[1 + floor(random() * array_length(roots.ids, 1))::int]" if level else "NULL::bigint"
    source = f", (SELECT {roots} AS ids) AS roots" if level else ""
    _sql(
        f"""
        WITH people AS (
            SELECT array_agg(m.user_id ORDER BY m.id) AS ids FROM discussion_spacemember m
            JOIN discussion_thread t ON t.space_id = m.space_id WHERE t.id = %(thread)s
        ), said AS (
            SELECT n, {root} AS root,
                   people.ids[1 + floor(power(random(), 2.5) * array_length(people.ids, 1))::int] AS author,
                   repeat(%(saying)s, 1 + floor(random() * 5)::int) AS text, random() * interval '20 days' AS ago
            FROM generate_series(1, %(number)s) AS n, people {source}
        )
        INSERT INTO discussion_comment (
            thread_id, author_id, imported_author, imported_key, root_id, parent_id, answers_id, level, text, html,
            anonymous, by_facilitator, is_question, is_first, created_at, hidden_reason, like_count, reply_count,
            answered_at)
        SELECT %(thread)s, author, '', '', root, root, root, {level}, text, '<p>' || text || '</p>', false, n %% 50 = 0,
               n %% 7 = 0, false, now() - ago, '', floor(power(random(), 4) * 12)::int, 0,
               CASE WHEN n %% 2 = 0 THEN now() END
        FROM said
        """,  # noqa: S608 - the parts are written above
        thread=thread, number=number, saying=SAYING,
    )  # fmt: skip


def _sql(statement: str, **values: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
