"""The figures of the starter pack: every one traced to a publisher's file, and gone when a publisher's own come."""

from __future__ import annotations

import pytest

from tests.lmi.loading import loaded, scheme
from tests.lmi.pack import SOURCES, rows_of_the_pack
from tests.lmi.test_loading import COUNTRY, REGION, figure
from wayline.lmi import starting
from wayline.lmi.models import Observation
from wayline.lmi.queries import explorer
from wayline.lmi.reasons import REASONS
from wayline.lmi.sources.starter import PUBLISHERS
from wayline.taxonomy import actions
from wayline.taxonomy.models import Concept, Release


def test_each_source_of_the_pack_has_its_check() -> None:
    assert {row["source"] for row in rows_of_the_pack()} == SOURCES == set(PUBLISHERS)


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
