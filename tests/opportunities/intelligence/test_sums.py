"""Every sum is counted by hand here; partial sums make the same whole in any order and any cutting."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from tests.opportunities.intelligence.vacancies import batches, drawn, vacancy
from wayline.opportunities.intelligence import chunks
from wayline.opportunities.intelligence.columns import earlier, quarter_days, quarter_of
from wayline.opportunities.intelligence.findings import NOTHING, Compared, Lines, finish, weighted
from wayline.opportunities.intelligence.growth import adjusted, chances_of, interval, rising
from wayline.opportunities.intelligence.spread import concentration, quartiles
from wayline.opportunities.intelligence.sums import ALL, Partial, count, merged
from wayline.opportunities.intelligence.survival import curve, span_of
from wayline.opportunities.intelligence.weights import weighting

AS_OF = date(2026, 8, 1)
LINES = Lines({"t:11": ["t:11", "t:1"], "t:12": ["t:12", "t:1"], "t:2": ["t:2"]}, {"a:n": ["a:n", "a:all"]})
FIVE = [
    vacancy(occupation="t:11", area="a:n", employer="e1", skills=["t:s1", "t:s2"], pay=20_000, currency="GBP",
            contract="permanent", title="nurse", ended="2026-05-14", ending="taken_off"),
    vacancy(occupation="t:11", area="a:n", employer="e1", skills=["t:s1"], pay=30_049, currency="GBP", title="nurse"),
    vacancy(occupation="t:12", employer="e2", skills=["t:s1"], pay=40_000, currency="GBP", source="brought",
            ended="2026-05-24", ending="last_day"),
    vacancy(occupation="t:2", employer="e3", pay=25_000, currency="EUR", several=True),
    vacancy(occupation="t:2", employer="e3", duplicate=True, pay=99_000, currency="EUR", skills=["t:s9"]),
]  # fmt: skip


def test_five_vacancies_counted_by_hand() -> None:
    found = {one.cell: one for one in finish(count(batches(FIVE)), LINES, AS_OF)}
    every = found["2026Q2", ALL, ALL]
    assert every.vacancies == 4
    assert (every.facts["read"], every.facts["duplicate"], every.facts["no_area"]) == (5, 1, 2)
    assert (every.facts["no_skill"], every.facts["no_contract"], every.facts["several"]) == (1, 3, 1)
    assert every.skills == (("t:s1", 3), ("t:s2", 1))
    assert every.sources == {"own": 3, "brought": 1}
    assert every.employers is not None
    assert every.employers.index == pytest.approx((2**2 + 1 + 1) / 4**2)
    pounds = every.pay["GBP"]
    assert (pounds.number, pounds.middle) == (3, 30_000)
    assert every.pay["EUR"].number == 1
    assert (every.span.over, every.span.censored) == (1, 3)
    assert found["2026Q2", "t:1", ALL].vacancies == 3
    assert found["2026Q2", "t:1", "a:all"].vacancies == 2
    assert found["2026Q2", "t:1", "a:all"].skills == ()
    assert ("2026Q2", "t:2", "a:n") not in found


def _rising(now: dict[str, int], before: dict[str, int], silent_before: int) -> Compared:
    """Of two quarters with so many vacancies by the one skill that each names; "" names none."""
    rows = [vacancy(skills=[skill] if skill else []) for skill, number in now.items() for _one in range(number)]
    earlier_rows = before | {"": silent_before}
    rows += [
        vacancy(begun="2026-02-01", skills=[skill] if skill else [])
        for skill, number in earlier_rows.items()
        for _one in range(number)
    ]
    found = {one.cell: one for one in finish(count(batches(rows)), LINES, AS_OF)}
    return found["2026Q2", ALL, ALL].rising_skills


def test_no_skill_rises_because_more_vacancies_name_any() -> None:
    compared = _rising({"t:s1": 50, "t:s2": 50}, {"t:s1": 25, "t:s2": 25}, silent_before=50)
    assert (compared.base, compared.vacancies, compared.silent) == ("2026Q1", 100, 50)
    assert compared.rises == ()
    (rise,) = _rising({"t:s1": 90, "t:s2": 10}, {"t:s1": 25, "t:s2": 25}, silent_before=50).rises
    assert (rise.item, rise.now, rise.all_now, rise.base, rise.all_base) == ("t:s1", 90, 100, 25, 50)


def test_a_quarter_in_which_too_few_name_a_skill_is_not_compared_with() -> None:
    assert _rising({"t:s1": 90}, {"t:s1": 19}, silent_before=200) == NOTHING
    assert _rising({"t:s1": 90}, {"t:s1": 20}, silent_before=200).base == "2026Q1"


def test_a_title_that_fewer_than_three_employers_use_is_not_told() -> None:
    rows = [vacancy(title="nurse", employer=f"e{one % 3}") for one in range(6)]
    rows += [vacancy(title="ostrowska's own", employer="e1") for _ in range(9)]
    (every,) = [one for one in finish(count(batches(rows)), LINES, AS_OF) if one.cell[1:] == (ALL, ALL)]
    assert every.titles == (("nurse", 6),)


@given(st.lists(st.integers(1, 60), max_size=4), st.randoms(use_true_random=False))
def test_partial_sums_make_the_same_whole_in_any_order(cuts: list[int], dice: Any) -> None:
    rows = list(drawn(60, seed=7))
    places = sorted({0, 60, *(one for one in cuts if one < 60)})
    parts = [count(batches(rows[a:b])) for a, b in itertools.pairwise(places)]
    dice.shuffle(parts)
    assert merged(parts).as_bytes() == count(batches(rows)).as_bytes()


def test_sums_come_back_from_bytes_as_they_were() -> None:
    made = count(batches(drawn(50)))
    assert Partial.from_bytes(made.as_bytes()).as_bytes() == made.as_bytes()
    with pytest.raises(ValueError, match="version"):
        Partial.from_bytes(b'{"version": 0, "tables": {}}')


def test_a_stopped_run_goes_on_and_counts_only_what_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = list(drawn(100))
    paths = chunks.write(rows, tmp_path, size=30)
    assert len(paths) == 4
    chunks.sum_up(paths[0])
    chunks.sum_up(paths[2])
    (tmp_path / f"{paths[2].stem}{chunks.SUMS}").write_bytes(b"half of a fi")
    done: list[str] = []
    really = chunks.sum_up

    def noted(path: Path) -> Path:
        done.append(path.name)
        return really(path)

    monkeypatch.setattr(chunks, "sum_up", noted)
    told: list[tuple[int, int]] = []
    whole = chunks.run(paths, processes=1, advance=lambda *at: told.append(at))
    assert done == [paths[1].name, paths[2].name, paths[3].name]
    assert told[-1] == (4, 4)
    assert whole.as_bytes() == count(batches(rows)).as_bytes()
    assert chunks.write(rows[:30], tmp_path, size=30) == paths[:1]
    assert {path.name for path in tmp_path.iterdir()} == {paths[0].name, f"{paths[0].stem}{chunks.SUMS}"}


def test_processes_make_the_same_as_one(tmp_path: Path) -> None:
    paths = chunks.write(drawn(80), tmp_path, size=40)
    assert chunks.run(paths, processes=2).as_bytes() == count(batches(drawn(80))).as_bytes()


def test_kaplan_meier_as_published() -> None:
    """Remission of leukaemia under 6-mercaptopurine and placebo: Freireich and others (1963); the estimates as in
    Cox and Oakes (1984) and, for the intervals, R's survfit."""
    over = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
    seen = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}
    shares = [round(step.stays, 3) for step in curve(over, seen)]
    assert shares == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    items = Counter({f"e{day}": number for day, number in over.items()} | {f"c{d}": n for d, n in seen.items()})
    found = span_of(items, AS_OF)
    assert (found.number, found.over, found.median, found.low, found.high) == (21, 9, 23, 16, None)
    placebo = Counter(
        f"e{day}" for day in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
    )  # fmt: skip
    alone = span_of(placebo, AS_OF)
    assert (alone.median, alone.low, alone.high) == (8, 4, 12)


def test_what_is_still_on_show_counts_for_as_long_as_it_was_seen() -> None:
    found = span_of(Counter({"o2026-07-22": 1, "e3": 1, "e5": 1}), AS_OF)
    assert (found.over, found.censored, found.median) == (2, 1, 5)
    assert span_of(Counter({"o2026-07-22": 3}), AS_OF).median is None


@given(st.lists(st.integers(0, 40), min_size=1, max_size=40))
def test_quartiles_are_those_of_the_values(values: list[int]) -> None:
    found = quartiles(Counter(values), len(values))
    theirs = np.quantile(values, [0.25, 0.5, 0.75], method="averaged_inverted_cdf")
    assert found is not None
    assert [found.low, found.middle, found.high] == pytest.approx(list(theirs))


def test_concentration_by_hand() -> None:
    found = concentration([6, 3, 1])
    assert found is not None
    assert (found.employers, found.vacancies) == (3, 10)
    assert [found.index, found.largest] == pytest.approx([0.46, 0.6])
    assert concentration([]) is None


def test_the_interval_of_a_difference_as_published() -> None:
    """Newcombe (1998), table II: 56/70 against 48/80."""
    assert list(interval(56, 70, 48, 80)) == pytest.approx([0.0524, 0.3339], abs=1e-4)


def test_false_discoveries_as_published() -> None:
    """The fifteen p values of Benjamini and Hochberg (1995), section 3.2: four are found at 5 %."""
    published = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert int((adjusted(np.array(published)) <= 0.05).sum()) == 4  # fmt: skip


@pytest.mark.parametrize(("all_now", "all_base"), [(40, 300), (9_000, 12_000), (60_000, 20)])
def test_chances_are_those_of_fishers_exact_test(all_now: int, all_base: int) -> None:
    dice = np.random.default_rng(3)
    now = np.concatenate([dice.integers(5, all_now // 2, 30), [5, all_now]])
    base = np.concatenate([dice.integers(0, all_base, 30), [0, all_base]])
    found = chances_of(now, all_now, base, all_base)
    known = hypergeom.sf(now - 1, all_now + all_base, now + base, all_now)
    assert found == pytest.approx(known, rel=1e-7, abs=1e-60)


def test_only_what_rose_beyond_chance_is_called_rising() -> None:
    found = rising({"new": 12, "as before": 30, "few": 4}, 100, {"as before": 29}, 100)
    assert [one.item for one in found] == ["new"]
    assert found[0].low > 0
    assert rising({"new": 12}, 100, {}, 0) == []
    # Fisher's exact test, one-sided, of 12/100 against 0/100: C(100, 12) / C(200, 12)
    assert found[0].chance == pytest.approx(2 * math.comb(100, 12) / math.comb(200, 12))


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 500)),
       st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1e6)))  # fmt: skip
def test_weights_of_all_vacancies_make_their_number(vacancies: dict[str, int], employed: dict[str, float]) -> None:
    found = weighting(vacancies, employed)
    if found is None:
        return
    weighed = found.strata
    assert sum(one.weight * one.vacancies for one in weighed) == pytest.approx(sum(one.vacancies for one in weighed))
    assert sum(one.employed_share for one in weighed) == pytest.approx(1)


def test_weights_by_hand() -> None:
    """30 nurses and 10 cooks are advertised; half of the people in work are either: a cook counts three times."""
    rows = [vacancy(occupation="t:11", pay=20_000, currency="GBP", skills=["t:s1"])] * 30
    rows += [vacancy(occupation="t:2", pay=40_000, currency="GBP", contract="permanent")] * 10
    found = weighted(count(batches(rows)), LINES, "2026Q2", {"t:1": 500, "t:2": 500, "t:3": 1_000})
    assert found is not None
    assert [one.group for one in found.weighting.strata] == ["t:1", "t:2"]
    assert [one.weight for one in found.weighting.strata] == pytest.approx([2 / 3, 2])
    assert found.weighting.covered == pytest.approx(0.5)
    assert found.pay["GBP"].middle == 30_000
    ((skill, share),) = found.skills
    assert (skill, round(share, 6)) == ("t:s1", 1)  # the cooks name none


def test_quarters() -> None:
    assert quarter_of(date(2026, 6, 30)) == "2026Q2"
    assert quarter_days("2026Q2") == (date(2026, 4, 1), date(2026, 6, 30))
    assert [earlier("2026Q2", back) for back in (1, 2, 4)] == ["2026Q1", "2025Q4", "2025Q2"]
