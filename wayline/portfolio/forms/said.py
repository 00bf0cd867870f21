"""A text about a person, pasted or as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayline.common.documents import TextOfFileField
from wayline.portfolio.queries.said import LONGEST


class TextForm(forms.Form):
    """`cleaned_data["text"]` is what was pasted, or else the words of the file; cut where reading ends."""

    text = forms.CharField(
        label=_("A CV, a reference, a job description"),
        help_text=_("It is read once, in the language of this page or in English, and not kept."),
        required=False,
        widget=forms.Textarea({"rows": 6, "maxlength": LONGEST}),
    )
    file = TextOfFileField(
        label=_("Or choose a file"),
        help_text=_("PDF, DOCX, ODT, HTML or TXT, up to 5 MB. What counts is the text in it, not pictures of text."),
        required=False,
        most=LONGEST,
    )
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["text"] = (given.get("file") or given.get("text", ""))[:LONGEST]
        if not given["text"] and not self.errors:
            self.add_error("text", gettext("Paste a text, or choose a file."))
        return given
