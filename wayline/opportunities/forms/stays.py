"""What is written down during a stay and after it, and how a practitioner looks through all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.common.forms import DateInput
from wayline.opportunities.actions.stays_after import Rated
from wayline.opportunities.enums import Advice, AgreementState, CheckInKind, Found, Shown, SkillSeen
from wayline.opportunities.models import AgreedSkill, Agreement, CheckIn, CompanyFeedback, DiaryEntry
from wayline.opportunities.queries.stays import MOST_SILENT_DAYS, SILENT_DAYS, Wanted

SMALL = {"class": "wl-small"}
NARROW = {"class": "govuk-input--width-4"}
MOST_GOALS = 10


class EntryForm(forms.ModelForm[DiaryEntry]):
    """One field must be filled in; the rest is there for who has more to say."""

    hours = forms.DecimalField(
        label=_("Hours"), required=False, min_value=0, max_value=24, max_digits=3, decimal_places=1,
        widget=forms.NumberInput({**NARROW, "step": "0.5"}),
    )  # fmt: skip
    skills = forms.ModelMultipleChoiceField(
        label=_("What I tried of what was agreed"), queryset=AgreedSkill.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple(SMALL),
    )  # fmt: skip
    shown = forms.ChoiceField(
        label=_("Who can read it?"), choices=Shown, widget=forms.RadioSelect(SMALL),
        help_text=_("You can change this at any time."),
    )  # fmt: skip

    class Meta:
        model = DiaryEntry
        fields = ("day", "did", "learned", "went", "hours", "skills", "shown")
        labels = {
            "day": _("Day"),
            "did": _("What did you do?"),
            "learned": _("What did you learn?"),
            "went": _("How did it go?"),
        }
        widgets = {
            "day": DateInput(),
            "did": forms.Textarea({"rows": 3}),
            "learned": forms.Textarea({"rows": 2}),
            "went": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.fields["skills"].queryset = agreement.skills.all()  # type: ignore[attr-defined]
        if not agreement.skills.exists():
            del self.fields["skills"]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self.agreement.starts_on <= day <= self.agreement.ends_on:
            raise forms.ValidationError(_("This day is not in your stay."))
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def _post_clean(self) -> None:
        """The instance is filled by the action, after it was asked who may."""


class CheckInForm(forms.ModelForm[CheckIn]):
    kind = forms.ChoiceField(label=_("How"), choices=CheckInKind, widget=forms.RadioSelect({"class": "wl-small"}))

    class Meta:
        model = CheckIn
        fields = ("day", "kind", "note", "agreed", "to_company", "next_on")
        labels = {"note": _("What you saw or talked about"), "to_company": _("The company may read it too")}
        help_texts = {
            "note": _("The participant reads it."),
            "next_on": _("You are reminded on that day."),
        }
        widgets = {
            "day": DateInput(),
            "note": forms.Textarea({"rows": 4}),
            "agreed": forms.Textarea({"rows": 2}),
            "next_on": DateInput(),
        }

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Name it as the next check-in."))
        return day

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        day, next_on = said.get("day"), said.get("next_on")
        if day and next_on and next_on <= day:
            self.add_error("next_on", str(_("The next one comes after this one.")))
        return said

    def _post_clean(self) -> None:
        """As above."""


class SortForm(forms.Form):
    """What the service notes for its lists and figures."""

    group = forms.CharField(
        label=_("Group or class"), max_length=60, required=False, help_text=_("As you call it, for example 10b.")
    )
    found = forms.ChoiceField(
        label=_("How was the place found?"), required=False, choices=[*Found.choices, ("", _("Not known"))],
        widget=forms.RadioSelect(SMALL),
    )  # fmt: skip

    def clean_group(self) -> str:
        return " ".join(self.cleaned_data["group"].split())


class CompanyFeedbackForm(forms.Form):
    """A level for each agreed skill and learning goal, with words where there is something to say."""

    words = forms.CharField(
        label=_("How was it with the participant?"), max_length=2000, widget=forms.Textarea({"rows": 5}),
        help_text=_("They and their service read it. Say what you saw, and what could be the next thing to learn."),
    )  # fmt: skip

    def __init__(self, *args: Any, agreement: Agreement, held: CompanyFeedback | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        skills = [(one, one.text) for one in agreement.skills.all()]
        goals = [line.strip()[:400] for line in agreement.goals.splitlines() if line.strip()][:MOST_GOALS]
        named = {text for _skill, text in skills}
        rest = [(None, goal) for goal in dict.fromkeys(goals) if goal not in named]
        self.rated: list[tuple[AgreedSkill | None, str]] = [*skills, *rest]
        said = {one.text: one for one in held.ratings.all()} if held else {}
        self.initial["words"] = held.words if held else ""
        for number, (_skill, text) in enumerate(self.rated):
            before = said.get(text)
            self.fields[f"level_{number}"] = forms.ChoiceField(
                label=text, choices=SkillSeen, widget=forms.RadioSelect(SMALL)
            )
            self.fields[f"words_{number}"] = forms.CharField(label=_("In words"), max_length=300, required=False)
            self.initial[f"level_{number}"] = before.level if before else ""
            self.initial[f"words_{number}"] = before.words if before else ""

    def pairs(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        return ((self[f"level_{number}"], self[f"words_{number}"]) for number in range(len(self.rated)))

    def ratings(self) -> list[Rated]:
        said = self.cleaned_data
        return [
            Rated(skill, text, SkillSeen(said[f"level_{number}"]), said[f"words_{number}"])
            for number, (skill, text) in enumerate(self.rated)
        ]


class ParticipantFeedbackForm(forms.Form):
    good = forms.CharField(
        label=_("What was good?"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    bad = forms.CharField(
        label=_("What was not good?"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    advice = forms.ChoiceField(
        label=_("Would you advise others to go there?"), choices=Advice, widget=forms.RadioSelect(SMALL)
    )
    found = forms.ChoiceField(
        label=_("How did you find this place?"), required=False, widget=forms.RadioSelect(SMALL),
        choices=[*Found.choices, ("", _("I would rather not say"))],
        help_text=_("It is counted, so that places do not go only to those who know somebody."),
    )  # fmt: skip
    to_company = forms.BooleanField(
        label=_("The company may read what was good, what was not, and whether I would advise it"), required=False
    )


class CompletionForm(forms.Form):
    """Confirms that the stay was completed."""

    days = forms.IntegerField(label=_("Days at the company"), min_value=1, widget=forms.NumberInput(NARROW))
    hours = forms.DecimalField(
        label=_("Hours in all"), min_value=Decimal("0.5"), decimal_places=1, max_digits=5,
        widget=forms.NumberInput({**NARROW, "step": "0.5"}),
    )  # fmt: skip

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        days, hours = said.get("days"), said.get("hours")
        span = (self.agreement.ends_on - self.agreement.starts_on).days + 1
        if days and days > span:
            self.add_error("days", str(_("There are not so many days between the first and the last.")))
        elif days and hours and hours > days * 24:
            self.add_error("hours", str(_("So many hours do not fit into these days.")))
        return said


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it taken back?"), max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("The participant reads it."),
    )  # fmt: skip


class TakeUpForm(forms.Form):
    """What of a stay goes into the portfolio: suggested, and changed as its person likes."""

    title = forms.CharField(label=_("Title"), max_length=300)
    description = forms.CharField(
        label=_("What I did"), max_length=5000, required=False, widget=forms.Textarea({"rows": 4})
    )
    highlights = forms.MultipleChoiceField(
        label=_("What the company saw"), required=False, widget=forms.CheckboxSelectMultiple(SMALL)
    )

    def __init__(self, *args: Any, highlights: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["highlights"].choices = [(one, one) for one in highlights]  # type: ignore[attr-defined]
        if not highlights:
            del self.fields["highlights"]


PERIODS = [("now", _("On now")), ("coming", _("To come")), ("over", _("Over")), ("all", _("All"))]


class StaysForm(forms.Form):
    """How the list of stays is looked through. What is not known counts for nothing."""

    mark_optional = False
    period = forms.ChoiceField(label=_("When"), choices=PERIODS, required=False)
    state = forms.ChoiceField(
        label=_("Status"), required=False, choices=[*AgreementState.choices, ("all", _("All"))]
    )  # fmt: skip
    company = forms.ChoiceField(label=_("Company"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    silent = forms.IntegerField(
        label=_("Silent for days"), required=False, min_value=1, max_value=MOST_SILENT_DAYS,
        widget=forms.NumberInput(NARROW),
    )  # fmt: skip

    def __init__(self, data: Any, *, companies: Sequence[tuple[int, str]], groups: Sequence[str]) -> None:
        super().__init__({"period": "now", "state": AgreementState.SIGNED.value, **data.dict()})
        self.order = data.get("order", "")
        self.fields["company"].choices = [("", _("All")), *companies]  # type: ignore[attr-defined]
        self.fields["group"].choices = [("", _("All")), *((one, one) for one in groups)]  # type: ignore[attr-defined]
        self.is_valid()

    def wanted(self, orders: Sequence[str]) -> Wanted:
        said = self.cleaned_data
        return Wanted(
            period=said.get("period") or "now",
            state="" if said.get("state") == "all" else said.get("state") or AgreementState.SIGNED,
            company=int(said["company"]) if said.get("company") else None,
            group=said.get("group", ""),
            silent=said.get("silent"),
            order=self.order if self.order in orders else "begins",
        )

    @property
    def silent_days(self) -> int:
        """After how many days a stay is marked as silent."""
        return self.cleaned_data.get("silent") or SILENT_DAYS
