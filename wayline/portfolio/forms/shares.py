"""With whom, for what, until when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wayline.common.forms import DateInput
from wayline.people.models import Organisation, User
from wayline.portfolio.actions.shares import LONGEST_DAYS, USUAL_DAYS, Receiver
from wayline.portfolio.enums import ShareWith
from wayline.portfolio.queries.shares import organisations_of, person_by_email


def last_moment(day: date) -> datetime:
    """The end of a day, where the person is."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


class EndForm(forms.Form):
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=DateInput,
        help_text=_("Ninety days unless you say otherwise, and never more than a year."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["ends_on"].initial = today + timedelta(days=USUAL_DAYS)
        self.fields["ends_on"].widget.attrs.update(
            min=today.isoformat(), max=(today + timedelta(days=LONGEST_DAYS)).isoformat()
        )

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("The last day cannot be in the past."))
        if day > today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("A share can last a year at most. You can make another one then."))
        return day

    @property
    def ends_at(self) -> datetime:
        return last_moment(self.cleaned_data["ends_on"])


class ShareForm(EndForm):
    audience = forms.ChoiceField(
        label=_("For whom"), choices=ShareWith.choices, widget=forms.RadioSelect, initial=ShareWith.PERSON
    )
    email = forms.EmailField(
        label=_("E-mail address of the person"),
        required=False,
        help_text=_("Somebody of your service who has an account here, for example your adviser."),
    )
    organisation = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=_("Organisation"), required=False)
    purpose = forms.CharField(
        label=_("What for"), max_length=300, help_text=_("For example: to prepare our talk on 4 May.")
    )
    message = forms.CharField(
        label=_("Message"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3, "maxlength": 2000})
    )
    with_profile = forms.BooleanField(
        label=_("Show my contacts and the words about me as well"), required=False, initial=True
    )
    comments_open = forms.BooleanField(label=_("People who sign in may comment"), required=False, initial=True)
    field_order = (
        "audience", "email", "organisation", "purpose", "ends_on", "message", "with_profile", "comments_open",
    )  # fmt: skip

    def __init__(self, owner: User, data: Any = None) -> None:
        super().__init__(data)
        self.owner = owner
        offices = organisations_of(owner)
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in offices])  # type: ignore[attr-defined]  # a ModelChoiceField
        field.initial = offices[0] if len(offices) == 1 else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        match cleaned.get("audience"):
            case ShareWith.PERSON:
                self._find_person(cleaned)
            case ShareWith.ORGANISATION:
                if not cleaned.get("organisation"):
                    self.add_error("organisation", _("Choose an organisation"))
        return cleaned

    def _find_person(self, cleaned: dict[str, Any]) -> None:
        address = cleaned.get("email", "")
        if not address:
            if "email" not in self.errors:
                self.add_error("email", _("Enter the e-mail address of the person"))
            return
        cleaned["person"] = person_by_email(self.owner, address)
        if cleaned["person"] is None:
            message = _("Nobody of your service has this address here. Check it, or make a secret link instead.")
            self.add_error("email", message)

    @property
    def receiver(self) -> Receiver:
        match self.cleaned_data["audience"]:
            case ShareWith.PERSON:
                return Receiver(person=self.cleaned_data["person"])
            case ShareWith.ORGANISATION:
                return Receiver(organisation=self.cleaned_data["organisation"])
            case _link:
                return Receiver()


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Your comment"), max_length=4000, widget=forms.Textarea({"rows": 4, "maxlength": 4000})
    )
