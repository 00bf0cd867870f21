"""Comments, and the form to write one."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from wayline.common.markdown import excerpt as plain
from wayline.discussion import drawing
from wayline.discussion.forms import CommentForm
from wayline.discussion.models import Comment, Thread
from wayline.discussion.queries import Row, Stream

register = template.Library()


@lru_cache(maxsize=512)
def _empty_fields(thread: int, may_be_anonymous: bool, language: str | None) -> SafeString:
    """The fields of a new comment. All that the HTML depends on is asked for, so what is kept is nobody else's."""
    form = CommentForm(auto_id="new-%s", draft=f"thread-{thread}", may_be_anonymous=may_be_anonymous)
    return SafeString(render_to_string("discussion/comment_fields.html", {"form": form}))


@register.inclusion_tag("discussion/comment_form.html", takes_context=True)
def comment_form(context: Context, stream: Stream) -> dict[str, Any]:
    """The form for a new comment; the position tells where the answer of the server goes."""
    return {
        "fields": _empty_fields(stream.thread.pk, stream.can_write_anonymously, get_language()),
        "thread": stream.thread,
        "newest_first": stream.newest_first,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def comments(stream: Stream) -> SafeString:
    """Every comment of a page of the stream."""
    return drawing.comments(stream)


@register.simple_tag(takes_context=True)
def comment_item(context: Context, row: Row) -> SafeString:
    """One comment as an item, with a list for live answers below an opening one."""
    after = "" if row.level else drawing.replies(row)
    return drawing.item(row, drawing.words(), after=after, menu=context.get("menu") or ())


@register.simple_tag(takes_context=True)
def comment_body(context: Context, row: Row) -> SafeString:
    """The words and buttons of a comment, and the form to answer it when one is open."""
    form = ""
    if context.get("reply_form"):
        form = render_to_string(
            "discussion/reply_form.html", {str(name): value for name, value in context.flatten().items()}
        )
    menu = context.get("menu") or ()
    return drawing.body(row, drawing.words(), menu=menu, form=form, oob=bool(context.get("oob")))


@register.simple_tag
def comment_found(row: Row, thread: Thread) -> SafeString:
    """A comment out of its conversation, below the title of where it stands."""
    before = format_html(
        '<p class="wl-comment__note"><a class="govuk-link" href="{}">{}</a></p>', row.url, thread.title
    )
    return drawing.item(row, drawing.words(), before=before)


@register.filter
def excerpt(comment: Comment, characters: int = 300) -> str:
    """The beginning of a comment in plain words."""
    return plain(comment.text, characters=characters)
