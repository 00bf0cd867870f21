"""One page of a questionnaire as a Django form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayline.assessment.definitions.answers import LONGEST_TEXT, Fault, fault
from wayline.assessment.definitions.parts import Kind, Question, say
from wayline.assessment.definitions.route import items_of, options_of
from wayline.common import uploads
from wayline.common.forms import DatePartsField

FILE_KINDS = uploads.PICTURES | uploads.DOCUMENTS
FILE_MB = 10
MANY_OPTIONS = 12


@dataclass(frozen=True, slots=True)
class Block:
    """A question as the page shows it: one field, or several under one legend."""

    question: Question
    legend: str
    hint: str
    fields: list[BoundField]

    @property
    def is_group(self) -> bool:
        return self.question.kind in (Kind.MATRIX, Kind.RANKING)

    @property
    def kept_file(self) -> str:
        return str(getattr(self.fields[0].field, "kept_name", ""))


class PageForm(forms.Form):
    """The fields of the questions given, filled with earlier answers. `answers` holds what was typed, when valid."""

    def __init__(
        self,
        questions: list[Question],
        *,
        language: str,
        seed: int,
        answers: Mapping[str, Any],
        data: Any = None,
        files: Any = None,
    ) -> None:
        super().__init__(data, files)
        self.questions = questions
        self.language = language
        self.seed = seed
        self.names: dict[str, list[str]] = {}
        for question in questions:
            self.names[question.code] = []
            for name, field, first in self._fields_of(question, answers.get(question.code)):
                self.fields[name] = field
                self.initial[name] = first
                self.names[question.code].append(name)

    @property
    def blocks(self) -> list[Block]:
        return [
            Block(
                question,
                say(question.text, self.language),
                _hint(question, self.language),
                [self[name] for name in self.names[question.code]],
            )
            for question in self.questions
        ]

    @property
    def answers(self) -> dict[str, Any]:
        return {question.code: self._answer(question) for question in self.questions}

    def clean(self) -> dict[str, Any]:
        for question in self.questions:
            names = self.names[question.code]
            if any(name in self.errors for name in names):
                continue
            found = None if self._keeps_file(question) else fault(question, self._answer(question))
            if found is not None:
                self.add_error(_place(question, names, self.cleaned_data), _in_words(found, question, self.language))
        return self.cleaned_data

    def _keeps_file(self, question: Question) -> bool:
        """A file sent before stands until another is chosen."""
        return question.kind == Kind.FILE and bool(getattr(self.fields[self.names[question.code][0]], "kept_name", ""))

    def _answer(self, question: Question) -> Any:
        values = [self.cleaned_data.get(name) for name in self.names[question.code]]
        match question.kind:
            case Kind.MATRIX:
                rows = items_of(question, self.seed)
                return {row.code: value for row, value in zip(rows, values, strict=True) if value}
            case Kind.RANKING:
                return [value for value in values if value]
            case Kind.SCALE:
                return int(values[0]) if values[0] else None
            case Kind.DATE:
                return values[0].isoformat() if values[0] else None
            case Kind.FILE:
                return {"id": "", "name": values[0].name} if values[0] else None
            case _:
                return values[0]

    def _fields_of(self, question: Question, answer: Any) -> Iterator[tuple[str, forms.Field, Any]]:
        name = f"q-{question.code}"
        label = say(question.text, self.language)
        common = {"label": label, "required": question.required, "help_text": _hint(question, self.language)}
        common["error_messages"] = {"required": _in_words(Fault.MISSING, question, self.language)}
        match question.kind:
            case Kind.MATRIX:
                yield from self._rows(question, answer if isinstance(answer, dict) else {})
            case Kind.RANKING:
                yield from self._places(question, answer if isinstance(answer, list) else [])
            case Kind.FILE:
                yield name, _file_field(question, answer, common), None
            case _:
                yield name, self._field(question, common), _first(question, answer)

    def _field(self, question: Question, common: dict[str, Any]) -> forms.Field:
        match question.kind:
            case Kind.SINGLE:
                return self._single(question, common)
            case Kind.MULTIPLE:
                return forms.MultipleChoiceField(
                    choices=self._choices(question), widget=forms.CheckboxSelectMultiple, **common
                )
            case Kind.SCALE:
                widget = forms.RadioSelect({"class": "wl-inline"})
                return forms.ChoiceField(choices=_points(question, self.language), widget=widget, **common)
            case Kind.NUMBER:
                return _number_field(question, common)
            case Kind.DATE:
                return DatePartsField(**common)
            case _:
                widget_class = forms.Textarea if question.long else forms.TextInput
                return forms.CharField(max_length=LONGEST_TEXT, widget=widget_class, **common)

    def _single(self, question: Question, common: dict[str, Any]) -> forms.Field:
        choices = self._choices(question)
        if len(choices) > MANY_OPTIONS:
            return forms.ChoiceField(choices=[("", ""), *choices], widget=forms.Select, **common)
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)

    def _rows(self, question: Question, answer: Mapping[str, str]) -> Iterator[tuple[str, forms.Field, Any]]:
        for item in items_of(question, self.seed):
            field = forms.ChoiceField(
                label=say(item.text, self.language),
                choices=self._choices(question),
                widget=forms.RadioSelect({"class": "wl-inline wl-small"}),
                required=question.required,
                error_messages={
                    "required": _("Answer “%(row)s”") % {"row": say(item.text, self.language)},
                },
            )
            yield f"q-{question.code}-{item.code}", field, answer.get(item.code)

    def _places(self, question: Question, answer: list[str]) -> Iterator[tuple[str, forms.Field, Any]]:
        places = int(float(question.maximum)) if question.maximum else len(question.options)
        for number in range(1, min(places, len(question.options)) + 1):
            field = forms.ChoiceField(
                label=_("Place %(number)s") % {"number": number},
                choices=[("", ""), *self._choices(question)],
                required=question.required and number == 1,
                error_messages={"required": _in_words(Fault.MISSING, question, self.language)},
            )
            yield f"q-{question.code}-{number}", field, answer[number - 1] if number <= len(answer) else ""

    def _choices(self, question: Question) -> list[tuple[str, str]]:
        return [(option.code, say(option.text, self.language)) for option in options_of(question, self.seed)]


class CodeWordForm(forms.Form):
    """What brings the waves of an anonymous survey together. Three parts that one need not remember."""

    mother = forms.CharField(max_length=30)
    day = forms.IntegerField(min_value=1, max_value=31)
    town = forms.CharField(max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {
            "mother": _("First two letters of the first name of your mother, or of whoever raised you"),
            "day": _("Day of the month on which you were born"),
            "town": _("Last two letters of the town where you were born"),
        }
        for name, text in texts.items():
            self.fields[name].label = text
            self.fields[name].required = False
            self.fields[name].widget.attrs["class"] = "govuk-input--width-4"
        self.fields["day"].widget = forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"})

    def clean(self) -> dict[str, Any]:
        given = [self.cleaned_data.get(name) for name in ("mother", "day", "town")]
        if not self.errors and any(given) and not all(given):
            raise forms.ValidationError(_("Give all three parts of the code word, or none of them"))
        return self.cleaned_data

    @property
    def word(self) -> str:
        if not self.cleaned_data.get("day"):
            return ""
        mother, town = (_letters(self.cleaned_data[name]) for name in ("mother", "town"))
        return f"{mother[:2]}{self.cleaned_data['day']:02d}{town[-2:]}"


class ResumeForm(forms.Form):
    code = forms.CharField(max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The code you were given")
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "class": "govuk-input--width-20"}

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].lower().split())


def _letters(text: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalpha())


def _number_field(question: Question, common: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput({"inputmode": "numeric" if question.whole else "decimal", "class": "govuk-input--width-5"})
    wrong = {**common["error_messages"], "invalid": _("Enter a number")}
    kind = forms.IntegerField if question.whole else forms.FloatField
    return kind(widget=widget, localize=True, **{**common, "error_messages": wrong})


def _file_field(question: Question, answer: Any, common: dict[str, Any]) -> forms.Field:
    kept = answer.get("name", "") if isinstance(answer, dict) else ""
    common = {**common, "required": question.required and not kept}
    if kept:
        common["help_text"] = _("You sent %(name)s. Choose another file to replace it.") % {"name": kept}
    field = uploads.UploadField(kinds=FILE_KINDS, limit_mb=FILE_MB, **common)
    field.kept_name = kept  # type: ignore[attr-defined]  # read by Block
    return field


def _points(question: Question, language: str) -> list[tuple[str, str]]:
    ends = {question.low: say(question.low_text, language), question.high: say(question.high_text, language)}
    return [
        (str(point), f"{point} – {ends[point]}" if ends.get(point) else str(point))
        for point in range(question.low, question.high + 1)
    ]


def _first(question: Question, answer: Any) -> Any:
    if question.kind == Kind.SCALE:
        return None if answer is None else str(answer)
    if question.kind == Kind.DATE and answer:
        return date.fromisoformat(answer)
    return answer


def _hint(question: Question, language: str) -> str:
    written = say(question.hint, language)
    if written:
        return written
    if question.kind == Kind.MULTIPLE:
        if question.maximum:
            number = int(float(question.maximum))
            return ngettext("Choose at most %(number)s.", "Choose at most %(number)s.", number) % {"number": number}
        return _("Choose all that apply.")
    if question.kind == Kind.RANKING:
        return _("Choose what comes first, then second, and so on.")
    return ""


def _place(question: Question, names: list[str], cleaned: Mapping[str, Any]) -> str:
    """Beside the first row that is missing, else beside the first field."""
    if question.kind == Kind.MATRIX:
        return next((name for name in names if not cleaned.get(name)), names[0])
    return names[0]


def _in_words(found: Fault, question: Question, language: str) -> str:
    limits = {"smallest": question.minimum, "largest": question.maximum, "name": say(question.text, language)}
    if question.kind == Kind.DATE:
        limits |= {end: _day(limits[end]) for end in ("smallest", "largest")}
    texts = {
        Fault.MISSING: _("Answer “%(name)s”"),
        Fault.UNKNOWN: _("Choose one of the answers given"),
        Fault.TOO_SMALL: _("This must be %(smallest)s or more"),
        Fault.TOO_LARGE: _("This must be %(largest)s or less"),
        Fault.TOO_FEW: _("Choose at least %(smallest)s"),
        Fault.TOO_MANY: _("Choose at most %(largest)s"),
        Fault.ALONE: _("Choose “none of these”, or others, but not both"),
        Fault.TWICE: _("Give each place to something else"),
        Fault.NOT_WHOLE: _("Enter a whole number"),
        Fault.NO_NUMBER: _("Enter a number"),
        Fault.NO_DAY: _("Enter a real date, for example 27 3 1985"),
        Fault.PATTERN: say(question.pattern_text, language) or _("This is not in the form that is asked for"),
        Fault.TOO_LONG: _("This text is too long"),
        Fault.ROWS: _("Answer every row"),
    }
    if question.kind == Kind.DATE:
        texts |= {
            Fault.TOO_SMALL: _("The date must be %(smallest)s or later"),
            Fault.TOO_LARGE: _("The date must be %(largest)s or earlier"),
        }
    text = texts[found]
    return text if found == Fault.PATTERN else text % limits


def _day(text: str) -> str:
    from django.utils.formats import date_format

    return date_format(date.fromisoformat(text), "DATE_FORMAT") if text else ""
