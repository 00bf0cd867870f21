"""What the invented people say: beside the steps, in a community, to their facilitator."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from wayline.discussion.actions import (
    ImportedPost,
    add_member,
    create_page,
    import_comments,
    open_space,
    report_comment,
)
from wayline.discussion.actions.spaces import open_thread
from wayline.discussion.enums import ReportReason, SpaceKind, SpaceRole, ThreadKind
from wayline.discussion.models import Comment, Like, Space, Thread
from wayline.discussion.models.spaces import COLLEAGUES
from wayline.home.demo import cast, learning, people
from wayline.learning.actions import study
from wayline.learning.models import Enrolment, Run, Step, StepThread
from wayline.people.actions import notify
from wayline.people.models import Membership, User

Said = dict[str, Any]
When = Callable[[Said], datetime]

QUEUE_DAYS = 4
SAID = Path(__file__).parent / "comments.toml"
FACILITATORS = {cast.JOAN.name, cast.TOMASZ.name, cast.MOHAMMED.name}
PURPOSE = """\
For everybody in the two offices who talks with clients or employers. What worked, what did not, who knows somebody.

No names of clients, and no case so exact that somebody could be recognised.
"""
VISITS = """\
We visit firms to see what people do there all day. One page for each visit, in this order:

1. What they make, and how many people work there.
2. Three jobs: the tasks of an ordinary Tuesday, in the words of those who do them.
3. What they ask for in an advertisement, and what they told us they really need.
4. How one gets there without a car.

**Next:** the joinery at the canal (Pauline), the laundry behind the hospital (free), the bus depot (Dmitri).
"""


def _read() -> dict[str, list[Said]]:
    with SAID.open("rb") as file:
        return tomllib.load(file)


def talk_in_run_under_way() -> None:
    now = timezone.now()
    run = learning.run_under_way()
    _say_beside_steps(run, _read()["comment"], lambda said: now - timedelta(days=said["ago"]))
    _settle(run.space, before=now - timedelta(days=QUEUE_DAYS))
    _report(run)
    _hand_in(run)


def talk_in_ended_run() -> None:
    began = timezone.now() - timedelta(days=learning.SPRING_DAYS_AGO)
    run = learning.ended_run()
    _say_beside_steps(run, _read()["spring"], lambda said: began + timedelta(days=said["after"]))
    _settle(run.space, before=timezone.now())


def open_community() -> None:
    joan = people.member(cast.JOAN.name)
    space = open_space(
        name="Practice exchange",
        organisation=joan.organisation,
        purpose=PURPOSE,
        kind=SpaceKind.COMMUNITY,
        by=joan,
        is_open=True,
    )
    for member in Membership.objects.filter(user__is_demo=True).select_related("user"):
        if member.role in COLLEAGUES and member.user_id != joan.user_id:
            role = SpaceRole.FACILITATOR if member.user.name in FACILITATORS else SpaceRole.PARTICIPANT
            add_member(space, user=member.user, role=role, by=joan)
    create_page(space, by=people.member("Pauline Mercier"), title="How we visit firms", text=VISITS)
    now = timezone.now()
    for topic in _read()["topic"]:
        thread = open_thread(
            space, title=topic["title"], kind=ThreadKind.TOPIC, address="", by=people.member(topic["by"])
        )
        thread.address = reverse("discussion:topic", args=[thread.pk])
        thread.save(update_fields=["address"])
        _say(thread, [topic], lambda said: now - timedelta(days=said["ago"]))
    _mark_first(space)
    _settle(space, before=now)


def _say_beside_steps(run: Run, said: list[Said], when: When) -> None:
    threads = {row.step.key: row.thread for row in StepThread.objects.filter(run=run).select_related("step", "thread")}
    by_step: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        by_step[one["step"]].append(one)
    for key, here in by_step.items():
        _say(threads[key], here, when)
    _mark_first(run.space)


def _say(thread: Thread, said: list[Said], when: When) -> None:
    """The comments with their replies, at the times they tell, and with likes of people who were there."""
    accounts = {user.name: user for user in User.objects.filter(is_demo=True)}
    likes: dict[str, int] = {}
    posts = []
    for number, (one, parent) in enumerate(_flat(said), start=1):
        key = f"demo-{number}"
        likes[key] = one.get("likes", 0)
        posts.append(
            ImportedPost(
                key=key,
                text=one["text"],
                at=when(one),
                user=accounts[one["by"]],
                parent=f"demo-{parent}" if parent else "",
                by_facilitator=one["by"] in FACILITATORS,
            )
        )
    import_comments(thread, posts)
    for comment in thread.comments.exclude(imported_key=""):
        _like(comment, likes[comment.imported_key], list(accounts.values()))
    thread.comments.update(imported_key="")


def _flat(said: list[Said]) -> Iterator[tuple[Said, int]]:
    """Each with the number of the one it answers; 0 for those that open."""
    number = 0
    for one in said:
        number += 1
        opening = number
        yield one, 0
        for reply in one.get("reply", []):
            number += 1
            yield reply, opening


def _like(comment: Comment, count: int, accounts: list[User]) -> None:
    dice = Random(comment.text)  # noqa: S311 - the same likes on every machine, not a secret
    members = comment.thread.space.members.values_list("user", flat=True)
    there = [user for user in accounts if user.pk in set(members) and user.pk != comment.author_id]
    those = dice.sample(there, min(count, len(there)))
    Like.objects.bulk_create(Like(comment=comment, user=user) for user in those)
    Comment.objects.filter(pk=comment.pk).update(like_count=len(those))


def _mark_first(space: Space) -> None:
    """Each person's first comment in the space is marked, as it is when somebody writes it on the page."""
    here = Comment.objects.filter(thread__space=space)
    first = here.order_by("author", "created_at", "pk").distinct("author").values("pk")
    Comment.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(is_first=True)


def _settle(space: Space, *, before: datetime) -> None:
    """The facilitators have seen what is older than this; the queue holds the rest."""
    seen = Comment.objects.filter(thread__space=space, created_at__lt=before, answered_at=None)
    seen.update(settled_at=F("created_at") + timedelta(days=1))


def _report(run: Run) -> None:
    about = Comment.objects.get(thread__space=run.space, text__startswith="A warehouse asked for people")
    report_comment(
        about,
        by=people.member("Katarzyna Nowak"),
        reason=ReportReason.PRIVATE,
        text="There is only one warehouse here that scans in this way. I could guess the employer.",
    )


def _hand_in(run: Run) -> None:
    step = Step.objects.get(programme=run.programme, key="a-corner-i-turned")
    for given in _read()["hand_in"]:
        enrolment = Enrolment.objects.get(run=run, user__name=given["by"])
        made = study.hand_in(enrolment, step, text=given["text"])
        if given["feedback"]:
            url = reverse("learning:step", args=[run.pk, step.pk])
            study.give_feedback(made, by=people.member(cast.JOAN.name), text=given["feedback"], url=url)


def tell_practitioner() -> None:
    """The practitioner of the start page finds a notice: somebody answered her."""
    run = learning.run_under_way()
    last = Comment.objects.filter(thread__space=run.space, answers__author__name=cast.AMARA.name).latest("created_at")
    notify(
        people.member(cast.AMARA.name).user,
        kind="reply",
        text=f"{last.author} answered your comment.",
        url=last.get_absolute_url(),
        key=f"demo:{last.pk}",
    )
