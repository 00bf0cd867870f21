"""Sending surveys: settle, open, close, keep going by the calendar; and who may see what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.assessment.asking import answer, begin, fill, first_wave, survey, version
from tests.conftest import GuardedClient
from tests.factories import Cast
from wayline.assessment.actions import surveys
from wayline.assessment.enums import Audience, WaveState
from wayline.assessment.models import Draft, Participant, Response, Survey
from wayline.people import retention
from wayline.people.holdings import erase_everything, export_everything
from wayline.people.models import Membership, Notice

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
PAGES = ("survey", "survey_edit", "survey_delete", "change")


def typed(instrument: int, **more: str) -> dict[str, str]:
    return {
        "instrument": str(instrument), "title": "Spring", "purpose": "To do better.", "times": "2", "audience": "open",
        "group_role": "", "anonymous": "yes", "reminder_days": "7", **more,
    }  # fmt: skip


def test_a_survey_before_and_after_is_made_and_opened_in_the_browser(cast: Cast, as_member: AsMember) -> None:
    client = as_member(cast.ada)
    instrument = version(cast.ada).instrument_id
    response = client.post(reverse("assessment:survey_create"), typed(instrument))
    made = Survey.objects.get()
    assert response["Location"] == made.get_absolute_url()
    assert [wave.title for wave in made.waves.all()] == ["Before", "After"]
    client.post(reverse("assessment:wave_state", args=[made.pk, 1]), {"state": "open"})
    assert first_wave(made).get_absolute_url() in client.get(made.get_absolute_url()).content.decode()


def test_an_open_link_cannot_be_answered_by_name(cast: Cast, as_member: AsMember) -> None:
    response = as_member(cast.ada).post(
        reverse("assessment:survey_create"), typed(version(cast.ada).instrument_id, anonymous="no")
    )
    assert response.status_code == 422
    assert "An open link cannot tell who answers" in response.content.decode()


def test_whether_by_name_cannot_change_once_it_was_opened(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.ada)
    page = as_member(cast.ada).get(reverse("assessment:survey_edit", args=[made.pk])).content.decode()
    assert "stay as people were told" in page
    assert 'name="anonymous"' not in page
    with pytest.raises(surveys.FormIsSettled):
        surveys.update_survey(made, by=cast.ada, anonymous=False)


@pytest.mark.parametrize("name", PAGES)
def test_a_colleague_in_the_same_role_sees_nothing_of_it(cast: Cast, as_member: AsMember, name: str) -> None:
    made = survey(cast.ada, waves=2)
    address = reverse(f"assessment:{name}", args=[made.pk])
    assert as_member(cast.ben).get(address).status_code == 404
    assert as_member(cast.zoe).get(address).status_code == 404
    assert as_member(cast.ada).get(address).status_code == 200


def test_a_manager_reads_results_and_changes_nothing(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.ada)
    client = as_member(cast.mia)
    assert client.get(made.get_absolute_url()).status_code == 200
    assert client.get(reverse("assessment:survey_edit", args=[made.pk])).status_code == 403
    assert client.post(reverse("assessment:wave_state", args=[made.pk, 1]), {"state": "closed"}).status_code == 403
    assert first_wave(made).state == WaveState.OPEN


@pytest.mark.parametrize("who", ["cleo", "eve"])
def test_clients_and_employers_send_no_surveys(cast: Cast, as_member: AsMember, who: str) -> None:
    client = as_member(getattr(cast, who))
    assert client.get(reverse("assessment:surveys")).status_code == 403
    assert client.get(reverse("assessment:survey_create")).status_code == 403
    assert client.get(reverse("assessment:instruments")).status_code == 403


def test_named_answers_are_read_by_whoever_asked_and_by_nobody_else(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.fia, anonymous=False, audience=Audience.GROUP)
    client = as_member(cast.ada)
    fill(client, begin(client, first_wave(made)), [{"q-mood": "4", "q-word": "Rhubarb"}])
    response = Response.objects.get()
    address = reverse("assessment:results_answer", args=[made.pk, 1, response.pk])
    page = as_member(cast.fia).get(address).content.decode()
    assert "Rhubarb" in page
    assert "Ada Practitioner" in page
    assert as_member(cast.mia).get(address).status_code == 403
    assert as_member(cast.ben).get(address).status_code == 404


def test_an_anonymous_survey_has_no_page_of_single_answers(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.ada)
    answer(first_wave(made))
    assert as_member(cast.ada).get(reverse("assessment:results_answers", args=[made.pk, 1])).status_code == 404


def test_results_hide_until_five_have_answered(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.ada)
    client = as_member(cast.ada)
    address = reverse("assessment:results", args=[made.pk, 1])
    assert "No answers yet" in client.get(address).content.decode()
    for _ in range(4):
        answer(first_wave(made))
    assert "Not enough answers yet" in client.get(address).content.decode()
    answer(first_wave(made))
    page = client.get(address).content.decode()
    assert "5 people answered" in page
    assert "<svg" in page


def test_free_texts_and_cross_tables_have_pages_and_files(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.ada)
    for number in range(7):
        answer(first_wave(made), mood=5, word=f"word {number}", again="yes")
    client = as_member(cast.ada)
    texts = client.get(reverse("assessment:results_texts", args=[made.pk, 1, "word"])).content.decode()
    assert texts.index("word 0") < texts.index("word 6")
    assert client.get(reverse("assessment:results_texts", args=[made.pk, 1, "mood"])).status_code == 404
    query = "?first=mood&second=again"
    page = client.get(reverse("assessment:results_cross", args=[made.pk, 1]) + query).content.decode()
    assert "How is it going?" in page
    rows = client.get(reverse("assessment:results_cross_csv", args=[made.pk, 1]) + query)
    assert "Total" in rows.getvalue().decode()
    tables = client.get(reverse("assessment:results_csv", args=[made.pk, 1])).getvalue().decode()
    assert "How is it going?" in tables


def test_the_calendar_opens_reminds_and_closes(cast: Cast) -> None:
    made = survey(cast.mia, audience=Audience.GROUP, is_open=False, reminder_days=7)
    wave = first_wave(made)
    today = timezone.localdate()
    surveys.update_wave(
        wave, by=cast.mia, title="", opens_on=today + timedelta(days=60), closes_on=today + timedelta(days=80)
    )
    surveys.open_wave(wave, by=cast.mia)
    assert not Participant.objects.exists()

    def on(days: int) -> int:
        moment = datetime.combine(today + timedelta(days=days), datetime.min.time(), ZoneInfo("UTC"))
        import time_machine

        with time_machine.travel(moment + timedelta(hours=12), tick=False):
            return surveys.keep_surveys_going(timezone.now())

    assert on(59) == 0
    assert on(60) == 1
    asked = Participant.objects.count()
    assert asked > 5
    Participant.objects.filter(user=cast.ada.user).update(answered=True)
    Notice.objects.all().delete()
    assert on(66) == 0
    assert on(67) == 1
    assert Notice.objects.filter(user=cast.ben.user, text__contains="reminder").count() == 1
    assert not Notice.objects.filter(user=cast.ada.user).exists()
    assert on(68) == 0
    assert on(81) == 1
    wave.refresh_from_db()
    assert wave.state == WaveState.CLOSED


def test_what_was_begun_long_ago_is_forgotten(cast: Cast, client: GuardedClient) -> None:
    begin(client, first_wave(survey(cast.ada)))
    Draft.objects.update(day=date(2020, 1, 1))
    assert retention.apply()["survey_drafts"] == 1
    assert not Draft.objects.exists()


def test_the_list_of_people_in_an_anonymous_survey_tells_not_who_answered(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.ada, audience=Audience.LIST)
    client = as_member(cast.ada)
    address = reverse("assessment:survey_people", args=[made.pk])
    client.post(address, {"emails": "one@example.org, two@example.org\nthree@example.org"})
    Participant.objects.filter(email="one@example.org").update(answered=True)
    page = client.get(address).content.decode()
    assert "one@example.org" in page
    assert "no answer yet" not in page
    assert "First wave" not in page
    assert client.post(address, {"emails": "nonsense"}).status_code == 422
    client.post(address, {"remove": str(Participant.objects.get(email="two@example.org").pk)})
    assert Participant.objects.count() == 2


def test_a_deleted_survey_takes_its_answers_along(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.ada)
    answer(first_wave(made))
    as_member(cast.ada).post(reverse("assessment:survey_delete", args=[made.pk]))
    assert not Survey.objects.exists()
    assert not Response.objects.exists()


def test_a_person_takes_away_what_carries_the_name(cast: Cast, as_member: AsMember) -> None:
    named = survey(cast.fia, anonymous=False, audience=Audience.GROUP)
    client = as_member(cast.ada)
    fill(client, begin(client, first_wave(named)), [{"q-mood": "4", "q-word": "Rhubarb"}])
    exported = str([(holding.model.__name__, rows) for holding, rows in export_everything(cast.ada.user)])
    assert "Rhubarb" in exported
    erase_everything(cast.ada.user)
    assert not Response.objects.exists()
    assert not Participant.objects.filter(user=cast.ada.user).exists()


@pytest.mark.parametrize("name", ["surveys", "instruments"])
def test_a_longer_list_costs_no_more_questions_to_the_database(cast: Cast, as_member: AsMember, name: str) -> None:
    client = as_member(cast.ada)

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(f"assessment:{name}"))
        return len(found)

    survey(cast.ada)
    client.get(reverse(f"assessment:{name}"))
    first = cost()
    for _ in range(6):
        survey(cast.ada)
    assert cost() == first
