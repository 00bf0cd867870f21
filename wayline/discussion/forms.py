"""What may be typed in. Forms validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wayline.common.uploads import PICTURES, UploadField
from wayline.discussion.enums import ReportReason
from wayline.discussion.models import Space
from wayline.discussion.models.comments import TEXT_LIMIT

PICTURE_MB = 10


class WordsForm(forms.Form):
    """A text of a person's own, with a draft kept in the browser, and a picture with what it shows."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write something first.")},
    )
    picture = UploadField(label=_("Picture"), kinds=PICTURES, limit_mb=PICTURE_MB, required=False)
    alt = forms.CharField(
        label=_("What the picture shows"),
        max_length=300,
        required=False,
        help_text=_("For people who cannot see it."),
    )

    def __init__(self, *args: Any, draft: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if draft:
            self.fields["text"].widget.attrs |= {
                "data-draft-key": draft,
                "data-draft-kept": _("Draft kept on this device"),
                "data-draft-restored": _("Your draft is back"),
            }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("picture") and not data.get("alt"):
            self.add_error("alt", ValidationError(_("Say what the picture shows."), code="required"))
        return data


class CommentForm(WordsForm):
    anonymous = forms.BooleanField(
        label=_("Do not show my name to other participants"),
        help_text=_("Facilitators still see who wrote it."),
        required=False,
    )

    def __init__(self, *args: Any, may_be_anonymous: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_anonymous:
            del self.fields["anonymous"]


class TopicForm(CommentForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    field_order = ("title", "text", "picture", "alt", "anonymous")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your first comment")


class SearchForm(forms.Form):
    """Words to look for; anything else a person may type gives an empty list, never an error."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)


class DeleteForm(forms.Form):
    """A facilitator who deletes somebody else's comment says why."""

    reason = forms.CharField(label=_("Why you delete it"), max_length=300)


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=ReportReason.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What facilitators should know"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you hide it"), max_length=300, help_text=_("The author reads this, and it stays on record.")
    )


class LinkForm(forms.Form):
    """Which comment to tie to this one: its address, or its number."""

    address = forms.CharField(
        label=_("Address of the other comment"),
        max_length=300,
        help_text=_("Copy it from the time beside the comment's author."),
    )
    note = forms.CharField(label=_("What they have in common"), max_length=200, required=False)

    def clean_address(self) -> int:
        """The number at the end of a stable address or of a place in a stream."""
        given = self.cleaned_data["address"].strip()
        number = given.rstrip("/").rsplit("/", 1)[-1].rsplit("comment-", 1)[-1]
        if not number.isdecimal() or len(number) > 15:
            raise ValidationError(_("This is not the address of a comment."), code="invalid")
        return int(number)


class SlowModeForm(forms.Form):
    WAITS = (
        ("", _("As the space says")),
        ("0", _("No wait")),
        ("60", _("One minute")),
        ("300", _("Five minutes")),
        ("3600", _("One hour")),
        ("86400", _("One day")),
    )
    seconds = forms.TypedChoiceField(
        label=_("Wait between two comments of a participant"),
        choices=WAITS,
        coerce=int,
        empty_value=None,
        required=False,
    )


class LockForm(forms.Form):
    reason = forms.CharField(label=_("Why you close it"), max_length=300, required=False)


class SpaceForm(forms.ModelForm[Space]):
    class Meta:
        model = Space
        fields = ("name", "purpose", "is_open", "anonymous_allowed")
        widgets = {"purpose": forms.Textarea({"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].help_text = _("What the space is for, and for whom.")


class PageForm(forms.Form):
    """`seen` is the version that the person began to edit."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("Text"), max_length=100_000, required=False, widget=forms.Textarea({"rows": 18}))
    note = forms.CharField(label=_("What you changed"), max_length=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, draft: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if draft:
            self.fields["text"].widget.attrs |= {
                "data-draft-key": draft,
                "data-draft-kept": _("Draft kept on this device"),
                "data-draft-restored": _("Your draft is back"),
            }
