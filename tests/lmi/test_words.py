"""What is said beside a figure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from hypothesis import given
from hypothesis import strategies as st

from wayline.lmi import addresses, display
from wayline.lmi.enums import Quality, Statistic, Status, Unit
from wayline.lmi.indicators import INDICATORS, plain, written
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


@given(
    st.floats(-1e18, 1e18) | st.floats(-10_000, 10_000),
    st.integers(0, 3),
    st.sampled_from(["en", "it", "fr", "de", "pt", "hi", "pl"]),
)
def test_numbers_are_written_as_django_writes_them(value: float, decimals: int, language: str) -> None:
    with translation.override(language):
        wanted = number_format(round(value, decimals) or 0, decimal_pos=decimals, use_l10n=True, force_grouping=True)
        assert plain(value, decimals) == wanted


@pytest.mark.parametrize("code", ["5241", "29-1141.00", "2221.1", "1140/01", "a b", "é", "..", "x?y=1", "0", "0/0"])
def test_addresses_are_those_of_their_views(code: str) -> None:
    assert addresses.occupation_address("soc-2020", code) == reverse("lmi:occupation", args=["soc-2020", code])
    assert addresses.area_address("gss", code) == reverse("lmi:area", args=["gss", code])
    assert addresses.working_address("gss", code) == reverse("lmi:area_working", args=["gss", code])


def test_states_that_are_the_same_number_keep_their_own_words() -> None:
    for language in ("en", "it"):
        with translation.override(language):
            for one in (*Status, *Quality, *Statistic):
                assert display._label(one, language) == str(one.label)
