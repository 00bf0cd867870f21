"""What is kept of a vacancy when it is gone, and who is counted once."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone

from tests.factories import Cast
from tests.opportunities import making
from wayline.opportunities.actions import facts, imports, offers
from wayline.opportunities.models import Opportunity, Source, VacancyFact
from wayline.people import retention

pytestmark = pytest.mark.django_db


def test_a_fact_keeps_what_is_counted_and_outlives_the_offer(cast: Cast) -> None:
    cook, knives = making.concept("Cook"), making.skill("Knives")
    here = making.area("Northvale")
    offer = making.published(
        cast.ada, title="Cook (m/f/d)  for our  Kitchen", occupations=[cook, making.concept("Baker")], must=[knives],
        area=here, contract="permanent", pay_from=Decimal("12.00"), pay_to=Decimal("14.00"), pay_per="hour",
        currency="GBP", contact_name="Rosa Weiss",
    )  # fmt: skip
    fact = VacancyFact.objects.get(offer=offer.pk)
    assert fact.title == "cook for our kitchen"
    assert fact.occupation == f"starter:{cook.code}"
    assert fact.several
    assert fact.area == f"gss:{here.code}"
    assert fact.skills == [f"starter:{knives.code}"]
    assert (fact.pay, fact.currency, fact.contract) == (13 * 40 * 52, "GBP", "permanent")
    assert (fact.begun, fact.ended, fact.source) == (timezone.localdate(), None, "own")
    assert "weiss" not in str(vars(fact)).casefold()
    assert cast.ada.organisation.name.casefold() not in str(vars(fact)).casefold()
    offers.withdraw(offer, by=cast.ada)
    Opportunity.objects.filter(pk=offer.pk).delete()
    fact.refresh_from_db()
    assert (fact.ended, fact.ending) == (timezone.localdate(), "taken_off")


def test_how_it_ended_is_told_apart(cast: Cast) -> None:
    late = making.published(cast.ada, title="Late")
    back = making.published(cast.ada, title="Back")
    yesterday = timezone.localdate() - timedelta(days=1)
    Opportunity.objects.filter(pk=late.pk).update(
        shown_until=yesterday, published_at=timezone.now() - timedelta(days=9)
    )
    VacancyFact.objects.filter(offer=late.pk).update(begun=timezone.localdate() - timedelta(days=9))
    offers.end_due(timezone.now())
    ended = VacancyFact.objects.get(offer=late.pk)
    assert (ended.ending, ended.ended) == ("last_day", yesterday)
    offers.withdraw(back, by=cast.ada)
    offers.put_back(Opportunity.objects.get(pk=back.pk), by=cast.ada)
    assert VacancyFact.objects.get(offer=back.pk).ended is None


def test_drafts_and_work_experience_are_no_facts(cast: Cast) -> None:
    making.offer(cast.ada)
    making.published(cast.ada, kind="work_experience")
    assert not VacancyFact.objects.exists()


def test_what_was_published_before_facts_were_kept_is_caught_up(cast: Cast) -> None:
    making.published(cast.ada)
    VacancyFact.objects.all().delete()
    assert facts.catch_up() == 1
    assert facts.catch_up() == 0


TEXT = "We look for somebody who cooks for forty people every day, fresh, with vegetables of our own garden. " * 3


def test_the_same_place_twice_counts_once(cast: Cast) -> None:
    """From two sources; not another place, another employer, or another text."""
    for name, town, text in (
        ("Willow Bank", "Eastmoor", TEXT), ("Willow Bank", "Eastmoor", TEXT + " Call us."),
        ("Willow Bank", "Riverton", TEXT), ("Somebody else", "Eastmoor", TEXT),
        ("Willow Bank", "Eastmoor", "A driver for our small bus, mornings and evenings; training on the first day."),
    ):  # fmt: skip
        number = Source.objects.count()
        source = Source.objects.create(service=cast.ada.organisation, name=f"S{number}", format="schema_org")
        posting = {
            "@type": "JobPosting", "identifier": {"value": "1"}, "title": "Cook", "description": text,
            "hiringOrganization": {"name": name}, "jobLocation": {"address": {"addressLocality": town}},
        }  # fmt: skip
        run = imports.read_file(source, BytesIO(json.dumps([posting]).encode()), by=cast.ada, file_name="feed.json")
        assert run.new == 1, run.report
    assert facts.compare() == 1
    marked = VacancyFact.objects.get(duplicate_of__isnull=False)
    assert marked.duplicate_of is not None
    first = VacancyFact.objects.get(pk=marked.duplicate_of)
    assert (first.employer, first.place, first.source) == (marked.employer, marked.place, "brought")
    assert facts.compare() == 0
    assert not VacancyFact.objects.filter(compared=False).exists()


def test_facts_go_after_ten_years(cast: Cast) -> None:
    making.published(cast.ada)
    VacancyFact.objects.update(begun=timezone.localdate() - timedelta(days=3_700))
    counts = retention.apply(timezone.now())
    assert counts["vacancy-facts"] == 1
