"""What each indicator measures, in plain words: title, a sentence with the figure in it, what to be careful about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.formats import get_format, number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wayline.lmi.enums import Statistic, Unit


@dataclass(frozen=True, slots=True)
class IndicatorWords:
    unit: Unit
    title: Promise
    sentence: Promise
    """With %(value)s (already written out with its unit) where the figure stands."""
    caution: Promise
    decimals: int = 0
    sentences: Mapping[str, Promise] = field(default_factory=dict)
    """By statistic, where those of its unit would say something else."""

    def say(self, value: float, statistic: str = "") -> str:
        of_unit = SENTENCES.get((self.unit.value.partition("_")[0], statistic), self.sentence)
        sentence = self.sentences.get(statistic, self.sentence if self.sentences else of_unit)
        return str(sentence) % {"value": written(value, self.unit, self.decimals)}


_PAY_CAUTION = _(
    "Before tax. Employees only: people who work for themselves are not in it. Nobody knows what you would be paid."
)
_PROJECTION_CAUTION = _(
    "A picture of what happens if things go on as they did, not a promise. Numbers for small groups are less certain."
)
_ONET_CAUTION = _("Asked of workers and analysts in the United States. Jobs of the same name can differ here.")
_SHARE_CAUTION = _("A share of those who answered; small samples make it uncertain.")
_OFFERED = _("%(value)s is offered.")
_OFFERED_CAUTION = _(
    "What vacancies of this service say that they pay, not what people earn: many do not say it, and those that do may "
    "differ from the others. The middle of what is offered, as a full-time year."
)
_OFFERED_BY = {
    Statistic.MEDIAN.value: _("Half of the vacancies that name their pay offer less than %(value)s, half offer more."),
    Statistic.P25.value: _("One in four vacancies that name their pay offers less than %(value)s."),
    Statistic.P75.value: _("One in four vacancies that name their pay offers more than %(value)s."),
}
_SENTENCE_RATING = _("Rated %(value)s.")

INDICATORS: dict[str, IndicatorWords] = {
    "employment": IndicatorWords(
        Unit.PEOPLE,
        _("People in work"),
        _("%(value)s work in this job."),
        _("An estimate from a sample survey. People with two jobs count once, in their main job."),
    ),
    "jobs": IndicatorWords(
        Unit.JOBS,
        _("Jobs of employees"),
        _("There are about %(value)s of this kind."),
        _("Jobs, not people: somebody with two jobs counts twice. A rough guide to size only."),
    ),
    "projection": IndicatorWords(
        Unit.PEOPLE,
        _("People in work, estimated and projected"),
        _("%(value)s work in it, or are expected to."),
        _PROJECTION_CAUTION,
    ),
    "projection_change": IndicatorWords(
        Unit.PEOPLE,
        _("Change in the number of people"),
        _("The number is expected to change by %(value)s."),
        _PROJECTION_CAUTION,
    ),
    "replacement_demand": IndicatorWords(
        Unit.PEOPLE,
        _("People who will be needed because others leave"),
        _("%(value)s are expected to leave for good and to need replacing."),
        _("People who retire, fall ill or leave work; not those who change to another job."),
    ),
    "total_requirement": IndicatorWords(
        Unit.PEOPLE,
        _("Openings: growth and people who leave"),
        _("%(value)s are expected to be needed in all."),
        _PROJECTION_CAUTION,
    ),
    "replacement_rate": IndicatorWords(
        Unit.PERCENT_A_YEAR,
        _("Share that leaves each year"),
        _("%(value)s leave for good and need replacing."),
        _("An average over all years of the projection."),
        1,
    ),
    "jobs_projection": IndicatorWords(
        Unit.JOBS,
        _("Jobs, now and projected"),
        _("There are %(value)s, or are expected to be."),
        _PROJECTION_CAUTION,
    ),
    "jobs_projection_change": IndicatorWords(
        Unit.JOBS,
        _("Change in the number of jobs"),
        _("The number is expected to change by %(value)s."),
        _PROJECTION_CAUTION,
    ),
    "jobs_projection_growth": IndicatorWords(
        Unit.PERCENT,
        _("Growth in the number of jobs"),
        _("The number is expected to change by %(value)s over ten years."),
        _PROJECTION_CAUTION,
    ),
    "pay_annual": IndicatorWords(
        Unit.POUNDS_A_YEAR,
        _("Yearly pay"),
        _("People in this job earn %(value)s."),
        _PAY_CAUTION,
    ),
    "pay_weekly": IndicatorWords(
        Unit.POUNDS_A_WEEK,
        _("Weekly pay"),
        _("People in this job earn %(value)s."),
        _PAY_CAUTION,
    ),
    "pay_hourly": IndicatorWords(
        Unit.POUNDS_AN_HOUR,
        _("Hourly pay"),
        _("People in this job earn %(value)s."),
        _PAY_CAUTION,
        2,
    ),
    "pay_annual_change": IndicatorWords(
        Unit.PERCENT,
        _("Change in yearly pay"),
        _("Yearly pay changed by %(value)s against the year before."),
        _("Also changes when other people do the job, or work other hours; not what one person's pay did."),
        1,
    ),
    "pay_weekly_change": IndicatorWords(
        Unit.PERCENT,
        _("Change in weekly pay"),
        _("Weekly pay changed by %(value)s against the year before."),
        _("Also changes when other people do the job, or work other hours; not what one person's pay did."),
        1,
    ),
    "pay_hourly_change": IndicatorWords(
        Unit.PERCENT,
        _("Change in hourly pay"),
        _("Hourly pay changed by %(value)s against the year before."),
        _("Also changes when other people do the job; not what one person's pay did."),
        1,
    ),
    "pay_annual_usd": IndicatorWords(
        Unit.DOLLARS_A_YEAR, _("Yearly pay, United States"), _("People in this job earn %(value)s."), _PAY_CAUTION
    ),
    "pay_hourly_usd": IndicatorWords(
        Unit.DOLLARS_AN_HOUR, _("Hourly pay, United States"), _("People in this job earn %(value)s."), _PAY_CAUTION, 2
    ),
    "pay_annual_eur": IndicatorWords(
        Unit.EUROS_A_YEAR, _("Yearly pay, euros"), _("People in this job earn %(value)s."), _PAY_CAUTION
    ),
    "hours_weekly": IndicatorWords(
        Unit.HOURS_A_WEEK,
        _("Hours a week"),
        _("People in this job work %(value)s."),
        _("Paid hours of employees; unpaid overtime is not in it."),
        1,
    ),
    "unemployment_rate": IndicatorWords(
        Unit.PERCENT,
        _("Out of work"),
        _("%(value)s of people with this job as their last one look for work."),
        _("From a sample survey; for small jobs it jumps from year to year by chance."),
        1,
    ),
    "vacancies": IndicatorWords(
        Unit.JOBS,
        _("Vacancies"),
        _("%(value)s are open."),
        _("What employers or websites report. Not every vacancy is advertised, and some are advertised twice."),
    ),
    "vacancies_published": IndicatorWords(
        Unit.JOBS,
        _("Vacancies published in this service"),
        _("%(value)s were published here in these months."),
        _(
            "Only what employers published here and what sources brought, not all there is. Near duplicates count "
            "once. A vacancy counts in the months in which it was published, however long it was open."
        ),
    ),
    "pay_offered": IndicatorWords(
        Unit.POUNDS_A_YEAR, _("Pay offered in this service"), _OFFERED, _OFFERED_CAUTION, sentences=_OFFERED_BY
    ),
    "pay_offered_eur": IndicatorWords(
        Unit.EUROS_A_YEAR, _("Pay offered in this service, euros"), _OFFERED, _OFFERED_CAUTION, sentences=_OFFERED_BY
    ),
    "pay_offered_usd": IndicatorWords(
        Unit.DOLLARS_A_YEAR,
        _("Pay offered in this service, dollars"),
        _OFFERED,
        _OFFERED_CAUTION,
        sentences=_OFFERED_BY,
    ),
    "skill_shortage_share": IndicatorWords(
        Unit.PERCENT,
        _("Vacancies hard to fill for lack of skills"),
        _("%(value)s of vacancies are hard to fill because applicants lack the skills."),
        _("Asked of employers, who answer for their own vacancies."),
        1,
    ),
    "hard_to_fill_share": IndicatorWords(
        Unit.PERCENT,
        _("Vacancies hard to fill"),
        _("%(value)s of vacancies are hard to fill."),
        _("Asked of employers, who answer for their own vacancies."),
        1,
    ),
    "skill": IndicatorWords(Unit.SCALE, _("Skills"), _SENTENCE_RATING, _ONET_CAUTION, 2),
    "knowledge": IndicatorWords(Unit.SCALE, _("Knowledge"), _SENTENCE_RATING, _ONET_CAUTION, 2),
    "ability": IndicatorWords(Unit.SCALE, _("Abilities"), _SENTENCE_RATING, _ONET_CAUTION, 2),
    "interest": IndicatorWords(
        Unit.SCALE,
        _("Interests"),
        _("This job fits the interest with %(value)s out of 7."),
        _("Worked out from job descriptions by a machine and checked by analysts."),
        2,
    ),
    "interest_high_point": IndicatorWords(
        Unit.CATEGORY,
        _("Strongest interests"),
        _("Interest number %(value)s of Realistic, Investigative, Artistic, Social, Enterprising, Conventional."),
        _("0 means that there is no further strong interest."),
    ),
    "work_style": IndicatorWords(Unit.SCALE, _("Work styles"), _SENTENCE_RATING, _ONET_CAUTION, 2),
    "work_value": IndicatorWords(
        Unit.SCALE, _("Work values"), _("The job offers it with %(value)s out of 7."), _ONET_CAUTION, 2
    ),
    "work_value_high_point": IndicatorWords(
        Unit.CATEGORY,
        _("Strongest work values"),
        _("Work value number %(value)s."),
        _("0 means that there is no further strong value."),
    ),
    "work_activity": IndicatorWords(Unit.SCALE, _("Work activities"), _SENTENCE_RATING, _ONET_CAUTION, 2),
    "work_context": IndicatorWords(Unit.SCALE, _("Work context"), _SENTENCE_RATING, _ONET_CAUTION, 2),
    "task": IndicatorWords(Unit.SCALE, _("Tasks"), _("Rated %(value)s out of 5."), _ONET_CAUTION, 2),
    "task_relevance": IndicatorWords(
        Unit.PERCENT, _("Who does the task"), _("%(value)s of those asked do it."), _ONET_CAUTION, 1
    ),
    "job_zone": IndicatorWords(
        Unit.CATEGORY,
        _("Preparation needed"),
        _("Level %(value)s of 5, from little or no preparation to extensive preparation."),
        _ONET_CAUTION,
    ),
    "education": IndicatorWords(
        Unit.PERCENT,
        _("Education that the job asks for"),
        _("%(value)s of those asked say so."),
        _SHARE_CAUTION,
        1,
    ),
    "experience": IndicatorWords(
        Unit.PERCENT, _("Experience that the job asks for"), _("%(value)s of those asked say so."), _SHARE_CAUTION, 1
    ),
    "training_on_site": IndicatorWords(
        Unit.PERCENT, _("Training in the firm"), _("%(value)s of those asked say so."), _SHARE_CAUTION, 1
    ),
    "training_on_the_job": IndicatorWords(
        Unit.PERCENT, _("Training while working"), _("%(value)s of those asked say so."), _SHARE_CAUTION, 1
    ),
    "entry_requirement": IndicatorWords(
        Unit.SCALE, _("Skills needed at the start"), _SENTENCE_RATING, _ONET_CAUTION, 2
    ),
}

SENTENCES: Mapping[tuple[str, str], Promise] = {
    (money, statistic): sentence
    for money in ("gbp", "usd", "eur")
    for statistic, sentence in {
        Statistic.MEDIAN.value: _("Half of people in this job earn less than %(value)s, half earn more."),
        Statistic.MEAN.value: _("The average in this job is %(value)s; a few very high earners can lift it."),
        Statistic.P10.value: _("One in ten people in this job earns less than %(value)s."),
        Statistic.P20.value: _("One in five people in this job earns less than %(value)s."),
        Statistic.P25.value: _("One in four people in this job earns less than %(value)s."),
        Statistic.P30.value: _("Three in ten people in this job earn less than %(value)s."),
        Statistic.P40.value: _("Four in ten people in this job earn less than %(value)s."),
        Statistic.P60.value: _("Four in ten people in this job earn more than %(value)s."),
        Statistic.P70.value: _("Three in ten people in this job earn more than %(value)s."),
        Statistic.P75.value: _("One in four people in this job earns more than %(value)s."),
        Statistic.P80.value: _("One in five people in this job earns more than %(value)s."),
        Statistic.P90.value: _("One in ten people in this job earns more than %(value)s."),
    }.items()
} | {
    ("scale", Statistic.IMPORTANCE.value): _(
        "How much it matters: %(value)s, from 1 (not important) to 5 (extremely important)."
    ),
    ("scale", Statistic.LEVEL.value): _("How much of it is needed: %(value)s, from 0 to 7."),
}


_PHRASES: dict[str, Callable[[int], str]] = {
    Unit.PEOPLE: lambda number: ngettext("%(number)s person", "%(number)s people", number),
    Unit.JOBS: lambda number: ngettext("%(number)s job", "%(number)s jobs", number),
    Unit.HOURS_A_WEEK: lambda number: ngettext("%(number)s hour a week", "%(number)s hours a week", number),
    Unit.POUNDS_A_YEAR: lambda _n: gettext("£%(number)s a year"),
    Unit.POUNDS_A_WEEK: lambda _n: gettext("£%(number)s a week"),
    Unit.POUNDS_AN_HOUR: lambda _n: gettext("£%(number)s an hour"),
    Unit.DOLLARS_A_YEAR: lambda _n: gettext("$%(number)s a year"),
    Unit.DOLLARS_AN_HOUR: lambda _n: gettext("$%(number)s an hour"),
    Unit.EUROS_A_YEAR: lambda _n: gettext("€%(number)s a year"),
    Unit.PERCENT: lambda _n: gettext("%(number)s %%"),
    Unit.PERCENT_A_YEAR: lambda _n: gettext("%(number)s %% a year"),
    Unit.SCALE: lambda _n: "%(number)s",
    Unit.CATEGORY: lambda _n: "%(number)s",
}


@lru_cache(maxsize=512)
def _phrase(unit: str, number: int, _language: str | None) -> str:
    """How one (1) or several (2) of a unit are written. Kept: a page writes a hundred figures in a few units."""
    return _PHRASES[unit](number)


LARGEST = 1e15
"""From here on a float is written with an exponent, which Django knows how to spell out."""


def plain(value: float, decimals: int = 0) -> str:
    """The number alone, in the way of the language: 12,345.6 or 12.345,6. Never “-0”."""
    return _plain(value, decimals, get_language())


def _plain(value: float, decimals: int, language: str | None) -> str:
    rounded, signs = round(value, decimals) or 0, _signs(language)
    if signs is None or abs(rounded) >= LARGEST:
        return number_format(rounded, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return f"{rounded:,.{decimals}f}".translate(signs)


@lru_cache(maxsize=64)
def _signs(language: str | None) -> dict[int, str] | None:
    """What stands for the comma and the point of an English number; None where digits are not grouped by three."""
    if get_format("NUMBER_GROUPING", language, use_l10n=True) != 3:
        return None
    signs = {",": "THOUSAND_SEPARATOR", ".": "DECIMAL_SEPARATOR"}
    return str.maketrans({sign: str(get_format(name, language, use_l10n=True)) for sign, name in signs.items()})


def written(value: float, unit: str, decimals: int = 0) -> str:
    """The number with its unit, as it stands in a sentence. A loss is written with a minus sign, not a hyphen."""
    language = get_language()
    text = _phrase(unit, 1 if abs(value) == 1 else 2, language) % {"number": _plain(abs(value), decimals, language)}
    return f"−{text}" if round(value, decimals) < 0 else text


def words_of(key: str) -> IndicatorWords | None:
    return INDICATORS.get(key)
