"""What an employer may ask of applicants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import AnswerForm
from wayline.opportunities.forms.offers import LinesField
from wayline.opportunities.models import Question

MOST_CHOICES = 12
LONGEST_CHOICE = 200


class QuestionForm(forms.ModelForm[Question]):
    form = forms.ChoiceField(
        label=_("How it is answered"),
        choices=AnswerForm.choices,
        widget=forms.RadioSelect({"class": "wl-small wl-inline"}),
    )
    choices = LinesField(
        label=_("Answers to choose from"), required=False, help_text=_("One on each line, when it is one of several.")
    )
    required = forms.BooleanField(
        label=_("It must be answered"), required=False, widget=forms.CheckboxInput({"class": "wl-small"})
    )

    class Meta:
        model = Question
        fields = ("text", "form", "choices", "required")
        help_texts = {"text": _("Ask only what the work needs. What people live with, believe or plan is not asked.")}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        choices = list(dict.fromkeys(said.get("choices") or []))
        if said.get("form") != AnswerForm.CHOICE:
            choices = []
        elif len(choices) < 2:
            self.add_error("choices", str(_("Give two answers or more, one on each line.")))
        elif len(choices) > MOST_CHOICES or any(len(one) > LONGEST_CHOICE for one in choices):
            self.add_error("choices", str(_("At most 12 answers of 200 characters each.")))
        said["choices"] = choices
        return said

    def _post_clean(self) -> None:
        """The instance is filled by the action, after it was asked who may."""

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("text", "form", "choices", "required")}
