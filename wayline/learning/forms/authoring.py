"""What authors may type in about a programme, its weeks, files, authors and remarks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf.global_settings import LANGUAGES
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from wayline.common.uploads import CAPTIONS, DOCUMENTS, FILM, PICTURES, SOUND, UploadField
from wayline.learning.kinds import all_kinds
from wayline.learning.models import Programme, Remark, Week
from wayline.people.enums import Role
from wayline.people.models import Membership, User

FILES = DOCUMENTS | PICTURES | SOUND | FILM | CAPTIONS | {"zip"}
WRITERS = (Role.PRACTITIONER, Role.FACILITATOR, Role.RESEARCHER, Role.MANAGER, Role.ADMINISTRATOR)
"""Roles in which a person may be named as an author."""
LONGEST_CODE = 8
COUNTED = 2000


def languages(*needed: str) -> list[tuple[str, str]]:
    """Languages by their own names, in the order of those; `needed` stay, whatever they are."""
    codes = [code for code, _name in LANGUAGES if len(code) <= LONGEST_CODE]
    own = {code: str(get_language_info(code)["name_local"]) for code in codes}
    names = {code: name[:1].upper() + name[1:] for code, name in own.items()}
    names |= {code: code for code in needed if code and code not in names}
    return sorted(names.items(), key=lambda pair: pair[1].casefold())


def stop_counting(form: forms.Form) -> None:
    """A limit that nobody reaches in writing is not worth a counter below the field; it still holds."""
    for field in form.fields.values():
        if int(field.widget.attrs.get("maxlength") or 0) > COUNTED:
            del field.widget.attrs["maxlength"]


class LinesField(forms.CharField):
    """A list: one item on each line."""

    def __init__(self, *, longest: int = 300, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(widget=forms.Textarea({"rows": kwargs.pop("rows", 4)}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(item) for item in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        kept = [line for line in lines if line]
        if any(len(line) > self.longest for line in kept):
            message = _("A line may have at most %(longest)d characters.")
            raise forms.ValidationError(message, params={"longest": self.longest})
        return kept


class NewProgrammeForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Language of the texts"))
    summary = forms.CharField(
        label=_("Summary"), max_length=400, required=False, widget=forms.Textarea({"rows": 3, "maxlength": 400})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(label=_("Language of the texts"), choices=languages())


class ProgrammeForm(forms.Form):
    """What stands above the weeks."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("Summary"),
        max_length=400,
        required=False,
        help_text=_("One or two sentences for the list of programmes."),
        widget=forms.Textarea({"rows": 3, "maxlength": 400}),
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=20_000,
        required=False,
        help_text=_("What it is about and for whom. You can use Markdown."),
        widget=forms.Textarea({"rows": 8}),
    )
    outcomes = LinesField(
        label=_("What one can do afterwards"), max_length=10_000, required=False, help_text=_("One on each line.")
    )
    language = forms.ChoiceField(label=_("Language of the texts"))
    credits = LinesField(
        label=_("Credits"),
        max_length=10_000,
        required=False,
        rows=3,
        help_text=_("Who wrote it, one name on each line. Learners see it."),
    )
    licence = forms.CharField(
        label=_("Licence"), max_length=120, required=False, help_text=_("For example CC BY-SA 4.0")
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, required=False, help_text=_("Where it was adapted from, if it was.")
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(programme, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the texts"), choices=languages(programme.language)
        )
        self.order_fields(["title", "summary", "description", "outcomes", "language", "credits", "licence", "source"])
        stop_counting(self)


class WeekForm(forms.ModelForm[Week]):
    class Meta:
        model = Week
        fields = ("title", "intro")
        widgets = {"intro": forms.Textarea({"rows": 6})}
        help_texts = {"intro": _("What the week is about. You can use Markdown.")}


class NewStepForm(forms.Form):
    title = forms.CharField(label=_("Title of the step"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = all_kinds()
        field = forms.ChoiceField(
            label=_("Kind"), choices=[(kind.key, kind.label) for kind in kinds], widget=forms.RadioSelect
        )
        field.choice_hints = {kind.key: kind.hint for kind in kinds}  # type: ignore[attr-defined]  # formfields.py reads it
        self.fields["kind"] = field


class AuthorForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The person needs an account and a role here, other than client.")
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        active = Membership.objects.active().filter(user__email__iexact=email, role__in=WRITERS)
        member = active.select_related("user").first()
        if member is None:
            raise forms.ValidationError(_("No colleague with this address can be named. Check how it is written."))
        self.user: User = member.user
        return email


class FileForm(forms.Form):
    file = UploadField(
        label=_("File"), kinds=FILES, help_text=_("A picture, document, recording, film, captions (VTT) or zip.")
    )


class RemarkForm(forms.ModelForm[Remark]):
    class Meta:
        model = Remark
        fields = ("passage", "text")
        labels = {"passage": _("Passage"), "text": _("Your remark")}
        help_texts = {"passage": _("Copy the words you mean from the text. Leave it empty to speak of the whole step.")}
        widgets = {
            "passage": forms.Textarea({"rows": 2, "maxlength": 1000}),
            "text": forms.Textarea({"rows": 4, "maxlength": 2000}),
        }


class AdaptForm(forms.Form):
    title = forms.CharField(label=_("Title of your programme"), max_length=200)
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, original: Programme, **kwargs: Any) -> None:
        kwargs["initial"] = {"title": original.title, "language": original.language}
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"),
            choices=languages(original.language),
            help_text=_("Another language than that of the original: you get a page to translate it step by step."),
        )
