"""What may be typed in when taking the inventory, and when showing a result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.assessment.interest_data import Edition
from wayline.assessment.interests.activities import Activity
from wayline.common.forms import DateInput
from wayline.people.enums import Role
from wayline.people.models import Membership

LIKING = (
    (5, _("I would like it very much")),
    (4, _("I would like it")),
    (3, _("I am not sure")),
    (2, _("I would not like it")),
    (1, _("I would not like it at all")),
)
SCALE = tuple(reversed(LIKING))
DAYS = 14
LONGEST = 90
ADVISERS = (Role.PRACTITIONER, Role.FACILITATOR)


class BeginForm(forms.Form):
    mark_optional = False
    edition = forms.ChoiceField(label=_("Which activities?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, editions: Sequence[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editions = {edition.key: edition for edition in editions}
        field = self.fields["edition"]
        field.choices = [(edition.key, _name(edition)) for edition in editions]  # type: ignore[attr-defined]
        field.initial = editions[0].key
        if len(editions) == 1:  # nothing to choose
            field.widget = forms.HiddenInput()

    def chosen(self) -> Edition:
        return self.editions[self.cleaned_data["edition"]]


def _name(edition: Edition) -> str:
    if edition.is_onet:
        text = _("Chosen for you from %(number)s activities, in English: six types and 41 basic interests")
    else:
        text = _("Chosen for you from %(number)s activities: six types")
    return str(text) % {"number": edition.number}


class AnswerForm(forms.Form):
    """One activity. The button that was pressed is the answer."""

    activity = forms.CharField(max_length=20, widget=forms.HiddenInput)
    answer = forms.TypedChoiceField(choices=SCALE, coerce=int)


class PageForm(forms.Form):
    """Many activities on one page; any may be left out."""

    mark_optional = False

    def __init__(self, *args: Any, activities: Sequence[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for activity in activities:
            self.fields[activity.key] = forms.TypedChoiceField(
                label=activity.text,
                choices=[(value, label) for value, label in SCALE],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "wl-small wl-inline"}),
            )

    def answers(self) -> dict[str, int]:
        return {key: value for key, value in self.cleaned_data.items() if value is not None}


class ShowForm(forms.Form):
    adviser = forms.ModelChoiceField(queryset=Membership.objects.none(), label=_("Adviser"))
    until = forms.DateField(label=_("Until"), widget=DateInput, help_text=_("At most 90 days from today."))

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        advisers = Membership.objects.active().filter(organisation=member.organisation_id, role__in=ADVISERS)
        field = self.fields["adviser"]
        field.queryset = advisers.exclude(user=member.user_id).select_related("user").order_by("user__name")  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: one.user.name  # type: ignore[attr-defined]
        self.fields["until"].initial = timezone.localdate() + timedelta(days=DAYS)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if not today <= until <= today + timedelta(days=LONGEST):
            raise forms.ValidationError(_("Choose a day between today and 90 days from now."))
        return until


class OccupationFilter(forms.Form):
    zone = forms.TypedChoiceField(
        label=_("Preparation I am ready for"),
        required=False,
        coerce=int,
        choices=[
            ("", _("Any")),
            (1, _("1: little or none")),
            (2, _("2: some, up to a year")),
            (3, _("3: vocational training or one to two years")),
            (4, _("4: several years, often a degree")),
            (5, _("5: long, often a degree and more")),
        ],
    )
