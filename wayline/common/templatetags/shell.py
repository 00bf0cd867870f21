"""Tags that only the page shell uses."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY

register = template.Library()

DRAFT_TAG = "draft:"
SENT_TAG = "sent:"


@register.simple_tag(takes_context=True)
def repeat_block(context: Context, name: str) -> str:
    """Show a block a second time: the title is written once, for <title> and for the heading."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return str(block.render(context)) if block else ""


@register.inclusion_tag("common/shell/messages.html", takes_context=True)
def page_messages(context: Context) -> dict[str, Any]:
    """Django's messages as banners. extra_tags="draft:KEY" also tells the browser that this draft was posted, and
    "sent:KEY" that this entry of its outbox has arrived."""
    found: list[Message] = list(context.get("messages") or [])
    posted, sent = ([key for one in found for key in _tagged(one, tag)] for tag in (DRAFT_TAG, SENT_TAG))
    return {"banners": found, "posted_drafts": posted, "sent_entries": sent}


def _tagged(message: Message, beginning: str) -> Iterator[str]:
    for tag in (message.extra_tags or "").split():
        if tag.startswith(beginning):
            yield tag.removeprefix(beginning)
