"""What may be typed in to check a credential, and to revoke one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from wayline.portfolio.badges.carriers import LARGEST_FILE
from wayline.portfolio.models import IssuedCredential


class CheckForm(forms.Form):
    """One of the three: a file, a text, or an address of ours."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("The badge as a picture (SVG or PNG) or as a file (JSON). It is not kept."),
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=True,
        max_length=300_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("Or paste the credential: text in curly brackets, or three parts with full stops between them."),
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=300,
        help_text=_("Or the address of a credential that was issued here."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [name for name in ("file", "text", "address") if cleaned.get(name)]
        if not given and not self.errors:
            self.add_error("file", _("Choose a file, paste a text or give an address."))
        if len(given) > 1:
            self.add_error(given[1], _("Give only one of the three."))
        return cleaned

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file is None:
            return b""
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too large for a credential."))
        content: bytes = file.read()
        return content

    def clean_address(self) -> IssuedCredential | None:
        given = self.cleaned_data["address"]
        if not given:
            return None
        try:
            match = resolve(urlsplit(given.strip()).path)
        except (Resolver404, ValueError):
            match = None
        if match is None or match.view_name != "credentials:credential":
            raise forms.ValidationError(_("This is no address of a credential issued here."))
        found = IssuedCredential.objects.public().filter(pk=match.kwargs["pk"]).first()
        if found is None:
            raise forms.ValidationError(_("No credential has this address. Check it letter by letter."))
        return found


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it revoked?"),
        max_length=300,
        help_text=_("The holder reads it. Others only see that it was revoked."),
    )
