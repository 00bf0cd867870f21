"""A file of another program, and what of it to take over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayline.portfolio.formats import register, safe_zip
from wayline.portfolio.record import Reading, UnreadableFile

LARGEST = safe_zip.LARGEST
ENDINGS = ".xml,.json,.jsonld,.pdf,.zip"


class BringForm(forms.Form):
    """Reads the file: what cannot be read is refused with its place, and nothing is kept."""

    file = forms.FileField(
        label=gettext_lazy("Choose a file"),
        help_text=gettext_lazy(
            "A Europass CV (XML, JSON, or the PDF), JSON Resume, an export of Mahara or Moodle (Leap2A), "
            "a European digital credential, or skills of ESCO."
        ),
        widget=forms.ClearableFileInput({"accept": ENDINGS}),
    )
    content: bytes
    form: register.Format
    reading: Reading

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than %(size)d MB.") % {"size": LARGEST // 1024**2})
        self.content = file.read()
        try:
            self.form, self.reading = register.read(self.content)
        except UnreadableFile as error:
            place = f" ({error.place})" if error.place else ""
            raise forms.ValidationError(f"{error.says}{place}") from error
        return file


class ChooseForm(forms.Form):
    """Which of the entries to take over, and whether to fill the profile."""

    entries = forms.MultipleChoiceField(required=False)
    profile = forms.BooleanField(required=False)

    def __init__(self, keys: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entries"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("entries") and not cleaned.get("profile"):
            raise forms.ValidationError(_("Choose at least one thing, or go back without taking anything over."))
        return cleaned
