"""Who the portfolio is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wayline.common.uploads import PICTURES, UploadField
from wayline.portfolio.forms.fields import PartialDateField
from wayline.portfolio.models import Holder
from wayline.portfolio.places import countries

PLAIN = (
    "given_name", "family_name", "display_name", "headline", "summary", "birth_date", "street", "postcode", "city",
    "region", "country",
)  # fmt: skip
CONTACTS = (("email", "home"), ("phone", "mobile"), ("website", ""), ("social", "linkedin"))
CONTACT_LABELS = {
    "email": _("E-mail address for your CV"),
    "phone": _("Telephone"),
    "website": _("Your own page on the web"),
    "social": _("Profile in a network of professionals"),
}


class HolderForm(forms.ModelForm[Holder]):
    """Names, contacts, a few words. A contact that another format brought and that has no field here is kept."""

    birth_date = PartialDateField(
        label=_("Date of birth"),
        required=False,
        help_text=_("Needed on few CVs. In many countries it is better left out, so that nobody judges by age."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    email = forms.EmailField(label=CONTACT_LABELS["email"], required=False)
    phone = forms.CharField(label=CONTACT_LABELS["phone"], max_length=40, required=False)
    website = forms.CharField(label=CONTACT_LABELS["website"], max_length=300, required=False)
    social = forms.CharField(label=CONTACT_LABELS["social"], max_length=300, required=False)

    class Meta:
        model = Holder
        fields = PLAIN
        widgets = {"summary": forms.Textarea({"rows": 5})}
        help_texts = {
            "headline": _("For example: Joiner with a driving licence, looking for work in Leeds"),
            "display_name": _("Only where it differs from first name and surname."),
        }

    def __init__(self, data: Any = None, *, instance: Holder) -> None:
        first: dict[str, str] = {}
        for contact in instance.contacts:
            first.setdefault(contact["kind"], contact["value"])
        super().__init__(data, instance=instance, initial=first)
        choices: list[tuple[str, Any]] = [("", ""), *countries(get_language() or "en")]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def columns(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PLAIN}

    @property
    def contacts(self) -> list[dict[str, str]]:
        """The first contact of each kind as typed; further ones as they were."""
        typed = [
            {"kind": kind, "value": self.cleaned_data[kind], "label": self._label(kind, label)}
            for kind, label in CONTACTS
            if self.cleaned_data[kind]
        ]
        seen: set[str] = set()
        kept = []
        for contact in self.instance.contacts:
            if contact["kind"] in CONTACT_LABELS and contact["kind"] not in seen:
                seen.add(contact["kind"])
            else:
                kept.append(contact)
        return [*typed, *kept]

    def _label(self, kind: str, usual: str) -> str:
        return next((one.get("label", "") for one in self.instance.contacts if one["kind"] == kind), usual)


class PhotoForm(forms.Form):
    photo = UploadField(
        label=_("Choose a picture of yourself"),
        kinds=PICTURES,
        limit_mb=10,
        help_text=_("What the camera wrote into it, such as the place, is taken out."),
    )
