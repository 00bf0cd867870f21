"""What may be typed in about matching."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayline.opportunities import match_showing
from wayline.opportunities.enums import AsideReason, Contract, Hours, Kind, MatchPart, Remote
from wayline.opportunities.models import MatchChoice
from wayline.opportunities.queries import places
from wayline.taxonomy.models import Area


class PartsForm(forms.Form):
    """Which parts of a portfolio matching may use. None is ticked beforehand."""

    parts = forms.MultipleChoiceField(
        label=_("Which parts of your portfolio may be used?"),
        choices=MatchPart.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choice_hints = {  # type: ignore[attr-defined]  # read by our form templates
            part.value: text for part, text in match_showing.READS.items()
        }


class WishesForm(forms.Form):
    """What a person looks for. Everything may be left open."""

    kinds = forms.MultipleChoiceField(
        label=_("What you look for"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: jobs and work experience."),
    )  # fmt: skip
    areas = forms.MultipleChoiceField(
        label=_("Where"), required=False, widget=forms.SelectMultiple({"size": 8}),
        help_text=_("One or several. A larger area counts with all that is in it."),
    )  # fmt: skip
    hours = forms.ChoiceField(
        label=_("Hours"),
        required=False,
        choices=[("", _("any")), (Hours.FULL_TIME, Hours.FULL_TIME.label), (Hours.PART_TIME, Hours.PART_TIME.label)],
    )
    contracts = forms.MultipleChoiceField(
        label=_("Contracts that suit you"), choices=Contract.choices, required=False,
        widget=forms.CheckboxSelectMultiple({"class": "wl-small"}),
    )  # fmt: skip
    remote = forms.MultipleChoiceField(
        label=_("Where one works"), choices=Remote.choices, required=False,
        widget=forms.CheckboxSelectMultiple({"class": "wl-small"}),
    )  # fmt: skip
    pay = forms.IntegerField(
        label=_("Pay of at least"), required=False, min_value=1, max_value=10_000_000,
        widget=forms.NumberInput({"class": "govuk-input--width-10"}),
        help_text=_("For a full year at full time."),
    )  # fmt: skip
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        required=False,
        max_length=3,
        help_text=_("Three letters, such as EUR."),
        widget=forms.TextInput({"class": "govuk-input--width-3"}),
    )
    tells = forms.BooleanField(
        label=_("Tell me of new offers that reach 60 of 100, once a day at most"), required=False
    )

    def __init__(self, data: Any = None, *, choice: MatchChoice) -> None:
        plain = ("kinds", "hours", "contracts", "remote", "pay", "currency", "tells")
        initial: dict[str, Any] = {name: getattr(choice, name) for name in plain}
        initial["areas"] = [str(area.pk) for area in choice.areas.all()]
        super().__init__(data, initial=initial)
        self.fields["areas"].choices = places.choices()  # type: ignore[attr-defined]  # a choice field

    def clean_areas(self) -> list[Area]:
        return list(Area.objects.filter(pk__in=self.cleaned_data["areas"]))

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("pay") and not cleaned.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Say in which currency"))
        return cleaned


class AsideForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is it not for you?"),
        choices=AsideReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason")},
    )
    note = forms.CharField(label=_("In your words"), required=False, max_length=300)


class StopForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why; it is kept on record")},
    )  # fmt: skip
