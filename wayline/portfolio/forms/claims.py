"""What is claimed and for whom; what an assessor decides and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayline.common.forms import DateInput
from wayline.people.models import Membership, Organisation
from wayline.portfolio.actions.claims import Judgement
from wayline.portfolio.enums import AssessmentMethod, ClaimAct
from wayline.portfolio.models import Assessor, Item

OFFICE, PERSON = "office", "person"
DECISIONS = {
    ClaimAct.ACCEPT: _("Accept it for assessment"),
    ClaimAct.ASK: _("Ask for more evidence"),
    ClaimAct.CERTIFY: _("Certify it"),
    ClaimAct.REFUSE: _("Do not certify it"),
}
HINTS = {
    ClaimAct.ACCEPT: _("Say what comes next: which methods, when, where."),
    ClaimAct.ASK: _("Say exactly what is missing."),
    ClaimAct.CERTIFY: _("The person gets a signed credential in the name of your organisation."),
    ClaimAct.REFUSE: _("Say what would have to be shown another time."),
}


class StatementForm(forms.Form):
    """What may still be changed when more evidence was asked for."""

    statement = forms.CharField(
        label=_("What you can do, and how you learnt it"),
        max_length=4000,
        widget=forms.Textarea({"rows": 6, "maxlength": 4000}),
        help_text=_("In your own words: where you did it, for how long, what you did alone and what with others."),
    )


class ClaimForm(StatementForm):
    item = forms.ChoiceField(
        label=_("What do you want to have validated?"),
        help_text=_("A skill, a language, a digital skill or a qualification that you keep."),
    )
    to = forms.ChoiceField(
        label=_("Who is to assess it?"),
        widget=forms.RadioSelect,
        help_text=_("An assessor sees this claim and its evidence, and nothing else of your portfolio."),
    )
    field_order = ("item", "statement", "to")

    def __init__(self, items: Iterable[Item], assessors: Sequence[Assessor], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.items = {item.key: item for item in items}
        self.assessors = {assessor.membership_id: assessor.membership for assessor in assessors}
        self.fields["item"].choices = [(key, str(item)) for key, item in self.items.items()]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["to"].choices = self._receivers()  # type: ignore[attr-defined]  # a ChoiceField

    def _receivers(self) -> list[tuple[str, str]]:
        found: dict[str, str] = {}
        for one in self.assessors.values():
            office = one.organisation
            found.setdefault(f"{OFFICE}-{office.pk}", gettext("Whoever assesses at %(office)s") % {"office": office})
            found[f"{PERSON}-{one.pk}"] = f"{one.user.name}, {office}"
        return list(found.items())

    @property
    def item_chosen(self) -> Item:
        return self.items[self.cleaned_data["item"]]

    @property
    def assessor(self) -> Membership | None:
        what, _dash, number = self.cleaned_data["to"].partition("-")
        return self.assessors[int(number)] if what == PERSON else None

    @property
    def organisation(self) -> Organisation:
        if self.assessor:
            return self.assessor.organisation
        number = int(self.cleaned_data["to"].partition("-")[2])
        return next(one.organisation for one in self.assessors.values() if one.organisation_id == number)


class JudgeForm(forms.Form):
    act = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    day = forms.DateField(label=_("Day of the assessment"), widget=DateInput, help_text=_("Today, or before."))
    methods = forms.MultipleChoiceField(
        label=_("How you find it out"), choices=AssessmentMethod.choices, widget=forms.CheckboxSelectMultiple
    )
    standard = forms.CharField(
        label=_("Measured against"),
        max_length=300,
        required=False,
        help_text=_("For example a unit of a qualification, an occupational standard, or the description in ESCO. "
                    "Needed to certify."),
    )  # fmt: skip
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=4000,
        widget=forms.Textarea({"rows": 6, "maxlength": 4000}),
        help_text=_("The person reads them word for word."),
    )

    def __init__(self, acts: Sequence[ClaimAct], data: Any = None) -> None:
        super().__init__(data, initial={"day": timezone.localdate()})
        field = self.fields["act"]
        field.choices = [(act.value, DECISIONS[act]) for act in acts]  # type: ignore[attr-defined]  # a ChoiceField
        field.choice_hints = {act.value: HINTS[act] for act in acts}  # type: ignore[attr-defined]  # read by the tag
        self.fields["methods"].widget.attrs["class"] = "wl-small"
        self.fields["day"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day cannot be in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("act") == ClaimAct.CERTIFY and not cleaned.get("standard") and "standard" not in self.errors:
            self.add_error("standard", _("Say what it was measured against"))
        return cleaned

    @property
    def judgement(self) -> Judgement:
        given = self.cleaned_data
        return Judgement(
            ClaimAct(given["act"]), given["day"], given["methods"], given["reasons"], standard=given["standard"]
        )
