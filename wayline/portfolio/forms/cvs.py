"""What may be chosen and typed in about a CV and its letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayline.portfolio.cv.words import tables
from wayline.portfolio.models import CV
from wayline.portfolio.places import language_name

HEAD = ("show_photo", "show_address", "show_birth", "show_nationality", "show_summary")


def language_choices() -> list[tuple[str, str]]:
    """Each language by its own name, so that nobody has to know another."""
    return [(code, language_name(code, code).capitalize()) for code in sorted(tables())]


class NewCVForm(forms.ModelForm[CV]):
    language = forms.ChoiceField(label=_("Language of the headings"), choices=language_choices)

    class Meta:
        model = CV
        fields = ("title", "language")
        help_texts = {"title": _("For you only, for example: Joinery, short.")}


class CVForm(forms.ModelForm[CV]):
    language = forms.ChoiceField(label=_("Language of the headings"), choices=language_choices)

    class Meta:
        model = CV
        fields = ("title", "language", "design", *HEAD)

    def __init__(self, data: Any = None, *, instance: CV) -> None:
        super().__init__(data, instance=instance)
        for name in HEAD:
            self.fields[name].widget.attrs["class"] = "wl-small"


class VacancyForm(forms.ModelForm[CV]):
    class Meta:
        model = CV
        fields = ("vacancy",)
        widgets = {"vacancy": forms.Textarea({"rows": 10})}
        help_texts = {"vacancy": _("Copy it from the page where you found it.")}


class LetterForm(forms.ModelForm[CV]):
    class Meta:
        model = CV
        fields = ("letter_to", "letter_subject", "letter_text")
        widgets = {"letter_to": forms.Textarea({"rows": 3}), "letter_text": forms.Textarea({"rows": 14})}
        help_texts = {
            "letter_to": _("Name and address, one line each."),
            "letter_text": _("With greeting and closing words. An empty line begins a new paragraph."),
        }
