"""What kinds, fields and choices are called where a person reads them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayline.portfolio.record import Kind

Label = str | Promise

KINDS: dict[Kind, Label] = {
    Kind.EXPERIENCE: _("Experience"),
    Kind.EDUCATION: _("Education and training"),
    Kind.QUALIFICATION: _("Qualification"),
    Kind.SKILL: _("Skill"),
    Kind.LANGUAGE: _("Language"),
    Kind.DIGITAL: _("Digital skill"),
    Kind.ACHIEVEMENT: _("Achievement"),
    Kind.PROJECT: _("Project"),
    Kind.INTEREST: _("Interest"),
    Kind.ASPIRATION: _("What I want"),
    Kind.GOAL: _("Goal"),
    Kind.REFERENCE: _("Reference"),
    Kind.FILE: _("File"),
    Kind.LINK: _("Link"),
    Kind.JOURNAL: _("Journal page"),
    Kind.CREDENTIAL: _("Digital credential"),
}
PLURALS: dict[Kind, Label] = {
    Kind.EXPERIENCE: _("Experience"),
    Kind.EDUCATION: _("Education and training"),
    Kind.QUALIFICATION: _("Qualifications"),
    Kind.SKILL: _("Skills"),
    Kind.LANGUAGE: _("Languages"),
    Kind.DIGITAL: _("Digital skills"),
    Kind.ACHIEVEMENT: _("Achievements"),
    Kind.PROJECT: _("Projects"),
    Kind.INTEREST: _("Interests"),
    Kind.ASPIRATION: _("What I want"),
    Kind.GOAL: _("Goals"),
    Kind.REFERENCE: _("References"),
    Kind.FILE: _("Files"),
    Kind.LINK: _("Links"),
    Kind.JOURNAL: _("Journal"),
    Kind.CREDENTIAL: _("Digital credentials"),
}
KIND_CHOICES: list[tuple[str, Label]] = [(kind.value, label) for kind, label in KINDS.items()]
