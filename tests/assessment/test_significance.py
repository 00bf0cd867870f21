"""Tests of change against published examples and against scipy.stats."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from wayline.assessment.significance import (
    cronbach,
    difference,
    holm,
    mcnemar,
    paired_t,
    ranked,
    size_of_d,
    size_of_r,
    wilcoxon,
)

# Heights of maize, cross- and self-fertilised, in eighths of an inch: Darwin 1876, as R. A. Fisher gives the
# differences in The Design of Experiments (1935), section 17.
MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
LEVELS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=120)
FINE = st.lists(
    st.tuples(st.floats(0, 100, allow_nan=False), st.floats(0, 100, allow_nan=False)), min_size=3, max_size=60
)


def test_wilcoxon_on_darwins_maize() -> None:
    """W- = 24 and p = 0.041 are in the documentation of scipy.stats.wilcoxon; r by Kerby's difference of shares."""
    found = wilcoxon([0] * 15, MAIZE)
    assert (found.rank_sum_rose, found.rank_sum_fell) == (96, 24)
    assert found.p == pytest.approx(0.041259765625)
    assert found.r == pytest.approx((96 - 24) / 120)
    assert (found.rose, found.fell, found.same) == (13, 2, 0)


def test_paired_t_on_darwins_maize() -> None:
    """Fisher, section 17: t = 2.148, which is just beyond the five per cent point of 2.145."""
    found = paired_t([0] * 15, MAIZE)
    assert found.t == pytest.approx(2.148, abs=0.0005)
    assert found.p == pytest.approx(0.0497, abs=0.00005)
    assert found.change == pytest.approx(20.933, abs=0.0005)
    assert found.dz == pytest.approx(2.148 / math.sqrt(15), abs=0.0002)


def test_mcnemar_on_approval_of_the_prime_minister() -> None:
    """A. Agresti, Categorical Data Analysis (2002), table 10.1: 794, 150, 86, 570; z = -4.17, so p is below .0001."""
    table = [((True, True), 794), ((True, False), 150), ((False, True), 86), ((False, False), 570)]
    pairs = [pair for pair, number in table for _ in range(number)]
    found = mcnemar([a for a, _ in pairs], [b for _, b in pairs])
    assert (found.gained, found.lost, found.both, found.neither) == (86, 150, 794, 570)
    assert found.p is not None
    assert found.p < 0.0001
    assert (found.gained - found.lost) / math.sqrt(found.gained + found.lost) == pytest.approx(-4.17, abs=0.005)


def test_holm_steps_down() -> None:
    """Holm's procedure by hand: the smallest p times their number, the next times one less, never falling."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.01, None, 0.04]) == [pytest.approx(0.02), None, pytest.approx(0.04)]
    assert holm([0.9, 0.8]) == [1.0, 1.0]


@given(LEVELS)
def test_wilcoxon_with_ties_is_that_of_scipy(pairs: list[tuple[int, int]]) -> None:
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    found = wilcoxon(before, after)
    moved = [b - a for a, b in pairs if a != b]
    if not moved:
        assert found.p is None
        assert found.r is None
        return
    if len({abs(one) for one in moved}) < len(moved):
        expected = stats.wilcoxon(moved, zero_method="wilcox", correction=False, method="approx")
        assert found.p == pytest.approx(float(expected.pvalue))
        assert min(found.rank_sum_rose, found.rank_sum_fell) == pytest.approx(float(expected.statistic))


@given(st.sets(st.integers(1, 400), min_size=1, max_size=50), st.randoms())
def test_wilcoxon_without_ties_is_exact_as_scipys(sizes: set[int], dice: Random) -> None:
    moved = [size * dice.choice([-1, 1]) for size in sizes]
    expected = stats.wilcoxon(moved, method="exact")
    assert wilcoxon([0] * len(moved), moved).p == pytest.approx(float(expected.pvalue))


@given(FINE)
def test_paired_t_is_that_of_scipy(pairs: list[tuple[float, float]]) -> None:
    before, after = [round(a, 3) for a, _ in pairs], [round(b, 3) for _, b in pairs]
    found = paired_t(before, after)
    if found.t is None:
        return
    expected = stats.ttest_rel(after, before)
    assert found.t == pytest.approx(float(expected.statistic), rel=1e-6)
    assert found.p == pytest.approx(float(expected.pvalue), rel=1e-6, abs=1e-12)
    low, high = expected.confidence_interval(0.95)
    assert [found.low, found.high] == pytest.approx([float(low), float(high)], rel=1e-6)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=300))
def test_mcnemar_is_the_binomial_test_of_scipy(pairs: list[tuple[bool, bool]]) -> None:
    found = mcnemar([a for a, _ in pairs], [b for _, b in pairs])
    if found.gained + found.lost:
        assert found.p == pytest.approx(float(stats.binomtest(found.gained, found.gained + found.lost).pvalue))
    else:
        assert found.p is None


@given(st.lists(st.integers(1, 7), min_size=2, max_size=60), st.lists(st.integers(1, 7), min_size=2, max_size=60))
def test_difference_is_the_mann_whitney_test_of_scipy(first: list[int], second: list[int]) -> None:
    found = difference(first, second)
    expected = stats.mannwhitneyu(first, second, method="asymptotic")
    if math.isnan(expected.pvalue):
        assert found.p == 1
    else:
        assert found.p == pytest.approx(float(expected.pvalue))
    assert found.r == pytest.approx(2 * float(expected.statistic) / (len(first) * len(second)) - 1)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=40))
def test_ranks_are_those_of_scipy(values: list[int]) -> None:
    assert list(ranked(values)) == list(stats.rankdata(values))


def test_alpha_of_parallel_items_is_one_and_of_unrelated_ones_nothing() -> None:
    assert cronbach([(1, 1), (2, 2), (4, 4)]) == pytest.approx(1)
    assert cronbach([(1, 1), (1, 2), (2, 1), (2, 2)]) == pytest.approx(0)
    assert cronbach([(1, 1), (1, 1)]) is None
    assert cronbach([(1,), (2,)]) is None
    assert cronbach([]) is None


def test_alpha_of_yes_and_no_items_is_kuder_richardson_20() -> None:
    """G. F. Kuder and M. W. Richardson, Psychometrika 2 (1937) 151-160: for items of 0 and 1 the two are one."""
    dice = Random(4)
    rows = [[int(dice.random() < ability) for _ in range(6)] for ability in [dice.random() for _ in range(40)]]
    shares = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    totals = [sum(row) for row in rows]
    mean = sum(totals) / len(totals)
    variance = sum((total - mean) ** 2 for total in totals) / len(totals)
    kr20 = 6 / 5 * (1 - sum(share * (1 - share) for share in shares) / variance)
    assert cronbach(rows) == pytest.approx(kr20)


def test_sizes_have_cohens_names() -> None:
    assert [size_of_r(r) for r in (0.05, -0.1, 0.3, -0.7, None)] == ["none", "small", "medium", "large", "none"]
    assert [size_of_d(d) for d in (0.1, 0.2, -0.5, 0.8)] == ["none", "small", "medium", "large"]
