"""What may be written into the agreement on a stay, and how one signs it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.common.forms import DateInput, DatePartsField
from wayline.opportunities import stay_rules
from wayline.opportunities.models import Agreement
from wayline.opportunities.models.agreements import OF_AGE

NARROW = {"class": "govuk-input--width-4"}
OLDEST = 100


def rule_choices() -> list[tuple[str, Any]]:
    known = dict.fromkeys((rule.code, f"{rule.country}: {rule.name}") for rule in stay_rules.all_rules())
    return [("", _("Another country: we check the rules ourselves")), *known]


class TermsForm(forms.ModelForm[Agreement]):
    rule = forms.ChoiceField(
        label=_("Rules that hold"), required=False, choices=rule_choices,
        widget=forms.RadioSelect({"class": "wl-small"}),
        help_text=_("Ages, days and hours are checked before anybody signs."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Days at the company"), min_value=1, max_value=366, widget=forms.NumberInput(NARROW)
    )
    hours_a_day = forms.DecimalField(
        label=_("Hours a day"), min_value=1, max_value=12, decimal_places=1, widget=forms.NumberInput(NARROW)
    )
    hours_a_week = forms.DecimalField(
        label=_("Hours a week"), min_value=1, max_value=60, decimal_places=1, widget=forms.NumberInput(NARROW)
    )

    class Meta:
        model = Agreement
        fields = (
            "rule", "goals", "starts_on", "ends_on", "days", "hours_a_day", "hours_a_week", "place", "supervision",
            "insurance",
        )  # fmt: skip
        widgets = {"goals": forms.Textarea({"rows": 5}), "starts_on": DateInput(), "ends_on": DateInput()}
        help_texts = {
            "goals": _("One on each line. The participant and the company look back at them at the end."),
            "place": _("Address at which the stay takes place."),
            "insurance": _("Who insures the participant, against what, and under which number."),
        }

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends, days = said.get("starts_on"), said.get("ends_on"), said.get("days")
        if begins and ends and ends < begins:
            self.add_error("ends_on", str(_("The last day is before the first.")))
        elif begins and ends and days and days > (ends - begins).days + 1:
            self.add_error("days", str(_("There are not so many days between the first and the last.")))
        a_day, a_week = said.get("hours_a_day"), said.get("hours_a_week")
        if a_day and a_week and a_week < a_day:
            self.add_error("hours_a_week", str(_("A week has at least the hours of a day.")))
        return said

    def _post_clean(self) -> None:
        """The instance is filled by the action, after it was asked who may."""


class WhoForm(forms.Form):
    """The participant's part: age, and for minors who signs with them."""

    born_on = DatePartsField(
        label=_("Your date of birth"),
        help_text=_(
            "The rules for ages and hours depend on it. Your service also counts ages; figures of a few are hidden."
        ),
    )
    parent_name = forms.CharField(
        label=_("Name of a parent or guardian"), max_length=120, required=False,
        help_text=_("When you are under 18 on the first day."),
    )  # fmt: skip
    parent_email = forms.EmailField(
        label=_("E-mail of the parent or guardian"), required=False, help_text=_("They get a link to read and sign it.")
    )

    def __init__(self, *args: Any, starts_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts_on = starts_on

    def clean_born_on(self) -> date:
        born: date = self.cleaned_data["born_on"]
        if not 0 <= stay_rules.age_on(born, timezone.localdate()) <= OLDEST:
            raise forms.ValidationError(_("Enter your real date of birth."))
        return born

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        born = said.get("born_on")
        if born and stay_rules.age_on(born, self.starts_on) < OF_AGE:
            needed = {
                "parent_name": _("You are under 18 then: name a parent or guardian, who signs too."),
                "parent_email": _("You are under 18 then: we need an address to send them the link."),
            }
            for name, text in needed.items():
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, str(text))
        return said


class SignForm(forms.Form):
    name = forms.CharField(
        label=_("Your name, as your signature"), max_length=120,
        help_text=_("Your name, the time and a hash of the text above are kept."),
    )  # fmt: skip
    digest = forms.CharField(widget=forms.HiddenInput)
    """Of the text on the page: nobody signs what was changed meanwhile."""
