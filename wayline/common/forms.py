"""Django forms in GOV.UK's markup: `{{ form }}` gives the error summary and every field."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _


class FormRenderer(TemplatesSetting):
    """Named in FORM_RENDERER: every form of the project, allauth's too, is drawn by our templates."""

    form_template_name = "common/forms/form.html"
    field_template_name = "common/forms/field.html"


class DateInput(forms.DateInput):
    """The browser's own calendar, for dates that are near. For dates people know by heart, use DatePartsField."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DatePartsWidget(forms.MultiWidget):
    """Day, month and year in three fields, as people write them on paper."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput({"inputmode": "numeric"}) for name in ("day", "month", "year")
        }
        super().__init__(parts, attrs)

    def decompress(self, value: dt.date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in ("day", "month", "year"))


class DatePartsField(forms.MultiValueField):
    """A date in three fields. Says which part is missing, and refuses a day that does not exist."""

    widget = DatePartsWidget
    default_error_messages = {
        "invalid": _("Enter a real date, for example 27 3 1985"),
        "incomplete": _("Enter a day, a month and a year"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__((forms.CharField(), forms.CharField(), forms.CharField()), require_all_fields=True, **kwargs)

    def clean(self, value: Sequence[str] | None) -> dt.date | None:
        typed = [str(part or "").strip() for part in value or ()]
        if any(typed) and not all(typed):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        found: dt.date | None = super().clean(typed)
        return found

    def compress(self, data_list: Sequence[str]) -> dt.date | None:
        if not any(data_list):
            return None
        try:
            day, month, year = (int(part) for part in data_list)
            return dt.date(year, month, day)
        except (ValueError, OverflowError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
