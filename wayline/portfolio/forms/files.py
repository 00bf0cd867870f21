"""Files that belong to an item."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wayline.common.uploads import DOCUMENTS, MEDIA, PICTURES, UploadField

EVIDENCE = PICTURES | DOCUMENTS | MEDIA


class FileForm(forms.Form):
    file = UploadField(label=_("Choose a file"), kinds=EVIDENCE)
    description = forms.CharField(
        label=_("What it shows"), max_length=500, required=False, help_text=_("For those who cannot see it.")
    )
