"""How classifications are written on pages."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language_info

from wayline.taxonomy.models import Concept

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """A language by its own name; the code where nobody knows it."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


@register.filter
def named(concept: Concept, titles: dict[int, str]) -> str:
    """The concept's name in the reader's language, where it has one."""
    return titles.get(concept.pk, concept.title)


@register.filter
def percent(share: float) -> str:
    """A share as whole per cent; under one per cent it says so."""
    return "< 1 %" if 0 < share < 0.01 else f"{share * 100:.0f} %"
