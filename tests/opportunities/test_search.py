"""What a search finds, in which order, what its facets promise, and what it says when nothing fits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from wayline.opportunities import asked
from wayline.opportunities.actions import listings, offers, searches
from wayline.opportunities.asked import Asked
from wayline.opportunities.models import Listing, Opportunity, SavedSearch
from wayline.opportunities.queries import search
from wayline.people.models import Membership, Notice
from wayline.taxonomy.enums import ConceptKind

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]


def titles(**said: Any) -> list[str]:
    found = search.search(Asked(**said))
    rows = [offer.title for offer in found.rows[:100]]
    assert len(rows) == found.total
    return rows


def test_words_in_the_text_are_found_in_their_forms(cast: Cast) -> None:
    making.published(cast.ada, title="Gardener", text="You are planting trees.")
    making.published(cast.ada, title="Giardiniere o giardiniera", text="Si piantano alberi.", language="it")
    making.published(cast.ada, title="Trädgårdsmästare", text="Du planterar träd.", language="sv")
    assert titles(words="planted") == ["Gardener"]
    assert titles(words="albero") == ["Giardiniere o giardiniera"]
    assert titles(words="trädgårdsmästare") == ["Trädgårdsmästare"]
    assert titles(words="gardener shovels") == []


def test_the_employer_and_the_town_are_words_too(cast: Cast) -> None:
    making.published(cast.ada, town="Northvale")
    assert titles(words="northvale") == ["Nurse"]
    assert titles(words="north office") == ["Nurse"]


def test_a_job_is_found_by_its_name_in_another_language(cast: Cast) -> None:
    cook = making.concept("Cook", it="Cuoco")
    making.published(cast.ada, title="We want you in our kitchen", occupations=[cook])
    making.published(cast.ada, title="Nurse")
    with_italian = search.search(Asked(words="cuoco"))
    assert with_italian.total == 0, "plain search reads the language of the page and English"
    assert titles(words="cook") == ["We want you in our kitchen"]


def test_titles_that_say_the_words_come_first(cast: Cast) -> None:
    making.published(cast.ada, title="Baker", text="Bread and more bread.")
    making.published(cast.ada, title="Driver", text="You drive bread of our baker to shops.")
    assert titles(words="baker") == ["Baker", "Driver"]
    assert titles(words="baker", sort="newest") == ["Driver", "Baker"]


def test_a_group_finds_the_occupations_in_it(cast: Cast) -> None:
    group = making.concept("Personal care", ConceptKind.GROUP)
    carer = making.concept("Carer", broader=group)
    other = making.concept("Driver")
    making.published(cast.ada, title="In group", occupations=[carer])
    making.published(cast.ada, title="Elsewhere", occupations=[other])
    assert titles(occupation=f"starter:{group.code}") == ["In group"]
    assert titles(occupation=f"starter:{carer.code}") == ["In group"]
    assert titles(occupation="starter:none-such") == []


def test_a_skill_finds_what_asks_for_it(cast: Cast) -> None:
    cooking, singing = making.skill("cooking"), making.skill("singing")
    making.published(cast.ada, title="Cook", must=[cooking], nice=[singing])
    making.published(cast.ada, title="Singer", must=[singing])
    assert titles(skill=f"starter:{cooking.code}") == ["Cook"]
    assert set(titles(skill=f"starter:{singing.code}")) == {"Cook", "Singer"}


def test_nearness_goes_by_what_holds_the_area(cast: Cast) -> None:
    country = making.area("Country")
    region, far = making.area("Region", parent=country), making.area("Far", parent=country)
    town, next_town = making.area("Town", parent=region), making.area("Next town", parent=region)
    for area in (town, next_town, far):
        making.published(cast.ada, title=area.title, area=area)
    making.published(cast.ada, title="Nowhere said")
    key = f"gss:{town.code}"
    assert titles(area=key) == ["Town"]
    assert set(titles(area=key, reach="around")) == {"Town", "Next town"}
    assert set(titles(area=key, reach="country")) == {"Town", "Next town", "Far"}
    assert set(titles(area=f"gss:{region.code}")) == {"Town", "Next town"}


def test_pay_is_compared_by_the_year_and_what_is_not_said_is_not_little(cast: Cast) -> None:
    making.published(cast.ada, title="Hour", pay_from=Decimal(15), pay_per="hour", currency="GBP")
    making.published(cast.ada, title="Year", pay_from=Decimal(20_000), pay_to=Decimal(24_000), pay_per="year",
                     currency="GBP")  # fmt: skip
    making.published(cast.ada, title="Silent")
    assert titles(pay=31_200) == ["Hour"]
    assert titles(pay=24_000, sort="pay") == ["Hour", "Year"]
    assert titles(sort="pay") == ["Hour", "Year", "Silent"]


def test_accessibility_start_since_and_deadline(cast: Cast) -> None:
    making.published(cast.ada, title="Ramp", accessibility=["step_free", "quiet"], deadline=making.in_days(3))
    making.published(cast.ada, title="Soon", starts_on=making.in_days(5), deadline=making.in_days(2))
    assert titles(access=("step_free",)) == ["Ramp"]
    assert titles(access=("step_free", "toilet")) == []
    assert titles(starts_by=making.in_days(5)) == ["Soon"]
    assert titles(starts_by=making.in_days(4)) == []
    assert titles(since=timezone.localdate(), sort="deadline") == ["Soon", "Ramp"]
    assert titles(since=making.in_days(1)) == []


def test_who_wants_part_time_finds_what_is_open_to_both(cast: Cast) -> None:
    for hours in ("full_time", "part_time", "either"):
        making.published(cast.ada, title=hours, hours=hours)
    assert set(titles(hours="part_time")) == {"part_time", "either"}


def test_what_ended_this_night_is_not_found_before_the_worker_came_by(cast: Cast) -> None:
    offer = making.published(cast.ada, deadline=making.in_days(2))
    Opportunity.objects.filter(pk=offer.pk).update(shown_until=making.in_days(-1))
    Listing.objects.filter(pk=offer.pk).update(shown_until=making.in_days(-1))
    assert titles() == []
    assert GuardedClient().get(offer.get_absolute_url()).status_code == 404


# Facets


def test_a_facet_promises_what_its_link_gives(cast: Cast) -> None:
    _mixed(cast)
    for said in (Asked(), Asked(hours="part_time"), Asked(kind="vacancy", level="3"), Asked(words="nurse")):
        for name, choices in search.search(said).facets.items():
            for choice in choices:
                there = search.search(asked.from_query(f"{asked.query_of(said.without(name))}&{name}={choice.value}"))
                assert there.total == choice.count, (said, name, choice)


def _mixed(cast: Cast) -> None:
    for number in range(12):
        making.published(
            cast.ada,
            kind=("vacancy", "training")[number % 2],
            hours=("", "full_time", "part_time", "either")[number % 4],
            contract=("permanent", "seasonal", "")[number % 3] if number % 2 == 0 else "",
            level=(None, 2, 3, 5)[number % 4],
            remote=("on_site", "remote")[number % 5 == 0],
        )


def test_nothing_found_says_what_to_drop_and_how_many_then(cast: Cast) -> None:
    _mixed(cast)
    found = search.search(Asked(words="nurse", hours="part_time", contract="agency"))
    assert (found.total, found.without) == (0, [("contract", 6)])
    found = search.search(Asked(words="astronaut", kind="training"))
    assert found.without == [("words", 6)]


@given(st.text(max_size=60))
def test_no_words_break_the_search(words: str) -> None:
    said = asked.read({"q": [words]})
    search.search(said)


# The page


def page(client: GuardedClient | None = None, **said: str) -> str:
    answer = (client or GuardedClient()).get(f"{reverse('opportunities:search')}?{urlencode(said)}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_is_for_everybody_and_works_without_javascript(cast: Cast) -> None:
    making.published(cast.ada, title="Cook <b>or</b> chef", hours="full_time")
    text = page(q="cook")
    assert "Cook &lt;b&gt;or&lt;/b&gt; chef" in text
    assert "?q=cook&amp;hours=full_time" in text
    assert "Nothing fits all of this" in page(q="cook", contract="agency")
    assert "without Through an agency" in page(q="cook", contract="agency")


def test_an_empty_service_says_so() -> None:
    assert "Nothing is on offer here yet" in page()


def test_the_search_costs_the_same_queries_whatever_it_finds(cast: Cast) -> None:
    counts = []
    for number in (3, 30):
        for _ in range(number):
            making.published(cast.ada)
        with CaptureQueriesContext(connection) as counted:
            page(q="nurse", kind="vacancy")
        counts.append(len(counted.captured_queries))
    assert counts[0] == counts[1]


def test_pages_are_turned(cast: Cast) -> None:
    for number in range(21):
        making.published(cast.ada, title=f"Place {number:02}")
    assert "Place 00" not in page()
    assert "Place 00" in page(page="2")
    assert "Place 00" in page(page="999")


# Saved searches


def test_a_search_is_saved_once_and_tells_of_what_is_new(cast: Cast, as_member: AsMember) -> None:
    client = as_member(cast.cleo)
    save = f"{reverse('opportunities:search_save')}?q=nurse&kind=vacancy&since=2020-01-01"
    for name in ("Nursing", "Nursing jobs"):
        assert client.post(save, {"name": name, "alerts": "on"}).status_code == 302
    kept = SavedSearch.objects.get()
    assert (kept.name, kept.query) == ("Nursing jobs", "q=nurse&kind=vacancy")
    before = timezone.now()
    SavedSearch.objects.update(told_at=before - timedelta(days=1))
    making.published(cast.ada, title="Nurse at night")
    making.published(cast.ada, title="Cook", text="You cook.")
    assert searches.tell_new(timezone.now()) == 1
    notice = Notice.objects.get(user=cast.cleo.user, kind="search")
    assert notice.text == "1 new opportunity for “Nursing jobs”"
    assert client.get(notice.url).status_code == 200
    assert searches.tell_new(timezone.now()) == 0, "once a day at most"


def test_without_alerts_nothing_is_told(cast: Cast, as_member: AsMember) -> None:
    kept = searches.save(cast.cleo.user, name="All", query="", alerts=True)
    as_member(cast.cleo).post(reverse("opportunities:search_alerts", args=[kept.pk]))
    SavedSearch.objects.update(told_at=timezone.now() - timedelta(days=3))
    making.published(cast.ada)
    assert searches.tell_new(timezone.now()) == 0


def test_a_saved_search_is_nobody_elses_business(cast: Cast, as_member: AsMember) -> None:
    kept = searches.save(cast.cleo.user, name="My secret wish", query="q=clown", alerts=True)
    for neighbour in (cast.cato, cast.ada, cast.admin):
        client = as_member(neighbour)
        assert "My secret wish" not in client.get(reverse("opportunities:searches")).content.decode()
        for name in ("search_alerts", "search_forget"):
            assert client.post(reverse(f"opportunities:{name}", args=[kept.pk])).status_code == 404
    assert as_member(cast.cleo).post(reverse("opportunities:search_forget", args=[kept.pk])).status_code == 302
    assert not SavedSearch.objects.exists()


# For programs


def test_the_feed_is_atom_with_the_newest_of_the_search(cast: Cast) -> None:
    making.published(cast.ada, title="Nurse & carer")
    making.published(cast.ada, title="Cook", text="You cook.")
    answer = GuardedClient().get(reverse("opportunities:feed"), {"q": "nurse"})
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    atom = "{http://www.w3.org/2005/Atom}"
    assert [one.findtext(f"{atom}title") for one in root.iter(f"{atom}entry")] == ["Nurse & carer"]


def test_the_site_map_names_what_is_public_and_nothing_else(cast: Cast) -> None:
    shown, draft = making.published(cast.ada), making.offer(cast.ada)
    index = GuardedClient().get(reverse("opportunities:sitemap")).content.decode()
    assert reverse("opportunities:sitemap_part", args=[1]) in index
    part = GuardedClient().get(reverse("opportunities:sitemap_part", args=[1])).content.decode()
    assert shown.get_absolute_url() in part
    assert draft.get_absolute_url() not in part
    assert GuardedClient().get(reverse("opportunities:sitemap_part", args=[2])).status_code == 404


def test_listings_can_be_made_anew(cast: Cast) -> None:
    cook = making.concept("Cook")
    offer = making.published(cast.ada, occupations=[cook])
    before = Listing.objects.values().get()
    Listing.objects.all().delete()
    listings.refresh([offer.pk])
    assert Listing.objects.values().get() == before
    offers.withdraw(offer, by=cast.ada)
    assert not Listing.objects.exists()
