"""Surveys to answer, and people who answer them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.test import Client

from tests.assessment.samples import EVERY_KIND
from wayline.assessment.actions import instruments, surveys
from wayline.assessment.definitions import toml
from wayline.assessment.enums import Audience, Use
from wayline.assessment.models import InstrumentVersion, Survey, Wave
from wayline.people.models import Membership

SHORT = """
code = "short"
languages = ["en"]
title = "Short"
[[sections]]
code = "s"
title = "All of it"
[[sections.questions]]
code = "mood"
kind = "scale"
required = true
text = "How is it going?"
low_text = "Badly"
high_text = "Well"
[[sections.questions]]
code = "word"
kind = "text"
text = "In a word?"
[[sections.questions]]
code = "again"
kind = "single"
text = "Again?"
options = [ { code = "yes", text = "Yes", score = 1 }, { code = "no", text = "No", score = 0 } ]
"""


def version(by: Membership, text: str = SHORT, use: str = Use.SURVEY) -> InstrumentVersion:
    instrument = instruments.create_instrument(toml.read(text), by=by, use=use)
    return instruments.publish_instrument(instrument, by=by)


def survey(by: Membership, *, text: str = SHORT, waves: int = 1, is_open: bool = True, **values: Any) -> Survey:
    defaults: dict[str, Any] = {"title": "How it goes", "purpose": "To do better.", "audience": Audience.OPEN}
    made = surveys.create_survey(
        version(by, text),
        by=by,
        waves=[f"Wave {number}" for number in range(1, waves + 1)] if waves > 1 else [""],
        **{**defaults, **values},
    )
    if is_open:
        for wave in made.waves.all():
            surveys.open_wave(wave, by=by)
    return made


def first_wave(made: Survey) -> Wave:
    return made.waves.get(number=1)


def begin(client: Client, wave: Wave, letter: str = "", language: str = "en") -> str:
    """Press Start; gives the address of the first page."""
    response = client.post(wave.get_absolute_url(), {"language": language, "i": letter})
    assert response.status_code == 302, response.content.decode()[:2000]
    return str(response["Location"])


def fill(
    client: Client, address: str, pages: Sequence[Mapping[str, Any]], word: Mapping[str, str] | None = None
) -> str:
    """Answer page after page and hand in; gives the address of the thanks."""
    for typed in pages:
        response = client.post(address, typed)
        assert response.status_code == 302, re.findall(r'class="govuk-error[^>]*>[^<]*', response.content.decode())
        address = response["Location"]
    assert "/check/" in address
    response = client.post(address, word or {})
    assert response.status_code == 302
    return str(response["Location"])


def answer(wave: Wave, mood: int = 4, word: str = "", again: str = "yes", code: str = "") -> None:
    """A stranger answers the short survey. `code`: two letters, two digits, two letters."""
    client = Client()
    typed = {"q-mood": str(mood), "q-word": word, "q-again": again}
    own = {"mother": code[:2], "day": code[2:4], "town": code[4:]} if code else {}
    fill(client, begin(client, wave), [typed], own)


EVERY = EVERY_KIND
