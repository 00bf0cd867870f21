"""What an employer says of itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.models import Employer
from wayline.opportunities.queries import companies, places
from wayline.people.models import Organisation


class CompanyForm(forms.Form):
    about = forms.CharField(
        label=_("About the company"), max_length=4000, required=False, widget=forms.Textarea({"rows": 6}),
        help_text=_("What you make or do, how many you are, what you care about. Shown on your page."),
    )  # fmt: skip
    website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")
    register_number = forms.CharField(
        label=_("Number in the company register"), required=False, max_length=60,
        help_text=_("Not shown: the service checks it."),
    )  # fmt: skip
    town = forms.CharField(label=_("Town"), required=False, max_length=120)
    area = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        employer: Employer | None = kwargs.pop("employer", None)
        if employer:
            names = ("about", "website", "register_number", "town")
            kwargs["initial"] = {name: getattr(employer, name) for name in names} | {"area": employer.area_id or ""}
        super().__init__(*args, **kwargs)
        choices = [("", _("Not said")), *places.choices()]
        self.fields["area"] = forms.ChoiceField(label=_("Area"), choices=choices, required=False)

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        area = said.pop("area")
        return {**said, "area_id": int(area) if area else None}


class SignUpForm(CompanyForm):
    """A company that is not here yet."""

    name = forms.CharField(label=_("Name of the company"), max_length=160)
    service = forms.ModelChoiceField(
        label=_("Which service shall check it"), queryset=Organisation.objects.none(), empty_label=None,
        help_text=_("The employment service of the place where you offer work."),
    )  # fmt: skip
    field_order = ["name", "service"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["service"]
        choice.queryset = companies.services()

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if Organisation.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(
                _("A company or service of this name is here already. Ask a colleague there to invite you.")
            )
        return name


class ColleagueForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of a colleague"), max_length=254)
