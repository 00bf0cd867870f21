"""What the fields of `fields.py` are called where people read or fill them in."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS: dict[str, str | Promise] = {
    "openings": _("Number of places"),
    "weeks": _("How many weeks"),
    "tasks": _("What one does"),
    "experience": _("Experience"),
    "benefits": _("What else comes with it"),
    "licences": _("Driving licences and permits"),
    "goals": _("What one learns"),
    "age_from": _("From which age"),
    "supervision": _("Who looks after the participant"),
    "insurance": _("Insurance"),
    "expenses": _("Travel and meals"),
    "teaching_hours": _("Hours of teaching"),
    "form": _("How it takes place"),
    "certificate": _("What it ends with"),
    "cost": _("Cost"),
    "funding": _("Who may pay for it"),
    "topics": _("What one can talk about"),
    "rhythm": _("How often"),
}
CHOICES: dict[str, str | Promise] = {
    "classroom": _("In a classroom"),
    "online": _("Online"),
    "blended": _("Partly online"),
    "workplace": _("At the workplace"),
    "in_person": _("Face to face"),
    "either": _("Face to face or online"),
}
HINTS: dict[str, str | Promise] = {
    "tasks": _("One on each line."),
    "benefits": _("One on each line."),
    "licences": _("One on each line, for example B or fork-lift."),
    "goals": _("One on each line."),
    "topics": _("One on each line."),
    "cost": _("In the currency chosen for pay. 0 when it is free."),
    "certificate": _("For example a national qualification, or a certificate of attendance."),
}
