"""Whom companies find, invite and take on, by groups: rates only where nobody who is known to be chosen is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from tests.opportunities.matching import seeking
from wayline.opportunities.actions import about_you, finding
from wayline.opportunities.models import Application, ApplicationStep, FoundPerson, FoundShowing, Opportunity
from wayline.opportunities.models.about_you import AboutYou
from wayline.opportunities.queries import selection_fairness
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
Line = tuple[str, int | None, list[float | None], list[float | None]]


def clients(of: Organisation, number: int, sex: str) -> list[Membership]:
    made = [factories.member(Role.CLIENT, of=of) for _one in range(number)]
    for one in made:
        if sex:
            about_you.answer(one.user, sex=sex)
    AboutYou.objects.update(changed_at=timezone.now() - timedelta(days=32))
    return made


def applies(who: Membership, offer: Opportunity, *states: str) -> Application:
    now = timezone.now()
    sent = Application.objects.create(
        user=who.user, opportunity=offer, state=states[-1] if states else "sent", sent_at=now, open_until=now.date()
    )
    for state in states:
        ApplicationStep.objects.create(application=sent, state=state)
    return sent


def lines(groups: selection_fairness.Groups, by: str = "sex") -> list[Line]:
    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 2)

    return [
        (
            one.name,
            one.people,
            [rounded(rate.share.value if rate.share else None) for rate in one.rates],
            [rounded(rate.ratio) for rate in one.rates],
        )
        for one in groups[by]
    ]


def test_applied_invited_taken_on(cast: Cast) -> None:
    """Offered or taken on is more than invited; a status that was taken back, and what went another way, count not."""
    north, offer = cast.ada.organisation, making.published(cast.ada)
    women, men = clients(north, 40, "female"), clients(north, 40, "male")
    for at, one in enumerate(women):
        applies(one, offer, *(["invited", "taken_on"] if at < 10 else ["offered"] if at < 20 else []))
    for at, one in enumerate(men):
        sent = applies(one, offer, *(["invited"] if at < 11 else []))
        if at == 10:
            sent.steps.update(taken_back_at=timezone.now())
    Application.objects.create(
        user=cast.cleo.user, offer_title="Elsewhere", elsewhere=True, state="sent", sent_at=timezone.now()
    )
    since = timezone.now() - timedelta(days=365)
    assert lines(selection_fairness.applied(north, since)) == [
        ("Female", 40, [0.5, 0.25], [1.0, 1.0]),
        ("Male", 40, [0.25, 0.0], [0.5, 0.0]),
        ("", 80, [0.38, 0.12], [None, None]),
    ]
    assert selection_fairness.applied(cast.zoe.organisation, since) == {}


def test_of_a_few_who_were_taken_on_no_group_is_told(cast: Cast) -> None:
    """Whom a company took on is known in the office: it must not tell what they answered."""
    north, offer = cast.ada.organisation, making.published(cast.ada)
    for at, one in enumerate(clients(north, 20, "female")):
        applies(one, offer, *(["invited", "taken_on"] if at < 3 else []))
    for one in clients(north, 20, "male"):
        applies(one, offer)
    since = timezone.now() - timedelta(days=365)
    assert lines(selection_fairness.applied(north, since)) == [
        ("Female", 20, [None, None], [None, None]),
        ("Male", 20, [None, None], [None, None]),
        ("", 40, [None, None], [None, None]),
    ]


def test_shown_to_companies_of_those_who_let_them_find_them(cast: Cast) -> None:
    north, offer = cast.ada.organisation, making.published(cast.ada)
    women, men = clients(north, 20, "female"), clients(north, 20, "male")
    for at, one in enumerate([*women, *men]):
        seeking.turn_on(one)
        finding.turn_on(one, parts=["skills"])
        found = FoundPerson.objects.create(user=one.user, opportunity=offer)
        FoundShowing.objects.create(
            found=found, place=1 if at % 20 < 10 else 11, score=60, version="test", digest="x", record={}
        )
    finding.turn_off(clients(north, 1, "female")[0].user)
    since = timezone.now() - timedelta(days=365)
    assert lines(selection_fairness.found(north, since)) == [
        ("Female", 20, [0.5], [1.0]),
        ("Male", 20, [0.5], [1.0]),
        ("", 40, [0.5], [None]),
    ]
    finding.turn_off(men[0].user)
    assert [line[:2] for line in lines(selection_fairness.found(north, since))][1] == ("Male", 19)


def test_on_the_page_and_in_the_file(cast: Cast, as_member: AsMember) -> None:
    north, offer, mia = cast.ada.organisation, making.published(cast.ada), as_member(cast.mia)
    page = reverse("opportunities:match_fairness")
    assert "Nobody applied here in this time" in mia.get(page, {"days": "365"}).content.decode()
    for sex in ("female", "male"):
        for at, one in enumerate(clients(north, 20, sex)):
            applies(one, offer, *(["invited"] if at < 10 else []))
    text = " ".join(mia.get(page, {"days": "365"}).content.decode().split())
    assert "People who applied: By sex" in text
    assert "People who applied: By sex" not in mia.get(page, {"days": "90"}).content.decode()
    answer = mia.get(reverse("opportunities:match_fairness_csv"), {"days": "365"})
    table = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert "invited,sex,Female,20,0.500,0.299,0.701,1.000,,,,,," in table
    assert "taken_on,sex,total,40,0.000,0.000,0.088,,,,,,," in table
    assert {line.count(",") for line in table} == {13}
