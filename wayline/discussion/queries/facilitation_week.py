"""What happened in a space in one week, and the draft of its summary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayline.common.markdown import excerpt
from wayline.discussion.models import Comment, Space
from wayline.discussion.network import Candidate, Contribution, summary_candidates
from wayline.discussion.queries.rows import shown_author
from wayline.discussion.week import Quoted, Section, summary_text

QUOTES = 3


@dataclass(frozen=True, slots=True)
class Draft:
    title: str
    text: str
    comments: tuple[int, ...]
    """Those it quotes."""


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def comments_of_week(space: Space, week_of: date) -> QuerySet[Comment]:
    begins = timezone.make_aware(datetime.combine(week_of, time()))
    ends = timezone.make_aware(datetime.combine(week_of + timedelta(days=7), time()))
    found = Comment.objects.readable().filter(thread__space=space, created_at__gte=begins, created_at__lt=ends)
    return found.select_related("author").order_by("created_at", "pk")


def draft_of(space: Space, week_of: date) -> Draft:
    """From the most liked and most answered comments of participants. Who wrote anonymously stays so."""
    comments = {comment.pk: comment for comment in comments_of_week(space, week_of)}
    found = summary_candidates(
        [
            Contribution(
                pk, comment.author_id or comment.imported_author or f"#{pk}", comment.answers_id, comment.like_count
            )
            for pk, comment in comments.items()
        ],
        most=len(comments),
    )
    liked = _of_participants(found.most_liked, comments)
    answered = _of_participants(found.most_answered, comments, but=liked)
    sections = [
        Section(_("Most liked"), [_quoted(comments[one.key], _likes(one.likes)) for one in liked]),
        Section(_("Most answered"), [_quoted(comments[one.key], _answers(one.answered_by)) for one in answered]),
    ]
    day = date_format(week_of, "DATE_FORMAT")
    return Draft(
        title=_("The week of %(day)s in “%(space)s”") % {"day": day, "space": space.name},
        text=summary_text(_opening(list(comments.values())), sections),
        comments=tuple(one.key for one in (*liked, *answered)),
    )


@dataclass(frozen=True, slots=True)
class Pick:
    key: int
    likes: int
    answered_by: int


def _of_participants(
    candidates: Iterable[Candidate], comments: dict[int, Comment], but: Iterable[Pick] = ()
) -> list[Pick]:
    taken = {one.key for one in but}
    picks = [Pick(int(str(one.key)), one.likes, one.answered_by) for one in candidates]
    return [one for one in picks if one.key not in taken and not comments[one.key].by_facilitator][:QUOTES]


def _quoted(comment: Comment, credit: str) -> Quoted:
    words = excerpt(comment.text, characters=300)
    return Quoted(shown_author(comment, None), words, comment.get_absolute_url(), credit)


def _likes(number: int) -> str:
    return ngettext("%(number)d like", "%(number)d likes", number) % {"number": number}


def _answers(number: int) -> str:
    return ngettext("answered by %(number)d person", "answered by %(number)d people", number) % {"number": number}


def _opening(comments: list[Comment]) -> str:
    if not comments:
        return _("Nobody wrote this week.")
    people = len({comment.author_id or comment.imported_author or f"#{comment.pk}" for comment in comments})
    wrote = ngettext("%(number)d person wrote", "%(number)d people wrote", people) % {"number": people}
    said = ngettext("%(number)d comment", "%(number)d comments", len(comments)) % {"number": len(comments)}
    waiting = sum(1 for one in comments if one.is_question and one.answered_at is None and one.settled_at is None)
    opening = _("%(people)s %(comments)s this week.") % {"people": wrote, "comments": said}
    if not waiting:
        return opening
    asked = ngettext(
        "%(number)d question still waits for an answer.", "%(number)d questions still wait for an answer.", waiting
    )
    return f"{opening} {asked % {'number': waiting}}"
