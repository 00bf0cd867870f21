"""Hints about a page in words, and the words of a page that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from wayline.portfolio.hints import Hint, Remark
from wayline.portfolio.queries.pages import Shown


def texts_on(shown: Shown) -> Iterator[str]:
    """Everything on a page that its person wrote, contacts apart: those were chosen by a tick of their own."""
    yield shown.page.lead
    yield shown.headline
    yield shown.summary
    for block in shown.blocks:
        yield block.heading
        yield block.text
        if block.item:
            yield block.item.title
            yield block.item.description if block.with_details else ""


def hints_in_words(hints: Iterable[Hint]) -> list[str]:
    return [_told(hint.remark) % {"words": hint.words} for hint in hints]


def _told(remark: Remark) -> str:
    match remark:
        case Remark.EMAIL:
            return _("An e-mail address stands in a text: “%(words)s”. Machines collect them from public pages.")
        case Remark.PHONE:
            return _("This looks like a telephone number: “%(words)s”. Strangers could ring.")
        case Remark.BIRTH:
            return _("This looks like a date of birth: “%(words)s”. It helps others to pass themselves off as you.")
        case Remark.NUMBER:
            return _("This looks like a number of an office: “%(words)s”. It belongs on no public page.")
        case Remark.SHOUTING:
            return _("Words in capitals read as if somebody shouted: “%(words)s”.")
        case Remark.MARKS:
            return _("One mark is enough: “%(words)s”.")
        case Remark.SENTENCE:
            return _("This sentence is long: “%(words)s”. Two short ones are read sooner.")
        case Remark.LENGTH:
            return _(
                "The page has %(words)s words. Most readers give it a minute: put the best first, take the rest off."
            )
        case Remark.EMPTY:
            return _("There are no words of yours on the page yet.")
