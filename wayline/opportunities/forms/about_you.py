"""What a person may answer about themselves, for fairness only. Every question may be left unanswered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.models.about_you import AboutYou, Background, Limits, Sex

UNSAID = ("", _("I’d rather not say"))
EXAMPLES = {
    Background.PROFESSIONAL: _("Teacher, nurse, engineer, accountant, solicitor, software designer"),
    Background.MANAGER: _("Of an office, a shop, a restaurant, a warehouse; director of a company"),
    Background.CLERICAL: _("Secretary, call centre agent, clerk, nursery assistant"),
    Background.OWNER: _("A shop, a workshop, a café or a taxi of one’s own, with fewer than 25 people"),
    Background.CRAFT: _("Mechanic, plumber, electrician, gardener, train driver"),
    Background.ROUTINE: _("Sales assistant, cleaner, carer, farm worker, machine operator, lorry driver, waiter"),
}


def _question(label: Any, choices: list[tuple[str, Any]], help_text: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[*choices, UNSAID], required=False, widget=forms.RadioSelect, help_text=help_text
    )


class AboutYouForm(forms.Form):
    """`agrees` is asked for until the person has agreed to the words of today."""

    mark_optional = False

    sex = _question(_("What is your sex?"), list(Sex.choices), _("As you would answer in a census."))
    limits = _question(
        _(
            "For at least the past 6 months, to what extent have you been limited because of a health problem in "
            "activities people usually do?"
        ),
        list(Limits.choices),
        _("Of body or mind. No diagnosis, and no proof."),
    )
    background = _question(
        _("When you were about 14, what was the work of the person who earned most at home?"),
        list(Background.choices),
        _("Whoever you grew up with, and as well as you know it. It says much about who helps one into work."),
    )
    agrees = forms.BooleanField(
        label=_("I agree that my answers are kept and counted as it says here, and I am 16 or older"),
        error_messages={"required": _("Without your agreement nothing is kept. Tick the box, or leave this page")},
    )

    def __init__(self, data: Any = None, *, answers: AboutYou | None, has_agreed: bool) -> None:
        said = {name: getattr(answers, name, "") for name in ("sex", "limits", "background")}
        super().__init__(data, initial=said)
        self.fields["background"].choice_hints = dict(EXAMPLES)  # type: ignore[attr-defined]  # read by our templates
        if answers is not None and has_agreed:
            del self.fields["agrees"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "agrees" in self.fields and not any(cleaned.get(name) for name in ("sex", "limits", "background")):
            raise forms.ValidationError(_("Answer at least one question, or leave this page: nothing is kept then"))
        return cleaned

    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("sex", "limits", "background")}
