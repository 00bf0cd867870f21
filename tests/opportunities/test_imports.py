"""A source is read again and again: what is new, changed, the same, gone, refused, and perhaps the same twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any, BinaryIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from wayline.opportunities import fetching, likeness
from wayline.opportunities.actions import asking, foreign_keys, imports, listings, shelf, staging, twins
from wayline.opportunities.enums import State
from wayline.opportunities.models import AskedSkill, ImportRun, Listing, Opportunity, Source, VacancyFact
from wayline.opportunities.queries import stock
from wayline.people.models import Membership
from wayline.taxonomy.models import Concept

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
TEXT = "You cook for eighty children every day, with two colleagues, in a bright kitchen beside the school garden. "


def source(by: Membership, **values: Any) -> Source:
    plain = {"name": "Feed", "format": "schema_org", "language": "en"}
    return Source.objects.create(service=by.organisation, **{**plain, **values})


def feed(*postings: dict[str, Any]) -> bytes:
    plain = {"@type": "JobPosting", "description": TEXT, "hiringOrganization": {"name": "School"}}
    return json.dumps([{**plain, **one} for one in postings]).encode()


def one(key: str, **values: Any) -> dict[str, Any]:
    return {"identifier": {"value": key}, "title": f"Job {key}", **values}


def read(into: Source, content: bytes, by: Membership) -> ImportRun:
    return imports.read_file(into, BytesIO(content), by=by, file_name="feed.json")


def numbers(run: ImportRun) -> tuple[int, int, int, int, int]:
    return run.new, run.changed, run.same, run.gone, run.refused


def test_differences(cast: Cast) -> None:
    into = source(cast.ada)
    assert numbers(read(into, feed(one("1"), one("2"), one("3")), cast.ada)) == (3, 0, 0, 0, 0)
    assert Listing.objects.count() == 3
    run = read(into, feed(one("1"), one("2", title="Another"), one("4"), one("5", title="")), cast.ada)
    assert numbers(run) == (1, 1, 1, 1, 1)
    assert run.report["refusals"] == [["the file, posting 4", "it has no title"]]
    gone = Opportunity.objects.get(source_key="3")
    assert (gone.state, Listing.objects.filter(pk=gone.pk).exists()) == (State.WITHDRAWN, False)
    assert numbers(read(into, feed(one("3")), cast.ada)) == (0, 1, 0, 3, 0), "what comes back is shown again"
    gone.refresh_from_db()
    assert gone.state == State.PUBLISHED


def test_reading_twice_changes_nothing(cast: Cast) -> None:
    into = source(cast.ada)
    content = feed(one("1"), one("2"))
    read(into, content, cast.ada)
    before = list(Opportunity.objects.order_by("pk").values())
    assert numbers(read(into, content, cast.ada)) == (0, 0, 2, 0, 0)
    assert list(Opportunity.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("content", [b"", b"<html>Down for maintenance</html>", b"[]", feed(one("1", title=""))])
def test_a_feed_that_breaks_takes_nothing_off(cast: Cast, content: bytes) -> None:
    into = source(cast.ada)
    read(into, feed(one("1")), cast.ada)
    run = read(into, content, cast.ada)
    assert run.fault
    assert Opportunity.objects.public().count() == 1


def test_of_what_is_refused_as_a_whole_the_first_reasons_are_told(cast: Cast) -> None:
    past = making.in_days(-1).isoformat()
    run = read(source(cast.ada), feed(*(one(str(key), validThrough=past) for key in range(5))), cast.ada)
    assert run.fault.startswith("nothing in it can be taken; what is here stays as it is. “Job 0”: its deadline")
    assert run.fault.endswith("; and 2 more")


def test_after_a_reading_the_shelf_is_kept_up(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as called:
        read(source(cast.ada), feed(one("1")), cast.ada)
    assert shelf.keep_up.enqueue in called
    shelf.keep_up.func()
    assert stock.current() is None, "too few"


def test_what_has_passed_or_stands_twice_is_told(cast: Cast) -> None:
    past = making.in_days(-1).isoformat()
    run = read(source(cast.ada), feed(one("1"), one("1"), one("2", validThrough=past)), cast.ada)
    assert numbers(run) == (1, 0, 0, 0, 2)
    assert [reason for _place, reason in run.report["refusals"]] == [
        "its key 1 stands there twice; the first is taken", f"its deadline {past} has passed"
    ]  # fmt: skip


def test_words_are_understood_by_the_taxonomy(cast: Cast) -> None:
    cook, cooking = making.concept("Cook"), making.skill("cooking")
    country = making.area("Utopia")
    region = making.area("Cloudshire", parent=country)
    place = {"address": {"addressLocality": "Smallville", "addressRegion": "cloudshire", "addressCountry": "GB"}}
    said = one("1", occupationalCategory="Cook", skills="Cooking, juggling", jobLocation=place)
    read(source(cast.ada), feed(said), cast.ada)
    offer = Opportunity.objects.get()
    assert [tag.concept for tag in offer.occupation_tags.all()] == [cook]
    assert {(want.text, want.concept) for want in offer.wants.all()} == {("Cooking", cooking), ("juggling", None)}
    assert offer.area == region
    assert Listing.objects.get().areas == sorted([country.pk, region.pk])


def test_nearly_the_same_at_one_employer_and_place_is_shown_as_perhaps_the_same(cast: Cast) -> None:
    longer = " ".join(f"word{number}" for number in range(90))
    run = read(
        source(cast.ada),
        feed(one("1", title="Cook", description=longer), one("2", title="Cook", description=longer + " Begin in May."),
             one("3", title="Cook", description=longer, hiringOrganization={"name": "Another school"}),
             one("4", title="Gardener", description="You plant trees, mow the lawn and look after the bees.")),
        cast.ada,
    )  # fmt: skip
    assert [(first, other) for first, other, _likeness in run.report["duplicates"]] == [("Cook", "Cook")]
    second = source(cast.ada, name="Second feed")
    run = read(second, feed(one("9", title="Cook", description=longer)), cast.ada)
    assert len(run.report["duplicates"]) == 3 - 1, "with both of the first source"


def test_likeness_by_hand() -> None:
    same = [
        likeness.Text("a", "x", "one two three four five six"),
        likeness.Text("b", "x", "one two three four five six"),
    ]
    assert [(pair.one, pair.other, pair.likeness) for pair in likeness.pairs(same)] == [("a", "b", 1.0)]
    apart = [likeness.Text("a", "x", "one two three"), likeness.Text("b", "y", "one two three")]
    assert list(likeness.pairs(apart)) == []
    other = [likeness.Text("a", "x", "one two three four"), likeness.Text("b", "x", "alpha beta gamma delta")]
    assert list(likeness.pairs(other)) == []
    assert [pair.likeness for pair in likeness.pairs([likeness.Text("a", "x", ""), likeness.Text("b", "x", "")])] == [
        1.0
    ]


# Many


def many(number: int) -> bytes:
    return feed(*(one(str(key), skills=f"skill {key}, thing") for key in range(number)))


def test_in_parts_it_is_what_it_is_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(source(cast.ada), many(7), cast.ada)
    monkeypatch.setattr(staging, "BATCH", 2)
    monkeypatch.setattr(twins, "BATCH", 2)
    Opportunity.objects.all().delete()
    into = source(cast.ada, name="In parts")
    parts = read(into, many(7), cast.ada)
    assert numbers(parts) == numbers(whole) == (7, 0, 0, 0, 0)
    assert parts.report == whole.report
    assert [offer.source_key for offer in Opportunity.objects.order_by("pk")] == list("0123456")
    assert numbers(read(into, many(4), cast.ada)) == (0, 0, 4, 3, 0)


def test_what_is_written_at_once_is_what_a_single_offer_gets(cast: Cast) -> None:
    cook = making.concept("Cook", broader=making.concept("Kitchens"))
    place = {"address": {"addressLocality": "Smallville", "addressCountry": "GB"}}
    salary = {"currency": "EUR", "value": {"minValue": 2000, "maxValue": 2500, "unitText": "MONTH"}}
    read(source(cast.ada), feed(one("1", occupationalCategory="Cook", jobLocation=place, baseSalary=salary)), cast.ada)
    offer, listing = Opportunity.objects.get(), Listing.objects.get()
    assert (listing.pay_a_year, listing.currency) == (30_000, "EUR")
    assert listing.occupations == sorted([cook.pk, cook.broader_id or 0])
    before = Listing.objects.values().get()
    listings.refresh([offer.pk])
    assert Listing.objects.values().get() == before
    assert Opportunity.objects.get().words == offer.words


def test_every_sign_comes_in_as_it_was_sent(cast: Cast) -> None:
    strange = 'Cook \\N \\t "chef", {a}\tand\r\nmore \\'
    skills = ['say "hello"', "C:\\temp", "{braces}", "NULL", "näh'en"]
    posting = {"id": "1", "headline": "Cook \\N {a}", "description": {"text": f"{strange} {TEXT}"},
               "must_have": {"skills": [{"label": skill} for skill in skills]}}  # fmt: skip
    assert numbers(read(source(cast.ada, format="jobtech"), json.dumps([posting]).encode(), cast.ada))[0] == 1
    offer = Opportunity.objects.get()
    assert offer.title == "Cook \\N {a}"
    assert 'Cook \\N \\t "chef", {a}' in offer.text
    assert {want.text for want in offer.wants.all()} == set(skills)


def test_an_area_that_went_while_the_file_was_read_is_left_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    town = making.area("Smallville")
    writes = imports._write

    def late(run: ImportRun) -> list[int]:
        town.delete()
        return writes(run)

    monkeypatch.setattr(imports, "_write", late)
    place = {"address": {"addressLocality": "Smallville"}}
    assert numbers(read(source(cast.ada), feed(one("1", jobLocation=place)), cast.ada)) == (1, 0, 0, 0, 0)
    assert Opportunity.objects.get().area is None


def test_keys_that_follow_each_other_and_others_find_the_same_rows(cast: Cast) -> None:
    read(source(cast.ada), many(5), cast.ada)
    keys = list(Opportunity.objects.order_by("pk").values_list("pk", flat=True))
    tables = (Listing, AskedSkill, VacancyFact)

    def rows() -> list[list[Any]]:
        return [sorted(map(str, table.objects.values_list(*_columns(table)))) for table in tables]

    before = rows()
    for some in (keys, keys[::2], [keys[3], keys[0], keys[3]], keys[:1], []):
        listings.refresh(some)
        assert rows() == before


def _columns(table: type[Model]) -> list[str]:
    return [column.name for column in table._meta.concrete_fields if column.name != "id"]


def test_many_ads_ask_the_database_no_more_often(cast: Cast) -> None:
    asked = []
    for number in (asking.MANY, 2 * asking.MANY):
        with CaptureQueriesContext(connection) as queries:
            read(source(cast.ada, name=str(number)), many(number), cast.ada)
        asked.append(len(queries))
    assert asked[1] <= asked[0] + 2


def test_a_concept_that_went_while_the_file_was_read_is_left_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cook, cooking = making.concept("Cook"), making.skill("cooking")
    writes = imports._write

    def late(run: ImportRun) -> list[int]:
        Concept.objects.filter(pk__in=[cook.pk, cooking.pk]).delete()
        return writes(run)

    monkeypatch.setattr(imports, "_write", late)
    monkeypatch.setattr(asking, "MANY", 1)
    said = one("1", occupationalCategory="Cook", skills="Cooking, juggling")
    assert numbers(read(source(cast.ada), feed(said), cast.ada)) == (1, 0, 0, 0, 0)
    offer = Opportunity.objects.get()
    assert not offer.occupation_tags.exists()
    assert {(want.text, want.concept) for want in offer.wants.all()} == {("Cooking", None), ("juggling", None)}


@pytest.mark.parametrize("may", [True, False])
def test_keys_are_held_whether_or_not_the_database_lets_their_checks_be_left_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, may: bool
) -> None:
    """Who may not leave the checks out has them made; afterwards they are made again for everybody."""
    if not may:
        monkeypatch.setattr(foreign_keys, "STANDING", "SELECT 'origin', false")
    cooking = making.skill("cooking")
    monkeypatch.setattr(asking, "MANY", 1)
    read(source(cast.ada), feed(one("1", skills="Cooking")), cast.ada)
    assert AskedSkill.objects.get().skill == cooking
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)


def test_what_breaks_while_it_is_written_changes_nothing_and_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = source(cast.ada)
    read(into, feed(one("1"), one("2")), cast.ada)

    def breaks(*_said: object, **_named: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(listings, "refresh", breaks)
    with pytest.raises(OSError, match="no room"):
        read(into, feed(one("1", title="Another"), one("3")), cast.ada)
    assert sorted(Opportunity.objects.public().values_list("title", flat=True)) == ["Job 1", "Job 2"]
    run = ImportRun.objects.first()
    assert run is not None
    assert "nobody expected" in run.fault
    assert (run.percent, numbers(run)) == (100, (0, 0, 0, 0, 0))


def test_a_file_that_breaks_after_parts_were_written_changes_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "BATCH", 2)
    into = source(cast.ada, format="jobtech")
    ads = [{"id": str(key), "headline": f"Job {key}", "description": {"text": TEXT}} for key in range(7)]
    whole = json.dumps(ads).encode()
    run = read(into, whole[: whole.index(b"Job 5")], cast.ada)
    assert run.fault == "it is no JSON after ad 5"
    assert numbers(run) == (0, 0, 0, 0, 0)
    assert not Opportunity.objects.exists()
    assert numbers(read(into, whole, cast.ada)) == (7, 0, 0, 0, 0)


def test_a_look_changes_nothing_and_says_what_it_would(cast: Cast) -> None:
    into = source(cast.ada)
    read(into, feed(one("1"), one("2")), cast.ada)
    run = imports.look(into, BytesIO(feed(one("2", title="Another"), one("3"), one("4", title=""))))
    assert numbers(run) == (1, 1, 0, 1, 1)
    assert run.report["refusals"] == [["the file, posting 3", "it has no title"]]
    assert ImportRun.objects.count() == 1
    assert sorted(Opportunity.objects.public().values_list("title", flat=True)) == ["Job 1", "Job 2"]


def test_a_source_is_read_by_one_at_a_time(cast: Cast) -> None:
    into = source(cast.ada)

    def elsewhere(act: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {act}(%s, %s)", [imports.LOCK, into.pk])

    with ThreadPoolExecutor(1) as other:
        other.submit(elsewhere, "pg_advisory_lock").result()
        assert read(into, feed(one("1")), cast.ada).fault == "this source is being read just now"
        other.submit(elsewhere, "pg_advisory_unlock").result()
        other.submit(lambda: connection.close()).result()
    assert numbers(read(into, feed(one("1")), cast.ada)) == (1, 0, 0, 0, 0)


def test_a_reading_says_how_far_it_is_and_that_it_was_cut_off(cast: Cast, as_member: AsMember) -> None:
    into, client = source(cast.ada), as_member(cast.ada)
    run = ImportRun.objects.create(source=into, percent=37, at=timezone.now())
    for url in (reverse("opportunities:source", args=[into.pk]), reverse("opportunities:import_run", args=[run.pk])):
        assert "37 %" in client.get(url).content.decode()
    imports.pull_due(timezone.now())
    run.refresh_from_db()
    assert run.percent == 37, "it may still be at work"
    imports.pull_due(timezone.now() + timedelta(hours=7))
    run.refresh_from_db()
    assert (run.fault, run.percent) == ("it was interrupted", 100)


# By itself


def test_sources_are_read_when_their_time_has_come(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    into = source(cast.ada, url="https://jobs.example/feed", active=True, every_hours=6)
    source(cast.ada, name="By hand", url="https://jobs.example/other")
    content = feed(one("1"))

    def fetched(url: str, into: BinaryIO) -> str:
        into.write(content)
        return url

    monkeypatch.setattr(fetching, "fetch", fetched)
    assert imports.pull_due(timezone.now()) == 1
    assert ImportRun.objects.get().source == into
    assert imports.pull_due(timezone.now() + timedelta(hours=5)) == 0
    assert imports.pull_due(timezone.now() + timedelta(hours=7)) == 1


def test_a_feed_in_the_private_network_is_not_read_and_told(cast: Cast) -> None:
    into = source(cast.ada, url="http://127.0.0.1/feed")
    run = imports.pull(into)
    assert run.fault == "127.0.0.1 is not on the open internet"


# Pages


def test_staff_add_a_source_send_a_file_and_read_the_report(cast: Cast, as_member: AsMember) -> None:
    client = as_member(cast.ada)
    form = {"name": "Table", "format": "csv", "every_hours": 24, "language": "en", "area": "",
            "columns": "title = Job\ntext = Words"}  # fmt: skip
    assert client.post(reverse("opportunities:source_new"), form).status_code == 302
    into = Source.objects.get()
    assert into.mapping == {"title": "Job", "text": "Words"}
    assert client.get(reverse("opportunities:source_edit", args=[into.pk])).status_code == 200
    file = SimpleUploadedFile("jobs.csv", b"Job,Words\nCook,You cook.\n,Nothing\n")
    answer = client.post(reverse("opportunities:source", args=[into.pk]), {"file": file})
    run = ImportRun.objects.get()
    assert answer["Location"] == reverse("opportunities:import_run", args=[run.pk])
    text = client.get(answer["Location"]).content.decode()
    assert "line 3" in text
    assert "it has no title" in text
    assert "Cook" in GuardedClient().get(reverse("opportunities:search")).content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"columns": "shoe = Schuh"}, "write ours = theirs"),
        ({"active": "on"}, "needs an address"),
        ({"name": "Feed"}, "already"),
        ({"every_hours": 0}, "greater than or equal"),
    ],
)
def test_mistakes_in_a_source_are_told(cast: Cast, as_member: AsMember, changes: dict[str, Any], told: str) -> None:
    source(cast.ada)
    form = {"name": "New", "format": "csv", "every_hours": 24, "language": "en", "area": "", "columns": "", **changes}
    answer = as_member(cast.ada).post(reverse("opportunities:source_new"), form)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_neighbours_see_no_source(cast: Cast, as_member: AsMember) -> None:
    into = source(cast.ada, url="https://jobs.example/feed")
    run = read(into, feed(one("1")), cast.ada)
    for stranger, status in ((cast.zoe, 404), (cast.cleo, 404), (cast.eve, 404), (cast.rex, 404)):
        client = as_member(stranger)
        assert client.get(reverse("opportunities:source", args=[into.pk])).status_code == status
        assert client.get(reverse("opportunities:import_run", args=[run.pk])).status_code == status
        assert client.post(reverse("opportunities:source_pull", args=[into.pk])).status_code == status
    assert as_member(cast.cleo).get(reverse("opportunities:sources")).status_code == 403
    assert as_member(cast.cleo).post(reverse("opportunities:source_new"), {}).status_code == 403


def test_staff_take_off_what_a_source_brought_and_change_nothing_in_it(cast: Cast, as_member: AsMember) -> None:
    read(source(cast.ada), feed(one("1")), cast.ada)
    offer, client = Opportunity.objects.get(), as_member(cast.ben)
    assert client.get(offer.desk_url).status_code == 200
    assert client.get(reverse("opportunities:offer_edit", args=[offer.pk])).status_code == 403
    client.post(reverse("opportunities:offer_do", args=[offer.pk, "withdraw"]))
    offer.refresh_from_db()
    assert offer.state == State.WITHDRAWN
