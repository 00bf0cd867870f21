"""The form to write with below a stream."""

from typing import Any

from django import template
from django.template.context import Context

from wayline.common.markdown import excerpt as plain
from wayline.discussion.forms import CommentForm
from wayline.discussion.models import Comment
from wayline.discussion.queries import Stream

register = template.Library()


def new_comment_form(stream: Stream, *args: Any, **kwargs: Any) -> CommentForm:
    return CommentForm(
        *args,
        auto_id="new-%s",
        draft=f"thread-{stream.thread.pk}",
        may_be_anonymous=stream.can_write_anonymously,
        **kwargs,
    )


@register.inclusion_tag("discussion/comment_form.html", takes_context=True)
def comment_form(context: Context, stream: Stream) -> dict[str, Any]:
    """The form for a new comment; the position tells where the answer of the server goes."""
    return {
        "form": new_comment_form(stream),
        "thread": stream.thread,
        "newest_first": stream.newest_first,
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def excerpt(comment: Comment, characters: int = 300) -> str:
    """The beginning of a comment in plain words."""
    return plain(comment.text, characters=characters)
