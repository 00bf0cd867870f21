"""Filters for the pages of assessment."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from wayline.common.markdown import render_markdown

register = template.Library()


@register.filter
def as_markdown(text: str) -> SafeString:
    """Texts of a questionnaire as clean HTML. Pictures from elsewhere would tell others who answers: none are shown."""
    return render_markdown(text, allow_images=False)


@register.filter
def first_paragraph(text: str) -> str:
    return text.strip().split("\n\n")[0]


@register.filter
def page_url(door: object, number: int) -> str:
    return str(door.page(number))  # type: ignore[attr-defined]  # views.door.Door, which templates may not import
