"""Whom to ask for an endorsement; what an endorser says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayline.portfolio.actions.endorsements import Testimony
from wayline.portfolio.enums import EndorsementState
from wayline.portfolio.models import Endorsement, Item


class AskForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Somebody who saw you do it: a supervisor, a teacher, a colleague, a customer."),
    )
    message = forms.CharField(
        label=_("Message"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4, "maxlength": 2000}),
        help_text=_("Say where you worked together, and what you would like to have confirmed."),
    )

    def __init__(self, item: Item, data: Any = None) -> None:
        super().__init__(data)
        self.item = item

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"]).lower()
        if address == self.item.owner.email.lower():
            raise forms.ValidationError(_("Nobody endorses a skill of their own."))
        waiting = Endorsement.objects.filter(item=self.item, state=EndorsementState.WAITING)
        if waiting.filter(email__iexact=address).exists():
            raise forms.ValidationError(_("You have asked this person already. Take that question back to ask again."))
        return address


class EndorseForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=160, widget=forms.TextInput({"autocomplete": "name"}))
    relation = forms.CharField(
        label=_("How do you know each other?"),
        max_length=300,
        help_text=_("For example: I was the head of the workshop for two years."),
    )
    text = forms.CharField(
        label=_("What did you see?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5, "maxlength": 2000}),
        help_text=_("What was done, how well, how often. Only what you saw yourself."),
    )
    as_credential = forms.BooleanField(label=_("Issue it as a signed credential as well"), required=False)

    def __init__(self, data: Any = None, *, name: str = "", office: str = "") -> None:
        """`office`: in whose name a credential may be issued; empty when it may not."""
        super().__init__(data, initial={"name": name})
        if office:
            help_text = gettext("Everybody who has its address can check it. It is issued in the name of %(office)s.")
            self.fields["as_credential"].help_text = help_text % {"office": office}
        else:
            del self.fields["as_credential"]

    @property
    def testimony(self) -> Testimony:
        given = self.cleaned_data
        return Testimony(given["name"], given["relation"], given["text"])
