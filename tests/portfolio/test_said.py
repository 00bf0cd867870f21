"""A text about a person: read once, marked, never kept; only what is ticked is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.portfolio.words import ESCO, classification
from wayline.people.models import Membership
from wayline.portfolio.models import Item
from wayline.portfolio.queries import said
from wayline.taxonomy import skill_index

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
TILL = f"{ESCO}skill/till"
CV = "Two years in a shop:\nwork the till, monitor stock level <every> evening."


@pytest.fixture
def cleo(cast: Cast, as_member: AsMember) -> GuardedClient:
    classification()
    return as_member(cast.cleo)


def read(client: GuardedClient, text: str) -> str:
    answer = client.post(reverse("portfolio:skills"), {"text": text})
    assert answer.status_code == 200
    return answer.content.decode()


def test_skills_of_a_text_are_offered_and_marked_and_nothing_is_kept(cast: Cast, cleo: GuardedClient) -> None:
    told = read(cleo, CV)
    assert re.findall(r"<mark>([^<]+)<sup>", told) == ["work the till", "monitor stock level"]
    assert f'value="{TILL}" id="said-1">' in told
    assert "&lt;every&gt;" in told
    assert not Item.objects.exists()


def test_what_is_held_already_is_shown_so(cast: Cast, cleo: GuardedClient) -> None:
    cleo.post(reverse("portfolio:skills"), {"skill": [TILL]})
    assert f'value="{TILL}" id="said-1" checked disabled>' in read(cleo, CV)


def test_a_text_without_skills_says_so(cast: Cast, cleo: GuardedClient) -> None:
    assert "No skills are found in this text" in read(cleo, "Hello")


def test_nothing_given_is_asked_for(cast: Cast, cleo: GuardedClient) -> None:
    answer = cleo.post(reverse("portfolio:skills"), {"text": "  "})
    assert answer.status_code == 422
    assert "Paste a text, or choose a file." in answer.content.decode()
    assert "No skills are found" not in answer.content.decode()


def test_a_file_is_read_like_what_is_pasted_and_not_kept(cast: Cast, cleo: GuardedClient) -> None:
    given = {"text": "", "file": SimpleUploadedFile("cv.html", f"<html><p>{CV.replace('<every>', '')}</p>".encode())}
    told = cleo.post(reverse("portfolio:skills"), given).content.decode()
    assert re.findall(r"<mark>([^<]+)<sup>", told) == ["work the till", "monitor stock level"]
    assert "Two years in a shop: work the till" in told.partition("<textarea")[2].partition("</textarea>")[0]
    assert not Item.objects.exists()


def test_a_file_that_cannot_be_read_says_why_and_what_was_pasted_stays(cast: Cast, cleo: GuardedClient) -> None:
    given = {"text": "My text", "file": SimpleUploadedFile("cv.docx", b"\x89PNG\r\n\x1a\n\0")}
    answer = cleo.post(reverse("portfolio:skills"), given)
    assert answer.status_code == 422
    assert "We cannot read this kind of file." in answer.content.decode()
    assert "My text</textarea>" in answer.content.decode()


def test_the_trained_index_reads_other_words_too(
    cast: Cast, cleo: GuardedClient, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    skill_index.retrain(lambda done, total: None)
    found = said.read(CV, cast.cleo.user, "en")
    assert TILL in {one.term.address for one in found.said}
    assert "".join(piece.text for piece in found.pieces) == CV


LACKING = "I serve customers. I have no experience to prepare food, monitor stock level or work the till."


@pytest.mark.parametrize("is_trained", [False, True])
def test_what_the_text_says_the_person_does_not_know_is_not_offered(
    cast: Cast, cleo: GuardedClient, settings: Any, tmp_path: Path, is_trained: bool
) -> None:
    settings.HOME = tmp_path
    if is_trained:
        skill_index.retrain(lambda done, total: None)
    found = said.read(LACKING, cast.cleo.user, "en")
    assert [one.term.address for one in found.said] == [f"{ESCO}skill/serve"]
    assert len(said.read(LACKING.replace("have no", "have"), cast.cleo.user, "en").said) > 1


@trying(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(text=st.text(max_size=200))
def test_the_pieces_are_the_text(cast: Cast, cleo: GuardedClient, text: str) -> None:
    found = said.read(text, cast.cleo.user, "en")
    assert "".join(piece.text for piece in found.pieces) == text.replace("\r\n", "\n")
