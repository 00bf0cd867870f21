"""What is said beside a figure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from wayline.lmi.enums import Statistic, Unit
from wayline.lmi.indicators import INDICATORS, written
from wayline.lmi.reasons import REASONS, UNKNOWN, reason_of

SOURCES = Path(__file__).parent.parent.parent / "wayline" / "lmi"


def test_every_reason_that_a_reader_gives_has_words() -> None:
    code = "".join(path.read_text() for path in [*SOURCES.glob("sources/*.py"), SOURCES / "disclosure.py"])
    given = set(re.findall(r'"((?:ashe|si|lfs|nomis|eurostat|eu-lfs|oews|ooh|onet|mapped|jobs)-[a-z0-9-]+)"', code))
    keys = {
        one
        for one in given
        if not re.match(r"onet-(soc|content|tasks|ratings|rl)|mapped-figures|eurostat-age|nomis-\d", one)
    }
    assert len(keys) > 20
    assert keys <= set(REASONS), keys - set(REASONS)
    assert reason_of("never heard of") is UNKNOWN


@pytest.mark.parametrize("key", sorted(INDICATORS))
def test_every_indicator_can_be_said(key: str) -> None:
    words = INDICATORS[key]
    assert "%(value)s" in str(words.sentence)
    for statistic in Statistic.values:
        said = words.say(1234.5, statistic)
        assert "%(" not in said
        assert "1,23" in said
    assert str(words.title)
    assert str(words.caution)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (1_234_567, Unit.PEOPLE, 0, "1,234,567 people"),
        (1, Unit.PEOPLE, 0, "1 person"),
        (-1_500, Unit.JOBS, 0, "−1,500 jobs"),
        (39_187, Unit.POUNDS_A_YEAR, 0, "£39,187 a year"),
        (12.3, Unit.POUNDS_AN_HOUR, 2, "£12.30 an hour"),
        (2.74, Unit.PERCENT_A_YEAR, 1, "2.7 % a year"),
        (-0.04, Unit.PERCENT, 1, "0.0 %"),
        (4.62, Unit.SCALE, 2, "4.62"),
    ],
)
def test_numbers_are_written_with_their_unit(value: float, unit: Unit, decimals: int, text: str) -> None:
    assert written(value, unit, decimals) == text


def test_numbers_follow_the_language() -> None:
    with translation.override("it"):
        assert written(39_187, Unit.POUNDS_A_YEAR).startswith("£39.187") or "39.187" in written(39_187, Unit.PEOPLE)


def test_the_middle_is_said_in_plain_words() -> None:
    said = INDICATORS["pay_annual"].say(39_187, Statistic.MEDIAN)
    assert said == "Half of people in this job earn less than £39,187 a year, half earn more."
