"""What may be chosen and typed in to apply, and to say what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayline.common.forms import DateInput
from wayline.common.uploads import DOCUMENTS, PICTURES, UploadField
from wayline.opportunities import applying
from wayline.opportunities.enums import AnswerForm, ApplicationState
from wayline.opportunities.models import Application, Question
from wayline.portfolio.models import CV, Video
from wayline.portfolio.showing_videos import why_not

ASKED = "question_"
LONGEST_ANSWER = 2000


class UntilField(forms.DateField):
    """A last day: today at the earliest, two years from now at the latest."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Open to the employer until"), widget=DateInput(), **kwargs)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        today = timezone.localdate()
        if day and day < today:
            raise ValidationError(_("This day has passed. Choose a later one."))
        if day and day > today + applying.LONGEST_OPEN:
            raise ValidationError(_("Two years at most. You can choose a later day again then."))
        return day


class ApplyForm(forms.Form):
    """`strict`: it is to be checked and sent next, so what must be there must be there. A draft may have gaps."""

    cv = forms.ChoiceField(label=_("Which CV goes along"), required=False, widget=forms.RadioSelect)
    letter = forms.ChoiceField(label=_("Which letter goes along"), required=False, widget=forms.RadioSelect)
    video = forms.ChoiceField(label=_("Which video goes along"), required=False, widget=forms.RadioSelect)
    document = UploadField(
        label=_("Add a document"), kinds=DOCUMENTS | PICTURES, required=False,
        help_text=_("A certificate or a sample of your work. One at a time."),
    )  # fmt: skip
    open_until = UntilField()

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        cvs: Sequence[CV],
        videos: Sequence[Video],
        questions: Sequence[Question],
        draft: Application | None,
        last_day: date,
        strict: bool,
    ) -> None:
        super().__init__(data, files)
        self.strict, self.questions = strict, questions
        self.cvs = {cv.key: cv for cv in cvs}
        self._settle_papers(cvs, draft)
        self._settle_videos(videos, draft)
        self.initial["open_until"] = draft.open_until if draft else last_day
        for one in questions:
            self.fields[f"{ASKED}{one.pk}"] = _field_for(one, required=one.required and (strict or data is None))
            self.initial[f"{ASKED}{one.pk}"] = draft.typed.get(str(one.pk), "") if draft else ""

    def _settle_papers(self, cvs: Sequence[CV], draft: Application | None) -> None:
        with_letter = [cv for cv in cvs if cv.letter_text]
        self.fields["cv"].choices = [*((cv.key, cv.title) for cv in cvs), ("", _("No CV"))]  # type: ignore[attr-defined]
        self.fields["letter"].choices = [  # type: ignore[attr-defined]
            *((cv.key, cv.letter_subject or cv.title) for cv in with_letter),
            ("", _("No letter")),
        ]
        first = cvs[0].key if cvs and draft is None else ""
        self.initial["cv"] = draft.cv.key if draft and draft.cv else first
        self.initial["letter"] = draft.letter.key if draft and draft.letter else ""

    def _settle_videos(self, videos: Sequence[Video], draft: Application | None) -> None:
        """Those that can be shown to others today, and why the rest cannot."""
        self.videos = {one.key: one for one in videos if not why_not(one)}
        self.unfit = [(one, why) for one in videos if (why := why_not(one))]
        field: Any = self.fields["video"]
        field.choices = [*((key, str(one)) for key, one in self.videos.items()), ("", _("No video"))]
        field.choice_hints = {
            key: gettext("Shown until %(day)s at the latest") % {"day": date_format(one.shown_until)}
            for key, one in self.videos.items()
        }
        film = getattr(draft, "film", None)
        self.initial["video"] = film.video.key if film else ""

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.strict and not said.get("cv") and not said.get("letter"):
            self.add_error("cv", gettext("Choose a CV or a letter."))
        return said

    def asked(self) -> Iterator[forms.BoundField]:
        return (self[f"{ASKED}{one.pk}"] for one in self.questions)

    def values(self) -> dict[str, Any]:
        """For `actions.applications.keep`."""
        said = self.cleaned_data
        return {
            "cv": self.cvs.get(said["cv"]),
            "letter": self.cvs.get(said["letter"]),
            "video": self.videos.get(said["video"]),
            "open_until": said["open_until"],
            "typed": {str(one.pk): said[f"{ASKED}{one.pk}"] for one in self.questions},
        }


def _field_for(question: Question, *, required: bool) -> forms.Field:
    common: dict[str, Any] = {"label": question.text, "required": required}
    if question.form == AnswerForm.TEXT:
        return forms.CharField(max_length=LONGEST_ANSWER, widget=forms.Textarea({"rows": 4}), **common)
    if question.form == AnswerForm.YES_NO:
        choices: list[tuple[str, Any]] = [(str(_("Yes")), _("Yes")), (str(_("No")), _("No"))]
    else:
        choices = [(one, one) for one in question.choices]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect({"class": "wl-small"}), **common)


class UntilForm(forms.Form):
    open_until = UntilField()


class MarkForm(forms.Form):
    """What is said to the person with a new status."""

    message = forms.CharField(
        label=_("Message"), max_length=2000, required=False, widget=forms.Textarea({"rows": 6}),
        help_text=_("The person reads it. For an invitation say when, where and with whom."),
    )  # fmt: skip


class TrackForm(forms.Form):
    """How an application stands that went another way."""

    state = forms.ChoiceField(
        label=_("How it stands"), widget=forms.RadioSelect({"class": "wl-small"}),
        choices=[(state, ApplicationState(state).label) for state in applying.TRACKED],
    )  # fmt: skip
    note = forms.CharField(
        label=_("Your own note"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("Only you read it."),
    )  # fmt: skip
