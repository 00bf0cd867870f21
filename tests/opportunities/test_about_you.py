"""“About you, for fairness only”: answered by choice, read by the person alone, counted with others, gone at will."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import staying
from wayline.opportunities.actions import about_you as acts
from wayline.opportunities.models.about_you import PURPOSE, AboutYou
from wayline.opportunities.queries import about_you as reads
from wayline.people import exports, holdings, registers, retention
from wayline.people.actions import give_consent, has_consented
from wayline.people.enums import Role
from wayline.people.models import Membership, User
from wayline.portfolio.models import Holder

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
PAGE = reverse("opportunities:about_you")
DELETE = reverse("opportunities:about_you_delete")
ANSWERS = {"sex": "female", "limits": "some", "background": "craft"}


def last_month() -> None:
    AboutYou.objects.update(changed_at=timezone.now() - timedelta(days=32))


def counted(user: User) -> reads.Groups:
    last_month()
    return reads.groups([user.pk])


def text_of(client: GuardedClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_nothing_is_kept_without_the_box(cast: Cast, as_member: AsMember) -> None:
    cleo = as_member(cast.cleo)
    assert cleo.post(PAGE, ANSWERS).status_code == 422
    assert not AboutYou.objects.exists()
    assert not has_consented(cast.cleo.user, PURPOSE)
    assert cleo.post(PAGE, {"agrees": "on"}).status_code == 422, "Nothing answered is nothing to agree to."
    assert not has_consented(cast.cleo.user, PURPOSE)


def test_each_question_by_itself_and_changed_later(cast: Cast, as_member: AsMember) -> None:
    cleo = as_member(cast.cleo)
    assert cleo.post(PAGE, {"limits": "some", "agrees": "on"}).status_code == 302
    kept = AboutYou.objects.get(user=cast.cleo.user)
    assert (kept.sex, kept.limits, kept.background) == ("", "some", "")
    assert 'name="agrees"' not in text_of(cleo, PAGE), "Agreed to once is agreed to."
    assert cleo.post(PAGE, ANSWERS).status_code == 302
    found = counted(cast.cleo.user)
    assert (found.sex, found.limits, found.background) == (
        {cast.cleo.user_id: "Female"},
        {cast.cleo.user_id: "Limited, but not severely"},
        {cast.cleo.user_id: "Crafts, routine work, or none"},
    )


def test_who_would_rather_say_nothing_any_more_has_agreed_to_nothing(cast: Cast, as_member: AsMember) -> None:
    acts.answer(cast.cleo.user, **ANSWERS)
    assert as_member(cast.cleo).post(PAGE, {"sex": "", "limits": "", "background": ""}).status_code == 302
    assert not AboutYou.objects.exists()
    assert not has_consented(cast.cleo.user, PURPOSE)


@pytest.mark.parametrize("address", [DELETE, reverse("people:consent", args=[PURPOSE, "no"])])
def test_withdrawing_deletes_the_answers_wherever_it_is_done(cast: Cast, as_member: AsMember, address: str) -> None:
    for one in (cast.cleo, cast.cato):
        acts.answer(one.user, **ANSWERS)
    assert as_member(cast.cleo).post(address).status_code == 302
    assert list(AboutYou.objects.values_list("user", flat=True)) == [cast.cato.user_id]
    assert not has_consented(cast.cleo.user, PURPOSE)


def test_other_words_ask_anew_and_count_nobody_until_then(
    cast: Cast, as_member: AsMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts.answer(cast.cleo.user, **ANSWERS)
    now = registers.purpose(PURPOSE)
    others = [one for one in registers.purposes if one is not now]
    monkeypatch.setattr(registers, "purposes", [*others, replace(now, wording="2027-01")])
    assert counted(cast.cleo.user) == reads.Groups()
    assert "The words you agreed to have changed" in text_of(as_member(cast.cleo), PAGE)
    assert as_member(cast.cleo).post(PAGE, ANSWERS).status_code == 422
    assert as_member(cast.cleo).post(PAGE, {**ANSWERS, "agrees": "on"}).status_code == 302
    assert counted(cast.cleo.user).sex == {cast.cleo.user_id: "Female"}


def test_what_was_answered_this_month_counts_from_the_next(cast: Cast) -> None:
    """Or a manager who looks every day would see who has just answered."""
    with time_machine.travel(date(2026, 3, 2), tick=False):
        acts.answer(cast.cleo.user, **ANSWERS)
    for day, number in ((date(2026, 3, 31), 0), (date(2026, 4, 1), 1)):
        with time_machine.travel(day, tick=False):
            acts.answer(cast.cleo.user, **ANSWERS)  # saved again and unchanged
            assert len(reads.groups([cast.cleo.user_id]).sex) == number, day


@pytest.mark.parametrize("known_by", ["portfolio", "agreement"])
def test_nobody_under_sixteen_is_asked(cast: Cast, eve: Membership, as_member: AsMember, known_by: str) -> None:
    year = timezone.localdate().year
    if known_by == "portfolio":
        Holder.objects.create(owner=cast.cleo.user, birth_date=f"{year - 15}-12")
    else:
        staying.signed(cast.cleo, eve, cast.ben, staying.offer(cast.ada, eve), born_on=date(year - 15, 12, 31))
    assert "You are not asked" in text_of(as_member(cast.cleo), PAGE)
    assert as_member(cast.cleo).post(PAGE, {**ANSWERS, "agrees": "on"}).status_code == 422
    assert not AboutYou.objects.exists()
    Holder.objects.create(owner=cast.cato.user, birth_date=f"{year - 17}")
    assert as_member(cast.cato).post(PAGE, {**ANSWERS, "agrees": "on"}).status_code == 302


def test_nobody_else_reads_an_answer(cast: Cast, as_member: AsMember) -> None:
    """The page shows one's own; staff of the office, other clients and companies have no page with somebody's."""
    acts.answer(cast.cleo.user, **ANSWERS)
    ticked = re.compile(r'value="some"[^>]*\bchecked')
    assert ticked.search(text_of(as_member(cast.cleo), PAGE))
    own = text_of(as_member(cast.cato), PAGE)
    assert not ticked.search(own)
    assert "Delete my answers" not in own
    for member in (cast.ada, cast.ben, cast.mia, cast.admin, cast.eve, cast.zoe):
        assert as_member(member).get(PAGE).status_code == 403
    for member in (cast.ada, cast.mia, cast.admin):
        page = as_member(member).get(reverse("people:person", args=[cast.cleo.user_id])).content.decode()
        assert "Limited, but not severely" not in page


def test_reached_from_your_data_and_from_the_consents(cast: Cast, as_member: AsMember) -> None:
    for name in ("people:your_data", "people:consents"):
        assert PAGE in text_of(as_member(cast.cleo), reverse(name))
        assert PAGE not in text_of(as_member(cast.ada), reverse(name)), "Of staff nothing is counted."


def test_export_and_erasure(cast: Cast) -> None:
    for one in (cast.cleo, cast.cato):
        acts.answer(one.user, **ANSWERS)
    told = json.dumps(exports.document(cast.cleo.user))
    assert "Limited, but not severely" in told
    holdings.erase_everything(cast.cleo.user)
    assert list(AboutYou.objects.values_list("user", flat=True)) == [cast.cato.user_id]


def test_a_year_after_being_a_client_the_answers_go(cast: Cast) -> None:
    left = factories.member(Role.CLIENT, of=cast.ada.organisation)
    late = factories.member(Role.CLIENT, of=cast.ada.organisation)
    for one in (cast.cleo, left, late):
        acts.answer(one.user, **ANSWERS)
    for one, days in ((left, 366), (late, 364)):
        Membership.objects.filter(pk=one.pk).update(ended_at=timezone.now() - timedelta(days=days))
    assert retention.apply()["fairness-answers"] == 1
    assert set(AboutYou.objects.values_list("user", flat=True)) == {cast.cleo.user_id, late.user_id}


def test_agreeing_elsewhere_keeps_nothing_and_asks_for_the_box(cast: Cast, as_member: AsMember) -> None:
    give_consent(cast.cleo.user, purpose=PURPOSE)
    assert 'name="agrees"' in text_of(as_member(cast.cleo), PAGE), "It holds that one is old enough, too."
    assert not AboutYou.objects.exists()
