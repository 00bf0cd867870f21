"""What may be typed in about a film: the file, its captions line by line, until when it is shown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wayline.common.forms import DateInput
from wayline.common.uploads import FILM, UploadField
from wayline.portfolio.captions import LONGEST_LINE, MOST_LINES, Line, read_time, time_in_words
from wayline.portfolio.models import Video
from wayline.portfolio.places import languages

BLANK_LINES = 6
LONGEST_DAYS = 365


class VideoForm(forms.Form):
    title = forms.CharField(label=_("Name of the video"), max_length=300, initial=_("Video CV"))
    file = UploadField(label=_("Choose a video"), kinds=FILM)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = "video/mp4,video/webm,video/quicktime,.mp4,.m4v,.mov,.webm"


class BeginUploadForm(forms.Form):
    """Sent by a script: what is going to come."""

    name = forms.CharField(max_length=500)
    title = forms.CharField(max_length=300)
    size = forms.IntegerField(min_value=1)

    def clean_size(self) -> int:
        size: int = self.cleaned_data["size"]
        if size > settings.VIDEO_LIMIT_MB * 1024 * 1024:
            message = _("The video may have at most %(limit)d MB.")
            raise forms.ValidationError(message, params={"limit": settings.VIDEO_LIMIT_MB})
        return size


class CaptionForm(forms.Form):
    """One line. An empty one is none."""

    mark_optional = False
    start = forms.CharField(label=_("From"), max_length=12, required=False)
    end = forms.CharField(label=_("Until"), max_length=12, required=False)
    text = forms.CharField(label=_("What is said or heard"), max_length=LONGEST_LINE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("start", "end"):
            self.fields[name].widget.attrs["class"] = "govuk-input--width-4"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("text"):
            return {}
        for name in ("start", "end"):
            try:
                cleaned[name] = read_time(cleaned.get(name) or "")
            except ValueError:
                self.add_error(name, _("Enter a time, for example 0:07"))
        if not self.errors and cleaned["end"] <= cleaned["start"]:
            self.add_error("end", _("The end must come after the beginning"))
        return cleaned


class CaptionsForm(forms.Form):
    language = forms.ChoiceField(label=_("Language spoken"))

    def __init__(self, video: Video, data: Any = None) -> None:
        super().__init__(data, initial={"language": video.language})
        self.video = video
        ours = dict(settings.LANGUAGES)
        others = [pair for pair in languages(get_language() or "en") if pair[0] not in ours]
        self.fields["language"].choices = [*settings.LANGUAGES, *others]  # type: ignore[attr-defined]  # a ChoiceField
        kept = [
            {"start": time_in_words(line.start), "end": time_in_words(line.end), "text": line.text}
            for line in video.lines
        ]
        count = len(kept) + BLANK_LINES
        if data is not None:
            count = min(MOST_LINES, sum(1 for name in data if name.endswith("-text")))
        kept += [{}] * (count - len(kept))
        self.lines = [
            CaptionForm(data, prefix=f"line-{number}", initial=kept[number] if number < len(kept) else {})
            for number in range(count)
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(line.is_valid() for line in self.lines), not self._late()])

    @property
    def problems(self) -> list[tuple[str, str]]:
        """For the summary at the top, with the field of each."""
        found = [(str(text), self["language"].id_for_label) for text in self.errors.get("language", [])]
        for line in self.lines:
            found += [(str(text), line[name].id_for_label) for name, texts in line.errors.items() for text in texts]
        return found

    def _late(self) -> bool:
        """Lines in order, and none behind the end of the film."""
        late = False
        for line in self.lines:
            start = line.cleaned_data.get("start") if line.is_valid() else None
            if isinstance(start, float | int) and start > self.video.seconds + 1:
                line.add_error("start", _("The video is over by then"))
                late = True
        return late

    @property
    def typed(self) -> list[Line]:
        found = [line.cleaned_data for line in self.lines if line.cleaned_data.get("text")]
        return sorted((Line(**one) for one in found), key=lambda line: line.start)


class VideoEndForm(forms.Form):
    shown_until = forms.DateField(label=_("Shown to others until"), widget=DateInput)

    def clean_shown_until(self) -> date:
        day: date = self.cleaned_data["shown_until"]
        today = timezone.localdate()
        if not today <= day <= today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("Choose a day between today and a year from now."))
        return day
