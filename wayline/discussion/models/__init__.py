"""Tables by noun: spaces and threads, comments, what people and facilitators do with them, pages."""

from wayline.discussion.models.comments import Comment, CommentQuerySet, CommentVersion, Picture
from wayline.discussion.models.marks import Bookmark, Follow, Like, Mention, Visit
from wayline.discussion.models.moderation import CommentLink, ModerationAct, Report, WeeklySummary
from wayline.discussion.models.pages import Page, PageVersion
from wayline.discussion.models.queue import QueueClaim
from wayline.discussion.models.spaces import Space, SpaceMember, Thread

__all__ = [
    "Bookmark",
    "Comment",
    "CommentLink",
    "CommentQuerySet",
    "CommentVersion",
    "Follow",
    "Like",
    "Mention",
    "ModerationAct",
    "Page",
    "PageVersion",
    "Picture",
    "QueueClaim",
    "Report",
    "Space",
    "SpaceMember",
    "Thread",
    "Visit",
    "WeeklySummary",
]
