"""The demo programme, a run of it under way, and one that has ended."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from django.utils import timezone, translation
from django.utils.formats import date_format

import wayline.learning
from wayline.discussion.actions import add_member
from wayline.discussion.enums import SpaceRole
from wayline.home.demo import cast, people
from wayline.learning.actions import programmes, runs, study
from wayline.learning.enums import Access, Pacing, RunState
from wayline.learning.models import Certificate, Enrolment, Programme, Progress, Run, Step
from wayline.learning.packages import markdown_folder
from wayline.people.enums import Role
from wayline.people.models import Membership

ROOM = Path(wayline.learning.__file__).parent
FOLDERS = [file.parent for file in sorted(ROOM.glob("demo_programme*/programme.toml"))]
BEGAN_DAYS_AGO = 16
SPRING_DAYS_AGO = 210
RUN_WEEKS = 5
KEEN, STEADY, FADING, GONE = "keen", "steady", "fading", "gone"
AHEAD = {
    "opening-meeting": (BEGAN_DAYS_AGO - 10, 10),
    "distance-clinic": (-2, 14),
    "reflection-closing-meeting": (-16, 10),
}
"""Live events of the run under way: how many days ago (before today: negative), and at which hour."""


def bring_programmes() -> None:
    author, joan = people.member(cast.TOMASZ.name), people.member(cast.JOAN.name)
    for folder in FOLDERS:
        outline = markdown_folder.read_folder(folder).outline
        made = programmes.import_programme(outline, organisation=author.organisation, by=author, publish=True)
        programmes.add_author(made, user=joan.user, by=author)


def programme() -> Programme:
    return Programme.objects.get(organisation__slug=cast.NORTH, organisation__is_demo=True, language="en")


def run_under_way() -> Run:
    return programme().runs.filter(state=RunState.OPEN).get()


def ended_run() -> Run:
    return programme().runs.filter(state=RunState.CLOSED).get()


def hold_run_under_way() -> None:
    run = _make_run(BEGAN_DAYS_AGO, access=Access.OPEN, pacing=Pacing.WEEKLY, state=RunState.OPEN, places=60)
    dice = Random(7)  # noqa: S311 - the same service on every machine, not a secret
    for member in _learners():
        days = dice.uniform(0.5, 1.5) if member.user.name == cast.AMARA.name else dice.uniform(0, 4)
        _enrol(run, member, joined=timezone.now() - timedelta(days=BEGAN_DAYS_AGO - days))
    steps = list(Step.objects.filter(programme=run.programme).published().select_related("week"))
    for enrolment in run.enrolments.select_related("user"):
        _walk(enrolment, steps, dice)
    _set_events(run, steps)
    _vote(run, steps, dice)


def hold_ended_run() -> None:
    run = _make_run(SPRING_DAYS_AGO, access=Access.COHORT, pacing=Pacing.WEEKLY, state=RunState.OPEN)
    began = timezone.now() - timedelta(days=SPRING_DAYS_AGO)
    dice = Random(11)  # noqa: S311 - as above
    steps = list(Step.objects.filter(programme=run.programme).published().select_related("week"))
    for member in _learners()[:21]:
        share = 1.0 if member.user.name == cast.AMARA.name else dice.choice([1, 1, 0.95, 0.7, 0.5, 0.3, 0.1])
        enrolment = _enrol(run, member, joined=began + timedelta(days=dice.uniform(-6, 2)))
        _finish(enrolment, steps[: round(len(steps) * share)], began, dice)
        if share >= 0.95:
            study.issue_certificate(enrolment)
    Certificate.objects.filter(enrolment__run=run).update(issued_at=began + timedelta(weeks=RUN_WEEKS))
    run.state = RunState.CLOSED
    run.save(update_fields=["state"])


def _make_run(days_ago: int, **fields: object) -> Run:
    joan = people.member(cast.JOAN.name)
    starts_on = timezone.localdate() - timedelta(days=days_ago)
    with translation.override("en"):
        month = date_format(starts_on, "F Y")
    run = runs.create_run(
        programme(),
        organisation=joan.organisation,
        by=joan,
        title=f"The changing world of work, {month}",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(weeks=RUN_WEEKS + 1),
        **fields,
    )
    for facilitator in (cast.JOAN, cast.TOMASZ, cast.MOHAMMED):
        add_member(run.space, user=people.member(facilitator.name).user, role=SpaceRole.FACILITATOR, by=joan)
    return run


def _learners() -> list[Membership]:
    """Practitioners of both offices, in the order of the cast; the researcher takes part as well."""
    taking_part = Membership.objects.filter(user__is_demo=True, role__in=[Role.PRACTITIONER, Role.RESEARCHER])
    return list(taking_part.select_related("user", "organisation").order_by("pk"))


def _enrol(run: Run, member: Membership, *, joined: datetime) -> Enrolment:
    enrolment = runs.join(run, by=member)
    enrolment.joined_at = joined
    enrolment.save(update_fields=["joined_at"])
    return enrolment


def _walk(enrolment: Enrolment, steps: list[Step], dice: Random) -> None:
    """Steps up to where this learner is: some are keen, some fade. The demo practitioner has just begun."""
    is_ours = enrolment.user is not None and enrolment.user.name == cast.AMARA.name
    manner = dice.choice([KEEN, KEEN, STEADY, STEADY, STEADY, FADING, GONE])
    open_weeks = BEGAN_DAYS_AGO // 7 + 1
    reach = {KEEN: 1.0, STEADY: 0.75, FADING: 0.4, GONE: 0.1}[manner]
    there = [step for step in steps if step.week.position <= open_weeks]
    taken = there[: 3 if is_ours else max(1, round(len(there) * reach))]
    now = timezone.now()
    rows = []
    for number, step in enumerate(taken, start=1):
        opened = BEGAN_DAYS_AGO - 7 * (step.week.position - 1)
        at = now - timedelta(days=max(0.1, opened - number % 7 - dice.random()))
        undone = number == len(taken) or (not is_ours and dice.random() < 0.08)
        rows.append(Progress(enrolment=enrolment, step=step, first_visited_at=at, completed_at=None if undone else at))
    _keep(enrolment, rows)


def _finish(enrolment: Enrolment, steps: list[Step], began: datetime, dice: Random) -> None:
    rows = []
    for step in steps:
        at = began + timedelta(weeks=step.week.position - 1, days=dice.uniform(0, 6))
        rows.append(Progress(enrolment=enrolment, step=step, first_visited_at=at, completed_at=at))
    _keep(enrolment, rows)


def _keep(enrolment: Enrolment, rows: list[Progress]) -> None:
    Progress.objects.bulk_create(rows)
    if rows:
        enrolment.last_step = rows[-1].step
        enrolment.last_seen_at = max(row.first_visited_at for row in rows)
        enrolment.save(update_fields=["last_step", "last_seen_at"])


def _set_events(run: Run, steps: list[Step]) -> None:
    joan = people.member(cast.JOAN.name)
    for step in steps:
        if step.key in AHEAD:
            days, hour = AHEAD[step.key]
            day = timezone.localdate() - timedelta(days=days)
            runs.set_event(
                run,
                step,
                by=joan,
                starts_at=datetime.combine(day, time(hour), tzinfo=run.zone),
                minutes=60,
                place="North Office, meeting room 2, and online",
                dial_in="01632 960 127",
                link="https://meet.example.org/northvale",
            )


def _vote(run: Run, steps: list[Step], dice: Random) -> None:
    """Some have voted already in the poll of the week that opened last."""
    poll = next((step for step in steps if step.kind == "poll"), None)
    if poll is None or poll.published is None:
        return
    options = len(poll.published.content.get("options", []))
    voted = Progress.objects.filter(enrolment__run=run, step=poll).select_related("enrolment")
    for progress in voted.order_by("pk"):
        study.vote(progress.enrolment, poll, choices=[dice.randrange(options)])
