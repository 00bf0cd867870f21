"""What this room holds about a person. Words and marks go; the place of a comment stays for those who answered it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.discussion.models import (
    Bookmark,
    Comment,
    CommentLink,
    CommentVersion,
    Follow,
    Like,
    Mention,
    ModerationAct,
    Page,
    PageVersion,
    Picture,
    Report,
    Space,
    SpaceMember,
    Thread,
    Visit,
    WeeklySummary,
)
from wayline.people.holdings import Holding, Rows, plain, register
from wayline.people.models import User


def register_holdings() -> None:
    for holding in HOLDINGS:
        register(holding)


def _export_comments(user: User) -> Rows:
    mine = Comment.objects.filter(author=user).order_by("pk")
    return plain(
        mine, "thread__title", "text", "anonymous", "created_at", "edited_at", "deleted_at", "hidden_at", "like_count"
    )


def _erase_comments(user: User) -> int:
    """The words go at once; the row keeps its place, without an author."""
    mine = Comment.objects.filter(author=user)
    for counted in mine.readable().values("thread").annotate(number=models.Count("pk")):
        Thread.objects.filter(pk=counted["thread"]).update(comment_count=F("comment_count") - counted["number"])
    for comment in mine.readable().filter(level__gt=0).only("root", "parent"):
        above = [pk for pk in {comment.root_id, comment.parent_id} if pk is not None]
        Comment.objects.filter(pk__in=above, reply_count__gt=0).update(reply_count=F("reply_count") - 1)
    Comment.objects.filter(hidden_by=user).update(hidden_by=None)
    Comment.objects.filter(endorsed_by=user).update(endorsed_by=None)
    return mine.update(
        deleted_at=Coalesce("deleted_at", timezone.now()),
        author=None,
        imported_author="",
        text="",
        html="",
        anonymous=False,
        pinned_at=None,
        endorsed_at=None,
        hidden_at=None,
        hidden_by=None,
        hidden_reason="",
    )


def _erase_pictures(user: User) -> int:
    pictures = list(Picture.objects.filter(uploaded_by=user))
    for picture in pictures:
        picture.file.delete(save=False)
        picture.delete()
    return len(pictures)


def _erase_likes(user: User) -> int:
    mine = Like.objects.filter(user=user)
    Comment.objects.filter(pk__in=mine.values("comment"), like_count__gt=0).update(like_count=F("like_count") - 1)
    return mine.delete()[0]


def _delete(model: type[models.Model], by: str) -> Any:
    return lambda user: model._default_manager.filter(**{by: user}).delete()[0]


def _cut(model: type[models.Model], *fields: str) -> Any:
    """Rows that belong to others too: the link to the person goes."""

    def erase(user: User) -> int:
        manager = model._default_manager
        return sum(manager.filter(**{field: user}).update(**{field: None}) for field in fields)

    return erase


def _rows(model: type[models.Model], by: str, *fields: str) -> Any:
    return lambda user: plain(model._default_manager.filter(**{by: user}).order_by("pk"), *fields)


def _export_follows(user: User) -> Rows:
    return plain(
        Follow.objects.filter(Q(user=user) | Q(person=user)).order_by("pk"),
        "thread__title",
        "person__name",
        "muted",
        "at",
    )


_STAYS = _(
    "That something was written, answered or decided here stays without your name, so that others' words keep sense."
)

HOLDINGS = (
    Holding(Comment, _("Comments"), _export_comments, _erase_comments, _STAYS),
    Holding(
        CommentVersion,
        _("Earlier texts of comments"),
        _rows(CommentVersion, "comment__author", "text", "written_at"),
        _delete(CommentVersion, "comment__author"),
    ),
    Holding(
        Picture,
        _("Pictures"),
        _rows(Picture, "uploaded_by", "file", "alt", "uploaded_at"),
        _erase_pictures,
    ),
    Holding(Like, _("Likes"), _rows(Like, "user", "comment__thread__title", "at"), _erase_likes),
    Holding(
        Follow,
        _("Whom and what you follow, and who follows you"),
        _export_follows,
        lambda user: Follow.objects.filter(Q(user=user) | Q(person=user)).delete()[0],
    ),
    Holding(Bookmark, _("Bookmarks"), _rows(Bookmark, "user", "comment", "at"), _delete(Bookmark, "user")),
    Holding(Mention, _("Comments that mention you"), _rows(Mention, "user", "comment"), _delete(Mention, "user")),
    Holding(
        Visit,
        _("Discussions you looked into"),
        _rows(Visit, "user", "thread__title", "seen_at", "before_at"),
        _delete(Visit, "user"),
    ),
    Holding(
        SpaceMember,
        _("Spaces you take part in"),
        _rows(SpaceMember, "user", "space__name", "role", "joined_at", "left_at"),
        _delete(SpaceMember, "user"),
    ),
    Holding(
        Report,
        _("Comments you reported"),
        _rows(Report, "reporter", "reason", "text", "at", "state"),
        lambda user: (
            Report.objects.filter(reporter=user).update(reporter=None, text="") + _cut(Report, "decided_by")(user)
        ),
        _STAYS,
    ),
    Holding(
        ModerationAct,
        _("Acts of moderation by you and about you"),
        lambda user: plain(
            ModerationAct.objects.filter(Q(by=user) | Q(about=user)).order_by("pk"),
            "space__name",
            "act",
            "reason",
            "at",
        ),
        lambda user: (
            ModerationAct.objects.filter(about=user).update(about=None, reason="") + _cut(ModerationAct, "by")(user)
        ),
        _STAYS,
    ),
    Holding(
        CommentLink, _("Comments you linked"), _rows(CommentLink, "by", "note", "at"), _cut(CommentLink, "by"), _STAYS
    ),
    Holding(
        PageVersion,
        _("Texts you saved in common pages"),
        _rows(PageVersion, "author", "title", "text", "note", "at"),
        lambda user: PageVersion.objects.filter(author=user).update(author=None, note=""),
        _("Common pages stay as they are, without your name: they belong to all who wrote them."),
    ),
    Holding(
        Page, _("Common pages you changed last"), _rows(Page, "changed_by", "title"), _cut(Page, "changed_by"), _STAYS
    ),
    Holding(Space, _("Spaces you opened"), _rows(Space, "created_by", "name"), _cut(Space, "created_by"), _STAYS),
    Holding(
        Thread, _("Discussions you opened"), _rows(Thread, "created_by", "title"), _cut(Thread, "created_by"), _STAYS
    ),
    Holding(
        WeeklySummary,
        _("Weekly summaries you wrote"),
        _rows(WeeklySummary, "made_by", "title", "text", "made_at"),
        _cut(WeeklySummary, "made_by"),
        _STAYS,
    ),
)
