"""Instruments, a finished survey with 60 invented learners, an open one, and somebody's own results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from wayline.assessment.actions import instruments, surveys
from wayline.assessment.actions.answering import pair_key
from wayline.assessment.enums import Audience
from wayline.assessment.models import Instrument, InstrumentVersion, OwnResult, Response, Survey, Wave
from wayline.home.demo import cast, people
from wayline.people.enums import Role

LEARNERS, LOST, LATE = 60, 9, 4
ITEMS = ("find", "explain", "talk", "coach", "reflect", "refer")
EASY = {"find": 0.9, "explain": 0.8, "talk": 0.7, "coach": 0.6, "reflect": 0.3, "refer": 0.0}
"""By how many points of five the invented learners rise, on average."""
RIGHT = {"q_hidden": "false", "q_median": "true", "q_online": "false", "q_openq": "true", "q_consent": "false"}
PLANS = (
    "Look up the area's figures before the appointment, not after.",
    "Ask one open question more before I suggest anything.",
    "Offer video to people who live far out.",
    "Write five lines after a difficult talk.",
    "Say where a figure comes from.",
)


def install_instruments() -> None:
    instruments.install_ready()


def hold_finished_survey() -> None:
    """Invented answers: 60 before, most of them again after, each under a code word."""
    survey = _survey(
        "survey-2-learning",
        "Before and after: digital guidance",
        "We want to know what the spring programme changed, and what to do better. The answers are invented.",
        ["Before", "After"],
    )
    before, after = survey.waves.all()
    dice = Random(60)  # noqa: S311 - the same service on every machine, not a secret
    learners = [_learner(number, dice) for number in range(LEARNERS)]
    _take_in(before, [(word, first) for word, first, _second in learners])
    came_again = [(word, second) for word, _first, second in learners[LOST:]]
    late = [("", second) for _word, _first, second in (_learner(100 + n, dice) for n in range(LATE))]
    _take_in(after, came_again + late)
    for wave in (before, after):
        surveys.close_wave(wave, by=survey.created_by)


def hold_open_survey() -> None:
    survey = _survey(
        "survey-1-reaction",
        "How do you find our programmes?",
        "The learning team reads the answers before it writes the next programme.",
        [""],
        audience=Audience.GROUP,
        group_role=Role.PRACTITIONER,
    )
    wave = survey.waves.get()
    surveys.open_wave(wave, by=people.member(cast.JOAN.name))
    dice = Random(12)  # noqa: S311 - as above
    rows = [("", _reaction(dice)) for _ in range(14)]
    _take_in(wave, rows)
    asked = wave.participants.exclude(user__name=cast.AMARA.name).values_list("pk", flat=True)[: len(rows)]
    wave.participants.filter(pk__in=list(asked)).update(answered=True)


def keep_own_results() -> None:
    """Amara took the questionnaire on career management skills in spring, and again last week."""
    version = _version("10-career-management-skills")
    amara = people.member(cast.AMARA.name).user
    dice = Random(3)  # noqa: S311 - as above
    for days, lift in ((190, 0.0), (7, 0.7)):
        OwnResult.objects.create(
            user=amara,
            version=version,
            language="en",
            answers=_skills(dice, lift),
            finished_at=timezone.now() - timedelta(days=days),
        )


def _survey(key: str, title: str, purpose: str, waves: Sequence[str], **values: Any) -> Survey:
    joan = people.member(cast.JOAN.name)
    return surveys.create_survey(_version(key), by=joan, waves=waves, title=title, purpose=purpose, **values)


def _version(key: str) -> InstrumentVersion:
    version = Instrument.objects.get(organisation=None, key=key).latest
    assert version is not None  # noqa: S101 - installed a step before
    return version


def _learner(number: int, dice: Random) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Code word, answers before, answers after."""
    level = dice.gauss(2.6, 0.7)
    first = {item: _point(level + dice.gauss(0, 0.6)) for item in ITEMS}
    second = {item: _point(first[item] + EASY[item] + dice.gauss(0, 0.6)) for item in ITEMS}
    used = dice.random() < 0.35
    used_after = used or dice.random() < 0.5
    before = {"can": _codes(first), "used": "yes" if used else "no", **_quiz(dice, 0.55)}
    after = {"can": _codes(second), "used": "yes" if used_after else "no", **_quiz(dice, 0.8)}
    if dice.random() < 0.5:
        after["first_use"] = dice.choice(PLANS)
    return f"demo{number:03d}", before, after


def _quiz(dice: Random, share: float) -> dict[str, str]:
    other = {"true": "false", "false": "true"}
    return {code: right if dice.random() < share else other[right] for code, right in RIGHT.items()}


def _point(value: float) -> int:
    return max(1, min(5, round(value)))


def _codes(points: dict[str, int]) -> dict[str, str]:
    return {item: str(point) for item, point in points.items()}


def _reaction(dice: Random) -> dict[str, Any]:
    items = ("useful", "clear", "load", "peers", "help", "easy")
    found = {item: str(_point(dice.gauss(4 if item != "load" else 3, 0.8))) for item in items}
    return {"found": found, "recommend": max(0, min(10, round(dice.gauss(8, 1.5)))), "best": dice.choice(PLANS)}


def _skills(dice: Random, lift: float) -> dict[str, Any]:
    themes = {
        "self": ("kind", "time", "setting", "turns", "decide"),
        "strengths": ("name", "build", "setback", "learned"),
        "horizons": ("range", "check", "change", "ideas", "links"),
        "networks": ("meet", "ask", "keep"),
    }
    base = {"self": 2.4, "strengths": 2.9, "horizons": 2.2, "networks": 1.7}
    return {
        theme: {item: str(max(1, min(4, round(base[theme] + lift + dice.gauss(0, 0.5))))) for item in items}
        for theme, items in themes.items()
    }


def _take_in(wave: Wave, rows: Sequence[tuple[str, dict[str, Any]]]) -> None:
    survey = wave.survey
    Response.objects.bulk_create(
        Response(
            wave=wave,
            version=survey.version,
            anonymous=True,
            language="en",
            answers=answers,
            pair_key=pair_key(survey, word),
        )
        for word, answers in rows
    )
