"""Questionnaires and surveys for the browser tests: one of each kind of question, anonymous and by name."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from tests.assessment.samples import ANSWERS, EVERY_KIND
from wayline.assessment import letters
from wayline.assessment.actions import answering, instruments, surveys
from wayline.assessment.definitions import toml
from wayline.assessment.enums import Audience
from wayline.assessment.models import Draft, Instrument, OwnResult, Participant, Response, Survey
from wayline.common import uploads
from wayline.home.demo import cast, people
from wayline.people.tokens import hash_token

Found = dict[str, Any]


def assessment_pages() -> Found:
    joan, amara = people.member(cast.JOAN.name), people.member(cast.AMARA.name)
    made = instruments.create_instrument(toml.read(EVERY_KIND), by=joan)
    version = instruments.publish_instrument(made, by=joan)
    finished = Survey.objects.filter(waves__number=2).earliest("pk")
    named = surveys.create_survey(
        version, by=joan, waves=["Once", "Again"], title="By name", purpose="A walk.", anonymous=False,
        audience=Audience.GROUP,
    )  # fmt: skip
    wave = named.waves.get(number=1)
    surveys.open_wave(wave, by=joan)
    response = _answered(named, amara)
    public = surveys.create_survey(version, by=joan, waves=["Before", "After"], title="Everybody", purpose="A walk.")
    first = public.waves.get(number=1)
    surveys.open_wave(first, by=joan)
    listed = surveys.create_survey(
        version, by=joan, waves=[""], title="On a list", purpose="A walk.", audience=Audience.LIST
    )
    surveys.open_wave(listed.waves.get(), by=joan)
    surveys.add_people(listed, ["walker@example.org"], by=joan)
    fresh = answering.begin(first, language="en", user=None, participant=None)
    whole = answering.begin(first, language="it", user=None, participant=None)
    answering.save_page(Draft.objects.get(code_hash=hash_token(whole)), answers=ANSWERS, files={})
    own = Instrument.objects.get(key="30-decision-styles", organisation=None)
    begun = answering.begin_own(own.versions.get(), user=amara.user, language="en")
    answering.save_page(begun, answers={"style": _styles(own)}, files={})
    return {
        "instrument": made.pk,
        "ready": own.pk,
        "section": "work",
        "question": "job",
        "survey": finished.pk,
        "named": named.pk,
        "listed": listed.pk,
        "response": str(response.pk),
        "kept_file": str(response.files.get().pk),
        "wave_token": first.token,
        "listed_token": listed.waves.get().token,
        "letter": letters.secret_of(Participant.objects.get(email="walker@example.org")),
        "fresh_code": fresh,
        "whole_code": whole,
        "begun": begun.pk,
        "own_result": OwnResult.objects.filter(user=amara.user).latest("pk").pk,
    }


def _answered(named: Survey, amara: Any) -> Response:
    wave = named.waves.get(number=1)
    participant = Participant.objects.get(wave=wave, user=amara.user)
    code = answering.begin(wave, language="en", user=amara.user, participant=participant)
    draft = Draft.objects.get(code_hash=hash_token(code))
    file = uploads.check(ContentFile(b"I can plan.\n", "cv.txt"), kinds=uploads.DOCUMENTS)
    answering.save_page(draft, answers={**ANSWERS, "cv": None}, files={"cv": file})
    answering.hand_in(draft, participant=participant)
    return Response.objects.get(wave=wave)


def _styles(own: Instrument) -> dict[str, str]:
    style = toml.read(own.definition).question("style")
    return {item.code: "3" for item in style.items} if style else {}
