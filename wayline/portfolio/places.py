"""Names of countries and languages, and dates as people write them, in any language (Unicode CLDR through Babel)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from wayline.portfolio.record import PartialDate

# Languages of the EU and its neighbours first come to mind; the rest of CLDR's list is there too.
NOT_A_COUNTRY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_") or "en")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=32)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Pairs of ISO 3166-1 alpha-2 code and name, by name."""
    names = locale_of(language).territories
    found = [
        (code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in NOT_A_COUNTRY
    ]
    return tuple(sorted(found, key=lambda pair: pair[1].casefold()))


@lru_cache(maxsize=32)
def languages(language: str) -> tuple[tuple[str, str], ...]:
    """Pairs of language code (two or three letters) and name, by name."""
    names = locale_of(language).languages
    found = [(code, name) for code, name in names.items() if code.isalpha() and 2 <= len(code) <= 3]
    return tuple(sorted(found, key=lambda pair: pair[1].casefold()))


def country_name(code: str, language: str) -> str:
    return str(locale_of(language).territories.get(code.upper(), code))


def language_name(code: str, language: str) -> str:
    """The name of a language; its code where CLDR has none."""
    name = locale_of(language).languages.get(code.replace("-", "_")) or code
    return str(name)


def date_in_words(text: str, language: str) -> str:
    """`2019-07` as “July 2019”, in the language; what is no date stays as it is."""
    try:
        when = PartialDate.parse(text)
    except ValueError:
        return text
    locale = locale_of(language)
    if when.month is None:
        return str(when.year)
    day = date(when.year, when.month, when.day or 1)
    if when.day is None:
        return format_skeleton("yMMMM", day, locale=locale)
    return format_date(day, "long", locale=locale)


def month_numbers(language: str) -> dict[str, int]:
    """Names of months in a language, long and short, in lower case without dots."""
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale_of(language).months[context][width].items():
                found[name.casefold().rstrip(".")] = number
    return found
