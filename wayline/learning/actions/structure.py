"""The order of a programme: add, rename, move, withdraw and delete weeks and steps."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from wayline.learning.actions.programmes import write_first_version
from wayline.learning.content import outline_of
from wayline.learning.keys import free_key
from wayline.learning.models import Programme, Step, Week
from wayline.people.actions import record
from wayline.people.models import Membership


class NotEmpty(Exception):
    """A week that still holds steps is not deleted."""


class WasPublished(Exception):
    """A step that learners have read is withdrawn, not deleted: their work belongs to it."""


@transaction.atomic
def add_week(programme: Programme, *, by: Membership, title: str, intro: str = "") -> Week:
    _lock(programme)
    last = programme.weeks.aggregate(last=Max("position"))["last"] or 0
    taken = set(programme.weeks.values_list("key", flat=True))
    key = free_key(title, taken, fallback=f"week-{last + 1}")
    week = Week.objects.create(programme=programme, position=last + 1, key=key, title=title, intro=intro)
    record(by, "added week", week)
    return week


@transaction.atomic
def change_week(week: Week, *, by: Membership, title: str, intro: str) -> None:
    """The key stays: packages and links know the week by it."""
    week.title, week.intro = title, intro
    week.save(update_fields=["title", "intro"])
    record(by, "changed week", week)


@transaction.atomic
def move_week(week: Week, *, by: Membership, down: bool) -> bool:
    """One place up or down; False at the end."""
    _lock(week.programme)
    weeks = list(week.programme.weeks.all())
    here = next(index for index, each in enumerate(weeks) if each.pk == week.pk)
    there = here + (1 if down else -1)
    if not 0 <= there < len(weeks):
        return False
    weeks[here], weeks[there] = weeks[there], weeks[here]
    _number(weeks)
    record(by, "moved week", week)
    return True


@transaction.atomic
def delete_week(week: Week, *, by: Membership) -> None:
    """
    Raises:
        NotEmpty: it holds steps, withdrawn ones too.
    """
    programme = _lock(week.programme)
    if week.steps.exists():
        raise NotEmpty
    record(by, "deleted week", week)
    week.delete()
    _number(list(programme.weeks.all()))


@transaction.atomic
def add_step(week: Week, *, by: Membership, kind: str, title: str, minutes: int = 0) -> Step:
    programme = _lock(week.programme)
    last = week.steps.aggregate(last=Max("position"))["last"] or 0
    taken = set(programme.steps.values_list("key", flat=True))
    key = free_key(title, taken, fallback=f"step-{last + 1}")
    step = Step.objects.create(programme=programme, week=week, position=last + 1, key=key, kind=kind)
    outline = outline_of(kind, title=title, body="", minutes=minutes, key=key, content={})
    write_first_version(step, outline, author=by.user)
    record(by, "added step", step, kind=kind)
    return step


@transaction.atomic
def move_step(step: Step, *, by: Membership, down: bool) -> bool:
    """One place up or down; beyond the end of its week into the next one. False at the end of the programme."""
    programme = _lock(step.programme)
    weeks = list(programme.weeks.prefetch_related("steps"))
    lists = [sorted(week.steps.all(), key=lambda each: each.position) for week in weeks]
    place = next(index for index, week in enumerate(weeks) if week.pk == step.week_id)
    here = next(index for index, each in enumerate(lists[place]) if each.pk == step.pk)
    moved = lists[place].pop(here)
    there = here + (1 if down else -1)
    if 0 <= there <= len(lists[place]):
        lists[place].insert(there, moved)
    else:
        place += 1 if down else -1
        if not 0 <= place < len(weeks):
            return False
        lists[place].insert(0 if down else len(lists[place]), moved)
    for week, steps in zip(weeks, lists, strict=True):
        _number_steps(week, steps)
    step.refresh_from_db()
    record(by, "moved step", step)
    return True


@transaction.atomic
def withdraw_step(step: Step, *, by: Membership) -> None:
    """Learners do not see it any more; what they did there is kept."""
    step.withdrawn_at = timezone.now()
    step.save(update_fields=["withdrawn_at"])
    record(by, "withdrew step", step)


@transaction.atomic
def bring_back_step(step: Step, *, by: Membership) -> None:
    step.withdrawn_at = None
    step.save(update_fields=["withdrawn_at"])
    record(by, "brought back step", step)


@transaction.atomic
def delete_step(step: Step, *, by: Membership) -> None:
    """
    Raises:
        WasPublished: learners may have read it.
    """
    _lock(step.programme)
    step.refresh_from_db()
    if step.published_id is not None:
        raise WasPublished
    record(by, "deleted step", step)
    week = step.week
    step.delete()
    _number_steps(week, list(week.steps.order_by("position")))


def _lock(programme: Programme) -> Programme:
    """Two authors who move things at the same time wait for each other."""
    return Programme.objects.select_for_update().get(pk=programme.pk)


def _number(weeks: list[Week]) -> None:
    for position, week in enumerate(weeks, start=1):
        week.position = position
    Week.objects.bulk_update(weeks, ["position"])


def _number_steps(week: Week, steps: list[Step]) -> None:
    """Positions are checked when the transaction ends, so that places can be exchanged."""
    for position, step in enumerate(steps, start=1):
        step.week, step.position = week, position
    Step.objects.bulk_update(steps, ["week", "position"])
