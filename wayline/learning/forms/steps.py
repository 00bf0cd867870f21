"""What authors may type in about a step: the same form for every kind, with the fields that the kind registers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayline.common.uploads import CAPTIONS, FILM, SOUND, UploadField
from wayline.learning.content import CONTENT_FIELDS
from wayline.learning.forms.authoring import FILES, LinesField, stop_counting
from wayline.learning.kinds import StepKind
from wayline.learning.models import Asset, Programme, Step, StepVersion
from wayline.learning.packages.outline import StepOutline
from wayline.lmi.addresses import explorer_path

ADDRESS = _("A file of this programme (files/…) or an address that begins with https://")
UPLOADS = {"media": "media_file", "captions": "captions_file", "download": "download_file"}
"""Which upload fills which address."""


def _fields_of(kind: StepKind) -> dict[str, forms.Field]:
    """The fields for the content of a kind; what a room above registers beyond these has its own form."""
    text = forms.Textarea
    sound_only = kind.key == "audio"
    every: dict[str, forms.Field] = {
        "media": forms.CharField(label=_("Where it is"), max_length=500, required=False, help_text=ADDRESS),
        "media_file": UploadField(
            label=_("Or upload it"), kinds=SOUND if sound_only else FILM, required=False,
            help_text=_("It takes the place of the address above."),
        ),
        "captions": forms.CharField(
            label=_("Captions"), max_length=300, required=False,
            help_text=_("A file of this programme (files/…), WebVTT"),
        ),
        "captions_file": UploadField(label=_("Or upload captions"), kinds=CAPTIONS, required=False),
        "transcript": forms.CharField(
            label=_("Transcript"), max_length=100_000, required=False, widget=text({"rows": 6}),
            help_text=_("For those who cannot hear or see it, and for those who would rather read."),
        ),
        "download": forms.CharField(label=_("Where the file is"), max_length=500, required=False, help_text=ADDRESS),
        "download_file": UploadField(label=_("Or upload it"), kinds=FILES, required=False),
        "instructions": forms.CharField(
            label=_("What to find out") if kind.key == "lmi" else _("What to hand in"),
            max_length=20_000, required=False, widget=text({"rows": 5}),
        ),
        "explore": forms.CharField(
            label=_("Page that it opens"), max_length=500, required=False,
            help_text=_("Copy the address of a job, an area, a ranking or a search. Empty: the explorer’s first page."),
        ),
        "hand_in": forms.ChoiceField(
            label=_("Learners hand in"),
            choices=[("either", _("a text or a file")), ("text", _("a text")), ("file", _("a file"))],
            widget=forms.RadioSelect,
        ),
        "pass_percent": forms.IntegerField(
            label=_("Percent needed to pass"), min_value=0, max_value=100, required=False,
            help_text=_("Empty or 0: everybody who answers has passed."),
        ),
        "options": LinesField(label=_("Answers to choose from"), max_length=10_000, help_text=_("One on each line.")),
        "several": forms.BooleanField(label=_("Learners may choose more than one"), required=False),
        "place": forms.CharField(label=_("Place"), max_length=300, required=False),
        "dial_in": forms.CharField(label=_("Dial-in"), max_length=200, required=False),
        "link": forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https"),
    }  # fmt: skip
    names: list[str] = []
    for name in kind.fields:
        names += [name, *([UPLOADS[name]] if name in UPLOADS else [])]
    return {name: every[name] for name in names if name in every}


class StepForm(forms.Form):
    """A step as one page. `base` is the version that was open, so that nobody overwrites what they have not seen."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    title = forms.CharField(label=_("Title"), max_length=200)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=0,
        max_value=600,
        help_text=_("How long a learner needs, from 0 to 600."),
        widget=forms.NumberInput({"class": "govuk-input--width-4"}),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=200_000,
        required=False,
        strip=False,
        help_text=_("You can use Markdown: ## for a heading, **bold**, - for a list, [text](address) for a link."),
        widget=forms.Textarea({"rows": 16}),
    )
    note = forms.CharField(
        label=_("What changed"), max_length=200, required=False, help_text=_("For your co-authors, in the history.")
    )

    def __init__(
        self, *args: Any, step: Step, kind: StepKind, version: StepVersion, kept: bool = False, **kwargs: Any
    ) -> None:
        initial = {"title": version.title, "minutes": version.minutes, "body": version.body, "base": version.number}
        initial |= {"hand_in": "either", **version.content}
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.step, self.kind, self.version = step, kind, version
        self.fields.update(_fields_of(kind))
        self.order_fields(["base", "title", "minutes", "body", *_fields_of(kind), "note"])
        stop_counting(self)
        attrs = self.fields["body"].widget.attrs
        attrs["data-draft-key"] = draft_key(step, version)
        attrs["data-draft-kept"] = _("Your text is kept on this device.")
        attrs["data-draft-restored"] = _("This is the text you had not saved. The saved one is in the history.")
        if not self.is_bound and not kept:  # what the author just sent is newer than what the browser kept
            attrs["data-draft-over"] = ""

    def clean_body(self) -> str:
        return str(self.cleaned_data["body"]).replace("\r\n", "\n").strip("\n")

    def clean_transcript(self) -> str:
        return str(self.cleaned_data["transcript"]).replace("\r\n", "\n")

    def clean_instructions(self) -> str:
        return str(self.cleaned_data["instructions"]).replace("\r\n", "\n")

    def clean_media(self) -> str:
        return check_address(self.cleaned_data["media"], self.step.programme)

    def clean_captions(self) -> str:
        return check_address(self.cleaned_data["captions"], self.step.programme, own_only=True)

    def clean_explore(self) -> str:
        asked = str(self.cleaned_data["explore"])
        path = explorer_path(asked)
        if asked and not path:
            raise forms.ValidationError(_("This is not a page about jobs or areas. Open one and copy its address."))
        return path

    def clean_download(self) -> str:
        return check_address(self.cleaned_data["download"], self.step.programme)

    def clean_options(self) -> list[str]:
        options: list[str] = self.cleaned_data["options"]
        if len(options) < 2:
            raise forms.ValidationError(_("Give two answers or more, each on its own line."))
        if len(set(options)) < len(options):
            raise forms.ValidationError(_("Each answer may stand there once only."))
        return options

    def uploads(self) -> dict[str, Any]:
        """By address field: the checked file that takes its place."""
        return {name: checked for name, upload in UPLOADS.items() if (checked := self.cleaned_data.get(upload))}

    def outline(self, *, addresses: dict[str, str]) -> StepOutline:
        """What was typed in. What the form does not ask for (a quiz's questions) stays as it was."""
        outline = StepOutline(
            title=self.cleaned_data["title"],
            kind=self.step.kind,  # type: ignore[arg-type]  # rooms above may register more kinds
            body=self.cleaned_data["body"],
            minutes=self.cleaned_data["minutes"],
            key=self.step.key,
        )
        for name in CONTENT_FIELDS:
            if name in self.cleaned_data:
                value = addresses.get(name, self.cleaned_data[name])
                empty = getattr(outline, name)
                setattr(outline, name, tuple(value) if isinstance(value, list) else value or empty)
        return outline


def draft_key(step: Step, version: StepVersion) -> str:
    """A text that was begun on one version is not put over another."""
    return f"step-{step.pk}-{version.number}"


def check_address(value: str, programme: Programme, *, own_only: bool = False) -> str:
    """`files/…` must be there; another address must be https, for pages are."""
    if not value:
        return ""
    if value.startswith("files/"):
        if not Asset.objects.filter(programme=programme, name=value.removeprefix("files/")).exists():
            raise forms.ValidationError(_("The programme has no file of this name. Upload it, or choose another one."))
        return value
    if own_only or not value.startswith("https://"):
        raise forms.ValidationError(_("Give a file of this programme.") if own_only else ADDRESS)
    forms.URLField(assume_scheme="https").clean(value)
    return value
