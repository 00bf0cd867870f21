"""Items in pages: when it was, how well, in a line."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from wayline.common.markdown import render_markdown
from wayline.common.parts import Row
from wayline.portfolio import showing
from wayline.portfolio.labels import kind_label
from wayline.portfolio.models import Item, Share

register = template.Library()


@register.filter
def meta(item: Item) -> str:
    """Organisation, level and time, as far as they are known."""
    parts = (item.organisation, showing.level(item), showing.period(item, get_language() or "en"))
    return " · ".join(part for part in parts if part)


@register.filter
def kind_of(item: Item) -> str:
    return str(kind_label(item.kind))


@register.filter
def markdown(text: str) -> SafeString:
    """What a person wrote; pictures in it stay links."""
    return render_markdown(text, allow_images=False)


@register.filter
def rows(item: Item) -> list[Row]:
    """What is known of it, in words."""
    return showing.rows_of(item, get_language() or "en")


@register.filter
def receiver(share: Share) -> str:
    """With whom it is shared."""
    return showing.receiver_in_words(share)
