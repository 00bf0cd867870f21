"""Loading figures: what codes stand for, what is refused, what a new release changes."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from tests.lmi.loading import YEAR, everything, loaded, release, scheme
from wayline.lmi.loading import load, remove
from wayline.lmi.models import Category, Coverage, Cut, Observation, ReadingArea
from wayline.lmi.rows import AreaRow, CategoryRow, FigureRow, IndicatorRow
from wayline.people.models import Membership
from wayline.taxonomy.models import Area
from wayline.taxonomy.sources.register import SourceError

pytestmark = pytest.mark.django_db
SOC = ("soc-2020", "")
COUNTRY = AreaRow("gss", "K02000001", "United Kingdom", "country", "GB")
REGION = AreaRow("gss", "E12000007", "London", "region", "GB", "K02000001")
MEN = CategoryRow("sex", "sex", "1", "Men", 1)


def figure(code: str = "1111", value: float | None = 5.0, place: str = "", **fields: object) -> FigureRow:
    made = FigureRow("employment", ("gss", "E12000007"), "total", *YEAR, place or f"file row {code}", (SOC, code))
    return dataclasses.replace(made, value=value, **fields)  # type: ignore[arg-type]


@pytest.fixture
def soc() -> None:
    scheme("soc-2020", ["1111", "1112", "1113"])


def test_a_figure_is_kept_with_all_that_is_known_of_it(soc: None) -> None:
    row = figure(sex=("sex", "1"), quality=2, cv=6.5, sample=40, error=0.5, low=4.0, high=6.0, breaks=True)
    made, counts = loaded([COUNTRY, REGION, MEN, row])
    (kept,) = everything()
    assert counts["figures new"] == 1
    assert (kept.release, kept.indicator.key, kept.indicator.unit) == (made, "employment", "people")
    assert str(kept.occupation) == "Title of 1111"
    assert (kept.area.title, kept.area.parent and kept.area.parent.title) == ("London", "United Kingdom")
    assert [str(part) for part in kept.cut.parts()] == ["Men"]
    assert (kept.value, kept.quality, kept.cv, kept.sample) == (5.0, 2, 6.5, 40)
    assert (kept.error, kept.low, kept.high, kept.breaks, kept.place) == (0.5, 4.0, 6.0, True, "file row 1111")


def test_what_was_loaded_is_counted_so_that_pages_find_it(soc: None) -> None:
    loaded([COUNTRY, REGION, figure(), figure("1112", None, status=1, reason="ashe-cv")])
    counted = Coverage.objects.get()
    assert (counted.observations, counted.missing, counted.occupations) == (2, 1, 2)


def test_a_missing_figure_has_status_and_reason_and_is_not_zero(soc: None) -> None:
    loaded([COUNTRY, REGION, figure(value=None, status=1, reason="ashe-cv"), figure("1112", 0.0)])
    missing, zero = sorted(everything(), key=lambda one: one.place)
    assert (missing.value, missing.status, missing.reason) == (None, 1, "ashe-cv")
    assert (zero.value, zero.status) == (0.0, 0)


def test_an_unknown_code_is_left_out_and_told_with_its_place(soc: None) -> None:
    made, counts = loaded([COUNTRY, REGION, figure(), figure("1112"), figure("9999", place="file row 7")])
    assert counts["figures new"] == 2
    assert {"place": "file row 7", "what": "the code 9999 is not in soc-2020"} in made.defects
    assert any("1 figures were left out" in one["what"] for one in made.defects)


def test_a_file_made_for_another_classification_is_refused(soc: None) -> None:
    with pytest.raises(SourceError, match="2 of 3 figures have unknown codes"):
        loaded([COUNTRY, REGION, figure(), figure("9998"), figure("9999")])


def test_a_classification_that_is_not_loaded_is_asked_for() -> None:
    with pytest.raises(SourceError, match="soc-2020 is not loaded; add it first"):
        loaded([COUNTRY, REGION, figure()])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([figure()], "area E12000007 of gss was not announced"),
        ([COUNTRY, REGION, figure(sex=("sex", "1"))], "sex 1 of sex was not announced"),
        ([COUNTRY, REGION, dataclasses.replace(figure(), indicator="luck")], "indicator luck is not known"),
        ([COUNTRY, REGION, IndicatorRow("employment", "scale"), figure()], "kept in|employment"),
        ([COUNTRY, REGION], "no figure"),
    ],
)
def test_what_was_not_announced_is_refused(soc: None, rows: list[object], message: str) -> None:
    if isinstance(rows[-2:][0], IndicatorRow):
        loaded([COUNTRY, REGION, figure("1113")], version="0")
    with pytest.raises(SourceError, match=message):
        loaded(rows)


def test_the_same_cell_twice_is_refused_with_both_places(soc: None) -> None:
    with pytest.raises(SourceError, match="row 3: says the same figure as row 9"):
        loaded([COUNTRY, REGION, figure(place="row 3"), figure(place="row 9", value=6.0), figure("1112")])


def test_a_new_release_tells_what_it_changes(soc: None) -> None:
    before, _counts = loaded([COUNTRY, REGION, figure(), figure("1112"), figure("1113")])
    rows = [COUNTRY, REGION, MEN, figure(), figure("1112", 6.0), figure("1111", sex=("sex", "1"))]
    _after, counts = loaded(rows, version="2")
    told = {what: counts[f"figures {what}"] for what in ("new", "changed", "same", "gone")}
    assert told == {"new": 1, "changed": 1, "same": 1, "gone": 1}
    assert Observation.objects.filter(release=before).count() == 3


def test_a_release_read_again_replaces_itself(soc: None) -> None:
    made, _counts = loaded([COUNTRY, REGION, figure()])
    load(made, [COUNTRY, REGION, figure(value=9.0)], lambda _done, _of: None)
    assert [one.value for one in everything()] == [9.0]


def test_progress_is_told(soc: None) -> None:
    told: list[int] = []
    rows = [figure(period_start=date(1900 + n, 1, 1), period_end=date(1900 + n, 12, 31)) for n in range(30)]
    load(release(), [COUNTRY, REGION, *rows], lambda done, _of: told.append(done))
    assert told[-1] == 30


def test_removing_takes_back_what_only_it_needed(soc: None) -> None:
    first, _counts = loaded([COUNTRY, REGION, MEN, figure(sex=("sex", "1"))])
    second, _counts = loaded([COUNTRY, dataclasses.replace(figure(), area=("gss", "K02000001"))], "other")
    remove(first)
    assert not Category.objects.exists()
    assert [area.code for area in Area.objects.all()] == ["K02000001"]
    assert [one.release for one in everything()] == [second]
    remove(second)
    assert [model.objects.exists() for model in (Area, Cut, Observation)] == [False, False, False]


def test_an_area_that_somebody_reads_for_stays(soc: None, cast: object) -> None:
    made, _counts = loaded([COUNTRY, REGION, figure()])
    ada: Membership = cast.ada  # type: ignore[attr-defined]
    ReadingArea.objects.create(user=ada.user, area=Area.objects.get(code="E12000007"))
    remove(made)
    assert {area.code for area in Area.objects.all()} == {"E12000007", "K02000001"}
