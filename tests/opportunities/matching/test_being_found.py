"""People for a place: among those who agreed, without name until they accept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from tests.opportunities.matching import seeking
from tests.portfolio.keeping import keep
from wayline.opportunities import matching
from wayline.opportunities.actions import finding as acts
from wayline.opportunities.actions import offers
from wayline.opportunities.actions.matching import set_aside
from wayline.opportunities.actions.received import TooLate
from wayline.opportunities.matching import Claim, Person, kept
from wayline.opportunities.models import Findable, FindableClaim, FoundPerson, FoundShowing, Opportunity
from wayline.opportunities.queries import finding
from wayline.people import holdings, retention
from wayline.people.actions import withdraw_consent
from wayline.people.enums import Role
from wayline.people.models import Membership, Notice
from wayline.portfolio.record import Kind
from wayline.taxonomy.models import Concept

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
HOME = reverse("opportunities:being_found")


class Company(NamedTuple):
    member: Membership
    offer: Opportunity

    @property
    def people(self) -> str:
        return reverse("opportunities:found_people", args=[self.offer.pk])


@pytest.fixture
def wood(cast: Cast) -> Concept:
    """Cleo and Cato hold it, and let matching use it."""
    made = making.skill("Woodwork")
    for one in (cast.cleo, cast.cato):
        seeking.skilled(one, made)
        seeking.turn_on(one, "skills", "experience")
    return made


def company_with(cast: Cast, wood: Concept, title: str = "Joiner") -> Company:
    employer, member = making.employer(cast.ada)
    made = making.offer(member, service=cast.ada.organisation, title=title)
    offers.want(made, text=wood.title, need="must", by=member, concept=wood)
    offers.publish(made, by=cast.ada)
    assert employer.organisation_id == member.organisation_id
    return Company(member, made)


@pytest.fixture
def company(cast: Cast, wood: Concept) -> Company:
    return company_with(cast, wood)


def text_of(client: GuardedClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def asked(company: Company, client: GuardedClient, number: int = 0) -> FoundPerson:
    """The company looks, and asks the first whom it sees."""
    client.get(company.people)
    found = FoundPerson.objects.order_by("pk")[number]
    address = reverse("opportunities:found_people_ask", args=[company.offer.pk, found.key])
    assert client.post(address, {"message": "We make stairs."}).status_code == 302
    return FoundPerson.objects.get(pk=found.pk)


def test_nobody_is_found_who_did_not_ask_for_it(cast: Cast, company: Company, as_member: AsMember) -> None:
    assert "Nobody to ask" in text_of(as_member(company.member), company.people)
    acts.turn_on(cast.cleo, parts=["skills"])
    text = text_of(as_member(company.member), company.people)
    assert [one.user for one in finding.candidates(company.offer)] == [cast.cleo.user_id]
    assert "Woodwork" in text
    for said in (cast.cleo.user.name, cast.cleo.user.email, str(cast.cleo.user.pk) + "/"):
        assert said not in text


def test_withdrawing_either_consent_counts_at_once(cast: Cast, company: Company) -> None:
    for purpose in ("being-found", "matching"):
        seeking.turn_on(cast.cleo, "skills")
        acts.turn_on(cast.cleo, parts=["skills"])
        assert finding.candidates(company.offer)
        withdraw_consent(cast.cleo.user, purpose=purpose)
        assert finding.candidates(company.offer) == []


def test_who_is_no_client_any_more_is_not_found(cast: Cast, company: Company) -> None:
    acts.turn_on(cast.cleo, parts=["skills"])
    Membership.objects.filter(pk=cast.cleo.pk).update(ended_at=timezone.now())
    assert finding.candidates(company.offer) == []


def test_only_chosen_parts_are_kept_and_no_words_of_the_person(cast: Cast, wood: Concept) -> None:
    keep(cast.cleo, Kind.EXPERIENCE, "Joiner at Secret & Sons")
    found = acts.turn_on(cast.cleo, parts=["skills"])
    assert (found.person["experience"], list(found.person["skills"])) == ({}, [str(wood.pk)])
    assert "Secret" not in str(found.person)
    assert "item" not in found.person["skills"][str(wood.pk)]


def test_a_part_that_matching_may_not_use_is_not_used_here(cast: Cast, wood: Concept, as_member: AsMember) -> None:
    assert as_member(cast.cleo).post(HOME, {"parts": ["interests"]}).status_code == 422
    found = acts.turn_on(cast.cleo, parts=["skills", "interests"])
    seeking.turn_on(cast.cleo, "experience")
    acts.read_anew(found)
    assert found.person["skills"] == {}
    assert not FindableClaim.objects.exists()


def test_companies_ruled_out_and_offers_set_aside_find_nobody(cast: Cast, wood: Concept, company: Company) -> None:
    found = acts.turn_on(cast.cleo, parts=["skills"])
    other = company_with(cast, wood, "Carpenter")
    acts.rule_out(found, company.member.organisation)
    assert (finding.candidates(company.offer), len(finding.candidates(other.offer))) == ([], 1)
    set_aside(cast.cleo.user, other.offer)
    assert finding.candidates(other.offer) == []
    acts.let_in(found, company.member.organisation)
    assert finding.candidates(company.offer)


def test_a_company_is_ruled_out_by_its_name_or_told_that_there_is_none(
    cast: Cast, company: Company, as_member: AsMember
) -> None:
    acts.turn_on(cast.cleo, parts=["skills"])
    cleo, address = as_member(cast.cleo), reverse("opportunities:found_rule_out")
    assert cleo.post(address, {"company": "Nobody Ltd"}).status_code == 422
    cleo.post(address, {"company": company.member.organisation.name.upper()})
    assert finding.candidates(company.offer) == []
    cleo.post(reverse("opportunities:found_let_in", args=[company.member.organisation_id]))
    assert finding.candidates(company.offer)


def test_who_may_not_look(cast: Cast, wood: Concept, company: Company, as_member: AsMember) -> None:
    """The staff of the service, another company, and a client; a company that is refused; an offer that is off."""
    acts.turn_on(cast.cleo, parts=["skills"])
    other = company_with(cast, wood, "Carpenter")
    for viewer in (cast.ada, other.member, cast.cato):
        assert as_member(viewer).get(company.people).status_code in (403, 404)
    offers.withdraw(company.offer, by=cast.ada)
    assert as_member(company.member).get(company.people).status_code == 403


def test_one_company_cannot_use_the_key_of_another(
    cast: Cast, wood: Concept, company: Company, as_member: AsMember
) -> None:
    acts.turn_on(cast.cleo, parts=["skills"])
    as_member(company.member).get(company.people)
    found, other = FoundPerson.objects.get(), company_with(cast, wood, "Carpenter")
    for pk in (other.offer.pk, company.offer.pk):
        address = reverse("opportunities:found_people_ask", args=[pk, found.key])
        assert as_member(other.member).post(address, {"message": "Hello"}).status_code in (403, 404)
    as_member(other.member).get(other.people)
    keys = set(FoundPerson.objects.values_list("key", flat=True))
    assert len(keys) == 2  # one person has another name for each offer


def test_the_name_is_read_only_after_a_yes_and_until_it_is_closed(
    cast: Cast, company: Company, as_member: AsMember
) -> None:
    acts.turn_on(cast.cleo, parts=["skills"])
    helen, cleo = as_member(company.member), as_member(cast.cleo)
    found = asked(company, helen)
    notice = Notice.objects.get(user=cast.cleo.user, kind="found")
    assert company.member.organisation.name in notice.text
    assert cast.cleo.user.name not in text_of(helen, company.people)

    text = text_of(cleo, found.get_absolute_url())
    assert "We make stairs." in text
    assert "Woodwork" in text
    assert as_member(cast.cato).get(found.get_absolute_url()).status_code == 404
    cleo.post(found.get_absolute_url(), {"act": "accept", "answer": "Gladly."})
    text = text_of(helen, company.people)
    assert cast.cleo.user.name in text
    assert cast.cleo.user.email in text
    assert "Gladly." in text
    assert Notice.objects.filter(user=company.member.user, text__contains="is interested").exists()

    cleo.post(reverse("opportunities:found_end", args=[found.key]))
    text = text_of(helen, company.people)
    assert cast.cleo.user.name not in text
    assert cast.cleo.user.email not in text


def test_a_no_never_gives_the_name(cast: Cast, company: Company, as_member: AsMember) -> None:
    acts.turn_on(cast.cleo, parts=["skills"])
    helen = as_member(company.member)
    found = asked(company, helen)
    as_member(cast.cleo).post(found.get_absolute_url(), {"act": "decline"})
    text = text_of(helen, company.people)
    assert "Not interested" in text
    assert cast.cleo.user.name not in text
    again = reverse("opportunities:found_people_ask", args=[company.offer.pk, found.key])
    helen.post(again, {"message": "Please"})
    assert FoundPerson.objects.get().message == "We make stairs."  # nobody is asked twice


def test_turning_it_off_closes_names_and_takes_back_notices(cast: Cast, company: Company, as_member: AsMember) -> None:
    acts.turn_on(cast.cleo, parts=["skills"])
    helen = as_member(company.member)
    found = asked(company, helen)
    acts.accept(found)
    acts.turn_off(cast.cleo.user)
    assert cast.cleo.user.name not in text_of(helen, company.people)
    assert not Findable.objects.exists()
    acts.turn_on(cast.cleo, parts=["skills"])  # agreeing again opens no name that was given before
    assert cast.cleo.user.name not in text_of(helen, company.people)


def test_a_question_is_taken_back_before_and_not_after_the_answer(
    cast: Cast, company: Company, as_member: AsMember
) -> None:
    acts.turn_on(cast.cleo, parts=["skills"])
    helen = as_member(company.member)
    found = asked(company, helen)
    back = reverse("opportunities:found_people_take_back", args=[company.offer.pk, found.key])
    helen.post(back)
    assert not Notice.objects.filter(kind="found").exists()
    assert as_member(cast.cleo).get(found.get_absolute_url()).status_code == 404
    found = asked(company, helen)
    acts.decline(found)
    helen.post(back)
    assert FoundPerson.objects.get().state == "declined"
    with pytest.raises(TooLate):
        acts.decline(found)


def test_every_showing_is_on_record_and_the_person_reads_it(cast: Cast, company: Company, as_member: AsMember) -> None:
    acts.turn_on(cast.cleo, parts=["skills"])
    helen = as_member(company.member)
    for _time in range(2):
        helen.get(company.people)
    showing = FoundShowing.objects.get()
    assert (showing.times, showing.place, showing.score) == (2, 1, 90)
    assert showing.record["reasons"][0]["name"] == "Woodwork"
    text = text_of(as_member(cast.cleo), HOME)
    assert company.member.organisation.name in text
    assert company.member.organisation.name not in text_of(as_member(cast.cato), HOME)


def test_counts_say_nothing_of_those_who_did_not_agree(cast: Cast, company: Company, as_member: AsMember) -> None:
    """The page for one who agreed is the same whether or not others fit as well."""
    acts.turn_on(cast.cleo, parts=["skills"])
    helen = as_member(company.member)
    before = text_of(helen, company.people).split("<main")[1]
    for _number in range(3):
        other = factories.member(Role.CLIENT, of=cast.cleo.organisation)
        seeking.skilled(other, Concept.objects.get(title="Woodwork"))
        seeking.turn_on(other, "skills")
    assert text_of(helen, company.people).split("<main")[1] == before


def test_the_number_of_queries_does_not_grow_with_the_people(
    cast: Cast, wood: Concept, company: Company, as_member: AsMember
) -> None:
    helen = as_member(company.member)
    acts.turn_on(cast.cleo, parts=["skills"])
    helen.get(company.people)
    with CaptureQueriesContext(
        connection,
    ) as few:
        helen.get(company.people)
    for _number in range(6):
        other = factories.member(Role.CLIENT, of=cast.cleo.organisation)
        seeking.skilled(other, wood)
        seeking.turn_on(other, "skills")
        acts.turn_on(other, parts=["skills"])
    helen.get(company.people)
    with CaptureQueriesContext(connection) as many:
        helen.get(company.people)
    assert len(many) == len(few)


def test_what_changed_is_read_anew_every_hour(cast: Cast, wood: Concept, company: Company) -> None:
    found = acts.turn_on(cast.cleo, parts=["skills"])
    assert acts.read_changed(timezone.now()) == 0
    seeking.skilled(cast.cleo, making.skill("Reading plans"))
    assert acts.read_changed(timezone.now()) == 1
    found.refresh_from_db()
    assert len(found.person["skills"]) == 2
    assert acts.read_changed(timezone.now()) == 0


def test_export_and_erasure_take_all_of_it(cast: Cast, company: Company, as_member: AsMember) -> None:
    acts.turn_on(cast.cleo, parts=["skills"])
    asked(company, as_member(company.member))
    models = (Findable, FindableClaim, FoundPerson, FoundShowing)
    own = [one for one in holdings.all_holdings() if one.model in models]
    assert [len(one.export(cast.cleo.user)) for one in own] == [1, 1, 1, 1]
    for one in own:
        one.erase(cast.cleo.user)
    assert not any(model.objects.exists() for model in models)


def test_it_is_kept_for_a_year(cast: Cast, company: Company, as_member: AsMember) -> None:
    acts.turn_on(cast.cleo, parts=["skills"])
    as_member(company.member).get(company.people)
    rule = next(one for one in retention.all_rules() if one.key == "found-people")
    assert rule.due(timezone.now() + timedelta(days=364)).count() == 0
    assert rule.due(timezone.now() + timedelta(days=367)).count() == 1


CLAIMS = st.builds(
    Claim,
    value=st.integers(0, 100),
    item=st.text(max_size=3),
    title=st.text(max_size=3),
    months=st.none() | st.integers(0, 500),
    evidence=st.booleans(),
)
PEOPLE = st.builds(
    Person,
    skills=st.dictionaries(st.integers(1, 9), CLAIMS, max_size=4),
    experience=st.dictionaries(st.integers(1, 9), CLAIMS, max_size=3),
    languages=st.dictionaries(st.sampled_from(["en", "fr"]), CLAIMS),
    areas=st.frozensets(st.integers(1, 5)),
    level=st.integers(0, 8),
    pay=st.integers(0, 90_000),
)


@given(PEOPLE)
def test_what_is_kept_scores_the_same(person: Person) -> None:
    again = kept.person(kept.plain(person))
    offer = matching.Offer(1, must=(1, 2), nice=(3,), jobs=(4,), languages=("en",), level=4, areas=frozenset({2}))
    parts = list(matching.PARTS)
    for one in (person, again):
        assert matching.counting(one, parts) == matching.counting(person, parts)
    said = [
        matching.match(one, offer, matching.current(), matching.counting(one, parts)).sums for one in (person, again)
    ]
    assert said[0] == said[1]
