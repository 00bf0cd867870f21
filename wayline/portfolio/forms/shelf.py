"""Looking for things in a portfolio."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayline.portfolio.labels import PLURALS

ORDERS = [("new", _("Changed last")), ("time", _("When it was")), ("title", _("Title"))]


class ShelfFilter(forms.Form):
    mark_optional = False
    words = forms.CharField(label=_("Search"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("Everything")), *((kind.value, label) for kind, label in PLURALS.items())],
    )
    only = forms.ChoiceField(
        label=_("Evidence"),
        required=False,
        choices=[("", _("With and without")), ("evidence", _("With evidence")), ("bare", _("Without evidence"))],
    )
    order = forms.ChoiceField(label=_("Sort by"), required=False, choices=ORDERS)

    @property
    def asked(self) -> dict[str, Any]:
        """What to look for; empty when the whole portfolio is wanted."""
        if not self.is_bound or not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value}
