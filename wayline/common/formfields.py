"""From a Django BoundField to what a GOV.UK field template shows."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

from wayline.common.forms import DatePartsWidget

# The first that fits wins: a CheckboxSelectMultiple is also a RadioSelect, a Select is also a ChoiceWidget.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (DatePartsWidget, "date"),
    (forms.MultiWidget, "several"),
)
CLASSES = {
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "file": "govuk-file-upload",
    "input": "govuk-input",
}
INPUT_CLASSES = {"date": "wl-input--date", "time": "wl-input--time", "datetime-local": "wl-input--datetime"}
GROUPS = {"checkboxes", "radios", "date", "several"}


def kind_of(field: BoundField) -> str:
    widget = field.field.widget
    return next((kind for cls, kind in KINDS if isinstance(widget, cls)), "input")


@dataclass(frozen=True)
class Item:
    """One radio or checkbox."""

    id: str
    name: str
    value: str
    label: str
    hint: str
    checked: bool
    disabled: bool


@dataclass(frozen=True)
class Part:
    """One of the three inputs of a date."""

    id: str
    name: str
    label: str
    value: str
    width: int


@dataclass(frozen=True)
class Shown:
    """A field ready for its template, which asks for most of these several times."""

    bound: BoundField
    optional: bool
    label_size: str
    heading: bool
    hint: str

    @cached_property
    def kind(self) -> str:
        return kind_of(self.bound)

    @cached_property
    def id(self) -> str:
        return self.bound.auto_id or self.bound.html_name

    @cached_property
    def label(self) -> str:
        return str(self.bound.label or "")

    @cached_property
    def errors(self) -> list[str]:
        return [str(error) for error in self.bound.errors]

    @cached_property
    def is_group(self) -> bool:
        return self.kind in GROUPS

    @cached_property
    def label_class(self) -> str:
        base = "govuk-fieldset__legend" if self.is_group else "govuk-label"
        return f"{base} {base}--{self.label_size}" if self.label_size else base

    @cached_property
    def max_length(self) -> int | None:
        """A text area with a limit shows how much is left."""
        limit = self.bound.field.widget.attrs.get("maxlength")
        return int(limit) if self.kind == "textarea" and limit else None

    @cached_property
    def described_by(self) -> str:
        ids = [f"{self.id}-info"] if self.max_length else []
        ids += [f"{self.id}-hint"] if self.hint else []
        ids += [f"{self.id}-error"] if self.errors else []
        return " ".join(ids)

    @cached_property
    def control(self) -> SafeString:
        """The widget with GOV.UK's classes; what the form's author set stays."""
        own = self.bound.field.widget.attrs
        attrs: dict[str, Any] = {"class": " ".join(filter(None, [self._classes(), own.get("class", "")]))}
        if self.described_by:
            attrs["aria-describedby"] = self.described_by
        if self.kind == "textarea":
            attrs["rows"] = own["rows"] if own.get("rows", "10") != "10" else "5"
        if self.kind == "password":
            attrs = {"spellcheck": "false", "autocapitalize": "none"} | attrs
        widget = copy(self.bound.field.widget)
        # A placeholder says the label again and goes when one types.
        widget.attrs = {name: value for name, value in own.items() if name != "placeholder"}
        if self.kind == "file":  # Django's own template repeats the label and the kept file
            widget.template_name = "django/forms/widgets/file.html"
        return self.bound.as_widget(widget, attrs=attrs)

    def _classes(self) -> str:
        main = CLASSES.get(self.kind, CLASSES["input"])
        parts = [main]
        if self.errors:
            parts.append(f"{main.split()[0]}--error")
        if self.max_length:
            parts.append("govuk-js-character-count")
        if self.kind == "input":
            parts.append(INPUT_CLASSES.get(getattr(self.bound.field.widget, "input_type", ""), ""))
        return " ".join(filter(None, parts))

    @cached_property
    def small(self) -> bool:
        return "wl-small" in self.bound.field.widget.attrs.get("class", "")

    @cached_property
    def inline(self) -> bool:
        return "wl-inline" in self.bound.field.widget.attrs.get("class", "")

    @cached_property
    def items(self) -> list[Item]:
        """The first has the field's own id, so that the link of the error summary leads to it."""
        return list(self._items())

    def _items(self) -> Iterator[Item]:
        hints = getattr(self.bound.field, "choice_hints", {})
        for number, option in enumerate(self._options(), start=1):
            value = str(option["value"])
            yield Item(
                id=self.id if number == 1 else f"{self.id}-{number}",
                name=option["name"],
                value=value,
                label=str(option["label"]),
                hint=str(hints.get(value, "")),
                checked=option["selected"],
                disabled=bool(option["attrs"].get("disabled")),
            )

    def _options(self) -> Iterator[dict[str, Any]]:
        widget = self.bound.field.widget
        attrs = {"disabled": True} if self.bound.field.disabled else {}
        context = widget.get_context(self.bound.html_name, self.bound.value(), attrs)
        for _group, options, _index in context["widget"]["optgroups"]:
            yield from options

    @cached_property
    def parts(self) -> list[Part]:
        widget = self.bound.field.widget
        context = widget.get_context(self.bound.html_name, self.bound.value(), {"id": self.id})
        return [
            Part(
                id=self.id if index == 0 else f"{self.id}-{name}",
                name=sub["name"],
                label=name,
                value="" if sub["value"] is None else str(sub["value"]),
                width=4 if name == "year" else 2,
            )
            for index, (name, sub) in enumerate(
                zip(("day", "month", "year"), context["widget"]["subwidgets"], strict=True)
            )
        ]

    @cached_property
    def checked(self) -> bool:
        return bool(self.bound.field.widget.format_value(self.bound.value())) or self.bound.value() is True

    @cached_property
    def current_file(self) -> Any:
        """The file that is kept when no other is chosen."""
        value = self.bound.initial
        return value if value and getattr(value, "url", None) else None

    @cached_property
    def clear_name(self) -> str:
        """The checkbox by which a kept file is taken away, where the form allows it."""
        widget = self.bound.field.widget
        allowed = isinstance(widget, forms.ClearableFileInput) and not self.bound.field.required
        return widget.clear_checkbox_name(self.bound.html_name) if allowed and self.current_file else ""


def show(
    field: BoundField,
    *,
    label_size: str = "",
    heading: bool = False,
    mark_optional: bool = True,
    hint: str = "",
) -> Shown:
    """Optional fields say so, except single checkboxes and forms that opt out by `mark_optional = False`."""
    marked = mark_optional and getattr(field.form, "mark_optional", True)
    optional = marked and not field.field.required and kind_of(field) != "checkbox"
    return Shown(field, optional, label_size, heading, hint or str(field.help_text or ""))


def problems(form: forms.BaseForm) -> list[tuple[str, str]]:
    """What the error summary lists: text, and the id of the field to go to ("" for the form as a whole)."""
    found = [(str(error), "") for error in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else field.auto_id or field.html_name
        found += [(_with_label(field, str(error)), target) for error in field.errors]
    return found


def _with_label(field: BoundField, error: str) -> str:
    """In a list, "This field is required" does not say which."""
    plain = str(forms.Field.default_error_messages["required"])
    return f"{field.label}: {error}" if error == plain and field.label else error
