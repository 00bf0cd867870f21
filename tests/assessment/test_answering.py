"""Answering a survey: page by page, without JavaScript, with errors beside the question, stopping and coming back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.assessment.asking import EVERY, begin, fill, first_wave, survey
from tests.conftest import GuardedClient
from tests.factories import Cast
from wayline.assessment.actions import surveys
from wayline.assessment.actions.answering import new_code
from wayline.assessment.enums import Audience
from wayline.assessment.models import Draft, KeptFile, Response
from wayline.people.enums import Role
from wayline.people.models import Membership, Notice

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
MORE = {
    "q-means": ["bus", "bike"],
    "q-sure": "4",
    "q-agree-plan": "high",
    "q-agree-wait": "low",
    "q-since_day": "1",
    "q-since_month": "5",
    "q-since_year": "2024",
    "q-post": "AB12",
    "q-order-1": "time",
    "q-order-2": "pay",
    "q-order-3": "people",
}


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("cv.txt", b"I can plan.\n", "text/plain")


def test_every_kind_of_question_is_answered_and_kept(cast: Cast, client: GuardedClient) -> None:
    wave = first_wave(survey(cast.ada, text=EVERY))
    address = begin(client, wave)
    thanks = fill(client, address, [{"q-job": "yes"}, {"q-hours": "20"}, {**MORE, "q-cv": pdf()}])
    response = Response.objects.get()
    kept = KeptFile.objects.get()
    expected = {
        "job": "yes",
        "hours": 20,
        "means": ["bus", "bike"],
        "sure": 4,
        "agree": {"plan": "high", "wait": "low"},
        "since": "2024-05-01",
        "post": "AB12",
        "order": ["time", "pay", "people"],
        "cv": {"id": str(kept.pk), "name": "cv.txt"},
    }
    assert response.answers == expected
    assert kept.response_id == response.pk
    assert "handed in" in client.get(thanks).content.decode()
    assert not Draft.objects.exists()


def test_an_earlier_answer_leaves_a_page_out(cast: Cast, client: GuardedClient) -> None:
    wave = first_wave(survey(cast.ada, text=EVERY))
    address = begin(client, wave)
    after = client.post(address, {"q-job": "no"})["Location"]
    assert after.endswith("/3/")
    assert client.get(after.replace("/3/", "/2/")).status_code == 302
    fill(client, after, [MORE])
    assert "hours" not in Response.objects.get().answers


def test_what_was_answered_on_a_way_left_again_is_not_handed_in(cast: Cast, client: GuardedClient) -> None:
    wave = first_wave(survey(cast.ada, text=EVERY))
    address = begin(client, wave)
    client.post(address, {"q-job": "yes"})
    client.post(address.replace("/1/", "/2/"), {"q-hours": "30"})
    fill(client, address, [{"q-job": "no"}, MORE])
    assert "hours" not in Response.objects.get().answers


def test_mistakes_are_told_beside_the_question_and_keep_what_was_typed(cast: Cast, client: GuardedClient) -> None:
    wave = first_wave(survey(cast.ada, text=EVERY))
    address = begin(client, wave)
    assert "Answer “Do you have a job?”" in client.post(address, {}).content.decode()
    client.post(address, {"q-job": "yes"})
    second = client.post(address.replace("/1/", "/2/"), {"q-hours": "90"})
    assert second.status_code == 422
    html = second.content.decode()
    assert "This must be 80 or less" in html
    assert 'value="90"' in html
    assert 'href="#id_q-hours"' in html
    third = client.post(address.replace("/1/", "/3/"), {**MORE, "q-post": "x", "q-means": ["none", "bus"]})
    html = third.content.decode()
    assert "Two letters and digits, like AB12" in html
    assert "but not both" in html
    assert not Response.objects.exists()


def test_a_row_of_a_matrix_that_is_missing_is_named(cast: Cast, client: GuardedClient) -> None:
    wave = first_wave(survey(cast.ada, text=EVERY))
    address = begin(client, wave)
    typed = {name: value for name, value in MORE.items() if name != "q-agree-wait"}
    client.post(address, {"q-job": "no"})
    assert "Answer “I wait”" in client.post(address.replace("/1/", "/3/"), typed).content.decode()


def test_one_stops_and_comes_back_by_the_code(cast: Cast, client: GuardedClient) -> None:
    wave = first_wave(survey(cast.ada, text=EVERY))
    address = begin(client, wave)
    later = client.post(address, {"q-job": "yes", "later": "1"})["Location"]
    page = client.get(later).content.decode()
    code = address.split("/")[3]
    assert code in page
    other = GuardedClient()
    again = other.post(wave.get_absolute_url(), {"code": code.upper(), "resume": "1"})
    assert again.status_code == 302
    assert "checked" in other.get(again["Location"]).content.decode()


def test_a_wrong_code_opens_nothing(cast: Cast, client: GuardedClient) -> None:
    wave = first_wave(survey(cast.ada))
    response = client.post(wave.get_absolute_url(), {"code": new_code(), "resume": "1"})
    assert response.status_code == 422
    assert "No answers are kept under this code" in response.content.decode()
    assert client.get(reverse("assessment:answer", args=[wave.token, new_code(), 1])).status_code == 404


def test_the_code_is_kept_as_a_hash_only(cast: Cast, client: GuardedClient) -> None:
    wave = first_wave(survey(cast.ada))
    code = begin(client, wave).split("/")[3]
    draft = Draft.objects.get()
    assert code not in f"{draft.code_hash}{draft.answers}"


def test_pages_speak_the_language_that_was_chosen(cast: Cast, client: GuardedClient) -> None:
    wave = first_wave(survey(cast.ada, text=EVERY))
    assert "Italiano" in client.get(wave.get_absolute_url()).content.decode()
    html = client.get(begin(client, wave, language="it")).content.decode()
    assert "Hai un lavoro?" in html
    assert '<html class="govuk-template" lang="it"' in html


def test_before_the_first_page_one_is_told_whether_the_survey_is_anonymous(cast: Cast) -> None:
    secret = survey(cast.ada)
    named = survey(cast.ada, anonymous=False, audience=Audience.GROUP)
    client = GuardedClient().acting(cast.ben)
    assert "This survey is anonymous" in client.get(first_wave(secret).get_absolute_url()).content.decode()
    assert "answered by name" in client.get(first_wave(named).get_absolute_url()).content.decode()


def test_a_survey_in_preparation_has_no_address_and_a_closed_one_says_so(cast: Cast, client: GuardedClient) -> None:
    made = survey(cast.ada, is_open=False)
    wave = first_wave(made)
    assert client.get(wave.get_absolute_url()).status_code == 404
    surveys.open_wave(wave, by=cast.ada)
    address = begin(client, wave)
    surveys.close_wave(wave, by=cast.ada)
    assert "takes no more answers" in client.get(wave.get_absolute_url()).content.decode()
    assert client.post(address, {"q-mood": "3"}).status_code == 302
    assert not Draft.objects.exists()


def test_a_group_is_asked_by_a_notice_and_answers_once(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.mia, anonymous=False, audience=Audience.GROUP, group_role=Role.PRACTITIONER)
    wave = first_wave(made)
    assert {notice.user for notice in Notice.objects.filter(kind="survey")} == {cast.ada.user, cast.ben.user}
    client = as_member(cast.ada)
    fill(client, begin(client, wave), [{"q-mood": "5", "q-again": "no"}])
    response = Response.objects.get()
    assert (response.user, response.anonymous) == (cast.ada.user, False)
    assert "Your answers are here already" in client.get(wave.get_absolute_url()).content.decode()
    assert client.post(wave.get_absolute_url(), {"language": "en"}).status_code == 200
    assert Response.objects.count() == 1


@pytest.mark.parametrize("who", ["cleo", "zoe"])
def test_a_group_is_closed_to_its_neighbours(cast: Cast, as_member: AsMember, who: str) -> None:
    """A client of the same office, and a practitioner of another one."""
    wave = first_wave(survey(cast.mia, audience=Audience.GROUP, group_role=Role.PRACTITIONER))
    client = as_member(getattr(cast, who))
    assert "another group of people" in client.get(wave.get_absolute_url()).content.decode()
    client.post(wave.get_absolute_url(), {"language": "en"})
    assert not Draft.objects.exists()


def test_a_group_signs_in_first(cast: Cast, client: GuardedClient) -> None:
    wave = first_wave(survey(cast.mia, audience=Audience.GROUP))
    response = client.get(wave.get_absolute_url())
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
