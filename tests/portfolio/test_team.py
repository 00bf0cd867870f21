"""Team skills against needs, under the consent of each: nobody is named, or given away, who did not allow it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from tests.portfolio.keeping import fetched, keep
from wayline.people import holdings, queries, retention
from wayline.people.actions import end_membership, give_consent, has_consented, withdraw_consent
from wayline.people.enums import Role
from wayline.people.models import AuditRecord, Membership, Notice
from wayline.portfolio import team_sources
from wayline.portfolio.actions import endorsements
from wayline.portfolio.actions import team as acts
from wayline.portfolio.actions.credentials import Certified, issue_credential
from wayline.portfolio.enums import NeedKind, TeamPart
from wayline.portfolio.models import Endorsement, Ground, Item, TeamChoice, TeamNeed, TeamTraining
from wayline.portfolio.models.team import PURPOSE
from wayline.portfolio.queries import team as reads
from wayline.portfolio.queries.skills import address_of
from wayline.portfolio.record import Kind
from wayline.taxonomy.models import Concept

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
TEAM, MINE, PLAN = (reverse(f"portfolio:{name}") for name in ("team", "my_team", "team_plan"))
PARTS = [TeamPart.SKILLS, TeamPart.CREDENTIALS]


@pytest.fixture
def listening() -> Concept:
    """A skill of the classification, with a wider one above it."""
    wider, made = making.skill("Talking with people"), making.skill("Listening")
    Concept.objects.filter(pk=made.pk).update(broader=wider)
    return made


@pytest.fixture
def need(cast: Cast, listening: Concept) -> TeamNeed:
    address = address_of(listening)
    return acts.add_need(cast.mia, kind=NeedKind.SKILL, title="Listening", address=address, people=2)


def skilled(member: Membership, concept: Concept, level: str = "", **columns: object) -> Item:
    details = {"concept": address_of(concept), **({"level": level} if level else {})}
    return keep(member, Kind.SKILL, concept.title, details=details, **columns)


def joins(member: Membership, presence: str = "named", parts: list[str] | None = None) -> TeamChoice:
    return acts.choose(member, presence=presence, parts=PARTS if parts is None else parts)


def crowd(cast: Cast, concept: Concept, *, have: int, have_not: int) -> list[Membership]:
    """People of the office who are counted without a name."""
    made = [factories.member(name=f"Secret {number}", of=cast.mia.organisation) for number in range(have + have_not)]
    for number, member in enumerate(made):
        if number < have:
            skilled(member, concept)
        joins(member, "counted")
    return made


def text_of(client: GuardedClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    content = fetched(answer).read if answer.streaming else answer.content
    return " ".join(content.decode().split())


def needed(cast: Cast) -> reads.NeedRow:
    return reads.rows(reads.team(cast.mia, "en"), "gap")[0]


def test_nobody_takes_part_who_did_not_choose_to(cast: Cast, need: TeamNeed, listening: Concept) -> None:
    skilled(cast.ada, listening)
    assert needed(cast).cover.held == ()
    joins(cast.ada)
    assert needed(cast).cover.held == (cast.ada.user_id,)


def test_a_manager_reads_names_and_the_person_sees_that(
    cast: Cast, as_member: AsMember, need: TeamNeed, listening: Concept
) -> None:
    skilled(cast.ada, listening, "expert", description="My secret words")
    choice = joins(cast.ada)
    mia = as_member(cast.mia)
    for page in (TEAM, TEAM, reverse("portfolio:team_member", args=[choice.key]), reverse("portfolio:team_csv")):
        text = text_of(mia, page)
        assert "Ada Practitioner" in text, page
        assert "secret words" not in text
        assert cast.ada.user.email not in text
    assert [act.verb for act in queries.acts_about(cast.ada.user)] == [reads.VIEWED], "once a day"


@pytest.mark.parametrize("who", ["ada", "fia", "admin", "rex", "zoe", "cleo", "eve"])
def test_only_managers_open_the_managers_pages(cast: Cast, as_member: AsMember, need: TeamNeed, who: str) -> None:
    """The facilitator and the administrator of the same office are as far away as a client."""
    choice, client = joins(cast.ben), as_member(getattr(cast, who))
    made = acts.plan_training(need, by=cast.mia, title="A course")
    for page in pages(need, made, choice):
        assert client.get(page).status_code == 403, page
    for name, key in (("team_need_remove", need.key), ("team_training_remove", made.key)):
        assert client.post(reverse(f"portfolio:{name}", args=[key])).status_code == 403
    assert client.post(reverse("portfolio:team_ask")).status_code == 403
    assert TeamNeed.objects.exists()


def pages(need: TeamNeed, training: TeamTraining, choice: TeamChoice) -> Iterator[str]:
    for name in ("team", "team_csv", "team_need_new", "team_plan", "team_plan_csv", "team_plan_pdf"):
        yield reverse(f"portfolio:{name}")
    for name in ("team_need", "team_training_new"):
        yield reverse(f"portfolio:{name}", args=[need.key])
    yield reverse("portfolio:team_training", args=[training.key])
    yield reverse("portfolio:team_member", args=[choice.key])


def test_the_manager_of_another_office_finds_nothing_of_this_one(
    cast: Cast, as_member: AsMember, need: TeamNeed
) -> None:
    choice, made = joins(cast.ada), acts.plan_training(need, by=cast.mia, person=cast.ada.user, title="A course")
    other = factories.member(Role.MANAGER, name="Moa Manager", of=cast.zoe.organisation)
    client = as_member(other)
    for page in list(pages(need, made, choice))[-4:]:
        assert client.get(page).status_code == 404, page
    for name, key in (("team_need_remove", need.key), ("team_training_remove", made.key)):
        assert client.post(reverse(f"portfolio:{name}", args=[key])).status_code == 404
    for page in (TEAM, PLAN, reverse("portfolio:team_csv")):
        text = text_of(client, page)
        assert "Ada" not in text
        assert "Listening" not in text


def test_who_works_in_both_offices_chooses_for_each(cast: Cast, listening: Concept, need: TeamNeed) -> None:
    there = Membership.objects.create(user=cast.zoe.user, organisation=cast.mia.organisation, role=Role.PRACTITIONER)
    skilled(cast.zoe, listening)
    joins(cast.zoe)
    assert needed(cast).cover.held == ()
    joins(there)
    assert needed(cast).cover.held == (cast.zoe.user_id,)
    joins(there, "none")
    assert has_consented(cast.zoe.user, PURPOSE), "it still holds for the other office"
    joins(cast.zoe, "none")
    assert not has_consented(cast.zoe.user, PURPOSE)


@pytest.mark.parametrize("how", ["chooses", "withdraws", "leaves"])
def test_whoever_stops_is_gone_from_the_next_page(
    cast: Cast, as_member: AsMember, need: TeamNeed, listening: Concept, how: str
) -> None:
    skilled(cast.ada, listening)
    choice, mia = joins(cast.ada), as_member(cast.mia)
    acts.plan_training(need, by=cast.mia, person=cast.ada.user, title="A course")
    assert "Ada" in text_of(mia, PLAN)
    if how == "chooses":
        as_member(cast.ada).post(MINE, {"presence": "none", "then": "save"})
    elif how == "withdraws":
        withdraw_consent(cast.ada.user, purpose=PURPOSE)
    else:
        end_membership(cast.ada, by=cast.admin)
    for page in (TEAM, PLAN, reverse("portfolio:team_csv"), reverse("portfolio:team_plan_csv")):
        assert "Ada" not in text_of(mia, page), page
    assert "Ada" not in text_of(mia, reverse("portfolio:team_training_new", args=[need.key]))
    assert mia.get(reverse("portfolio:team_member", args=[choice.key])).status_code == 404


def test_a_new_consent_does_not_bring_an_old_choice_back(cast: Cast, need: TeamNeed, listening: Concept) -> None:
    skilled(cast.ada, listening)
    joins(cast.ada)
    withdraw_consent(cast.ada.user, purpose=PURPOSE)
    give_consent(cast.ada.user, purpose=PURPOSE)
    assert needed(cast).cover.held == ()
    assert reads.choice_of(cast.ada) is None


def test_no_page_names_anybody_who_did_not_allow_it(
    cast: Cast, as_member: AsMember, need: TeamNeed, listening: Concept
) -> None:
    """Every way in which two people may have chosen, on every page and in every file of the manager."""
    people, mia = (cast.ada, cast.ben), as_member(cast.mia)
    for one in people:
        skilled(one, listening)
    made = acts.plan_training(need, by=cast.mia, title="A course")
    TeamTraining.objects.create(need=need, title="Another", person=cast.ben.user)
    for chosen in product(["none", "counted", "named"], repeat=2):
        keys = [joins(one, presence) for one, presence in zip(people, chosen, strict=True)]
        texts = [text_of(mia, page) for page in list(pages(need, made, keys[0]))[:-1] if not page.endswith(".pdf")]
        for one, presence, choice in zip(people, chosen, keys, strict=True):
            answer = mia.get(reverse("portfolio:team_member", args=[choice.key]))
            assert answer.status_code == (200 if presence == "named" else 404)
            said = any(one.user.name in text for text in texts)
            assert said == (presence == "named"), (chosen, one.user.name)
            assert not any(one.user.email in text for text in texts)


def test_people_without_a_name_are_counted_in_steps_only_where_it_says_nothing_of_one(
    cast: Cast, as_member: AsMember, need: TeamNeed, listening: Concept
) -> None:
    crowd(cast, listening, have=7, have_not=5)
    assert needed(cast).cover.unnamed == 5
    text = text_of(as_member(cast.mia), TEAM)
    assert "At least 10 more are counted without a name" in text
    assert "Secret" not in text
    # One who has it not leaves: now fewer than five have it not, and the sum would say almost the same of all.
    left = Membership.objects.get(user__name="Secret 11")
    joins(left, "none")
    assert needed(cast).cover.unnamed is None


def test_few_without_a_name_look_like_nobody(
    cast: Cast, as_member: AsMember, need: TeamNeed, listening: Concept
) -> None:
    mia = as_member(cast.mia)
    nobody = text_of(mia, TEAM)
    crowd(cast, listening, have=3, have_not=0)
    pages = [strip(page).partition("people work here")[2] for page in (nobody, text_of(mia, TEAM))]
    assert pages[0] == pages[1] != ""


def test_a_refusal_looks_like_no_choice(cast: Cast, as_member: AsMember, need: TeamNeed) -> None:
    mia = as_member(cast.mia)
    before = text_of(mia, TEAM)
    joins(cast.ada, "none")
    assert strip(text_of(mia, TEAM)) == strip(before)


def strip(page: str) -> str:
    """Without the tokens, which differ each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.partition("<main")[2])


def test_nearly_is_a_lower_level_or_a_near_skill(cast: Cast, need: TeamNeed, listening: Concept) -> None:
    wider = Concept.objects.get(title="Talking with people")
    acts.change_need(need, level="advanced", people=2, by=cast.mia)
    skilled(cast.ada, listening, "basic")
    skilled(cast.ben, wider)
    skilled(cast.fia, listening, "expert")
    for one in (cast.ada, cast.ben, cast.fia):
        joins(one)
    cover = needed(cast).cover
    assert cover.held == (cast.fia.user_id,)
    assert {(person, found.how) for person, found in cover.near} == {
        (cast.ada.user_id, "level"), (cast.ben.user_id, "narrower"),
    }  # fmt: skip
    assert (cover.missing, cover.hangs_on_one) == (1, True)


def test_a_skill_in_words_of_ones_own_is_found_by_its_label(cast: Cast, need: TeamNeed, listening: Concept) -> None:
    listening.labels.create(language="it", kind="preferred", text="Ascoltare", release=listening.release)
    keep(cast.ada, Kind.SKILL, "ascoltare")
    joins(cast.ada)
    assert needed(cast).cover.held == (cast.ada.user_id,)


def test_only_the_parts_that_were_ticked_are_read(cast: Cast, listening: Concept, need: TeamNeed) -> None:
    skilled(cast.ada, listening)
    certificate(cast.ada, "Guidance online")
    both = reads.shown_of([joins(cast.ada)], "en")[cast.ada.user_id]
    assert (len(both.skills), len(both.credentials)) == (1, 1)
    vouched = reads.shown_of([joins(cast.ada, parts=[TeamPart.VOUCHED])], "en")[cast.ada.user_id]
    assert vouched.is_empty, "nobody has endorsed or validated it"
    endorse(Item.objects.get(owner=cast.ada.user))
    assert reads.shown_of([joins(cast.ada, parts=[TeamPart.VOUCHED])], "en")[cast.ada.user_id].is_empty, "not shown"
    Endorsement.objects.update(is_shown=True)
    vouched = reads.shown_of([joins(cast.ada, parts=[TeamPart.VOUCHED])], "en")[cast.ada.user_id]
    assert [(one.title, one.is_endorsed, one.is_validated) for one in vouched.skills] == [("Listening", True, False)]
    credentials = reads.shown_of([joins(cast.ada, parts=[TeamPart.CREDENTIALS])], "en")[cast.ada.user_id]
    assert (credentials.skills, [one.title for one in credentials.credentials]) == ([], ["Guidance online"])


def endorse(item: Item) -> None:
    asked = endorsements.ask(item, email="olga@example.net", message="Do you remember?")
    endorsements.give(asked, endorsements.Testimony("Olga", "We worked together", "She listens."), by=None)


def certificate(member: Membership, title: str) -> None:
    certified = Certified(title=title, description="All weeks.", criteria="All steps.", language="en")
    issue_credential(
        member.user, certified, ground=Ground.PROGRAMME, source=f"certificate:{member.pk}",
        organisation=member.organisation, by=None,
    )  # fmt: skip


def test_a_credential_can_be_needed(cast: Cast, as_member: AsMember) -> None:
    certificate(cast.ada, "Guidance online")
    joins(cast.ada)
    mia = as_member(cast.mia)
    assert "Guidance online" in text_of(mia, reverse("portfolio:team_need_new"))
    answer = mia.post(reverse("portfolio:team_need_new"), {"credential": "Guidance online", "people": 3})
    assert answer.status_code == 302
    assert (needed(cast).cover.held, needed(cast).cover.missing) == ((cast.ada.user_id,), 2)


def test_self_ratings_are_read_by_name_only(cast: Cast, as_member: AsMember, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[set[int]] = []

    def rated(people: list[int], language: str) -> dict[int, list[team_sources.Rating]]:
        asked.append(set(people))
        return {one: [team_sources.Rating("as a medium", "with help", "Sit in", timezone.now())] for one in people}

    monkeypatch.setattr(team_sources.known, "ratings", rated)
    choice = joins(cast.ada, parts=[TeamPart.RATINGS])
    joins(cast.ben)
    assert "Sit in" in text_of(as_member(cast.mia), reverse("portfolio:team_member", args=[choice.key]))
    assert asked == [{cast.ada.user_id}]


def test_the_preview_shows_what_the_manager_sees_and_keeps_nothing(
    cast: Cast, as_member: AsMember, listening: Concept
) -> None:
    skilled(cast.ada, listening, "expert")
    ada = as_member(cast.ada)
    page = ada.post(MINE, {"presence": "named", "parts": ["skills"], "then": "look"}).content.decode()
    assert "What your manager would see of you (not saved)" in page
    assert "Listening" in page
    assert not TeamChoice.objects.exists()
    assert ada.post(MINE, {"presence": "named", "then": "save"}).status_code == 422, "nothing is ticked"
    assert as_member(cast.cleo).get(MINE).status_code == 403
    assert "Mia Manager" in text_of(ada, MINE)


def test_the_team_is_asked_once_in_thirty_days_and_only_who_has_not_chosen(cast: Cast, as_member: AsMember) -> None:
    joins(cast.ada, "none")
    mia = as_member(cast.mia)
    for _again in range(2):
        mia.post(reverse("portfolio:team_ask"))
    told = set(Notice.objects.filter(kind="team").values_list("user", flat=True))
    assert told == {one.user_id for one in (cast.ben, cast.fia, cast.admin, cast.rex)}
    joins(cast.ben, "none")
    assert not Notice.objects.filter(user=cast.ben.user).exists(), "it is answered"
    with pytest.raises(acts.AskedAlready):
        acts.ask(cast.mia)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        acts.ask(cast.mia)
    assert AuditRecord.objects.filter(verb="asked team to choose").count() == 2
    assert not Notice.objects.filter(user=cast.ada.user).exists()


def test_training_is_planned_for_somebody_named_who_reads_it(cast: Cast, as_member: AsMember, need: TeamNeed) -> None:
    choice, counted = joins(cast.ada), joins(cast.ben, "counted")
    mia, address = as_member(cast.mia), reverse("portfolio:team_training_new", args=[need.key])
    typed = {"title": "A day with a colleague", "url": "", "until": "2027-03-01", "state": "planned"}
    assert mia.post(address, {**typed, "person": counted.key}).status_code == 422
    assert mia.post(address, {**typed, "title": "", "person": choice.key}).status_code == 422
    assert mia.post(address, {**typed, "person": choice.key}).status_code == 302
    assert Notice.objects.get(user=cast.ada.user).url == MINE
    assert "A day with a colleague" in text_of(as_member(cast.ada), MINE)
    assert "A day with a colleague" not in text_of(as_member(cast.ben), MINE)
    made = TeamTraining.objects.get()
    changed = {**typed, "person": "", "state": "done"}
    assert mia.post(reverse("portfolio:team_training", args=[made.key]), changed).status_code == 302
    assert not Notice.objects.filter(user=cast.ada.user).exists()
    assert "somebody of the team" in text_of(mia, reverse("portfolio:team_plan_csv"))
    assert mia.get(reverse("portfolio:team_plan_pdf"))["Content-Type"] == "application/pdf"


def test_stand_ins_are_others_seen_by_name(cast: Cast, as_member: AsMember, need: TeamNeed, listening: Concept) -> None:
    for one, presence in ((cast.ada, "named"), (cast.ben, "named"), (cast.fia, "counted"), (cast.rex, "named")):
        skilled(one, listening)
        joins(one, presence)
    choice = TeamChoice.objects.get(user=cast.ada.user)
    text = text_of(as_member(cast.mia), reverse("portfolio:team_member", args=[choice.key])).partition("<main")[2]
    assert "Ben Practitioner" in text
    assert "covers 1 of 1" in text
    assert "Fia" not in text


def test_the_page_costs_the_same_for_three_people_and_for_thirty(
    cast: Cast, need: TeamNeed, listening: Concept
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as made:
            reads.rows(reads.team(cast.mia, "en"), "gap")
        return len(made)

    for one in (cast.ada, cast.ben):
        skilled(one, listening)
        joins(one)
    few = cost()
    for member in crowd(cast, listening, have=4, have_not=4):
        joins(member)
    acts.add_need(cast.mia, kind=NeedKind.CREDENTIAL, title="Guidance online", people=1)
    assert cost() == few


def test_what_is_held_is_taken_along_and_erased(cast: Cast, need: TeamNeed) -> None:
    joins(cast.ada)
    made = acts.plan_training(need, by=cast.mia, person=cast.ada.user, title="A course")
    rows = {holding.model: found for holding, found in holdings.export_everything(cast.ada.user)}
    assert rows[TeamChoice][0]["presence"] == "named"
    assert rows[TeamTraining][0]["title"] == "A course"
    holdings.erase_everything(cast.ada.user)
    made.refresh_from_db()
    assert (TeamChoice.objects.count(), made.person) == (0, None)


def test_choices_end_with_the_work_and_training_after_two_years(cast: Cast, need: TeamNeed) -> None:
    joins(cast.ada)
    joins(cast.ben)
    acts.plan_training(need, by=cast.mia, title="A course")
    end_membership(cast.ada, by=cast.admin)
    rules = {rule.key: rule for rule in retention.all_rules()}
    now = timezone.now()
    assert rules["portfolio-team-choices"].act(now) == 1
    assert rules["portfolio-team-training"].act(now) == 0
    assert rules["portfolio-team-training"].act(now + timedelta(days=3 * 365)) == 1
    assert TeamChoice.objects.get().user == cast.ben.user
