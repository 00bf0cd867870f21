"""What learners may type in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayline.common.uploads import DOCUMENTS, MEDIA, PICTURES, UploadField
from wayline.learning.models import HandIn
from wayline.lmi.addresses import explorer_path


class HandInForm(forms.Form):
    text = forms.CharField(
        label=_("Your text"), widget=forms.Textarea(attrs={"rows": 10}), max_length=20_000, required=False
    )
    file = UploadField(
        label=_("Your file"), kinds=DOCUMENTS | PICTURES | MEDIA, required=False,
        help_text=_("A document, picture or recording."),
    )  # fmt: skip

    def __init__(self, *args: Any, hand_in: str, existing: HandIn | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.existing = existing
        if hand_in == "text":
            del self.fields["file"]
        if hand_in == "file":
            del self.fields["text"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_file = bool(cleaned.get("file")) or bool(self.existing and self.existing.file)
        if not self.errors and not has_file and not cleaned.get("text", "").strip():
            raise forms.ValidationError(_("Write something or choose a file before you hand in."))
        return cleaned


class FindingForm(forms.Form):
    """What somebody found out in the explorer, and the page or figure that says it."""

    text = forms.CharField(label=_("What you found"), widget=forms.Textarea(attrs={"rows": 6}), max_length=20_000)
    reference = forms.CharField(
        label=_("The page or figure that says it"), required=False, max_length=600,
        help_text=_("Copy its address from the browser, so that others can look too."),
    )  # fmt: skip

    def clean_reference(self) -> str:
        given = str(self.cleaned_data["reference"])
        path = explorer_path(given)
        if given and not path:
            raise forms.ValidationError(_("This is not a page about jobs or areas. Open one and copy its address."))
        return path


class PollForm(forms.Form):
    def __init__(self, *args: Any, options: list[str], several: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(number), option) for number, option in enumerate(options)]
        field = forms.MultipleChoiceField if several else forms.ChoiceField
        self.fields["choice"] = field(choices=choices, error_messages={"required": _("Choose an answer.")})

    def choices(self) -> list[int]:
        chosen = self.cleaned_data["choice"]
        return sorted(int(number) for number in (chosen if isinstance(chosen, list) else [chosen]))


class FeedbackForm(forms.Form):
    text = forms.CharField(label=_("Your feedback"), widget=forms.Textarea(attrs={"rows": 6}), max_length=5000)


class CertificateForm(forms.Form):
    code = forms.CharField(
        label=_("Code on the certificate"),
        max_length=20,
        help_text=_("Three groups of four letters and digits, for example ABCD-EFGH-JKLM."),
    )

    def clean_code(self) -> str:
        compact = "".join(self.cleaned_data["code"].upper().split()).replace("-", "")
        if len(compact) != 12:
            raise forms.ValidationError(_("A code has twelve letters and digits."))
        return "-".join((compact[:4], compact[4:8], compact[8:]))
