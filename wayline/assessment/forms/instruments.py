"""What may be typed in about an instrument."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayline.assessment.definitions import edit, toml
from wayline.assessment.definitions.parts import Definition, Kind, Question, Section
from wayline.assessment.enums import Use
from wayline.assessment.kinds import KIND_NAMES

LONG_TEXTS = ("intro", "closing")
FILE_LIMIT = 2_000_000


class NewInstrumentForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    use = forms.ChoiceField(label=gettext_lazy("What it is for"), choices=Use.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Language it is written in"), choices=settings.LANGUAGES)

    def definition(self) -> Definition:
        language = self.cleaned_data["language"]
        return Definition("questionnaire", (language,), {language: self.cleaned_data["title"]})


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A definition (.toml) or a survey of LimeSurvey 2.05 to 6 (.lss)."),
        widget=forms.FileInput({"accept": ".toml,.lss"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_LIMIT:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        return file


class TextForm(forms.Form):
    """The whole definition as TOML, for who would rather write than click."""

    definition = forms.CharField(
        label=gettext_lazy("Definition"), widget=forms.Textarea({"rows": 30}), max_length=1_000_000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["definition"].widget.attrs.pop("maxlength", None)

    def clean_definition(self) -> Definition:
        try:
            return toml.read(self.cleaned_data["definition"].replace("\r\n", "\n"))
        except toml.Unreadable as error:
            raise forms.ValidationError(str(error)) from error


class AboutForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    intro = forms.CharField(label=gettext_lazy("Before the first question"), required=False, widget=forms.Textarea)
    closing = forms.CharField(label=gettext_lazy("After the last question"), required=False, widget=forms.Textarea)
    note = forms.CharField(
        label=gettext_lazy("What everybody must know who reads a result"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For example “for exploration, not validated”."),
    )
    languages = forms.CharField(
        label=gettext_lazy("Languages"),
        help_text=gettext_lazy("Codes, the first is the one it was written in: en, it"),
        max_length=100,
    )
    code = forms.RegexField(r"[A-Za-z][A-Za-z0-9_]{0,39}", label=gettext_lazy("Code"), max_length=40)

    @classmethod
    def initial_of(cls, definition: Definition, language: str) -> dict[str, str]:
        texts = {name: getattr(definition, name).get(language, "") for name in ("title", "intro", "closing", "note")}
        return {**texts, "languages": ", ".join(definition.languages), "code": definition.code}

    def clean_languages(self) -> tuple[str, ...]:
        codes = [code.strip() for code in self.cleaned_data["languages"].split(",") if code.strip()]
        if not codes:
            raise forms.ValidationError(_("Name at least one language."))
        return tuple(dict.fromkeys(codes))

    def changed(self, definition: Definition, language: str) -> Definition:
        values = self.cleaned_data
        texts: dict[str, Any] = {
            name: edit.with_text(getattr(definition, name), language, values[name])
            for name in ("title", "intro", "closing", "note")
        }
        return replace(definition, code=values["code"], languages=values["languages"], **texts)


class SectionForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    text = forms.CharField(label=gettext_lazy("Text above the questions"), required=False, widget=forms.Textarea)
    code = forms.RegexField(r"[A-Za-z][A-Za-z0-9_]{0,39}", label=gettext_lazy("Code"), max_length=40)
    show_if = forms.CharField(
        label=gettext_lazy("Show only if"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("A rule over earlier answers, such as: job == 'yes' and hours > 20"),
    )
    random_order = forms.BooleanField(label=gettext_lazy("Questions in random order"), required=False)

    @classmethod
    def initial_of(cls, section: Section, language: str) -> dict[str, Any]:
        return {
            "title": section.title.get(language, ""),
            "text": section.text.get(language, ""),
            "code": section.code,
            "show_if": section.show_if,
            "random_order": section.random_order,
        }

    def changed(self, section: Section, language: str) -> Section:
        values = self.cleaned_data
        return replace(
            section,
            code=values["code"],
            title=edit.with_text(section.title, language, values["title"]),
            text=edit.with_text(section.text, language, values["text"]),
            show_if=values["show_if"],
            random_order=values["random_order"],
        )


class QuestionForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[(kind.value, name) for kind, name in KIND_NAMES.items()]
    )
    text = forms.CharField(label=gettext_lazy("Question"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    hint = forms.CharField(label=gettext_lazy("Hint"), required=False, max_length=500)
    code = forms.RegexField(
        r"[A-Za-z][A-Za-z0-9_]{0,39}",
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Its name in rules, scores and exported tables."),
    )
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    options = forms.CharField(
        label=gettext_lazy("Answers to choose from"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy(
            "One a line: code | text | number for scores (optional). Put ! before the code of “none of these”."
        ),
    )
    items = forms.CharField(
        label=gettext_lazy("Rows of the matrix"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("One a line: code | text"),
    )
    low = forms.IntegerField(label=gettext_lazy("Scale from"), required=False)
    high = forms.IntegerField(label=gettext_lazy("Scale to"), required=False)
    low_text = forms.CharField(label=gettext_lazy("What the lowest point means"), required=False, max_length=200)
    high_text = forms.CharField(label=gettext_lazy("What the highest point means"), required=False, max_length=200)
    minimum = forms.CharField(
        label=gettext_lazy("Smallest number, earliest day or fewest answers"), required=False, max_length=20
    )
    maximum = forms.CharField(
        label=gettext_lazy("Largest number, latest day or most answers"), required=False, max_length=20
    )
    whole = forms.BooleanField(label=gettext_lazy("Whole numbers only"), required=False)
    long = forms.BooleanField(label=gettext_lazy("A text of several lines"), required=False)
    pattern = forms.CharField(label=gettext_lazy("Pattern of the text"), required=False, max_length=300)
    pattern_text = forms.CharField(
        label=gettext_lazy("What to say when it does not fit"), required=False, max_length=200
    )
    correct = forms.CharField(
        label=gettext_lazy("Right answers, in a quiz"),
        required=False,
        help_text=gettext_lazy("Codes, with commas"),
        max_length=200,
    )
    random_order = forms.BooleanField(label=gettext_lazy("Answers or rows in random order"), required=False)
    show_if = forms.CharField(
        label=gettext_lazy("Show only if"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("A rule over earlier answers, such as: job == 'yes' and hours > 20"),
    )
    TEXTS = ("text", "hint", "low_text", "high_text", "pattern_text")
    PLAIN = ("code", "required", "show_if", "minimum", "maximum", "whole", "long", "pattern", "random_order")

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("kind", "text", "hint", "options", "items", "code", "required")]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        shown = {field.name for field in self.main_fields}
        return [self[name] for name in self.fields if name not in shown]

    def __init__(self, question: Question, language: str, data: Any = None) -> None:
        self.question, self.language = question, language
        texts = {name: getattr(question, name).get(language, "") for name in self.TEXTS}
        plain = {name: getattr(question, name) for name in self.PLAIN}
        more = {
            "kind": question.kind.value,
            "options": edit.option_lines(question.options, language),
            "items": edit.item_lines(question.items, language),
            "correct": ", ".join(question.correct),
            "low": question.low,
            "high": question.high,
        }
        super().__init__(data, initial={**texts, **plain, **more})

    def clean_options(self) -> Any:
        try:
            return edit.read_options(self.cleaned_data["options"], self.question.options, self.language)
        except edit.LineError as error:
            text = _("Line %(number)s: “%(text)s” is no number. Write: code | text | number")
            raise forms.ValidationError(text % {"number": error.number, "text": error}) from error

    def clean_items(self) -> Any:
        return edit.read_items(self.cleaned_data["items"], self.question.items, self.language)

    def changed(self) -> Question:
        values = self.cleaned_data
        texts: dict[str, Any] = {
            name: edit.with_text(getattr(self.question, name), self.language, values[name]) for name in self.TEXTS
        }
        return replace(
            self.question,
            kind=Kind(values["kind"]),
            options=values["options"],
            items=values["items"],
            low=1 if values["low"] is None else values["low"],
            high=5 if values["high"] is None else values["high"],
            correct=tuple(code.strip() for code in values["correct"].split(",") if code.strip()),
            **{name: values[name] for name in self.PLAIN},
            **texts,
        )
