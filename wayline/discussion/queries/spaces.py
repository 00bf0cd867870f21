"""Lists: spaces, topics, what a person kept."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wayline.discussion.enums import SpaceKind, ThreadKind
from wayline.discussion.models import Bookmark, Space, SpaceMember, Thread
from wayline.people.models import Membership


def spaces_for(viewer: Membership, *, words: str = "", mine: bool = False) -> QuerySet[Space]:
    """Communities that the viewer sees, with the number of members and whether they take part."""
    own = SpaceMember.objects.current().filter(space=OuterRef("pk"), user=viewer.user_id)
    spaces = (
        Space.objects.visible_to(viewer)
        .filter(kind=SpaceKind.COMMUNITY)
        .select_related("organisation")
        .annotate(member_count=Count("members", filter=Q(members__left_at=None), distinct=True), is_mine=Exists(own))
    )
    if mine:
        spaces = spaces.filter(is_mine=True)
    for word in words.split()[:6]:
        spaces = spaces.filter(Q(name__icontains=word) | Q(purpose__icontains=word))
    return spaces.order_by("-is_mine", "name", "pk")


def topics_of(space: Space) -> QuerySet[Thread]:
    return space.threads.filter(kind=ThreadKind.TOPIC).order_by("-last_comment_at", "-pk")


def step_threads_of(space: Space) -> QuerySet[Thread]:
    """The discussions beside steps in which somebody wrote, the liveliest first."""
    talked = space.threads.filter(kind=ThreadKind.STEP, comment_count__gt=0)
    return talked.order_by("-last_comment_at", "-pk")


def bookmarks_of(viewer: Membership) -> QuerySet[Bookmark]:
    return Bookmark.objects.visible_to(viewer).select_related(
        "comment__author", "comment__thread__space", "comment__answers__author"
    )
