"""Holland's six types in our own words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class TypeWords:
    name: Text
    text: Text


TYPES: dict[str, TypeWords] = {
    "R": TypeWords(
        _("Realistic"),
        _("Doing practical things with hands, tools, machines, plants or animals, often out of doors."),
    ),
    "I": TypeWords(
        _("Investigative"), _("Finding out how things are: observing, measuring, thinking a problem through.")
    ),
    "A": TypeWords(_("Artistic"), _("Making something of one’s own: in words, pictures, music, movement or form.")),
    "S": TypeWords(_("Social"), _("Being there for people: teaching, caring, advising, helping them to get on.")),
    "E": TypeWords(
        _("Enterprising"), _("Setting something going: leading, persuading, selling, deciding, taking a risk.")
    ),
    "C": TypeWords(
        _("Conventional"), _("Keeping things in order: figures, records, rules and plans that others can rely on.")
    ),
}
ATTRIBUTION = _(
    "This product includes information from the O*NET Database by the U.S. Department of Labor, Employment and "
    "Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA. "
    "Wayline has modified all or some of this information. USDOL/ETA has not approved, endorsed, or tested these "
    "modifications."
)


def name_of(code: str) -> str:
    return str(TYPES[code].name)


def joined(codes: tuple[str, ...]) -> str:
    """“Social”, “Social and Artistic”, “Social, Artistic and Realistic”."""
    names = [name_of(code) for code in codes]
    if len(names) < 2:
        return "".join(names)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
