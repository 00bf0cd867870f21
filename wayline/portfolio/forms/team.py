"""What may be typed in about a team: how one takes part, what is needed, which training is planned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayline.common.forms import DateInput
from wayline.people.models import User
from wayline.portfolio import team_sources
from wayline.portfolio.enums import NeedKind, TeamPart, TeamPresence, TrainingState
from wayline.portfolio.labels import SHORT_LEVELS
from wayline.portfolio.models import TeamChoice, TeamNeed
from wayline.portfolio.team_sources import Programme

PRESENCE_HINTS = {
    TeamPresence.NONE: _("Nothing of yours is used. Nobody is told that you chose this."),
    TeamPresence.COUNTED: _("You are part of sums only, and sums that would give somebody away are hidden."),
    TeamPresence.NAMED: _("Your manager reads your name with the parts that you tick, and can plan training with you."),
}
PART_HINTS = {
    TeamPart.SKILLS: _("Skills, languages and digital skills that you keep, with their level. No descriptions."),
    TeamPart.VOUCHED: _("Which skills were validated, or endorsed where you show it. Alone: only those skills."),
    TeamPart.CREDENTIALS: _("Certificates of programmes, placements and validations that this service issued to you."),
    TeamPart.RATINGS: _("Where you rated yourself low in a questionnaire that says what to learn next. Named only."),
}


class TeamChoiceForm(forms.Form):
    presence = forms.ChoiceField(
        label=_("How do you want to take part?"), choices=TeamPresence.choices, widget=forms.RadioSelect
    )
    parts = forms.MultipleChoiceField(
        label=_("What may be used?"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Only if you take part. None is ticked beforehand."),
    )  # fmt: skip

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        presence: Any = self.fields["presence"]
        presence.choice_hints = {one.value: text for one, text in PRESENCE_HINTS.items()}
        offered = [part for part in TeamPart if part != TeamPart.RATINGS or team_sources.known.ratings]
        parts: Any = self.fields["parts"]
        parts.choices = [(part.value, part.label) for part in offered]
        parts.choice_hints = {part.value: PART_HINTS[part] for part in offered}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        takes_part = cleaned.get("presence") not in (None, TeamPresence.NONE)
        if takes_part and not cleaned.get("parts") and "parts" not in self.errors:
            self.add_error("parts", _("Tick at least one part, or choose not to take part"))
        return cleaned


class NeedForm(forms.Form):
    """How many people, and how well."""

    people = forms.IntegerField(
        label=_("How many people should have it?"), min_value=1, max_value=999, initial=1,
        widget=forms.NumberInput({"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("At least at this level"),
        required=False,
        help_text=_("Who has it lower, or says no level, nearly has it. People without a name count at any level."),
    )

    def __init__(self, data: Any = None, *, need: TeamNeed | None = None, kind: str = NeedKind.SKILL) -> None:
        super().__init__(data, initial={"people": need.people, "level": need.level} if need else None)
        level: Any = self.fields["level"]
        level.choices = [("", _("any level")), *((key, label) for key, label in SHORT_LEVELS.items())]
        if (need.kind if need else kind) == NeedKind.CREDENTIAL:
            del self.fields["level"]


class CredentialNeedForm(NeedForm):
    """A credential, by the title that it is issued with."""

    credential = forms.ChoiceField(label=_("Credential"))
    field_order = ("credential", "people")

    def __init__(self, titles: Sequence[str], data: Any = None) -> None:
        super().__init__(data, kind=NeedKind.CREDENTIAL)
        field: Any = self.fields["credential"]
        field.choices = [("", _("Choose one")), *((title, title) for title in titles)]


class TrainingForm(forms.Form):
    """Free words with a link, or a programme of the house."""

    programme = forms.ChoiceField(label=_("A programme of this service"), required=False)
    title = forms.CharField(
        label=_("Or other training"), max_length=200, required=False,
        help_text=_("A course elsewhere, a day with a colleague, a book. Please name nobody here."),
    )  # fmt: skip
    url = forms.CharField(
        label=_("Its web address"), max_length=500, required=False, validators=[URLValidator(["http", "https"])]
    )
    person = forms.ChoiceField(
        label=_("For whom?"), required=False,
        help_text=_("Only people who let you see their name can be chosen. They are told."),
    )  # fmt: skip
    until = forms.DateField(label=_("Until when?"), widget=DateInput, required=False)
    state = forms.ChoiceField(label=_("How far is it?"), choices=TrainingState.choices, widget=forms.RadioSelect)

    def __init__(
        self, programmes: Sequence[Programme], named: Sequence[TeamChoice], data: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.programmes = {one.url: one for one in programmes}
        self.named = {str(choice.key): choice.user for choice in named}
        programme: Any = self.fields["programme"]
        programme.choices = [("", gettext("none")), *((one.url, one.title) for one in programmes)]
        person: Any = self.fields["person"]
        person.choices = [
            ("", gettext("somebody of the team")),
            *((key, user.name) for key, user in self.named.items()),
        ]
        if not programmes:
            del self.fields["programme"]
            self.fields["title"].label = _("Training")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("programme") and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", _("Choose a programme or say which training"))
        elif cleaned.get("programme") and cleaned.get("title"):
            self.add_error("title", _("Choose a programme or write other training, not both"))
        return cleaned

    @property
    def person_chosen(self) -> User | None:
        return self.named.get(self.cleaned_data["person"])

    @property
    def columns(self) -> dict[str, Any]:
        given = self.cleaned_data
        programme = self.programmes.get(given.get("programme", ""))
        what = {"title": programme.title[:200], "url": programme.url} if programme else {
            "title": given["title"], "url": given["url"],
        }  # fmt: skip
        return {**what, "until": given["until"], "state": given["state"]}
