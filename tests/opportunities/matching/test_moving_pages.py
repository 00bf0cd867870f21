"""Jobs you could move to: what is read and what not, reasons, courses, filters, the record, what is set aside."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.lmi import numbers
from tests.opportunities import making
from tests.opportunities.matching import seeking
from tests.portfolio.keeping import keep
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.match_showing import shown, why_move
from wayline.opportunities.models import JobAside, ShownMatch
from wayline.opportunities.queries import match_fairness, match_person, move_person
from wayline.people import holdings
from wayline.people.models import Membership
from wayline.portfolio.queries.skills import address_of
from wayline.portfolio.record import Kind
from wayline.taxonomy.models import Area, Concept

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
HOME = reverse("opportunities:moves")


@dataclass(frozen=True)
class Trades:
    """Joiners and carpenters share woodwork; carpenters need roofs too; nurses share nothing with either."""

    wood: Concept
    roofs: Concept
    care: Concept
    joiner: Concept
    carpenter: Concept
    nurse: Concept


@pytest.fixture
def trades(cast: Cast) -> Trades:
    wood, roofs, care = (making.skill(title) for title in ("Woodwork", "Building roofs", "Caring for people"))
    joiner, carpenter, nurse = (making.concept(title) for title in ("Joiner", "Carpenter", "Nurse"))
    seeking.needs(joiner, wood, making.skill("Making stairs"))
    seeking.needs(carpenter, wood, roofs)
    seeking.needs(nurse, care)
    return Trades(wood, roofs, care, joiner, carpenter, nurse)


def worked(member: Membership, job: Concept, **fields: object) -> None:
    keep(member, Kind.EXPERIENCE, job.title, details={"occupation": address_of(job)}, **fields)


def page(client: GuardedClient, address: str = HOME) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def titles(text: str) -> list[str]:
    return re.findall(r'wl-hit__title" href="[^"]+">([^<]+)<', text)


def test_nothing_is_read_before_matching_is_on(cast: Cast, trades: Trades, as_member: AsMember) -> None:
    worked(cast.cleo, trades.joiner)
    for name, parts in (("moves", []), ("moves_csv", []), ("move", [trades.carpenter.pk])):
        answer = as_member(cast.cleo).get(reverse(f"opportunities:{name}", args=parts))
        assert (answer.status_code, answer.url) == (302, reverse("opportunities:for_you"))  # type: ignore[attr-defined]
    assert as_member(cast.cleo).post(reverse("opportunities:move_not", args=[trades.nurse.pk])).status_code == 404
    assert not ShownMatch.objects.exists()


def test_who_keeps_nothing_is_told_what_to_add_and_where(cast: Cast, trades: Trades, as_member: AsMember) -> None:
    seeking.turn_on(cast.cleo)
    text = page(as_member(cast.cleo))
    assert "There is nothing to begin from yet" in text
    assert reverse("portfolio:add_of_kind", args=["experience"]) in text


def test_a_move_says_what_is_held_near_and_missing_and_from_which_job(
    cast: Cast, trades: Trades, as_member: AsMember
) -> None:
    worked(cast.cleo, trades.joiner, start="2019-01", end="2024-01")
    seeking.turn_on(cast.cleo)
    text = page(as_member(cast.cleo))
    assert titles(text) == ["Carpenter"]  # what was done is no move, and nursing shares nothing
    near = text.partition("<dt>Near</dt>")[2].partition("</dd>")[0]
    assert "Woodwork" in near  # a joiner cannot do without it
    assert "Building roofs" in text.partition("<dt>Missing</dt>")[2].partition("</dd>")[0]
    assert "the work is alike" in text
    assert "Pay and preparation are compared with your latest job, Joiner." in text
    seeking.skilled(cast.cleo, trades.wood)
    assert "Woodwork" in page(as_member(cast.cleo)).partition("<dt>You have</dt>")[2].partition("</dd>")[0]


def test_of_each_job_fit_why_pay_and_outlook_are_in_sight_and_all_else_behind_a_line(
    cast: Cast, trades: Trades, as_member: AsMember
) -> None:
    projected(making.area("United Kingdom"), trades.carpenter, 20_000, 18_000)
    worked(cast.cleo, trades.joiner, start="2019-01", end="2024-01")
    seeking.turn_on(cast.cleo, "skills", "experience")
    card = page(as_member(cast.cleo)).partition('<li class="wl-hit">')[2].partition("</li> </ol>")[0]
    seen, _line, behind = card.partition("<details")
    assert "Skills: you have 0 of 2, 1 near. Its work is a little like yours as “Joiner”." in seen
    assert "Pay:</strong> not known for certain." in seen
    assert "In decline:" in seen
    assert "−10 % until 2035" in seen
    assert "Woodwork" not in seen
    assert "Skills, figures and steps" in behind
    assert all(text in behind for text in ("Woodwork", "Building roofs", "the work is alike", "no job at the moment"))
    assert ">Reasons and training" in behind.partition("</details>")[2]


def test_why_says_what_is_held_and_what_is_wanted(cast: Cast, trades: Trades, as_member: AsMember) -> None:
    seeking.skilled(cast.cleo, trades.wood)
    Concept.objects.filter(pk=trades.carpenter.pk).update(broader=trades.joiner)
    keep(cast.cleo, Kind.ASPIRATION, "Carpenter")
    keep(cast.cleo, Kind.INTEREST, "Caring for people")
    seeking.turn_on(cast.cleo)
    text = page(as_member(cast.cleo))
    said = dict(zip(titles(text), re.findall(r'class="wl-hit__why">([^<]+)<', text), strict=True))
    assert said["Carpenter"] == "Skills: you have 1 of 2. You want “Carpenter”."
    assert said["Nurse"] == "“Caring for people” is one of your interests."
    assert said["Joiner"] == "Skills: you have 1 of 2. It is like “Carpenter”, which you want."


@pytest.mark.parametrize(
    ("rule", "how", "alike", "said"),
    [
        ("experience", "alike", 30, "Its work is like yours as “Joiner”."),
        ("experience", "alike", 29, "Its work is a little like yours as “Joiner”."),
        ("aspirations", "alike", 29, "It is a little like “Joiner”, which you want."),
        ("aspirations", "group", 20, "It is like “Joiner”, which you want."),
    ],
)
def test_work_that_is_a_little_alike_is_not_called_alike(rule: str, how: str, alike: int, said: str) -> None:
    reason = {"rule": rule, "state": "near", "value": 20, "how": how, "of_it": alike, "title": "Joiner"}
    record = {"job": 7, "sums": [{"rule": rule, "weight": 25, "share": 20}], "reasons": [reason]}
    assert why_move(shown(record, 5, "t")) == said


def test_a_part_that_is_off_is_not_fetched_and_does_not_count(cast: Cast, trades: Trades, as_member: AsMember) -> None:
    worked(cast.cleo, trades.joiner)
    seeking.skilled(cast.cleo, trades.care)
    choice = seeking.turn_on(cast.cleo, "skills")
    assert titles(page(as_member(cast.cleo))) == ["Nurse"]
    actions.switch_part(choice, "skills", on=False)
    actions.switch_part(choice, "experience", on=True)
    text = page(as_member(cast.cleo))
    assert titles(text) == ["Carpenter"]
    assert "<dt>Missing</dt>" not in text  # skills are not compared, so none is called missing
    actions.stop_part("experience", by=cast.mia, reason="To be looked at")
    assert "Your service has stopped the parts you chose" in page(as_member(cast.cleo))


def test_what_is_wanted_and_interests_lead_to_jobs_too(cast: Cast, trades: Trades, as_member: AsMember) -> None:
    keep(cast.cleo, Kind.ASPIRATION, "Joiner")
    keep(cast.cleo, Kind.INTEREST, "Caring for people")
    seeking.turn_on(cast.cleo, "aspirations", "interests")
    text = page(as_member(cast.cleo))
    assert titles(text) == ["Joiner", "Nurse", "Carpenter"]
    assert "fits <strong>71</strong> of 100" in text  # 25 of 25 points for the wish, 0 of 10 for interests


def test_all_reasons_add_up_and_a_course_shows_what_it_would_change(
    cast: Cast, trades: Trades, as_member: AsMember
) -> None:
    worked(cast.cleo, trades.joiner, start="2019-01", end="2024-01")
    seeking.skilled(cast.cleo, trades.wood)
    seeking.turn_on(cast.cleo, "skills", "experience")
    making.published(cast.ada, kind="training", title="Roofs in a week", must=[trades.roofs])
    making.published(cast.ada, kind="training", title="Caring", must=[trades.care])
    text = page(as_member(cast.cleo))
    assert "Roofs in a week" in text
    assert "Caring<" not in text
    found = re.search(r"(\d+) → <strong>(\d+)</strong> of 100", text)
    assert found is not None
    assert int(found[1]) < int(found[2])
    one = page(as_member(cast.cleo), reverse("opportunities:move", args=[trades.carpenter.pk]))
    assert f"It fits <strong>{found[1]}</strong> of 100" in one
    assert f"{found[1]} → <strong>{found[2]}</strong> of 100" in one
    assert "% of 40" in one
    assert "% of 25" in one
    assert as_member(cast.cleo).get(reverse("opportunities:move", args=[trades.wood.pk])).status_code == 404


def test_a_far_job_is_reached_over_one_in_between(cast: Cast, trades: Trades, as_member: AsMember) -> None:
    """Of five jobs four need wood, two make stairs, two fit glass: weights 0.23, 0.74, 0.74."""
    glass, fitter, glazier = making.skill("Fitting glass"), making.concept("Shop fitter"), making.concept("Glazier")
    seeking.needs(fitter, trades.wood, Concept.objects.get(title="Making stairs"), glass)
    seeking.needs(glazier, trades.wood, glass)
    worked(cast.cleo, trades.joiner)
    seeking.turn_on(cast.cleo)
    far = page(as_member(cast.cleo)).partition(">Glazier</a>")[2].partition("</details>")[0]
    assert ">Shop fitter</a>" in far
    assert "Your latest job brings 57 % of what that needs; from there one brings 100 % of this." in far
    near = page(as_member(cast.cleo)).partition(">Shop fitter</a></h2>")[2].partition("</details>")[0]
    assert "In two steps:" not in near


def test_pay_and_outlook_stand_beside_and_decline_is_said_in_words(
    cast: Cast, trades: Trades, as_member: AsMember
) -> None:
    area = making.area("United Kingdom")
    projected(area, trades.carpenter, 20_000, 18_000)
    worked(cast.cleo, trades.joiner)
    choice = seeking.turn_on(cast.cleo, "experience")
    before = page(as_member(cast.cleo))
    assert "In decline:" in before
    assert titles(before) == ["Carpenter"]
    assert "No job fits all of this" in page(as_member(cast.cleo), HOME + "?outlook=yes")
    assert titles(page(as_member(cast.cleo), HOME + "?outlook=yes&level=steep&sort=odd&a=none")) == []
    paid = page(as_member(cast.cleo), HOME + "?pay=yes")
    assert "1 more job is left out because no figure says whether it fits." in paid
    lines = as_member(cast.cleo).get(reverse("opportunities:moves_csv")).getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(lines)))
    assert [(row["occupation"], row["in decline"], row["change % to"]) for row in rows] == [
        ("Carpenter", "yes", "-10.0")
    ]
    assert choice.parts == ["experience"]


def projected(area: Area, job: Concept, now: int, then: int) -> None:
    for year, value in ((2024, now), (2035, then)):
        numbers.figure("projection", job, area, value, year=year)


def test_jobs_on_show_are_counted_and_found(cast: Cast, trades: Trades, as_member: AsMember) -> None:
    worked(cast.cleo, trades.joiner)
    seeking.turn_on(cast.cleo)
    assert "no job at the moment" in page(as_member(cast.cleo))
    making.published(cast.ada, title="Carpenter on site", occupations=[trades.carpenter])
    text = page(as_member(cast.cleo))
    address = re.search(r'<a class="govuk-link" href="([^"]+)">1 job<', text)
    assert address is not None
    assert "Carpenter on site" in page(as_member(cast.cleo), address[1].replace("&amp;", "&"))


def test_not_for_me_keeps_and_can_be_undone(cast: Cast, trades: Trades, as_member: AsMember) -> None:
    for member in (cast.cleo, cast.cato):
        worked(member, trades.joiner)
        seeking.turn_on(member)
    cleo, carpenter = as_member(cast.cleo), trades.carpenter.pk
    cleo.post(reverse("opportunities:move_not", args=[carpenter]))
    cleo.post(reverse("opportunities:move_not", args=[carpenter]))
    assert JobAside.objects.count() == 1
    assert titles(page(cleo)) == []
    assert titles(page(as_member(cast.cato))) == ["Carpenter"]
    aside = reverse("opportunities:match_aside")
    assert "Carpenter" in page(cleo, aside)
    assert "Carpenter" not in page(as_member(cast.cato), aside)
    back = reverse("opportunities:move_back", args=[carpenter])
    assert as_member(cast.cato).post(back).status_code == 404
    cleo.post(back)
    assert titles(page(cleo)) == ["Carpenter"]


def test_what_was_shown_is_on_record_and_changes_no_figure_of_fairness(
    cast: Cast, trades: Trades, as_member: AsMember
) -> None:
    worked(cast.cleo, trades.joiner)
    seeking.turn_on(cast.cleo)
    cleo = as_member(cast.cleo)
    page(cleo)
    page(cleo)
    kept = ShownMatch.objects.get()
    assert (kept.is_job, kept.opportunity, kept.title, kept.place, kept.times) == (True, None, "Carpenter", 1, 2)
    assert "a job to move to" in page(cleo, reverse("opportunities:match_seen_list"))
    assert reverse("opportunities:move", args=[trades.carpenter.pk]) in page(cleo, kept.get_absolute_url())
    assert match_fairness.report(cast.cleo.organisation, 30).all == []


def test_what_is_kept_is_exported_and_erased(cast: Cast, trades: Trades) -> None:
    for member in (cast.cleo, cast.cato):
        actions.set_job_aside(member.user, trades.nurse)
    exported = {holding.model: rows for holding, rows in holdings.export_everything(cast.cleo.user)}
    assert [row["occupation__title"] for row in exported[JobAside]] == ["Nurse"]
    holdings.erase_everything(cast.cleo.user)
    assert JobAside.objects.get().user == cast.cato.user


def test_a_page_of_ten_asks_as_often_as_a_page_of_one(cast: Cast, trades: Trades, as_member: AsMember) -> None:
    worked(cast.cleo, trades.joiner)
    seeking.turn_on(cast.cleo)
    cleo = as_member(cast.cleo)
    for number in range(9):
        seeking.needs(making.concept(f"Maker {number}"), trades.care, trades.roofs)
    page(cleo)
    with CaptureQueriesContext(connection) as few:
        assert len(titles(page(cleo))) == 1
    seeking.skilled(cast.cleo, trades.care)
    page(cleo)
    with CaptureQueriesContext(connection) as many:
        assert len(titles(page(cleo))) == 10
    assert len(many) <= len(few) + 2  # what is near to a skill that is kept


def test_the_latest_job_is_the_one_that_is_done_now(cast: Cast, trades: Trades) -> None:
    worked(cast.cleo, trades.nurse, start="2012-01", ongoing=True)
    worked(cast.cleo, trades.joiner, start="2019-01", end="2024-01")
    worked(cast.cleo, trades.carpenter)
    seeking.turn_on(cast.cleo)
    who = match_person.seeker(cast.cleo)
    assert who is not None
    assert who.jobs == (trades.nurse.pk, trades.joiner.pk, trades.carpenter.pk)
    found = move_person.reach(who)
    assert found is not None
    assert found.here == trades.nurse.pk
