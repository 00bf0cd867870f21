"""What may be typed in about a survey."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayline.assessment.enums import Audience, Use
from wayline.assessment.models import Instrument, InstrumentVersion, Survey, Wave
from wayline.common.forms import DateInput
from wayline.people.models import Membership

ONCE, TWICE, THRICE = "1", "2", "3"
MOST_ADDRESSES = 2000


class SurveyForm(forms.ModelForm[Survey]):
    instrument = forms.ModelChoiceField(label=gettext_lazy("Questionnaire"), queryset=Instrument.objects.none())
    anonymous = forms.TypedChoiceField(
        label=gettext_lazy("Are the answers anonymous?"),
        choices=[
            ("yes", gettext_lazy("Yes: nothing leads from an answer to a person")),
            ("no", gettext_lazy("No: you see each person's answers with the name")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=gettext_lazy("People are told which before they answer."),
    )
    times = forms.ChoiceField(
        label=gettext_lazy("How often is it asked?"),
        choices=[
            (ONCE, gettext_lazy("Once")),
            (TWICE, gettext_lazy("Before and after")),
            (THRICE, gettext_lazy("Before, after, and some months later")),
        ],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Survey
        fields = ["title", "purpose", "audience", "group_role", "reminder_days"]
        widgets = {"audience": forms.RadioSelect, "purpose": forms.Textarea({"rows": 3})}
        help_texts = {"group_role": gettext_lazy("Empty: everybody in the organisation.")}

    field_order = ["instrument", "title", "purpose", "times", "audience", "group_role", "anonymous", "reminder_days"]

    def __init__(self, *args: Any, member: Membership, settled: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Instrument.objects.visible_to(member).filter(use=Use.SURVEY, versions__isnull=False)
        self.fields["instrument"].queryset = choices.distinct()  # type: ignore[attr-defined]  # a ModelChoiceField
        gone = ("instrument", "anonymous", "audience", "group_role") if settled else ()
        for name in (*gone, *(["times"] if self.instance.pk else [])):
            del self.fields[name]
        if self.instance.pk and not settled:
            self.initial["instrument"] = self.instance.version.instrument_id
            self.initial["anonymous"] = "yes" if self.instance.anonymous else "no"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("audience") == Audience.OPEN and values.get("anonymous") is False:
            self.add_error(
                "anonymous", _("An open link cannot tell who answers: choose anonymous, or ask a group or a list.")
            )
        if "audience" in values and values["audience"] != Audience.GROUP:
            values["group_role"] = ""
        return values

    def values(self) -> dict[str, Any]:
        """What the action takes; the version is the newest of the instrument."""
        names = ("title", "purpose", "audience", "group_role", "reminder_days", "anonymous")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    @property
    def version(self) -> InstrumentVersion:
        version: InstrumentVersion | None = self.cleaned_data["instrument"].latest
        assert version is not None  # noqa: S101 - the choices have one
        return version

    @property
    def wave_titles(self) -> list[str]:
        names = [_("Before"), _("After"), _("Months later")]
        return [""] if self.cleaned_data["times"] == ONCE else names[: int(self.cleaned_data["times"])]


class WaveForm(forms.ModelForm[Wave]):
    class Meta:
        model = Wave
        fields = ["title", "opens_on", "closes_on"]
        widgets = {"opens_on": DateInput, "closes_on": DateInput}
        help_texts = {
            "opens_on": gettext_lazy(
                "Empty: when you open it. With a day it opens by itself, and letters go out then."
            ),
            "closes_on": gettext_lazy("The last day. Empty: when you close it."),
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, last = values.get("opens_on"), values.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("The last day comes before the first."))
        return values


class PeopleForm(forms.Form):
    emails = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("One a line, or with commas."),
    )

    def clean_emails(self) -> list[str]:
        found = [one for one in re.split(r"[\s,;]+", self.cleaned_data["emails"]) if one]
        if len(found) > MOST_ADDRESSES:
            raise ValidationError(_("Give at most %(number)s addresses at a time.") % {"number": MOST_ADDRESSES})
        for address in found:
            try:
                validate_email(address)
            except ValidationError as error:
                raise ValidationError(_("“%(address)s” is no e-mail address.") % {"address": address}) from error
        return found
