"""Vacancies from elsewhere whose source names no skill are read: what counts, where it is shown, and what undoes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from io import BytesIO
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from tests.opportunities.matching import seeking
from wayline.cli import vacancies
from wayline.opportunities.actions import imports, texts
from wayline.opportunities.enums import State
from wayline.opportunities.matching import State as Stands
from wayline.opportunities.models import (
    AskedSkill,
    Asking,
    Listing,
    Opportunity,
    ReadingAnswer,
    ReadSkill,
    Source,
    TextReading,
)
from wayline.opportunities.queries.spoken import spoken_each
from wayline.opportunities.queries.texts import waiting
from wayline.people.models import AuditRecord, Membership
from wayline.taxonomy.models import Concept

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
SPOKEN = "wayline.opportunities.queries.texts.spoken_each"
TEXT = "You bake bread at night.\nKeeping records would be an advantage. No need to drive vans."


@pytest.fixture
def bake() -> Concept:
    making.skill("drive vans")
    return making.skill("bake bread")


@pytest.fixture
def records() -> Concept:
    return making.skill("keeping records")


def read(offer: Opportunity) -> set[tuple[int, str, str]]:
    return set(offer.read_skills.values_list("concept", "need", "words"))


def test_what_the_text_asks_for_is_read_with_the_words_that_say_it(cast: Cast, bake: Concept, records: Concept) -> None:
    offer = making.brought(cast.ada, TEXT)
    assert texts.read_all() == 1
    assert read(offer) == {(bake.pk, "must", "bake bread"), (records.pk, "nice", "Keeping records")}
    assert Listing.objects.get().skills == sorted([bake.pk, records.pk])
    assert set(AskedSkill.objects.values_list("skill", "need")) == {
        (bake.pk, AskedSkill.READ), (records.pk, AskedSkill.READ)
    }  # fmt: skip
    assert Asking.objects.values_list("must", "nice", "read", "usual").get() == (0, 0, 2, 0)
    assert texts.read_all() == 0, "Read once."


def test_a_text_that_cannot_be_read_keeps_no_other_waiting(
    cast: Cast, bake: Concept, as_member: AsMember, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    offers = [making.brought(cast.ada, f"You bake bread, {number}.") for number in range(5)]

    def hostile(said: Sequence[str], *more: Any) -> Any:
        if any("bread, 3." in one for one in said):
            raise RecursionError("as no text that we know does")
        return spoken_each(said, *more)

    monkeypatch.setattr(SPOKEN, hostile)
    assert texts.read_all() == 5
    assert [bool(read(offer)) for offer in offers] == [True, True, True, False, True]
    assert f"The text of vacancy {offers[3].pk} could not be read." in caplog.text
    assert not waiting().exists()
    assert [one.pk for one in TextReading.objects.filter(failed=True)] == [offers[3].pk]
    client = as_member(cast.ada)
    assert "The program failed on this text" in client.get(offers[3].desk_url).content.decode()
    assert "The program failed" not in client.get(offers[0].desk_url).content.decode()
    source = reverse("opportunities:source", args=[offers[3].source_id])
    assert "The program failed on the text of 1 vacancy" in client.get(source).content.decode()
    monkeypatch.undo()
    texts.read_again()
    assert texts.read_all() == 5
    assert read(offers[3])
    assert not TextReading.objects.filter(failed=True).exists()


def test_a_database_that_fails_leaves_all_of_it_waiting(
    cast: Cast, bake: Concept, monkeypatch: pytest.MonkeyPatch
) -> None:
    making.brought(cast.ada, TEXT)

    def fails(*_given: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(SPOKEN, fails)
    with pytest.raises(OperationalError):
        texts.read_all()
    assert waiting().exists()


def test_a_language_that_is_spoken_is_no_skill_beside(cast: Cast) -> None:
    making.skill("English")
    offer = making.brought(cast.ada, "English is required.")
    texts.read_all()
    assert not offer.read_skills.exists()
    assert TextReading.objects.get().at


def test_only_what_no_source_says_is_read(cast: Cast, bake: Concept) -> None:
    making.published(cast.ada, text=TEXT)
    off = making.brought(cast.ada, TEXT)
    Opportunity.objects.filter(pk=off.pk).update(state=State.WITHDRAWN, ended_at=timezone.now())
    source = Source.objects.create(service=cast.ada.organisation, name="Said", format="schema_org", language="en")
    for skills, number in (("bake bread", 0), ("a good heart", 1), ("", 1)):
        imports.read_file(source, feed(TEXT, skills), by=cast.ada, file_name="")
        assert texts.read_all() == number
        assert ReadSkill.objects.count() == number
        assert not off.read_skills.exists()


def test_what_an_occupation_usually_needs_is_asked_for_beside_when_hardly_anything_is_read(
    cast: Cast, bake: Concept, records: Concept
) -> None:
    baker, more = making.concept("Baker"), [making.skill(name) for name in ("knead dough", "clean ovens")]
    seeking.needs(baker, bake, *more)
    few = making.brought(cast.ada, "You bake bread.", occupations=[baker])
    enough = making.brought(
        cast.ada, "You bake bread, knead dough and are good at keeping records.", occupations=[baker]
    )
    texts.read_all()
    assert set(AskedSkill.objects.filter(listing=few.pk).values_list("skill", "need")) == {
        (bake.pk, AskedSkill.READ), *((one.pk, AskedSkill.USUAL) for one in more)
    }  # fmt: skip
    assert set(AskedSkill.objects.filter(listing=enough.pk).values_list("skill", "need")) == {
        (one.pk, AskedSkill.READ) for one in (bake, more[0], records)
    }


def test_somebody_is_matched_by_it_and_told_that_the_program_read_it(
    as_member: AsMember, cast: Cast, bake: Concept, records: Concept
) -> None:
    offer = making.brought(cast.ada, TEXT)
    texts.read_all()
    seeking.skilled(cast.cleo, bake)
    seeking.turn_on(cast.cleo, "skills")
    (only,) = seeking.found(cast.cleo)
    assert {(one.concept, one.need, one.state) for one in only.reasons} == {
        (bake.pk, "read", Stands.HELD), (records.pk, "read", Stands.MISSING)
    }  # fmt: skip
    client = as_member(cast.cleo)
    told = client.get(reverse("opportunities:match", args=[offer.pk])).content.decode()
    assert "nobody checked them" in told
    assert told.count("read from the text by the program") == 2
    assert "read from its text by the program" in client.get(reverse("opportunities:for_you")).content.decode()


def test_the_page_of_the_vacancy_says_who_read_it_and_may_be_wrong(
    as_member: AsMember, cast: Cast, bake: Concept, records: Concept
) -> None:
    offer = making.brought(cast.ada, TEXT)
    client = as_member(cast.cleo)
    assert "Skills read from the text" not in client.get(offer.get_absolute_url()).content.decode()
    texts.read_all()
    told = client.get(offer.get_absolute_url()).content.decode()
    assert "It may be wrong." in told
    assert "bake bread" in told
    assert '"skills"' not in told, "What goes out as structured data is what the source says."


def test_staff_leave_out_what_is_wrong_and_put_it_back(
    as_member: AsMember, cast: Cast, bake: Concept, records: Concept
) -> None:
    offer = making.brought(cast.ada, TEXT)
    texts.read_all()
    client = as_member(cast.ada)
    told = client.get(offer.desk_url).content.decode()
    assert "keeping records" in told
    assert "“" not in told, "Words are shown beside a name that says it otherwise."
    assert "A second pair of eyes" not in told, "Remarks are for who can change it."
    send(client, offer, leave_out=bake.pk)
    assert read(offer) == {(records.pk, "nice", "Keeping records")}
    assert Listing.objects.get().skills == [records.pk]
    assert ReadingAnswer.objects.values_list("value", "words", "answer").get() == (
        f"skill:{bake.pk}",
        "bake bread",
        "no",
    )
    texts.read_again()
    texts.read_all()
    assert read(offer) == {(records.pk, "nice", "Keeping records")}, "It stays left out."
    assert "Put back" in client.get(offer.desk_url).content.decode()
    send(client, offer, take_back=bake.pk)
    assert read(offer) == {(records.pk, "nice", "Keeping records"), (bake.pk, "must", "bake bread")}
    assert AuditRecord.objects.filter(verb="left out read skill").count() == 1


def send(client: GuardedClient, offer: Opportunity, **said: Any) -> None:
    answer = client.post(reverse("opportunities:offer_read_skills", args=[offer.pk]), said)
    assert answer.status_code == 302


@pytest.mark.parametrize("said", [{}, {"leave_out": "x"}, {"leave_out": ""}, {"take_back": "\u0661"}])
def test_an_answer_that_names_nothing_is_not_found(
    as_member: AsMember, cast: Cast, bake: Concept, said: dict[str, str]
) -> None:
    offer = making.brought(cast.ada, TEXT)
    texts.read_all()
    answer = as_member(cast.ada).post(reverse("opportunities:offer_read_skills", args=[offer.pk]), said)
    assert answer.status_code == 404
    assert offer.read_skills.count() == 1


def test_without_skills_loaded_texts_go_on_waiting(cast: Cast) -> None:
    making.brought(cast.ada, TEXT)
    assert texts.read_all() == 0
    assert waiting().count() == 1


def test_what_is_gone_meanwhile_changes_nothing(as_member: AsMember, cast: Cast, bake: Concept) -> None:
    offer = making.brought(cast.ada, TEXT)
    send(as_member(cast.ada), offer, leave_out=bake.pk)
    send(as_member(cast.ada), offer, take_back=2**70)
    assert not ReadingAnswer.objects.exists()


def test_nobody_else_leaves_anything_out(as_member: AsMember, cast: Cast, bake: Concept) -> None:
    offer = making.brought(cast.ada, TEXT)
    texts.read_all()
    _employer, company = making.employer(cast.ada)
    for member, status in ((cast.cleo, 403), (cast.zoe, 403), (cast.rex, 403), (cast.eve, 403), (company, 403)):
        answer = as_member(member).post(
            reverse("opportunities:offer_read_skills", args=[offer.pk]), {"leave_out": bake.pk}
        )
        assert answer.status_code == status
    own = making.published(cast.ada, text=TEXT)
    answer = as_member(cast.ada).post(reverse("opportunities:offer_read_skills", args=[own.pk]), {"leave_out": bake.pk})
    assert answer.status_code == 403, "What somebody wrote here is asked about on “Read the text”."
    assert offer.read_skills.count() == 1


def feed(text: str, skills: str = "") -> BytesIO:
    said = {
        "@type": "JobPosting", "identifier": {"value": "1"}, "title": "Baker", "description": text, "skills": skills,
        "hiringOrganization": {"name": "School"},
    }  # fmt: skip
    return BytesIO(json.dumps([said]).encode())


def test_a_source_that_changes_the_text_has_it_read_again(
    cast: Cast, bake: Concept, records: Concept, django_capture_on_commit_callbacks: Any
) -> None:
    source = Source.objects.create(service=cast.ada.organisation, name="Feed", format="schema_org", language="en")
    with django_capture_on_commit_callbacks() as called:
        imports.read_file(source, feed(TEXT), by=cast.ada, file_name="")
    assert texts.read_on.enqueue in called
    texts.read_on.func()
    offer = Opportunity.objects.get()
    assert {concept for concept, _need, _words in read(offer)} == {bake.pk, records.pk}
    with django_capture_on_commit_callbacks() as called:
        imports.read_file(source, feed(TEXT), by=cast.ada, file_name="")
    assert texts.read_on.enqueue not in called, "The same again."
    assert read(offer)
    imports.read_file(source, feed("You are keeping records for us, all day long."), by=cast.ada, file_name="")
    assert not read(offer)
    assert Listing.objects.get().skills == []
    assert texts.read_due(timezone.now()) == 1
    texts.read_on.func()
    assert {concept for concept, _need, _words in read(offer)} == {records.pk}
    assert texts.read_due(timezone.now()) == 0


def test_read_anew_what_is_not_found_any_more_goes(cast: Cast, bake: Concept) -> None:
    offer = making.brought(cast.ada, TEXT)
    texts.read_all()
    bake.labels.all().delete()
    texts.read_again()
    assert texts.read_all() == 1
    assert not read(offer)
    assert not AskedSkill.objects.exists()


def test_it_goes_on_below_where_it_was_and_many_ask_no_more_often(
    cast: Cast, bake: Concept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "TOGETHER", 2)
    made = [making.brought(cast.ada, TEXT).pk for _number in range(5)]
    assert texts.read_some() == made[:2:-1]
    assert texts.read_some(made[2]) == made[1::-1]
    assert list(waiting().values_list("pk", flat=True)) == [made[2]]
    asked = []
    for number in (60, 120):
        monkeypatch.setattr(texts, "TOGETHER", number)
        for _number in range(number):
            making.brought(cast.ada, TEXT)
        with CaptureQueriesContext(connection) as queries:
            assert len(texts.read_some()) == number
        asked.append(len(queries))
    assert asked[1] <= asked[0] + 2


def test_the_errand_ends_after_its_turn_and_asks_for_another(
    cast: Cast, bake: Concept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "TOGETHER", 1)
    monkeypatch.setattr(texts, "TURN", -1.0)
    asked: list[int] = []
    monkeypatch.setattr(type(texts.read_on), "enqueue", lambda _task, below: asked.append(below))
    first, second = making.brought(cast.ada, TEXT), making.brought(cast.ada, TEXT)
    texts.read_on.func()
    assert asked == [second.pk]
    texts.read_on.func(asked[0])
    assert asked == [second.pk, first.pk]
    assert not waiting().exists()


def test_from_the_command_line(
    cast: Cast, bake: Concept, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vacancies, "django", nullcontext)
    making.brought(cast.ada, TEXT)
    for again, said in ((False, "1 texts are read."), (False, "No text waits"), (True, "1 texts are read.")):
        vacancies.read(again=again)
        assert said in capsys.readouterr().out


def test_the_page_of_the_source_says_what_waits(as_member: AsMember, cast: Cast, bake: Concept) -> None:
    offer = making.brought(cast.ada, TEXT)
    address = reverse("opportunities:source", args=[offer.source_id])
    client = as_member(cast.ada)
    assert "waits until the program has read its text" in client.get(address).content.decode()
    assert "not read yet" in client.get(offer.desk_url).content.decode()
    texts.read_all()
    assert "waits until" not in client.get(address).content.decode()
