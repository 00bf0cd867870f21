"""What if the same portfolio were somebody else's? Nothing: the same matches, order and reasons, both ways."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.factories import Cast
from tests.opportunities import making
from tests.opportunities.matching import seeking
from tests.portfolio.keeping import keep
from wayline.opportunities.actions import about_you, finding
from wayline.opportunities.models import Opportunity
from wayline.opportunities.models.about_you import Background, Limits, Sex
from wayline.opportunities.queries import finding as found_reads
from wayline.opportunities.queries import match_record
from wayline.people.models import Membership, User
from wayline.portfolio.models import Holder
from wayline.portfolio.record import Kind

pytestmark = pytest.mark.django_db
WORDS = st.text(st.characters(categories=["L"]), min_size=1, max_size=20)
NAMES = st.one_of(WORDS, st.sampled_from(["Maria", "Kevin", "Mohammed", "Nguyễn Thị", "Ms Joiner", "Woodwork"]))
SOMEBODY = st.fixed_dictionaries(
    {
        "name": NAMES,
        "given_name": NAMES,
        "family_name": NAMES,
        "birth_date": st.dates(date(1930, 1, 1), date(2012, 12, 31)).map(str),
        "nationalities": st.lists(st.sampled_from(["RO", "GB", "NG", "SY", "IT"]), max_size=2, unique=True),
        "city": NAMES,
        "country": st.sampled_from(["", "GB", "RO", "IT"]),
        "sex": st.sampled_from(["", *Sex.values]),
        "limits": st.sampled_from(["", *Limits.values]),
        "background": st.sampled_from(["", *Background.values]),
    }
)
ANSWERED = ("sex", "limits", "background")


def be(user: User, who: dict[str, Any]) -> None:
    """The portfolio and the choices stay; whose they are is somebody else."""
    User.objects.filter(pk=user.pk).update(name=who["name"])
    said = {key: value for key, value in who.items() if key not in ("name", *ANSWERED)}
    Holder.objects.update_or_create(owner=user, defaults=said)
    about_you.answer(user, **{key: who[key] for key in ANSWERED})


def offers_for(member: Membership) -> tuple[object, ...]:
    """Matches in their order, with every sum and reason, as they would be put on record."""
    found = seeking.found(member)
    named = match_record.names(found, "en")
    return tuple((one.offer, one.score, one.points, match_record.record_of(one, named)) for one in found)


def people_for(offer: Opportunity) -> tuple[object, ...]:
    found = found_reads.candidates(offer)
    records = found_reads.records(found, "en")
    return tuple((one.user, one.match.score, one.match.points, records[one.user]) for one in found)


@pytest.fixture
def offers(cast: Cast) -> list[Opportunity]:
    """Two that fit Cleo and Cato: they keep the same skill, and only Cato has done the job."""
    wood, plans, joiner = making.skill("Woodwork"), making.skill("Reading plans"), making.concept("Joiner")
    for one in (cast.cleo, cast.cato):
        seeking.skilled(one, wood, level="expert")
        seeking.turn_on(one)
    keep(cast.cato, Kind.EXPERIENCE, "Joiner", start="2020", ongoing=True)
    for one in (cast.cleo, cast.cato):
        finding.turn_on(one, parts=["skills", "experience"])
    return [
        making.published(cast.ada, must=[wood], nice=[plans]),
        making.published(cast.ada, must=[wood], occupations=[joiner]),
    ]


def test_another_name_sex_age_health_origin_or_background_changes_nothing(
    cast: Cast, offers: list[Opportunity]
) -> None:
    cleo = cast.cleo
    before = offers_for(cleo), [people_for(offer) for offer in offers]
    assert len(before[0]) == 2
    assert all(before[1]), "Somebody is found for each."

    @settings(max_examples=12, deadline=None, phases=[Phase.generate])
    @given(SOMEBODY)
    def nothing_changes(who: dict[str, Any]) -> None:
        be(cleo.user, who)
        finding.read_anew(cleo.user.findable)
        member = Membership.objects.select_related("user", "organisation").get(pk=cleo.pk)
        assert (offers_for(member), [people_for(offer) for offer in offers]) == before

    nothing_changes()


def test_neither_way_asks_for_what_people_answered(cast: Cast, offers: list[Opportunity]) -> None:
    about_you.answer(cast.cleo.user, sex="female", limits="some", background="craft")
    with CaptureQueriesContext(connection) as asked:
        offers_for(cast.cleo)
        finding.read_anew(cast.cleo.user.findable)
        for offer in offers:
            people_for(offer)
    said = " ".join(one["sql"] for one in asked.captured_queries)
    for table in ("aboutyou", "portfolio_holder"):
        assert table not in said
    assert "opportunities_askedskill" in said, "It did look."
