"""Who fell silent, who answers whom: reads of a whole space, for its facilitators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from wayline.discussion.activity import PERIOD, WritingSignal, Written, writing_signal
from wayline.discussion.enums import SpaceRole
from wayline.discussion.models import Comment, Space, SpaceMember, Visit
from wayline.discussion.standing import Standing
from wayline.people.models import User


@dataclass(frozen=True, slots=True)
class Quiet:
    """A learner who writes no more, or less; `looked_in` is when they last read here."""

    user: User
    signal: WritingSignal
    last_at: datetime
    looked_in: datetime | None


def written_in(space: Space, who: Standing) -> QuerySet[Comment]:
    """What can be read there; who may not know the names of the anonymous gets no sum over them either."""
    return readable_in(space.pk, with_anonymous=who.facilitates)


def readable_in(space: int, *, with_anonymous: bool) -> QuerySet[Comment]:
    found = Comment.objects.readable().filter(thread__space=space)
    return found if with_anonymous else found.filter(anonymous=False)


def quiet_people(who: Standing, *, silent_after: int) -> list[Quiet]:
    """Participants whose writing raised a signal, the most active before first."""
    now = timezone.now()
    wrote = written_by_each(who, now)
    members = SpaceMember.objects.current().filter(
        space=who.space, role=SpaceRole.PARTICIPANT, user__in=wrote, user__is_active=True
    )
    looked = dict(
        Visit.objects.filter(thread__space=who.space)
        .values("user")
        .annotate(at=Max("seen_at"))
        .values_list("user", "at")
    )
    found = []
    for member in members.select_related("user"):
        figures = wrote[member.user_id]
        signal = writing_signal(member.user_id, figures, now, silent_after=silent_after)
        if signal is not None:
            found.append(Quiet(member.user, signal, figures.last_at, looked.get(member.user_id)))
    return sorted(found, key=lambda one: (-one.signal.comments, one.user.name))


def written_by_each(who: Standing, now: datetime) -> dict[int, Written]:
    """As `activity.written`, counted in the database: one row for each person."""

    def period(back: int) -> Count:
        wanted = Q(created_at__gt=now - PERIOD * (back + 1), created_at__lte=now - PERIOD * back)
        return Count("pk", filter=wanted)

    rows = (
        written_in(who.space, who)
        .filter(author__isnull=False, created_at__lte=now)
        .order_by()
        .values_list("author")
        .annotate(number=Count("pk"), last=Max("created_at"), one=period(0), two=period(1), three=period(2))
    )
    return {author: Written(*figures) for author, *figures in rows if author is not None}


def written_by(user: User, who: Standing) -> QuerySet[Comment]:
    """A person's comments in the space, newest first."""
    found = written_in(who.space, who).filter(author=user)
    return found.select_related("author", "thread__space", "answers__author").order_by("-created_at", "-pk")
