"""What may be typed in about a saved search."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SaveForm(forms.Form):
    name = forms.CharField(label=_("Name of this search"), max_length=120)
    alerts = forms.BooleanField(
        label=_("Tell me when something new fits"), required=False, initial=True,
        help_text=_("At most once a day, on the site and by e-mail as your notices are set."),
    )  # fmt: skip
