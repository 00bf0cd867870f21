"""What may be typed in about being found."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayline.opportunities import match_showing
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.queries import finding
from wayline.people.models import Organisation


class FoundPartsForm(forms.Form):
    """Which parts a company's offer may be compared with. None is ticked beforehand."""

    parts = forms.MultipleChoiceField(
        label=_("What may be compared with a company’s offer?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what you let matching use can be chosen."),
        error_messages={"required": _("Choose at least one part")},
    )

    def __init__(self, *args: Any, on: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["parts"]
        chosen.choices = [(part.value, part.label) for part in MatchPart if part in on]
        chosen.choice_hints = {part.value: text for part, text in match_showing.READS.items()}


class RuleOutForm(forms.Form):
    company = forms.CharField(
        label=_("Name of a company that must not find you"),
        max_length=200,
        help_text=_("Your present employer, for example. The whole name, as it stands on its page here."),
        error_messages={"required": _("Write the name of a company")},
    )

    def clean_company(self) -> Organisation:
        found = finding.company_called(self.cleaned_data["company"])
        if found is None:
            raise forms.ValidationError(
                _("No company of this name offers anything here. Look how its name is written on its page.")
            )
        return found


class AskForm(forms.Form):
    message = forms.CharField(
        label=_("Message"), max_length=1000, widget=forms.Textarea({"rows": 5}),
        help_text=_("What the work is, and why you ask. They read it with the name of your company."),
        error_messages={"required": _("Write a few words: a question without words is seldom answered")},
    )  # fmt: skip


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("A few words for the company"), max_length=1000, required=False,
        widget=forms.Textarea({"rows": 3}), help_text=_("If you like."),
    )  # fmt: skip
