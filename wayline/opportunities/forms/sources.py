"""What may be typed in about a source of vacancies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.forms.offers import WRITTEN
from wayline.opportunities.limits import MB, SENT_MB
from wayline.opportunities.models import Source
from wayline.opportunities.models.sources import Format
from wayline.opportunities.queries import places
from wayline.opportunities.sources import table


class SourceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As people read it below a vacancy."))
    format = forms.ChoiceField(label=_("Format"), choices=Format.choices)
    url = forms.URLField(
        label=_("Address"), required=False, max_length=500, assume_scheme="https",
        help_text=_("Of the feed or page. Leave it empty when you send files by hand."),
    )  # fmt: skip
    active = forms.BooleanField(label=_("Read it by itself"), required=False)
    every_hours = forms.IntegerField(label=_("Every … hours"), min_value=1, max_value=720, initial=24)
    language = forms.ChoiceField(label=_("Language of the texts"), choices=WRITTEN)
    area = forms.ChoiceField(label=_("Area, when the vacancy names none"), required=False)
    columns = forms.CharField(
        label=_("Columns of a CSV table"), required=False, widget=forms.Textarea({"rows": 6}), max_length=4000,
        help_text=_("One on each line, as in “title = Stellentitel”. Headings that are ours need no line."),
    )  # fmt: skip

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        self.source = source
        columns = "\n".join(f"{ours} = {theirs}" for ours, theirs in source.mapping.items())
        names = ("name", "format", "url", "active", "every_hours", "language")
        initial = {name: getattr(source, name) for name in names}
        kwargs["initial"] = {**initial, "columns": columns, "area": source.area_id or ""}
        super().__init__(*args, **kwargs)
        choices = [("", _("Not said")), *places.choices()]
        self.fields["area"] = forms.ChoiceField(label=self.fields["area"].label, choices=choices, required=False)
        self.fields["columns"].widget.attrs.pop("maxlength", None)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if Source.objects.filter(service=self.source.service, name=name).exclude(pk=self.source.pk).exists():
            raise forms.ValidationError(_("There is a source of this name already."))
        return name

    def clean_columns(self) -> dict[str, str]:
        mapping = {}
        for line in self.cleaned_data["columns"].splitlines():
            if not line.strip():
                continue
            ours, sign, theirs = (part.strip() for part in line.partition("="))
            if not sign or ours not in table.FIELDS or not theirs:
                raise forms.ValidationError(
                    _("“%(line)s”: write ours = theirs. Ours are: %(fields)s."),
                    params={"line": line[:60], "fields": ", ".join(table.FIELDS)},
                )
            mapping[ours] = theirs
        return mapping

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("active") and not said.get("url"):
            self.add_error("url", _("What is read by itself needs an address."))
        return said

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said["mapping"] = said.pop("columns")
        area = said.pop("area")
        return {**said, "area_id": int(area) if area else None}


class SendForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("At most 50 MB."))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > SENT_MB * MB:
            raise forms.ValidationError(_("The file is larger than 50 MB. Use the command for it."))
        return file
