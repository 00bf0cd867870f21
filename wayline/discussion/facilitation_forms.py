"""What facilitators type in. Forms validate and never save."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayline.discussion.enums import Act, ReportState
from wayline.discussion.models.comments import TEXT_LIMIT

WEEKS_BACK = 12
TITLE_LIMIT = 200


class UpholdForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What you did about it"),
        max_length=300,
        help_text=gettext_lazy("It stays on record; the author does not read it."),
    )


class SummaryForm(forms.Form):
    """The whole goes out as one comment, so it may be as long as a comment less its title."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=TITLE_LIMIT)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=TEXT_LIMIT - TITLE_LIMIT * 2 - 10,
        widget=forms.Textarea({"rows": 20}),
        help_text=gettext_lazy(
            "Markdown: a line that begins with > is a quotation, **two stars** make bold, [words](address) make a link."
        ),
    )

    def __init__(self, *args: Any, draft: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if draft:
            self.fields["text"].widget.attrs |= {
                "data-draft-key": draft,
                "data-draft-kept": _("Draft kept on this device"),
                "data-draft-restored": _("Your draft is back"),
            }


class WeekForm(forms.Form):
    """One of the last weeks, by its Monday."""

    week = forms.TypedChoiceField(label=gettext_lazy("Week that begins on"), coerce=date.fromisoformat)

    def __init__(self, *args: Any, this_monday: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mondays = [this_monday - timedelta(days=7 * back) for back in range(WEEKS_BACK)]
        field = self.fields["week"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(day.isoformat(), date_format(day, "DATE_FORMAT")) for day in mondays]


class ActivityForm(forms.Form):
    DAYS = ((7, "7"), (14, "14"), (28, "28"))
    days = forms.TypedChoiceField(
        label=gettext_lazy("Silent after so many days"), choices=DAYS, coerce=int, empty_value=None, required=False
    )


class RecordForm(forms.Form):
    act = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    by = forms.TypedChoiceField(label=gettext_lazy("By whom"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "act": [("", _("Every act")), *Act.choices],
            "by": [("", _("Everybody")), *people],
        }
        for name, given in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = given


class ReportsForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("All")), *ReportState.choices],
        required=False,
    )


class PickForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Words of the other comment"), max_length=200, required=False)


class TieForm(forms.Form):
    """Which comment to link, and what the two have in common."""

    other = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    note = forms.CharField(label=gettext_lazy("What they have in common"), max_length=200, required=False)
