"""What may be typed in about an opportunity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayline.common.forms import DateInput
from wayline.opportunities import fields, labels
from wayline.opportunities.enums import Accessibility, Contract, Hours, Kind, PayPer
from wayline.opportunities.models import Opportunity
from wayline.opportunities.queries import places
from wayline.opportunities.sources import jsonresume_job
from wayline.opportunities.sources.ad import BrokenFile

CURRENCIES = ("GBP", "EUR", "CHF", "CZK", "DKK", "HUF", "NOK", "PLN", "RON", "SEK", "USD")
WRITTEN = [
    ("en", "English"), ("it", "Italiano"), ("bg", "Български"), ("cs", "Čeština"), ("da", "Dansk"), ("de", "Deutsch"),
    ("el", "Ελληνικά"), ("es", "Español"), ("et", "Eesti"), ("fi", "Suomi"), ("fr", "Français"), ("hr", "Hrvatski"),
    ("hu", "Magyar"), ("lt", "Lietuvių"), ("lv", "Latviešu"), ("nl", "Nederlands"), ("no", "Norsk"), ("pl", "Polski"),
    ("pt", "Português"), ("ro", "Română"), ("sk", "Slovenčina"), ("sl", "Slovenščina"), ("sv", "Svenska"),
]  # fmt: skip
PAID = (Kind.VACANCY, Kind.WORK_EXPERIENCE, Kind.TRAINING)
WORK = (Kind.VACANCY, Kind.WORK_EXPERIENCE)
OWN = "own_"

GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("What it is"), ("title", "language", "text")),
    (_("Where"), ("town", "postcode", "area", "remote")),
    (_("When and how much"), ("hours", "hours_from", "hours_to", "contract", "starts_on", "deadline")),
    (_("Pay"), ("pay_from", "pay_to", "pay_per", "currency")),
    (_("What it asks for"), ("level", "languages")),
    (_("Accessibility"), ("accessibility", "accessibility_notes")),
    (_("Who answers"), ("contact_name", "contact_email", "contact_phone", "apply_url")),
)


class LinesField(forms.CharField):
    """A list: one item on each line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 4}), max_length=4000, **kwargs)
        del self.widget.attrs["maxlength"]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip(" -*•\t") for line in str(super().clean(value)).splitlines()]
        return [line for line in lines if line]


def _own_field(one: fields.Field) -> forms.Field:
    common: dict[str, Any] = {
        "label": labels.FIELDS[one.key],
        "required": False,
        "help_text": labels.HINTS.get(one.key, ""),
    }
    lowest = int(one.lowest) if one.lowest is not None else None
    highest = int(one.highest) if one.highest is not None else None
    match one.form:
        case "texts":
            return LinesField(**common)
        case "whole":
            return forms.IntegerField(min_value=lowest, max_value=highest, **common)
        case "number":
            return forms.FloatField(min_value=lowest, max_value=highest, **common)
        case "choice":
            choices = [("", _("Not said")), *((value, labels.CHOICES[value]) for value in one.choices)]
            return forms.ChoiceField(choices=choices, **common)
        case _:
            return forms.CharField(max_length=500, **common)


class OfferForm(forms.ModelForm[Opportunity]):
    languages = forms.MultipleChoiceField(
        label=_("Languages needed"), choices=WRITTEN[:2] + sorted(WRITTEN[2:], key=lambda pair: pair[1]),
        required=False, widget=forms.CheckboxSelectMultiple({"class": "wl-small wl-inline"}),
        help_text=_("Only those that the work cannot do without."),
    )  # fmt: skip
    accessibility = forms.MultipleChoiceField(
        label=_("What is there"), choices=Accessibility.choices, required=False,
        widget=forms.CheckboxSelectMultiple({"class": "wl-small"}),
        help_text=_("People search by this. Tick only what is true today."),
    )  # fmt: skip

    apply_url = forms.URLField(
        label=_("Address where one applies"), max_length=500, required=False, assume_scheme="https",
        help_text=_("When applications go through your own site."),
    )  # fmt: skip

    class Meta:
        model = Opportunity
        fields = [name for _legend, names in GROUPS for name in names]
        widgets = {
            "text": forms.Textarea({"rows": 12}),
            "starts_on": DateInput(),
            "deadline": DateInput(),
            "accessibility_notes": forms.Textarea({"rows": 3}),
        }
        help_texts = {
            "title": _("As somebody would look for it, for both women and men: “Waiter or waitress”."),
            "text": _("Tasks, who one works with, what a day is like. Markdown makes headings and lists."),
            "area": _("People search by area: choose the smallest that fits."),
            "deadline": _("Without one it is shown for as long as the service has set."),
            "level": _("1 needs no certificate, 4 is upper secondary school, 6 a bachelor’s degree."),
        }

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self._settle_choices()
        self._drop_what_the_kind_has_not()
        details = self.instance.details or {}
        for one in fields.FIELDS[kind]:
            self.fields[OWN + one.key] = _own_field(one)
            self.initial[OWN + one.key] = details.get(one.key)

    def _settle_choices(self) -> None:
        self.fields["language"] = forms.ChoiceField(label=_("Language of the text"), choices=WRITTEN)
        self.fields["area"] = forms.ChoiceField(
            label=_("Area"), choices=[("", _("Not said")), *places.choices()], required=False,
            help_text=self.fields["area"].help_text,
        )  # fmt: skip
        self.initial["area"] = self.instance.area_id or ""
        levels = [("", _("Not said")), *((str(level), f"EQF {level}") for level in range(1, 9))]
        self.fields["level"] = forms.TypedChoiceField(
            label=_("Qualification level"), choices=levels, required=False, coerce=int, empty_value=None,
            help_text=self.fields["level"].help_text,
        )  # fmt: skip
        currencies = [("", _("Not said")), *((code, code) for code in CURRENCIES)]
        self.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=currencies, required=False)
        for name, choices in (("hours", Hours.choices), ("contract", Contract.choices), ("pay_per", PayPer.choices)):
            label = self.fields[name].label
            self.fields[name] = forms.ChoiceField(label=label, choices=[("", _("Not said")), *choices], required=False)
        del self.fields["text"].widget.attrs["maxlength"]

    def _drop_what_the_kind_has_not(self) -> None:
        dropped: list[str] = []
        if self.kind not in PAID:
            dropped += ["pay_from", "pay_to", "pay_per", "currency"]
        if self.kind == Kind.TRAINING:
            dropped += ["pay_from", "pay_to", "pay_per"]
        if self.kind not in WORK:
            dropped += ["contract"]
        for name in set(dropped):
            del self.fields[name]

    def clean_area(self) -> int | None:
        return int(self.cleaned_data["area"]) if self.cleaned_data["area"] else None

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_order("pay_from", "pay_to", _("The highest pay is lower than the lowest."))
        self._check_order("hours_from", "hours_to", _("The most hours are fewer than the fewest."))
        if said.get("pay_from") is None and said.get("pay_to") is None:
            return said
        for name, text in (("pay_per", _("Say what the pay is for.")), ("currency", _("Say in which currency."))):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, text)
        return said

    def _check_order(self, low: str, high: str, text: str | Promise) -> None:
        first, last = self.cleaned_data.get(low), self.cleaned_data.get(high)
        if first is not None and last is not None and last < first:
            self.add_error(high, str(text))

    def _post_clean(self) -> None:
        """The instance is filled by the action, after it was asked who may."""

    def values(self) -> dict[str, Any]:
        """For `actions.offers.create` and `change`."""
        said = {name: value for name, value in self.cleaned_data.items() if not name.startswith(OWN)}
        said["area_id"] = said.pop("area")
        own = {one.key: self.cleaned_data[OWN + one.key] for one in fields.FIELDS[self.kind]}
        said["details"] = {key: value for key, value in own.items() if value not in (None, "", [])}
        return said

    def groups(self) -> Iterator[tuple[str | Promise, list[forms.BoundField]]]:
        """Fields by heading, for the page; what is the kind's own comes after what it is."""
        own = [self[name] for name in self.fields if name.startswith(OWN)]
        for legend, names in GROUPS:
            there = [self[name] for name in names if name in self.fields]
            if there:
                yield legend, there
            if "title" in names:
                yield OWN_LEGENDS[self.kind], own


OWN_LEGENDS: dict[Kind, str | Promise] = {
    Kind.VACANCY: _("The work"),
    Kind.WORK_EXPERIENCE: _("The stay"),
    Kind.TRAINING: _("The course"),
    Kind.MENTORING: _("The mentoring"),
}


class ReasonForm(forms.Form):
    """Why something is not accepted: the other side reads it."""

    reason = forms.CharField(
        label=_("Why"), max_length=1000, widget=forms.Textarea({"rows": 5}),
        help_text=_("They read these words. Say what to change."),
    )  # fmt: skip


class RuleForm(forms.Form):
    review = forms.BooleanField(
        label=_("We read what employers offer before it is published"), required=False,
        help_text=_("Without it, checked employers publish at once. What your own staff write is never held back."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Days that an offer without a deadline is shown"), min_value=1, max_value=366,
        widget=forms.NumberInput({"class": "govuk-input--width-4"}),
    )  # fmt: skip


class JobFileForm(forms.Form):
    """A job description that somebody has as a file."""

    file = forms.FileField(
        label=_("File"), help_text=_("A job description of JSON Resume (JSON), at most 1 MB."),
        widget=forms.ClearableFileInput({"accept": ".json"}),
    )  # fmt: skip

    def clean_file(self) -> jsonresume_job.Taken:
        file = self.cleaned_data["file"]
        if file.size > jsonresume_job.LARGEST_MB * 1024 * 1024:
            raise forms.ValidationError(_("The file is larger than 1 MB."))
        try:
            return jsonresume_job.read(file.read())
        except BrokenFile as error:
            raise forms.ValidationError(_("This is no job description of JSON Resume.")) from error
