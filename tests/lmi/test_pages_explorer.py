"""The explorer's first page: search with reasons, asking back, groups, sources, and the area that is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.lmi.market import Market
from tests.taxonomy import words
from wayline.lmi.models import ReadingArea
from wayline.people.models import Membership
from wayline.taxonomy import search

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]


def read(client: GuardedClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def test_without_data_the_page_says_so_and_how_to_change_it(client: GuardedClient) -> None:
    assert "wayline data add" in read(client, reverse("lmi:explorer"))


def test_a_visitor_finds_a_job_by_another_name_and_learns_why(client: GuardedClient, made: Market) -> None:
    words.label(made.electricians, "sparky")
    page = read(client, reverse("lmi:explorer") + "?q=sparky")
    assert "Electricians and electrical fitters" in page
    assert "also called “sparky”" in page


def test_a_title_that_means_several_jobs_is_asked_back(client: GuardedClient, made: Market) -> None:
    words.label(made.electricians, "fitter").qualifier = "electrical"
    for one in (made.electricians, made.plumbers):
        one.labels.filter(text="fitter").delete()
        label = words.label(one, "fitter")
        label.qualifier = "electrical" if one is made.electricians else "pipes"
        label.save()
    page = read(client, reverse("lmi:explorer") + "?q=fitter")
    assert "can mean several jobs" in page
    assert "When it is: electrical" in page
    assert "When it is: pipes" in page


def test_nothing_found_offers_another_way(client: GuardedClient, made: Market) -> None:
    page = read(client, reverse("lmi:explorer") + "?q=zzzz")
    assert "No job has this name" in page
    assert "Look through all groups of jobs" in page


def test_groups_and_sources_are_listed(client: GuardedClient, made: Market) -> None:
    page = read(client, reverse("lmi:explorer"))
    assert "Metal and electrical trades" in page
    assert "Office for Made Up Numbers" in page
    assert "Open Government Licence v3.0" in page


def test_exact_words_come_before_longer_labels(made: Market) -> None:
    words.label(made.plumbers, "electrician and plumber")
    words.label(made.electricians, "electrician")
    hits = search.find("electrician", "en", "soc-2020", 5)
    assert [hit.concept for hit in hits] == [made.electricians, made.plumbers]
    assert hits[0].label == "electrician"


def test_a_search_ignores_case_punctuation_and_the_order_of_words(made: Market) -> None:
    assert [hit.concept for hit in search.find("Fitters, ELECTRICAL!", "en", "soc-2020", 5)] == [made.electricians]
    assert search.find("   ", "en", "soc-2020", 5) == []


def test_retired_jobs_are_not_offered(made: Market) -> None:
    made.plumbers.retired = True
    made.plumbers.save()
    assert search.find("plumbers", "en", "soc-2020", 5) == []


def test_a_visitor_keeps_an_area_for_the_session(client: GuardedClient, made: Market) -> None:
    there = reverse("lmi:occupation", args=["soc-2020", "5241"])
    answer = client.post(reverse("lmi:choose_area"), {"area": "gss:E12000007", "next": there})
    assert answer["Location"] == there
    assert '<option value="gss:E12000007" selected>' in read(client, there)
    assert not ReadingArea.objects.exists()


def test_one_s_own_area_is_nobody_else_s(cast: Cast, as_member: AsMember, made: Market) -> None:
    """Ben has the same role in the same office and sees the service's area, not Ada's."""
    as_member(cast.ada).post(reverse("lmi:choose_area"), {"area": "gss:E12000007"})
    as_member(cast.ben).post(reverse("lmi:choose_area"), {"area": "gss:E92000001"})
    path = reverse("lmi:explorer")
    assert '<option value="gss:E12000007" selected>' in read(as_member(cast.ada), path)
    assert '<option value="gss:E92000001" selected>' in read(as_member(cast.ben), path)
    assert {one.user: one.area for one in ReadingArea.objects.visible_to(cast.ada)} == {cast.ada.user: made.london}


def test_the_address_wins_over_the_area_that_is_kept(cast: Cast, as_member: AsMember, made: Market) -> None:
    client = as_member(cast.ada)
    client.post(reverse("lmi:choose_area"), {"area": "gss:E12000007"})
    page = read(client, reverse("lmi:explorer") + "?a=gss:E92000001")
    assert '<option value="gss:E92000001" selected>' in page


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_choosing_an_area_leads_nowhere_else(client: GuardedClient, made: Market, there: str) -> None:
    answer = client.post(reverse("lmi:choose_area"), {"area": "gss:E12000007", "next": there})
    assert answer["Location"] == reverse("lmi:explorer")


def test_the_house_search_finds_jobs_and_areas(cast: Cast, as_member: AsMember, made: Market) -> None:
    page = read(as_member(cast.ada), "/search/?q=electrical")
    assert "Electricians and electrical fitters" in page
    assert "London" in read(as_member(cast.ada), "/search/?q=london")
