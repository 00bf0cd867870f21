"""Why there is no figure, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Reason:
    """`short` stands where the figure would; `meaning` says what it tells and what it does not."""

    short: Promise
    meaning: Promise


REASONS: dict[str, Reason] = {
    "ashe-cv": Reason(
        _("Not reliable enough"),
        _(
            "Too few people were asked to say it with any certainty, so the "
            "publisher does not give it (margin over 20 %)."
        ),
    ),
    "ashe-disclosive": Reason(
        _("Hidden to protect people"),
        _("The number could tell something about single people or firms, so the publisher hides it."),
    ),
    "ashe-unreliable-or-disclosive": Reason(
        _("Not reliable enough, or hidden to protect people"),
        _("The publisher does not give it and does not say which of the two it is."),
    ),
    "ashe-not-available": Reason(
        _("Not available"), _("The publisher has no number here, for example no earlier year to compare with.")
    ),
    "ashe-nil": Reason(_("None or too small to count"), _("The publisher counts nobody here, or too few to round up.")),
    "ashe-blank": Reason(_("Not given"), _("The publisher leaves this place in the table empty, without a reason.")),
    "jobs-beside": Reason(
        _("Hidden so that another number stays hidden"),
        _("From it and the totals one could work out a number that the publisher hides."),
    ),
    "si-under-1000": Reason(
        _("Fewer than 1,000 people"),
        _(
            "Below 1,000 people a projection is too uncertain to be of use, so its makers "
            "ask not to show it. For a change, one of its two years is below."
        ),
    ),
    "si-beside": Reason(
        _("Hidden so that a small number stays hidden"),
        _("It is large enough itself, but from it and the totals one could work out a number below 1,000 people."),
    ),
    "lfs-small-sample": Reason(
        _("Too few people were asked"),
        _("The sample is too small for a reliable estimate. It does not mean that nobody works in this job."),
    ),
    "lfs-beside": Reason(
        _("Hidden so that another number stays hidden"),
        _("From it and the totals one could work out a number whose sample is too small."),
    ),
    "nomis-not-available": Reason(_("Not available"), _("Nomis gives no number here.")),
    "nomis-suppressed": Reason(
        _("Hidden by the publisher"), _("The number is too small or too uncertain to be given. It does not mean zero.")
    ),
    "eurostat-missing": Reason(_("Not available"), _("The country did not report it, or it was not collected.")),
    "eurostat-confidential": Reason(_("Confidential"), _("It could tell something about single people or firms.")),
    "eurostat-not-applicable": Reason(_("Does not apply"), _("There can be no such number.")),
    "eurostat-not-significant": Reason(_("Too small to matter"), _("The publisher rounds it away.")),
    "eu-lfs-small": Reason(_("Too few people"), _("The rules of the EU labour force survey hide numbers this small.")),
    "oews-wage": Reason(_("Wage not available"), _("The publisher has no reliable estimate of the wage.")),
    "oews-employment": Reason(
        _("Number not available"), _("The publisher has no reliable estimate of the number of jobs.")
    ),
    "oews-top": Reason(
        _("Above what is published"),
        _(
            "The wage is at or above the highest that the publisher gives "
            "($115.00 an hour or $239,200 a year in May 2024)."
        ),
    ),
    "oews-blank": Reason(
        _("Not given"),
        _("The file has no number here and does not say why: not available, or above what is published."),
    ),
    "ooh-blank": Reason(_("Not given"), _("The handbook names no number for this occupation.")),
    "onet-suppress": Reason(
        _("Not reliable enough"),
        _("O*NET recommends not to show it: too few answers, or answers too far apart."),
    ),
    "onet-not-relevant": Reason(
        _("Not relevant to this job"),
        _("Most who were asked find it unimportant for this job, so a level of it means little."),
    ),
    "onet-beside": Reason(
        _("Hidden so that another number stays hidden"),
        _("The shares make 100 %, so from the others one could work out the one that should not be shown."),
    ),
    "mapped-suppressed": Reason(
        _("Hidden by the publisher"), _("The publisher marks this number as hidden. It does not mean zero.")
    ),
    "mapped-missing": Reason(_("Not available"), _("The publisher gives no number here.")),
    "mapped-not-yet": Reason(_("Not yet known"), _("The period is not over, or its figures are not out yet.")),
    "mapped-not-applicable": Reason(_("Does not apply"), _("There can be no such number.")),
    "parts-missing": Reason(
        _("One of its parts has no figure"),
        _("It would be put together from several occupations, and for one of them the publisher gives no number."),
    ),
    "vacancies-few": Reason(
        _("Hidden so that no employer can be told"),
        _(
            "Fewer than five vacancies, or of fewer than three employers, or nearly all of one; or a number from which "
            "one could work out such a one. It does not mean zero."
        ),
    ),
    "mapped-small-sample": Reason(
        _("Too few were asked"), _("Fewer answers than the publisher's own minimum stand behind it.")
    ),
}

UNKNOWN = Reason(_("Not available"), _("The publisher gives no number here."))


def reason_of(key: str) -> Reason:
    return REASONS.get(key, UNKNOWN)


@lru_cache(maxsize=256)
def in_english(key: str) -> str:
    """What a reason tells, for programs, whatever language is read beside; "" for none."""
    if not key:
        return ""
    with translation.override("en"):
        return f"{reason_of(key).short}. {reason_of(key).meaning}"
