"""Anonymous in earnest: somebody with the whole database in hand cannot lead an answer back to a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction

from tests.assessment.asking import begin, fill, first_wave, survey
from tests.conftest import GuardedClient
from tests.factories import Cast, member, organisation
from wayline.assessment import letters
from wayline.assessment.actions import answering, surveys
from wayline.assessment.enums import Audience
from wayline.assessment.models import Draft, Participant, Response
from wayline.people.enums import Role
from wayline.people.models import AuditRecord, Membership

AsMember = Callable[[Membership], GuardedClient]


def numbers(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def columns(model: Any) -> set[str]:
    return {field.column for field in model._meta.get_fields() if getattr(field, "column", None)}


@pytest.mark.django_db(transaction=True)
def test_no_column_and_no_place_on_the_disk_joins_answers_to_people() -> None:
    """Thirty people answer one after the other, each with their number as the answer.

    Whoever tries knows every table, the hidden columns of PostgreSQL (ctid: the place on the disk, xmin: the
    transaction that wrote a row), and who answered.
    """
    office = organisation("North Office")
    asker = member(Role.MANAGER, of=office)
    people = [member(of=office) for _ in range(30)]
    wave = first_wave(survey(asker, audience=Audience.GROUP, group_role=Role.PRACTITIONER))
    for number, person in enumerate(people):
        client = GuardedClient().acting(person)
        typed = {"q-mood": "3", "q-word": str(number), "q-again": "yes"}
        fill(client, begin(client, wave), [typed])
    assert Response.objects.count() == 30

    shared = columns(Response) & columns(Participant)
    assert shared == {"id", "wave_id", "user_id"}
    assert not Response.objects.exclude(user=None, participant=None, finished_at=None, pair_key="").exists()
    ours = {str(key) for key in Response.objects.values_list("pk", flat=True)}
    assert not ours & {str(key) for key in Participant.objects.values_list("pk", flat=True)}

    # Every participant was written by the last transaction, so that of a response tells nobody apart.
    assert len(set(numbers("SELECT xmin::text FROM assessment_participant WHERE wave_id = %s", wave.pk))) == 1
    assert len(set(numbers("SELECT xmin::text FROM assessment_response"))) == 1
    by_place = [int(word) for (word,) in numbers("SELECT answers->>'word' FROM assessment_response ORDER BY ctid")]
    assert abs(correlation(by_place)) < 0.6
    by_key = [int(word) for (word,) in numbers("SELECT answers->>'word' FROM assessment_response ORDER BY id")]
    assert abs(correlation(by_key)) < 0.6
    assert not Draft.objects.exists()


def correlation(order: list[int]) -> float:
    """Of a list with its own order: 1 for the order of arrival. 0.6 is far beyond chance for thirty."""
    middle = (len(order) - 1) / 2
    spread = sum((place - middle) ** 2 for place in range(len(order)))
    return sum((place - middle) * (value - middle) for place, value in enumerate(order)) / spread


@pytest.mark.django_db
def test_no_session_and_no_record_keeps_a_trace(cast: Cast, as_member: AsMember) -> None:
    wave = first_wave(survey(cast.mia, audience=Audience.GROUP, group_role=Role.PRACTITIONER))
    before = AuditRecord.objects.count()
    client = as_member(cast.ada)
    address = begin(client, wave)
    code = address.split("/")[3]
    client.post(address, {"q-mood": "2", "q-word": "Rhubarb"})
    draft = Draft.objects.get()
    assert (draft.user, draft.participant, draft.anonymous) == (None, None, True)
    fill(client, address, [{"q-mood": "2", "q-word": "Rhubarb"}])
    assert AuditRecord.objects.count() == before
    for session in Session.objects.all():
        assert code not in str(session.get_decoded())
        assert "Rhubarb" not in str(session.get_decoded())
    assert Participant.objects.get(user=cast.ada.user).answered


@pytest.mark.django_db
def test_the_database_refuses_an_anonymous_answer_with_a_person(cast: Cast) -> None:
    wave = first_wave(survey(cast.ada))
    for more in ({"user": cast.ben.user}, {"finished_at": cast.ben.started_at}):
        with pytest.raises(IntegrityError, match="assessment_response_nobody"), transaction.atomic():
            Response.objects.create(
                wave=wave, version=wave.survey.version, anonymous=True, language="en", answers={}, **more
            )
    with pytest.raises(IntegrityError, match="assessment_draft_nobody"), transaction.atomic():
        Draft.objects.create(
            code_hash="x",
            wave=wave,
            version=wave.survey.version,
            anonymous=True,
            user=cast.ben.user,
            language="en",
            seed=1,
        )


@pytest.mark.django_db
def test_an_invited_person_answers_once_and_gets_no_reminder(
    cast: Cast, client: GuardedClient, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    made = survey(cast.mia, audience=Audience.LIST, is_open=False)
    wave = first_wave(made)
    surveys.add_people(made, ["one@example.org", "two@example.org"], by=cast.mia)
    with django_capture_on_commit_callbacks(execute=True):
        surveys.open_wave(wave, by=cast.mia)
    assert sorted(mail.to[0] for mail in mailoutbox) == ["one@example.org", "two@example.org"]
    first = Participant.objects.get(email="one@example.org")
    secret = letters.secret_of(first)
    assert f"i={secret}" in next(mail.body for mail in mailoutbox if mail.to == ["one@example.org"])
    assert "for people who were invited" in client.get(wave.get_absolute_url()).content.decode()
    fill(client, begin(client, wave, secret), [{"q-mood": "4"}])
    response = Response.objects.get()
    assert response.participant is None
    again = client.post(wave.get_absolute_url(), {"i": secret, "language": "en"})
    assert "Your answers are here already" in again.content.decode()
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        surveys.remind(wave)
    assert [mail.to for mail in mailoutbox] == [["two@example.org"]]


@pytest.mark.django_db
def test_a_forged_secret_opens_nothing(cast: Cast) -> None:
    made = survey(cast.mia, audience=Audience.LIST)
    surveys.add_people(made, ["one@example.org"], by=cast.mia)
    person = Participant.objects.get()
    assert letters.participant_of(first_wave(made), f"{person.pk}:forged") is None
    other = survey(cast.mia, audience=Audience.LIST)
    assert letters.participant_of(first_wave(other), letters.secret_of(person)) is None


@pytest.mark.django_db
def test_code_words_are_kept_under_the_survey_s_own_key(cast: Cast) -> None:
    one, other = survey(cast.ada, waves=2), survey(cast.ada, waves=2)
    assert answering.pair_key(one, "an07ne") == answering.pair_key(one, "an07ne")
    assert answering.pair_key(one, "an07ne") != answering.pair_key(other, "an07ne")
    assert "an07ne" not in answering.pair_key(one, "an07ne")
    assert answering.pair_key(one, "") == ""


@pytest.mark.django_db
def test_the_last_mixing_covers_the_whole_wave(cast: Cast) -> None:
    wave = first_wave(survey(cast.ada))
    version = wave.survey.version
    Response.objects.bulk_create(
        Response(wave=wave, version=version, anonymous=True, language="en", answers={"n": n}) for n in range(300)
    )
    assert answering.mix(wave) == 200
    assert answering.mix(wave, at_once=1_000_000) == 300


def test_every_table_of_the_room_is_known_to_this_test() -> None:
    """A new table must be looked at here: could it join answers to people?"""
    names = {model.__name__ for model in apps.get_app_config("assessment").get_models()}
    known = {
        "Instrument", "InstrumentVersion", "Survey", "Wave", "Participant", "Draft", "Response", "KeptFile", "OwnResult"
    }  # fmt: skip
    assert known <= names
