"""States and kinds of figures."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Status(IntegerChoices):
    """Why there is a figure or none."""

    ACTUAL = 0, _("published")
    SUPPRESSED = 1, _("suppressed")
    NOT_PUBLISHED = 2, _("not published")
    NOT_YET_OBSERVED = 3, _("not yet observed")
    NOT_APPLICABLE = 4, _("not applicable")


class Quality(IntegerChoices):
    """The publisher's bands. ASHE: CV to 5 %, to 10 %, to 20 %; Skills Imperative: 10,000 people and more, fewer."""

    UNRATED = 0, _("the publisher gives no quality")
    PRECISE = 1, _("precise")
    REASONABLE = 2, _("reasonably precise")
    ACCEPTABLE = 3, _("acceptable, use with care")
    UNRELIABLE = 4, _("unreliable")


class Statistic(TextChoices):
    TOTAL = "total", _("total")
    MEDIAN = "median", _("median")
    MEAN = "mean", _("mean")
    P10 = "p10", _("10th percentile")
    P20 = "p20", _("20th percentile")
    P25 = "p25", _("25th percentile")
    P30 = "p30", _("30th percentile")
    P40 = "p40", _("40th percentile")
    P60 = "p60", _("60th percentile")
    P70 = "p70", _("70th percentile")
    P75 = "p75", _("75th percentile")
    P80 = "p80", _("80th percentile")
    P90 = "p90", _("90th percentile")
    RATE = "rate", _("rate")
    SHARE = "share", _("share")
    CHANGE = "change", _("change")
    IMPORTANCE = "IM", _("importance")
    LEVEL = "LV", _("level")
    RATING = "rating", _("rating")


class Dimension(TextChoices):
    INDUSTRY = "industry", _("industry")
    SEX = "sex", _("sex")
    AGE = "age", _("age")
    STATUS = "status", _("working status")
    QUALIFICATION = "qualification", _("qualification")


class Unit(TextChoices):
    PEOPLE = "people", _("people")
    JOBS = "jobs", _("jobs")
    POUNDS_A_YEAR = "gbp_year", _("pounds a year")
    POUNDS_A_WEEK = "gbp_week", _("pounds a week")
    POUNDS_AN_HOUR = "gbp_hour", _("pounds an hour")
    DOLLARS_A_YEAR = "usd_year", _("dollars a year")
    DOLLARS_AN_HOUR = "usd_hour", _("dollars an hour")
    EUROS_A_YEAR = "eur_year", _("euros a year")
    HOURS_A_WEEK = "hours_week", _("hours a week")
    PERCENT = "percent", _("per cent")
    PERCENT_A_YEAR = "percent_year", _("per cent a year")
    SCALE = "scale", _("points on a scale")
    CATEGORY = "category", _("category")
