"""All stays of a service: who is silent and by which rule, who is due; figures in which a few are hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making, staying
from wayline.opportunities.actions import about_you, agreements, stays
from wayline.opportunities.enums import Shown
from wayline.opportunities.group_sums import Table, table
from wayline.opportunities.models import Agreement
from wayline.opportunities.queries import stay_figures
from wayline.opportunities.queries import stays as reads
from wayline.opportunities.queries.stays import Wanted
from wayline.opportunities.stay_sums import MEASURES, Counted
from wayline.people.enums import Role
from wayline.people.models import Membership

AsMember = Callable[[Membership], GuardedClient]
LIST, CSV = "opportunities:stays", "opportunities:stays_csv"


@pytest.fixture
def both(cast: Cast, eve: Membership) -> tuple[Agreement, Agreement]:
    """Cleo's and Cato's stays, on since five days."""
    place = staying.offer(cast.ada, eve)
    on = {"starts_on": making.in_days(-5), "ends_on": making.in_days(5)}
    first, second = (staying.signed(who, eve, cast.ben, place, **on) for who in (cast.cleo, cast.cato))
    agreements.keep_in_order(first, by=cast.ben, group="10b", found="service")
    return first, second


def names(page: str) -> list[str]:
    return [name for name in ("Cleo Client", "Cato Client") if name in page]


@pytest.mark.django_db
def test_who_is_silent_is_named_with_the_rule(
    cast: Cast, both: tuple[Agreement, Agreement], as_member: AsMember
) -> None:
    """A check-in and a shown entry are signs; an entry kept private is none, and its day is told to nobody."""
    first, second = both
    stays.write_entry(first, day=making.in_days(-1), did="Sanded", shown=Shown.SERVICE)
    stays.write_entry(second, day=making.in_days(-1), did="Sanded", shown=Shown.ME)
    staff = as_member(cast.ada)
    page = staff.get(reverse(LIST)).content.decode()
    assert page.count("silent for") == 1
    assert "silent for 5 days" in page
    assert "Marked as silent: a stay that is on, and for 3 days" in page
    assert names(staff.get(reverse(LIST), {"silent": "3"}).content.decode()) == ["Cato Client"]
    assert names(staff.get(reverse(LIST), {"silent": "6"}).content.decode()) == []
    stays.check_in(second, by=cast.ben, day=making.in_days(0), kind="visit", note="All is well.")
    assert "silent for" not in staff.get(reverse(LIST)).content.decode()


@pytest.mark.django_db
def test_silence_is_counted_from_the_first_day_while_the_stay_is_on(
    both: tuple[Agreement, Agreement], cast: Cast
) -> None:
    today = making.in_days(0)
    for day, silent in ((-6, None), (-5, 0), (-2, 3), (5, 10), (6, None)):
        row = reads.stays(cast.ada, Wanted(period="all"), today).get(pk=both[0].pk)
        assert reads.silent_days(row, making.in_days(day)) == silent, day


@pytest.mark.django_db
def test_it_is_looked_through_and_sorted(cast: Cast, both: tuple[Agreement, Agreement], as_member: AsMember) -> None:
    first, second = both
    staff = as_member(cast.ben)
    asked = {
        "group": ("10b", ["Cleo Client"]), "company": (str(first.employer_id), ["Cleo Client", "Cato Client"]),
        "period": ("over", []), "state": ("cancelled", []),
    }  # fmt: skip
    for name, (value, found) in asked.items():
        assert names(staff.get(reverse(LIST), {name: value}).content.decode()) == found, name
    assert names(staff.get(reverse(LIST), {"company": "none", "order": "none"}).content.decode()) != []
    stays.check_in(
        second, by=cast.ben, day=making.in_days(-2), kind="call", note="Fine.", next_on=making.in_days(0)
    )  # fmt: skip
    page = staff.get(reverse(LIST), {"order": "next"}).content.decode()
    assert page.index("Cato Client") < page.index("Cleo Client")
    assert page.count(">due<") == 1
    page = staff.get(reverse(LIST), {"order": "-name"}).content.decode()
    assert page.index("Cleo Client") < page.index("Cato Client")
    agreements.call_off(first, by=cast.cleo)
    assert names(staff.get(reverse(LIST)).content.decode()) == ["Cato Client"]
    with time_machine.travel(timezone.now() + timedelta(days=6), tick=False):
        assert names(as_member(cast.ben).get(reverse(LIST)).content.decode()) == []
        assert names(as_member(cast.ben).get(reverse(LIST), {"period": "over"}).content.decode()) == ["Cato Client"]


@pytest.mark.django_db
def test_as_a_table(cast: Cast, both: tuple[Agreement, Agreement], as_member: AsMember) -> None:
    answer = as_member(cast.ada).get(reverse(CSV), {"order": "name"})
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert [line.split(",")[:3] for line in lines[1:]] == [
        ["Cato Client", "", "Ostrowska Joinery"], ["Cleo Client", "10b", "Ostrowska Joinery"]
    ]  # fmt: skip


@pytest.mark.django_db
def test_neighbours_see_no_list(
    cast: Cast, eve: Membership, both: tuple[Agreement, Agreement], as_member: AsMember
) -> None:
    """Clients, companies and researchers are refused; another service has its own list, which is empty."""
    for stranger in (cast.cleo, cast.cato, eve, cast.rex):
        for name in (LIST, CSV):
            assert as_member(stranger).get(reverse(name)).status_code == 403
    assert names(as_member(cast.zoe).get(reverse(LIST), {"period": "all"}).content.decode()) == []


# Figures


def counted(**groups: int) -> list[Counted]:
    """So many stays of different people in each field; all ended, everybody said how it was."""
    people = iter(range(1000))
    return [
        Counted(next(people), field, ended=True, company_said=True, participant_said=True)
        for field, number in groups.items()
        for _one in range(number)
    ]


def shown(made: Table, measure: str = "stays") -> dict[str, int | None]:
    place = list(MEASURES.counts).index(measure)
    return {line.name or "all": line.cells[place].value for line in (*made.lines, made.total)}


@pytest.mark.parametrize(
    ("groups", "found"),
    [
        ({"wood": 6, "care": 5}, {"wood": 6, "care": 5, "all": 11}),
        ({"wood": 6, "care": 4}, {"wood": None, "care": None, "all": 10}),
        ({"wood": 9, "care": 6, "food": 1}, {"wood": 9, "care": None, "food": None, "all": 16}),
        ({"wood": 3}, {"all": None}),
        ({}, {"all": 0}),
    ],
)
def test_a_few_are_hidden_and_cannot_be_worked_out(groups: dict[str, int], found: dict[str, int | None]) -> None:
    assert shown(table(counted(**groups), lambda one: one.field, MEASURES)) == found


def test_a_few_who_did_not_say_anything_are_hidden_too() -> None:
    """Of ten, eight said how it was: the two others would be told."""
    rows = counted(wood=8, care=20)
    rows += [Counted(900 + number, "wood", ended=True) for number in range(2)]
    made = table(rows, lambda one: one.field, MEASURES)
    assert shown(made) == {"wood": 10, "care": 20, "all": 30}
    assert shown(made, "participant_said") == {"wood": None, "care": None, "all": None}
    assert shown(made, "called_off") == {"wood": 0, "care": 0, "all": 0}


def test_what_one_table_hides_no_other_tells() -> None:
    rows = [Counted(number, "wood", place=f"Town {number}") for number in range(5)]
    assert shown(table(rows, lambda one: one.field, MEASURES)) == {"wood": 5, "all": 5}
    apart = table(rows, lambda one: one.place, MEASURES)
    assert shown(apart) == {"all": None}, "Five names of towns beside a total of five would tell each."


def test_many_stays_of_one_person_are_one_person() -> None:
    assert shown(table([Counted(1, "wood")] * 8, lambda one: one.field, MEASURES)) == {"all": None}


@pytest.mark.django_db
def test_figures_of_a_service(cast: Cast, eve: Membership, as_member: AsMember) -> None:
    carpenter = making.concept("Carpenter", broader=making.concept("Craft workers"))
    from wayline.opportunities.actions import offers

    place = making.offer(eve, service=cast.ada.organisation, kind="work_experience", area=making.area("Northvale"))
    offers.tag_occupation(place, carpenter, by=eve)
    offers.publish(place, by=cast.ada)
    year = making.in_days(-9).year
    over = {"starts_on": making.in_days(-9), "ends_on": making.in_days(-5), "born_on": date(year - 16, 1, 1)}
    for _number in range(5):
        pupil = factories.member(Role.CLIENT, of=cast.ada.organisation)
        staying.signed(pupil, eve, cast.ben, place, days=4, hours_a_day=Decimal(6), **over)
    found = stay_figures.figures(cast.ada.organisation, year, making.in_days(0))
    assert shown(found.tables["field"]) == {"Craft workers": 5, "all": 5}
    assert shown(found.tables["place"]) == {"Northvale": 5, "all": 5}
    assert shown(found.tables["age"]) == {"16–17": 5, "all": 5}
    assert shown(found.tables["found"], "ended") == {"all": 5}
    page = as_member(cast.mia).get(reverse("opportunities:stay_figures")).content.decode()
    assert "Craft workers" in page
    assert "hidden: too few people to show how they divide" in page, "By sex and background, of five people."
    answer = as_member(cast.mia).get(reverse("opportunities:stay_figures_csv"))
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert f"{year},field,Craft workers,5,5,0,0,0," in lines


@pytest.mark.django_db
def test_figures_by_what_participants_answered(cast: Cast, eve: Membership, as_member: AsMember) -> None:
    """Women ten, men eleven; of the others one answered; four withdrew and count with those who never answered."""
    on = {"starts_on": making.in_days(-5), "ends_on": making.in_days(5)}
    one = staying.signed(cast.cleo, eve, cast.ben, staying.offer(cast.ada, eve), **on)
    said = [*[("female", "craft")] * 10, *[("male", "professional")] * 11, ("other", "other"), *[("female", "")] * 4]
    for number, (sex, background) in enumerate(said):
        pupil = factories.member(Role.CLIENT, of=cast.ada.organisation)
        about_you.answer(pupil.user, timezone.now() - timedelta(days=40), sex=sex, background=background)
        if number > 21:
            about_you.take_back(pupil.user)
        Agreement.objects.create(
            participant=pupil.user, service=one.service, employer=one.employer, title=one.title, state=one.state,
            days=one.days, hours_a_day=one.hours_a_day, hours_a_week=one.hours_a_week, place=one.place, **on,
        )  # fmt: skip
    year = making.in_days(-5).year
    found = stay_figures.figures(cast.ada.organisation, year, making.in_days(0))
    assert shown(found.tables["sex"]) == {"Female": None, "Male": 11, "all": 27}, (
        "Six are left: they and ten are hidden."
    )
    assert [line.name for line in found.tables["background"].lines] == [
        "Professionals and managers",
        "Crafts, routine work, or none",
        "",
    ]
    page = " ".join(as_member(cast.mia).get(reverse("opportunities:stay_figures")).content.decode().split())
    assert "Another answer, or none" in page
    answer = as_member(cast.mia).get(reverse("opportunities:stay_figures_csv"))
    table = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert any(line.startswith(f"{year},sex,Male,11,") for line in table)


@pytest.mark.django_db
def test_figures_are_for_managers(cast: Cast, eve: Membership, as_member: AsMember) -> None:
    for stranger in (cast.ada, cast.fia, cast.cleo, eve, cast.rex):
        for name in ("opportunities:stay_figures", "opportunities:stay_figures_csv"):
            assert as_member(stranger).get(reverse(name)).status_code == 403
    assert "No stay yet" in as_member(cast.mia).get(reverse("opportunities:stay_figures")).content.decode()
