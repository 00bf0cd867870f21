"""“Read the text”: proposals from an offer's own text, marked in it, taken over only as somebody answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from wayline.opportunities.enums import ReadAnswer
from wayline.opportunities.models import Opportunity, ReadingAnswer
from wayline.people.models import Membership
from wayline.taxonomy import skill_index
from wayline.taxonomy.models import Concept

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
TEXT = (
    "You bake bread at night, 30 hours a week, for £13.50 an hour. English is required.\n"
    "Keeping records would be an advantage. You need a driving licence."
)


@pytest.fixture
def draft(cast: Cast) -> Opportunity:
    making.skill("bake bread")
    making.skill("keeping records")
    return making.offer(cast.ada, text=TEXT)


def page(client: GuardedClient, offer: Opportunity) -> str:
    answer = client.get(reverse("opportunities:offer_reading", args=[offer.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: GuardedClient, offer: Opportunity, **answers: str) -> None:
    sent = client.post(reverse("opportunities:offer_reading", args=[offer.pk]), answers)
    assert sent.status_code == 302


def keys(told: str) -> dict[str, str]:
    """The name of each question with the answer that is proposed."""
    found = dict.fromkeys(re.findall(r'type="radio"[^>]+name="([^"]+)"', told), "")
    return found | dict(re.findall(r'name="([^"]+)" value="(\w+)" checked', told))


def test_everything_that_is_said_is_proposed_and_marked(as_member: AsMember, cast: Cast, draft: Opportunity) -> None:
    told = page(as_member(cast.ada), draft)
    kinds = {key.partition(":")[0]: answer for key, answer in keys(told).items()}
    assert kinds == dict.fromkeys(("skill", "pay", "hours", "language", "licence"), "must") | {"skill": "nice"}
    marked = re.findall(r"<mark>([^<]+)<sup>", told)
    assert {"bake bread", "30 hours a week", "£13.50 an hour", "English", "Keeping records"} <= set(marked)


def test_what_is_not_needed_is_not_proposed(as_member: AsMember, cast: Cast, draft: Opportunity) -> None:
    draft.text = "No need to bake bread, but keeping records is required. You do not need to speak English."
    draft.save()
    told = page(as_member(cast.ada), draft)
    assert re.findall(r"<mark>([^<]+)<sup>", told) == ["keeping records"]


def test_a_language_is_asked_about_once(as_member: AsMember, cast: Cast, draft: Opportunity) -> None:
    making.skill("English")
    found = keys(page(as_member(cast.ada), draft))
    assert sorted(key.partition(":")[0] for key in found).count("skill") == 2


def test_nothing_is_taken_over_by_looking(as_member: AsMember, cast: Cast, draft: Opportunity) -> None:
    page(as_member(cast.ada), draft)
    draft.refresh_from_db()
    assert (draft.pay_from, draft.languages, draft.wants.count()) == (None, [], 0)
    assert not ReadingAnswer.objects.exists()


def test_what_is_confirmed_is_taken_over_and_the_rest_left(as_member: AsMember, cast: Cast, draft: Opportunity) -> None:
    client = as_member(cast.ada)
    answers = keys(page(client, draft))
    bread, records = (key for key in answers if key.startswith("skill:"))
    send(client, draft, **{**answers, bread: "must", records: "nice", "language:en:": "no"})
    draft.refresh_from_db()
    assert (str(draft.pay_from), draft.currency, draft.pay_per) == ("13.50", "GBP", "hour")
    assert str(draft.hours_from) == "30.0"
    assert draft.languages == []
    assert draft.details["licences"] == ["B"]
    assert {(want.text, want.need) for want in draft.wants.all()} == {
        ("bake bread", "must"),
        ("keeping records", "nice"),
    }


def test_answers_are_kept_with_the_words_that_led_there(as_member: AsMember, cast: Cast, draft: Opportunity) -> None:
    client = as_member(cast.ada)
    send(client, draft, **{"language:en:": "no"})
    kept = ReadingAnswer.objects.get()
    assert (kept.kind, kept.words, kept.answer, kept.language) == ("language", "English", ReadAnswer.NO, "en")
    assert "language:en:" not in keys(page(client, draft))


def test_what_the_offer_says_already_is_never_overwritten(as_member: AsMember, cast: Cast, draft: Opportunity) -> None:
    Opportunity.objects.filter(pk=draft.pk).update(pay_from=20, currency="EUR", pay_per="hour")
    client = as_member(cast.ada)
    assert not [key for key in keys(page(client, draft)) if key.startswith("pay")]
    send(client, draft, **{"pay:13.5:13.5:GBP:hour": "must"})
    draft.refresh_from_db()
    assert draft.currency == "EUR"


def test_only_what_the_text_says_can_be_sent(as_member: AsMember, cast: Cast, draft: Opportunity) -> None:
    other = making.skill("pick locks")
    send(as_member(cast.ada), draft, **{f"skill:{other.pk}": "must", "level:8": "must", "hours:30:30": "nonsense"})
    draft.refresh_from_db()
    assert (draft.wants.count(), draft.level, draft.hours_from) == (0, None, None)


def test_a_text_that_says_nothing_new_says_so(as_member: AsMember, cast: Cast) -> None:
    told = page(as_member(cast.ada), making.offer(cast.ada, text="Come and see."))
    assert "Nothing new is found in the text" in told


def test_a_language_without_cues_is_told(as_member: AsMember, cast: Cast) -> None:
    assert "In this language only names" in page(as_member(cast.ada), making.offer(cast.ada, language="fi"))


def test_nobody_else_reads_a_draft_or_answers(as_member: AsMember, cast: Cast, draft: Opportunity) -> None:
    """Of another office, of the same office without the role, another company."""
    _employer, other = making.employer(cast.ada)
    address = reverse("opportunities:offer_reading", args=[draft.pk])
    for member in (cast.zoe, cast.cleo, other):
        client = as_member(member)
        assert client.get(address).status_code in (403, 404), member
        assert client.post(address, {"hours:30:30": "must"}).status_code in (403, 404), member
    draft.refresh_from_db()
    assert draft.hours_from is None


@pytest.fixture
def trained(settings: Any, tmp_path: Path) -> tuple[Concept, Concept]:
    """Two skills that the same words may mean, and others beside them, learnt from their names."""
    settings.HOME = tmp_path
    meant, near = making.skill("analyse business requirements"), making.skill("analyse requirements")
    for title in ("bake bread", "drive lorries", "weld metal", "teach children", "clean rooms"):
        making.skill(title)
    skill_index.retrain(lambda done, total: None)
    return meant, near


def test_another_skill_can_be_chosen_for_the_same_words(
    as_member: AsMember, cast: Cast, trained: tuple[Concept, Concept]
) -> None:
    meant, near = trained
    offer = making.offer(cast.ada, text="You analyse business requirements for us.")
    client = as_member(cast.ada)
    assert f'<option value="skill:{near.pk}">' in page(client, offer)
    send(client, offer, **{f"skill:{meant.pk}": "nice", f"instead:skill:{meant.pk}": f"skill:{near.pk}"})
    assert {(want.concept_id, want.need) for want in offer.wants.all()} == {(near.pk, "nice")}
    kept = {one.value: (one.answer, one.words) for one in offer.reading_answers.all()}
    words = "analyse business requirements"
    assert kept == {f"skill:{meant.pk}": ("no", words), f"skill:{near.pk}": ("nice", words)}


def test_only_what_was_offered_for_the_words_can_be_put_in_their_place(
    as_member: AsMember, cast: Cast, trained: tuple[Concept, Concept]
) -> None:
    meant, _near = trained
    other = making.skill("pick locks")
    offer = making.offer(cast.ada, text="You analyse business requirements for us.")
    send(as_member(cast.ada), offer, **{f"skill:{meant.pk}": "must", f"instead:skill:{meant.pk}": f"skill:{other.pk}"})
    assert {want.concept_id for want in offer.wants.all()} == {meant.pk}


def test_a_course_teaches_what_an_offer_of_work_needs(
    as_member: AsMember, cast: Cast, trained: tuple[Concept, Concept]
) -> None:
    offer = making.offer(cast.ada, kind="training", text="You learn to bake bread.")
    told = page(as_member(cast.ada), offer)
    assert "Taught</label>" in told
    assert "Needed</label>" not in told
