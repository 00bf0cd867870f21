"""Beginning, going on with, and handing in answers."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from wayline.assessment.definitions import route, toml
from wayline.assessment.models import (
    Draft,
    InstrumentVersion,
    KeptFile,
    OwnResult,
    Participant,
    Response,
    Survey,
    Wave,
)
from wayline.common.uploads import Checked
from wayline.people.models import User
from wayline.people.tokens import hash_token

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
GROUPS, IN_A_GROUP = 4, 4
MIXED_AT_ONCE = 200


class AlreadyAnswered(Exception):
    """One answer a person: this one has handed in already."""


def new_code() -> str:
    """79 bits that one can write down: `k7qm-3x9d-w2rt-8hpa`."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))


def begin(wave: Wave, *, language: str, user: User | None, participant: Participant | None) -> str:
    """Start answering in a survey; returns the code by which the person comes back. We keep only its hash."""
    survey = wave.survey
    if participant is not None and participant.answered:
        raise AlreadyAnswered
    code = new_code()
    named = not survey.anonymous
    Draft.objects.create(
        code_hash=hash_token(code),
        wave=wave,
        version=survey.version,
        anonymous=survey.anonymous,
        user=user if named else None,
        participant=participant if named else None,
        language=language,
        seed=secrets.randbelow(2**31),
    )
    return code


def ask(wave: Wave, user: User) -> Participant:
    """Somebody of the group who came after the letters went out counts as asked."""
    return Participant.objects.get_or_create(wave=wave, user=user)[0]


def begin_own(version: InstrumentVersion, *, user: User, language: str) -> Draft:
    """Start an instrument for oneself, or go on where one left off."""
    found = Draft.objects.filter(version=version, user=user, wave=None).first()
    if found is not None:
        return found
    return Draft.objects.create(
        code_hash=hash_token(new_code()),
        version=version,
        anonymous=False,
        user=user,
        language=language,
        seed=secrets.randbelow(2**31),
    )


@transaction.atomic
def save_page(draft: Draft, *, answers: Mapping[str, Any], files: Mapping[str, Checked]) -> Draft:
    """Keep the answers of one page. An empty answer takes an earlier one away; a file not sent again stays."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    for code, answer in answers.items():
        if answer in (None, "", [], {}):
            if code not in files and not draft.files.filter(question=code).exists():
                draft.answers.pop(code, None)
        elif code not in files:
            draft.answers[code] = answer
    for code, checked in files.items():
        draft.answers[code] = _keep(draft, code, checked)
    draft.day = timezone.localdate()
    draft.save(update_fields=["answers", "day"])
    return draft


def drop(draft: Draft) -> None:
    """The person does not want to go on: nothing of it stays."""
    for kept in draft.files.all():
        kept.file.delete(save=False)
    draft.delete()


@transaction.atomic
def hand_in(draft: Draft, *, code_word: str = "", participant: Participant | None = None) -> None:
    """Give the answers in. In an anonymous survey nothing is written that leads to a person: see docs/instruments.md.

    Raises AlreadyAnswered when this person's answers are here.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("wave__survey", "version").get(pk=draft.pk)
    wave = draft.wave
    assert wave is not None  # noqa: S101 - own results end in `keep_own`
    survey = wave.survey
    if participant is not None and Participant.objects.select_for_update().get(pk=participant.pk).answered:
        raise AlreadyAnswered
    answers = route.kept(toml.read(draft.version.definition), draft.answers, wave.number)
    response = Response(wave=wave, version=draft.version, anonymous=draft.anonymous, language=draft.language)
    response.answers = answers
    if draft.anonymous:
        response.pair_key = pair_key(survey, code_word)
    else:
        response.user, response.participant = draft.user, draft.participant
        response.finished_at = timezone.now()
        response.pair_key = pair_key(survey, _who(draft))
    response.save(force_insert=True)
    _move_files(draft, response)
    draft.delete()
    if participant is not None:
        _mark_answered(wave, participant)
    if response.anonymous:
        mix(wave)


@transaction.atomic
def keep_own(draft: Draft) -> OwnResult:
    """End an instrument taken for oneself: the result is the person's own."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("version", "user").get(pk=draft.pk)
    assert draft.user is not None  # noqa: S101 - begin_own writes it
    answers = route.kept(toml.read(draft.version.definition), draft.answers)
    result = OwnResult.objects.create(user=draft.user, version=draft.version, language=draft.language, answers=answers)
    draft.delete()
    return result


def throw_away(result: OwnResult) -> None:
    result.delete()


def pair_key(survey: Survey, word: str) -> str:
    """The word under the survey's own key: the same person has the same key in each wave, and in no other survey."""
    if not word:
        return ""
    return hmac.new(survey.secret.encode(), word.encode(), "sha256").hexdigest()


def mix(wave: Wave, at_once: int = MIXED_AT_ONCE) -> int:
    """Write anonymous responses again, in an order drawn at random, so that the table keeps no order of arrival.

    A row's place on the disk and the number of the transaction that wrote it would tell when it came. They are taken
    out and put in, since a changed row stays on the page of the disk on which it was. Up to `at_once` rows go with
    every response, so that the last one is never alone; closing a wave does it for all.
    """
    keys = list(Response.objects.filter(wave=wave, anonymous=True).order_by("?").values_list("pk", flat=True)[:at_once])
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH taken AS (DELETE FROM "assessment_response" WHERE id = ANY(%s) RETURNING *)
               INSERT INTO "assessment_response" SELECT * FROM taken ORDER BY random()""",
            [keys],
        )
    return len(keys)


def _who(draft: Draft) -> str:
    """The account, else the address that was invited: it is the same in each wave."""
    if draft.user_id:
        return f"user:{draft.user_id}"
    return f"mail:{draft.participant.email.casefold()}" if draft.participant else ""


def _mark_answered(wave: Wave, participant: Participant) -> None:
    """Every participant of the wave is written, so that no row says by its place or transaction who came when."""
    with connection.cursor() as cursor:
        cursor.execute(
            'UPDATE "assessment_participant" SET answered = answered OR id = %s WHERE wave_id = %s',
            [participant.pk, wave.pk],
        )


def _keep(draft: Draft, code: str, checked: Checked) -> dict[str, str]:
    for old in draft.files.filter(question=code):
        old.file.delete(save=False)
        old.delete()
    kept = KeptFile(draft=draft, question=code, name=checked.name, content_type=checked.content_type, size=checked.size)
    kept.file.save(f"{kept.pk}.{checked.kind}", checked.file, save=False)
    kept.save()
    return {"id": str(kept.pk), "name": checked.name}


def _move_files(draft: Draft, response: Response) -> None:
    """Files of questions that were asked in the end go along; others go."""
    for kept in draft.files.all():
        if kept.question in response.answers:
            kept.draft, kept.response = None, response
            kept.save(update_fields=["draft", "response"])
        else:
            kept.file.delete(save=False)
            kept.delete()
