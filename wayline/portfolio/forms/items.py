"""What may be typed in about an item: one form for every kind, made from the table of fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wayline.portfolio import labels
from wayline.portfolio.fields import Field, faults, fields_of
from wayline.portfolio.forms.fields import LinesField, PartialDateField, WebAddressField
from wayline.portfolio.forms.layout import LAYOUTS
from wayline.portfolio.labels import Label
from wayline.portfolio.models import Item
from wayline.portfolio.places import countries, language_name, languages
from wayline.portfolio.record import Details, Kind

COLUMNS = ("title", "organisation", "place", "country", "start", "end", "ongoing", "description", "url", "language")
MADE_BY_HAND = {"title", "description"}
EMPTY: tuple[object, ...] = ("", None, [], False)


class QuickAddForm(forms.Form):
    """One line and what it is; the rest can wait."""

    title = forms.CharField(label=_("What do you want to keep?"), max_length=300)
    kind = forms.ChoiceField(label=_("It is"), choices=labels.KIND_CHOICES, initial=Kind.EXPERIENCE)


class SendingForm(forms.Form):
    """What the script of a page adds to a form, so that it may send it again (assets/js/outbox.js)."""

    sent_as = forms.UUIDField(required=False)
    revision = forms.IntegerField(required=False, min_value=0, max_value=32_767)


class ItemForm(forms.Form):
    """The fields of a kind. `columns` and `details` say what was typed, apart."""

    def __init__(self, kind: Kind, data: Any = None, *, item: Item | None = None, title: str = "") -> None:
        self.kind = kind
        self.item = item
        self.layout = LAYOUTS[kind]
        super().__init__(data, initial=_initial(item) if item else {"title": title})
        known = {field.key: field for field in fields_of(kind)}
        for key in self.layout.every:
            label = labels.field_label(kind, key)
            made = _detail(known[key], label) if key in known else _column(key, label)
            made.required = key == "title" and kind not in (Kind.LANGUAGE, Kind.DIGITAL)
            self.fields[key] = made

    @property
    def main(self) -> list[BoundField]:
        return [self[key] for key in self.layout.main]

    @property
    def more(self) -> list[BoundField]:
        return [self[key] for key in self.layout.more]

    @property
    def more_is_open(self) -> bool:
        return any(field.errors for field in self.more)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("title"):
            cleaned["title"] = _own_title(self.kind, cleaned)
        if not cleaned["title"] and "title" not in self.errors:
            self.add_error("title", _("Give it a name"))
        start, end = cleaned.get("start", ""), cleaned.get("end", "")
        if end and cleaned.get("ongoing"):
            self.add_error("end", _("It cannot have an end and still go on"))
        elif start and end and end[: len(start)] < start[: len(end)]:
            self.add_error("end", _("The end cannot be before the beginning"))
        for key, _fault in faults(self.kind, self._typed(cleaned)):
            self.add_error(key if key in self.fields else None, _("This does not fit here"))
        return cleaned

    @property
    def columns(self) -> dict[str, Any]:
        return {key: self.cleaned_data[key] for key in COLUMNS if key in self.fields}

    @property
    def details(self) -> Details:
        """What was typed, over what the item knew that this form does not show."""
        kept = dict(self.item.details) if self.item and self.item.kind == self.kind else {}
        shown = {key for key in self.layout.every if key not in COLUMNS}
        unshown = {key: value for key, value in kept.items() if key not in shown}
        return {**unshown, **self._typed(self.cleaned_data)}

    def _typed(self, cleaned: dict[str, Any]) -> Details:
        keys = [key for key in self.layout.every if key not in COLUMNS]
        return {key: cleaned[key] for key in keys if key in cleaned and cleaned[key] not in EMPTY}


def _initial(item: Item) -> dict[str, Any]:
    return {**item.details, **{key: getattr(item, key) for key in COLUMNS}}


def _own_title(kind: Kind, cleaned: dict[str, Any]) -> str:
    """Languages and digital competences have names already."""
    if kind == Kind.LANGUAGE and cleaned.get("code"):
        name = language_name(cleaned["code"], get_language() or "en")
        return name[:1].upper() + name[1:]
    if kind == Kind.DIGITAL and cleaned.get("competence"):
        return str(labels.DIGCOMP[cleaned["competence"]])
    return ""


def _column(key: str, label: Label) -> forms.Field:
    language = get_language() or "en"
    made: dict[str, Callable[[], forms.Field]] = {
        "start": lambda: PartialDateField(label=label),
        "end": lambda: PartialDateField(label=label),
        "ongoing": lambda: forms.BooleanField(label=label),
        "description": lambda: forms.CharField(
            label=label,
            max_length=20_000,
            widget=forms.Textarea({"rows": 5}),
            help_text=_("Plain words are fine; Markdown works too."),
        ),
        "url": lambda: WebAddressField(label=label),
        "country": lambda: forms.ChoiceField(label=label, choices=[("", ""), *countries(language)]),
        "language": lambda: forms.ChoiceField(
            label=label, choices=[("", _("the same as the rest")), *settings.LANGUAGES, *_others(language)]
        ),
    }
    return made[key]() if key in made else forms.CharField(label=label, max_length=200 if key == "place" else 300)


def _others(language: str) -> list[tuple[str, str]]:
    ours = dict(settings.LANGUAGES)
    return [pair for pair in languages(language) if pair[0] not in ours and len(pair[0]) == 2]


def _detail(field: Field, label: Label) -> forms.Field:
    if field.key == "code":
        return forms.ChoiceField(label=label, choices=[("", ""), *languages(get_language() or "en")])
    if field.key == "email":
        return forms.EmailField(label=label)
    return _MAKERS[field.form](field, label)


def _number(field: Field, label: Label) -> forms.Field:
    return forms.FloatField(label=label, min_value=field.lowest, max_value=field.highest)


def _whole(field: Field, label: Label) -> forms.Field:
    names: dict[int, Label] = labels.EQF if field.key == "eqf" else labels.DIGCOMP_LEVELS
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, choices=[("", _("not said")), *names.items()]
    )


def _choice(field: Field, label: Label) -> forms.Field:
    if field.key == "competence":
        groups = [
            (name, [(key, labels.DIGCOMP[key]) for key in field.choices if key[0] == area])
            for area, name in labels.DIGCOMP_AREAS.items()
        ]
        return forms.ChoiceField(label=label, choices=[("", _("not said")), *groups])
    choices = [(key, labels.CHOICES[key]) for key in field.choices]
    return forms.ChoiceField(label=label, choices=[("", _("not said")), *choices])


_MAKERS: dict[str, Callable[[Field, Label], forms.Field]] = {
    "text": lambda field, label: forms.CharField(label=label, max_length=300),
    "texts": lambda field, label: LinesField(label=label),
    "choice": _choice,
    "whole": _whole,
    "number": _number,
    "date": lambda field, label: PartialDateField(label=label),
    "flag": lambda field, label: forms.BooleanField(label=label),
    "address": lambda field, label: WebAddressField(label=label),
}
