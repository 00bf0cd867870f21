"""Fields that take what people write as they write it: dates in parts, lists line by line, web addresses."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wayline.portfolio.places import date_in_words, month_numbers
from wayline.portfolio.record import PartialDate

LONGEST_LINE = 500
MOST_LINES = 100


class PartialDateField(forms.CharField):
    """A year, a month or a day: 2019, 7/2019, July 2019, 15/7/2019, 2019-07-15. Cleaned to ISO text, or ""."""

    default_error_messages = {"invalid": _("Enter a year, a month and year, or a day, for example 7/2019")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For example 2019, 7/2019 or 15/7/2019"))
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs["class"] = "govuk-input--width-10"

    def prepare_value(self, value: Any) -> Any:
        """Numbers are shown as they may be typed; what was typed stays."""
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", value):
            return "/".join(str(int(part)) if len(part) == 2 else part for part in reversed(value.split("-")))
        return value

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return str(read_date(text, get_language() or "en"))
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


def read_date(text: str, language: str) -> PartialDate:
    """Day before month, as in Europe; a name of a month in the language or in English. ValueError when it is none."""
    words = [word.rstrip(".").casefold() for word in re.findall(r"[^\W_]+\.?", text)]
    if re.fullmatch(r"\d{4}(-\d{1,2}){0,2}", text):
        return PartialDate(*(int(part) for part in text.split("-")))
    names = {**month_numbers("en"), "sep": 9, "sept": 9, **month_numbers(language)}
    named = [number for number, word in enumerate(words) if word in names]
    numbers = [names.get(word) or int(word) for word in words if word in names or word.isdecimal()]
    if len(numbers) != len(words) or len(named) > 1 or not 1 <= len(numbers) <= 3:
        raise ValueError(text)
    if named == [0] and len(numbers) == 3:  # July 15, 2019
        numbers[:2] = [numbers[1], numbers[0]]
    year, *rest = reversed(numbers)
    if not 1800 <= year <= 2200 or 0 in rest:
        raise ValueError(text)
    return PartialDate(year, *rest)


class LinesField(forms.CharField):
    """A list: one entry on each line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": kwargs.pop("rows", 3)}), max_length=20_000, **kwargs)
        self.widget.attrs.pop("maxlength", None)  # each line has a limit of its own

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(line) for line in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        kept = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if any(len(line) > LONGEST_LINE for line in kept):
            raise forms.ValidationError(
                _("A line may have at most %(longest)d characters."), params={"longest": LONGEST_LINE}
            )
        if len(kept) > MOST_LINES:
            raise forms.ValidationError(_("At most %(most)d lines, please."), params={"most": MOST_LINES})
        return kept


class WebAddressField(forms.CharField):
    """An address that a browser opens. `example.org` becomes https://example.org."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1000, **kwargs)
        self.widget.attrs["inputmode"] = "url"

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        address = text if "://" in text else f"https://{text}"
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = urlsplit("")
        if (
            parts.scheme not in {"http", "https"}
            or "." not in (parts.hostname or "")
            or re.search(r"[\s<>\"]", address)
        ):
            raise forms.ValidationError(_("Enter a web address, for example https://example.org"), code="invalid")
        return address


def shown_date(text: str) -> str:
    return date_in_words(text, get_language() or "en")
