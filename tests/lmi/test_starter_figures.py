"""The figures of the starter pack: every one traced to a publisher's file, and gone when a publisher's own come."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from tests.lmi.loading import loaded, read, scheme
from tests.lmi.test_loading import COUNTRY, REGION, figure
from wayline.lmi import starting
from wayline.lmi.models import Observation
from wayline.lmi.queries import explorer
from wayline.lmi.reasons import REASONS
from wayline.lmi.rows import FigureRow
from wayline.lmi.sources.ashe import ASHE
from wayline.lmi.sources.onet_ratings import ONET_RATINGS
from wayline.lmi.sources.skills_imperative import SKILLS_IMPERATIVE
from wayline.lmi.sources.starter import FOLDER, PUBLISHERS
from wayline.taxonomy import actions
from wayline.taxonomy.models import Concept, Release

SOURCES = {
    "skills-imperative-2035": (SKILLS_IMPERATIVE, "uk_skills_imperative_2035"),
    "ons-ashe": (ASHE, "uk_pay_employment"),
    "onet-ratings": (ONET_RATINGS, "onet_29_3"),
}


def rows_of_the_pack() -> list[dict[str, str]]:
    with (FOLDER / "figures.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_each_row_is_the_publishers_cell(shared: Path) -> None:
    pack: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of_the_pack():
        pack[row["source"]].append(row)
    assert set(pack) == set(SOURCES) == set(PUBLISHERS)
    for key, (source, folder) in SOURCES.items():
        rows, _report, _version = read(source, source.find(shared / "data" / folder))
        known = {row.place: row for row in rows if isinstance(row, FigureRow)}
        for row in pack[key]:
            there = known[row["cell"]]
            assert (row["indicator"], row["statistic"]) == (there.indicator, there.statistic)
            assert row["occupation"] == (there.occupation[1] if there.occupation else "")
            assert row["value"] == ("" if there.value is None else f"{there.value:.12g}")
            assert (row["reason"], int(row["status"])) == (there.reason, there.status)


@pytest.mark.django_db
def test_an_empty_house_gets_words_and_figures_and_later_the_publishers_own() -> None:
    assert not starting.load_starter()  # no words, no figures
    actions.load_starter()
    assert starting.load_starter()
    assert Observation.objects.count() == len(rows_of_the_pack())
    assert Release.objects.get(source="starter-figures").defects == []
    pay = Observation.objects.get(indicator__key="pay_annual", statistic="median", occupation__code="5241")
    assert (pay.value, pay.cv) == (39187, 2.8)
    assert pay.place.endswith("ashe_2025_prov_table14_7a_26_occupations_with_cv.csv row 15, median_annual_gbp")
    nurse = Concept.objects.get(scheme__key="soc-2020", code="2237")
    assert nurse.broader is not None
    assert nurse.broader.title == "Health professionals"
    assert not starting.load_starter()
    assert Release.objects.current().filter(source="starter").exists()  # its figures do not take the place of its words
    [first, *_] = explorer.find("electrician", "en", "starter").hits
    assert (explorer.schemes()[0].key, first.concept.title) == ("starter", "Electrician")
    scheme("soc-2010", ["1111"])
    loaded([COUNTRY, REGION, figure(occupation=(("soc-2010", ""), "1111"))])
    assert not Observation.objects.current().filter(release__source="starter-figures").exists()


@pytest.mark.django_db
def test_the_pack_can_be_taken_back() -> None:
    actions.load_starter()
    starting.load_starter()
    actions.remove_release(Release.objects.get(source="starter-figures"))
    assert not Observation.objects.exists()
    assert not Concept.objects.filter(scheme__key="onet-content").exists()


def test_every_reason_of_the_pack_has_words() -> None:
    assert {row["reason"] for row in rows_of_the_pack()} - {""} <= set(REASONS)
