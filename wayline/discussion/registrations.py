"""What this room puts into the registers of the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wayline.common.markdown import excerpt
from wayline.discussion.enums import Act
from wayline.discussion.facilitation_registrations import register_facilitation
from wayline.discussion.holdings import register_holdings
from wayline.discussion.models import Comment, Report, Space
from wayline.discussion.models.spaces import COLLEAGUES
from wayline.discussion.queries import spaces_for
from wayline.discussion.queries.ties import recount_large_spaces
from wayline.discussion.record_words import register_words
from wayline.people import registers
from wayline.people.models import Membership
from wayline.people.registers import Card, NavigationEntry, SearchHit, SearchSource

VERBS = {
    "opened space": _("opened a space"),
    "changed space": _("changed a space"),
    "joined space": _("joined a space"),
    "left space": _("left a space"),
    "set role in space": _("changed a role in a space"),
    "opened thread": _("opened a discussion"),
    "commented": _("wrote a comment"),
    "edited comment": _("edited a comment"),
    "deleted comment": _("deleted a comment"),
    "reported comment": _("reported a comment"),
    "added picture": _("added a picture"),
    "created page": _("wrote a page"),
    "changed page": _("changed a page"),
    **{f"moderated: {act.value}": act.label for act in Act},
}


def register_everything() -> None:
    register_holdings()
    register_words()
    register_facilitation()
    registers.verbs.update(VERBS)
    registers.hourly["networks"] = recount_large_spaces
    registers.navigation.append(NavigationEntry(_("Spaces"), "discussion:spaces", _takes_part, order=30))
    registers.search_sources.append(SearchSource(_("Spaces and comments"), find, order=30))
    registers.cards.append(Card("discussion.spaces", "discussion/card_spaces.html", _my_spaces, order=40))
    registers.cards.append(Card("discussion.reports", "discussion/card_reports.html", _reports, order=15))


def _takes_part(viewer: Membership) -> bool:
    return viewer.role in COLLEAGUES or spaces_for(viewer, mine=True).exists()


def find(viewer: Membership, words: str, limit: int) -> list[SearchHit]:
    """Spaces by name and purpose, then the newest comments with these words. Authors are not searched."""
    spaces = [
        SearchHit(space.name, space.get_absolute_url(), _("Space"), excerpt(space.purpose))
        for space in spaces_for(viewer, words=words)[:limit]
    ]
    comments = Comment.objects.visible_to(viewer).readable().saying(words).select_related("thread")
    hits = [
        SearchHit(comment.thread.title, comment.get_absolute_url(), _("Comment"), excerpt(comment.text))
        for comment in comments.order_by("-created_at", "-pk")[:limit]
    ]
    return [*spaces, *hits][:limit]


def _my_spaces(viewer: Membership) -> dict[str, object] | None:
    mine = list(spaces_for(viewer, mine=True)[:5])
    return {"spaces": mine} if mine else None


def _reports(viewer: Membership) -> dict[str, object] | None:
    """How many reports wait in the spaces that the viewer moderates."""
    guided = Space.objects.guided_by(viewer)
    waiting = Report.objects.filter(state="open", comment__thread__space__in=guided)
    spaces: dict[Space, int] = {}
    for report in waiting.select_related("comment__thread__space")[:200]:
        space = report.comment.thread.space
        spaces[space] = spaces.get(space, 0) + 1
    return {"spaces": sorted(spaces.items(), key=lambda pair: -pair[1])} if spaces else None
