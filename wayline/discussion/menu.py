"""Everything a viewer may do with one comment, for the menu behind "More"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wayline.discussion import access
from wayline.discussion.access import Standing
from wayline.discussion.models import Bookmark, Comment, Follow


@dataclass(frozen=True, slots=True)
class Item:
    """A link to a page, or with `posts` a button."""

    label: str
    path: str
    posts: bool = False


def menu_of(comment: Comment, who: Standing) -> list[Item]:
    return [*_for_readers(comment, who), *_for_the_author(comment, who), *_for_facilitators(comment, who)]


def _for_readers(comment: Comment, who: Standing) -> Iterator[Item]:
    if access.can_mark(who, comment):
        kept = Bookmark.objects.filter(user=who.user_id, comment=comment).exists()
        yield Item(_("Remove bookmark"), "do/unkeep/", True) if kept else Item(_("Bookmark"), "do/keep/", True)
        if not access.obstacle_to_comment(who, comment.thread):
            yield Item(_("Quote"), "reply/?quote=1")
    if access.can_follow_author(who, comment) and comment.author is not None:
        follows = Follow.objects.filter(user=who.user_id, person=comment.author_id).exists()
        label = _("Stop following %(name)s") if follows else _("Follow %(name)s")
        yield Item(label % {"name": comment.author.name}, "do/unfollow/" if follows else "do/follow/", True)
    if comment.edited_at and access.can_see_history(who, comment):
        yield Item(_("Earlier texts"), "history/")
    if access.can_report(who, comment):
        yield Item(_("Report"), "report/")


def _for_the_author(comment: Comment, who: Standing) -> Iterator[Item]:
    if access.can_edit(who, comment):
        yield Item(_("Edit"), "edit/")
    if access.can_delete(who, comment):
        yield Item(_("Delete"), "delete/")


def _for_facilitators(comment: Comment, who: Standing) -> Iterator[Item]:
    if not access.can_moderate(who) or comment.deleted_at is not None:
        return
    if comment.hidden_at is not None:
        yield Item(_("Show again"), "do/unhide/", True)
        return
    yield Item(_("Hide"), "hide/")
    if comment.level == 0:
        yield Item(_("Take the pin off"), "do/unpin/", True) if comment.pinned_at else Item(_("Pin"), "do/pin/", True)
    if comment.endorsed_at:
        yield Item(_("Take the endorsement back"), "do/unendorse/", True)
    else:
        yield Item(_("Endorse"), "do/endorse/", True)
    yield Item(_("Link to another comment"), "link/")
    if comment.reports.filter(state="open").exists():
        yield Item(_("Dismiss the report"), "do/dismiss/", True)
