"""What facilitators may type in about a run."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from wayline.common.forms import DateInput, DateTimeInput
from wayline.learning.models import LiveEvent, Run


class RunForm(forms.ModelForm[Run]):
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Weeks open at midnight there."))

    class Meta:
        model = Run
        fields = ("title", "access", "pacing", "starts_on", "ends_on", "time_zone", "places", "anonymous_allowed")
        widgets = {
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "access": forms.RadioSelect,
            "pacing": forms.RadioSelect,
        }
        help_texts = {
            "ends_on": _("Leave empty for a run without an end."),
            "places": _("Leave empty for any number. When all are taken, people can wait."),
            "anonymous_allowed": _("Facilitators still see who wrote. Learners are told so."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(
            zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/"))
        )
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in ("UTC", *zones)],
            help_text=_("Weeks open at midnight there."),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The run cannot end before it starts."))
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class InvitationsForm(forms.Form):
    emails = forms.CharField(
        label=_("E-mail addresses"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One on each line, or with commas between."),
        max_length=50_000,
    )

    def clean_emails(self) -> list[str]:
        """All or nothing: an address that is not one is named with its line."""
        found, problems = [], []
        for number, line in enumerate(self.cleaned_data["emails"].splitlines(), start=1):
            for part in filter(None, re.split(r"[,;\s]+", line)):
                try:
                    validate_email(part)
                except forms.ValidationError:
                    problems.append(
                        _("Line %(line)s: “%(text)s” is not an e-mail address.") % {"line": number, "text": part[:80]}
                    )
                else:
                    found.append(part.lower())
        if problems:
            raise forms.ValidationError(problems)
        return found


class EventForm(forms.Form):
    starts_at = forms.DateTimeField(label=_("Starts"), widget=DateTimeInput(), required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=24 * 60)
    place = forms.CharField(label=_("Place"), max_length=300, required=False)
    dial_in = forms.CharField(label=_("Dial-in"), max_length=200, required=False)
    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")

    def __init__(self, *args: Any, zone: ZoneInfo, event: LiveEvent | None, **kwargs: Any) -> None:
        self.zone = zone
        if event is not None:
            kwargs.setdefault("initial", {}).update(
                starts_at=event.starts_at.astimezone(zone).replace(tzinfo=None),
                minutes=event.minutes, place=event.place, dial_in=event.dial_in, link=event.link,
            )  # fmt: skip
        super().__init__(*args, **kwargs)

    def clean_starts_at(self) -> datetime | None:
        """What was typed is the clock where the run takes place, not the clock of the person who typed."""
        typed: datetime | None = self.cleaned_data["starts_at"]
        return typed.replace(tzinfo=self.zone) if typed else None


class OpeningForm(forms.Form):
    opens_on = forms.DateField(label=_("Opens on"), widget=DateInput(), required=False)
