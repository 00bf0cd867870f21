"""Answers to what was read: enough different people, and the same words are read as they said."""

from __future__ import annotations

import pytest

from tests.factories import Cast
from tests.opportunities import making
from wayline.opportunities.enums import ReadAnswer
from wayline.opportunities.models import Opportunity, ReadingAnswer
from wayline.opportunities.queries.readings import reading
from wayline.opportunities.queries.readings_learnt import ENOUGH, learnt
from wayline.opportunities.queries.spoken import Why
from wayline.taxonomy.models import Concept

pytestmark = pytest.mark.django_db


def answered(cast: Cast, skill: Concept, words: str, answer: str, *, people: int, offers: int = 1) -> None:
    """Each of so many companies answers alike at so many offers of its own."""
    for _person in range(people):
        _employer, member = making.employer(cast.ada)
        for _offer in range(offers):
            offer = making.offer(member, service=cast.ada.organisation)
            ReadingAnswer.objects.create(
                opportunity=offer, kind="skill", value=f"skill:{skill.pk}", language="en", words=words,
                proposed="must", answer=answer,
            )  # fmt: skip


def proposed(offer: Opportunity) -> dict[int, str]:
    found = reading(offer, "en").proposals
    return {one.concept.pk: one.why for one in found if one.kind == "skill" and one.concept}


def test_words_that_enough_people_confirmed_are_read_so(cast: Cast) -> None:
    skill = making.skill("care for patients")
    answered(cast, skill, "Hands-on ward work", ReadAnswer.MUST, people=ENOUGH)
    offer = making.offer(cast.ada, text="Daily hands-on ward work, and a smile.")
    assert proposed(offer) == {skill.pk: Why.CONFIRMED}
    marks = [mark for one in reading(offer, "en").proposals if one.kind == "skill" for mark in one.marks]
    assert [offer.text[start:end] for start, end in marks] == ["hands-on ward work"]


def test_one_person_alone_teaches_nothing(cast: Cast) -> None:
    skill = making.skill("care for patients")
    answered(cast, skill, "ward work", ReadAnswer.MUST, people=ENOUGH - 1, offers=5)
    assert proposed(making.offer(cast.ada, text="Daily ward work.")) == {}


def test_words_that_enough_people_refused_are_read_so_no_more(cast: Cast) -> None:
    skill = making.skill("Excel")
    offer = making.offer(cast.ada, text="You want to excel in all you do.")
    assert proposed(offer) == {skill.pk: Why.NAMED}
    answered(cast, skill, "excel", ReadAnswer.NO, people=ENOUGH)
    assert proposed(offer) == {}


def test_more_who_confirm_outweigh_those_who_refuse(cast: Cast) -> None:
    skill = making.skill("Excel")
    answered(cast, skill, "excel", ReadAnswer.NO, people=ENOUGH)
    answered(cast, skill, "excel", ReadAnswer.NICE, people=ENOUGH + 1)
    assert proposed(making.offer(cast.ada, text="Excel, daily.")) == {skill.pk: Why.CONFIRMED}


def test_what_is_learnt_holds_for_its_language_alone(cast: Cast) -> None:
    skill = making.skill("Excel")
    answered(cast, skill, "excel", ReadAnswer.NO, people=ENOUGH)
    assert learnt("en").refuses("Excel", skill.pk)
    assert not learnt("it").refuses("Excel", skill.pk)
