"""Items in pages: when it was, how well, in a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from wayline.common.markdown import render_markdown
from wayline.common.parts import Row
from wayline.portfolio import showing, team_showing
from wayline.portfolio.cv.document import Part, Tongue
from wayline.portfolio.cv.letters import with_breaks
from wayline.portfolio.labels import kind_label
from wayline.portfolio.models import ClaimStep, Item, Share, Video
from wayline.portfolio.places import language_name
from wayline.portfolio.queries.claims import methods_in_words
from wayline.portfolio.queries.vouching import NOTHING, Vouched

register = template.Library()
register.filter("team_level", team_showing.level_word)


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
def methods(step: ClaimStep) -> str:
    """How it was assessed."""
    return methods_in_words(step)


@register.filter
def said_for(vouched: Mapping[str, Vouched] | str, item: Item) -> Vouched:
    """What others say for a thing, of what they say for all of them."""
    return vouched.get(item.key, NOTHING) if isinstance(vouched, Mapping) else NOTHING


@register.filter
def receiver(share: Share) -> str:
    """With whom it is shared."""
    return showing.receiver_in_words(share)


@register.filter
def cv_text(text: str) -> SafeString:
    """Markdown of a CV: its headings stand below those of the entries."""
    return render_markdown(text, allow_images=False, heading_offset=3)


@register.filter
def cv_line(part: Part) -> str:
    """Where, when, at which level."""
    where = ", ".join(one for one in (part.organisation if part.title else "", part.place) if one)
    return " · ".join(one for one in (where, part.period, part.level) if one)


@register.filter
def others(tongues: Sequence[Tongue]) -> list[Tongue]:
    """All but mother tongues."""
    return [tongue for tongue in tongues if not tongue.mother_tongue]


@register.filter
def language(code: str) -> str:
    """A language by its own name."""
    return language_name(code, code).capitalize()


@register.filter
def letter_text(text: str) -> SafeString:
    """In a letter the lines stay as they were typed."""
    return cv_text(with_breaks(text))


@register.filter
def film_of(films: dict[int, Video], item: Item) -> Video | None:
    """The film of a thing, where the reader may watch it."""
    return films.get(item.pk)
