"""The page of moves from an occupation: reasons, pay, outlook, steps, filters, and what is said of the unknown."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.lmi import market, numbers
from tests.lmi.market import Market
from tests.lmi.test_pages_occupation import LONDON, occupation, read
from tests.taxonomy import words
from wayline.cli import data
from wayline.lmi import courses, move_index
from wayline.lmi.courses import Course
from wayline.lmi.enums import Statistic
from wayline.lmi.models import Category, Cut
from wayline.lmi.moves.weights import current
from wayline.taxonomy.enums import ConceptKind, MappingKind
from wayline.taxonomy.models import Concept

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(fresh_market: Market) -> Market:
    """Plumbers share two skills with electricians and are expected to become fewer; nobody projects the roofers."""
    found = fresh_market
    roofers = words.concept(words.scheme("soc-2020"), "5313", "Roofers", broader=found.group)
    for title in ("install wiring", "read plans"):
        market.skill(title, found.electricians, found.plumbers)
    market.skill("weld pipes", found.plumbers)
    market.skill("climb ladders", found.electricians, roofers)
    market.skill("lay slates", roofers)
    return found


@pytest.fixture
def teaching() -> Iterator[list[Course]]:
    """Courses that another room would register."""
    offered: list[Course] = []
    before = courses.known.teaching
    courses.known.teaching = lambda skills: [one for one in offered if one.teaches & set(skills)]
    yield offered
    courses.known.teaching = before


def moves(client: GuardedClient, query: str = LONDON, code: str = "5241") -> str:
    return read(client, reverse("lmi:moves", args=["soc-2020", code]) + query)


def card(page: str, title: str) -> str:
    """What stands about one job, as plain words."""
    cards = [one for one in page.split('<div class="wl-card">')[1:] if f">{title}</a></h" in one]
    assert len(cards) == 1, title
    return " ".join(re.sub(r"<[^>]+>", " ", cards[0]).split())


def titles(page: str) -> list[str]:
    return re.findall(r'wl-card__heading"><a[^>]+>([^<]+)<', page)


def test_each_job_says_what_is_shared_and_what_is_missing(client: GuardedClient, made: Market) -> None:
    told = card(moves(client), "Plumbers")
    assert "Both need: install wiring, read plans" in told
    assert "To learn (1): weld pipes" in told
    assert re.search(r"The work is \d+ % alike\. You bring \d+ %", told)


def test_a_job_in_decline_says_so_on_both_pages(client: GuardedClient, made: Market) -> None:
    for page in (moves(client), occupation(client).rpartition("Jobs one could move to from it")[2]):
        told = card(page, "Plumbers")
        assert "In decline: −10 %" in told
        assert "expected" in told
        assert "Outlook: not known" in card(page, "Roofers")


def test_what_may_be_meant_by_several_groups_is_perhaps_in_decline(client: GuardedClient, made: Market) -> None:
    old = words.scheme("soc-2010", title="SOC 2010")
    roofers = Concept.objects.get(code="5313")
    for code, later in (("1", 900), ("2", 1_200)):
        part = words.concept(old, code, f"Part {code}")
        words.mapping(roofers, part, MappingKind.NARROW)
        for year, value in ((2024, 1_000), (2035, later)):
            numbers.figure("projection", part, made.london, value, year=year, by=made.release)
    assert "Perhaps in decline: −10 %" in card(moves(client), "Roofers")


def test_a_part_that_nobody_projects_does_not_hide_a_decline(client: GuardedClient, made: Market) -> None:
    old = words.scheme("soc-2010", title="SOC 2010")
    roofers = Concept.objects.get(code="5313")
    for code, later in (("1", 900), ("2", None)):
        part = words.concept(old, code, f"Part {code}")
        words.mapping(roofers, part, MappingKind.NARROW)
        for year, value in ((2024, 1_000), (2035, later)):
            if value is not None:
                numbers.figure("projection", part, made.london, value, year=year, by=made.release)
    assert "Perhaps in decline: −10 %" in card(moves(client), "Roofers")


def test_pay_is_compared_with_both_figures_named(client: GuardedClient, made: Market) -> None:
    roofers = Concept.objects.get(code="5313")
    numbers.figure(
        "pay_annual", roofers, made.london, 31_500, statistic=Statistic.MEDIAN, unit="gbp_year", by=made.release
    )
    told = card(moves(client), "Roofers")
    assert "£3,500 a year less" in told
    assert "£31,500 a year" in told
    assert "Pay: not known for certain" in card(moves(client), "Plumbers")


def test_pay_of_another_area_is_not_compared(client: GuardedClient, made: Market) -> None:
    roofers = Concept.objects.get(code="5313")
    numbers.figure(
        "pay_annual", roofers, made.england, 31_500, statistic=Statistic.MEDIAN, unit="gbp_year", by=made.release
    )
    told = card(moves(client), "Roofers")
    assert "cannot be compared" in told
    assert "less" not in told.partition("Pay:")[2].partition("Both need")[0]


def test_jobs_counted_together_are_not_told_apart(client: GuardedClient, made: Market) -> None:
    others = [words.concept(words.scheme("soc-2020"), code, code, broader=made.group) for code in ("5318", "5319")]
    market.skill("cut glass", *others)
    market.skill("carry glass", others[1])
    numbers.figure(
        "pay_annual", made.group, made.london, 30_000, statistic=Statistic.MEDIAN, unit="gbp_year", by=made.release
    )
    assert "cannot tell them apart" in card(moves(client, code="5318"), "5319")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Plumbers", "Roofers"}),
        ("&outlook=yes", set()),
        ("&pay=yes", set()),
        ("&level=one", set()),
        ("&level=nonsense&sort=nonsense", {"Plumbers", "Roofers"}),
    ],
)
def test_filters_leave_out_what_is_not_known_and_say_how_many(
    client: GuardedClient, made: Market, query: str, expected: set[str]
) -> None:
    page = moves(client, LONDON + query)
    assert set(titles(page)) == expected
    unsure = {"&outlook=yes": "1 more job is left out", "&pay=yes": "2 more jobs are left out"}.get(query)
    assert unsure is None or unsure in page
    if not expected:
        assert "No job fits all of this" in page


def test_sorted_by_what_one_brings(client: GuardedClient, made: Market) -> None:
    assert titles(moves(client, LONDON + "&sort=ready")) == ["Plumbers", "Roofers"]
    assert titles(moves(client, LONDON + "&sort=outlook")) == ["Plumbers", "Roofers"]  # the unknown one last


def test_a_course_is_named_with_what_it_closes(client: GuardedClient, made: Market, teaching: list[Course]) -> None:
    weld = Concept.objects.get(title="weld pipes").pk
    teaching.append(Course("Welding for all", "College", "Leeds", "/jobs/1/", frozenset({weld})))
    teaching.append(Course("Nothing of it", "College", "", "/jobs/2/", frozenset({10**9})))
    page = moves(client)
    assert "With this course: Welding for all College, Leeds . It teaches: weld pipes." in card(page, "Plumbers")
    assert "With this course" not in card(page, "Roofers")


def test_a_far_job_is_reached_over_one_in_between(client: GuardedClient, made: Market) -> None:
    """Electricians bring little to chimneys and half of what roofs need; roofers bring half of what chimneys need."""
    builders = words.concept(words.scheme("soc-2020"), "5312", "Chimney builders", broader=made.group)
    roofers = Concept.objects.get(code="5313")
    market.skill("wear a helmet", made.electricians, roofers, builders)
    for title in ("lay bricks", "sweep flues"):
        market.skill(title, builders)
    for title in ("hang gutters", "seal joints", "cut tiles", "lay felt"):
        market.skill(title, roofers, builders)
    for title in ("carry tools", "read weather", "work at height", "sign reports", "use a drill"):
        market.skill(title, made.electricians, roofers)
    told = card(moves(client), "Chimney builders")
    assert "In two steps: first some time as Roofers" in told


def test_a_job_without_skills_says_why_there_is_nothing(client: GuardedClient, made: Market) -> None:
    words.concept(words.scheme("soc-2020"), "9999", "Job without skills")
    assert "names no skills for this job" in moves(client, code="9999")
    assert client.get(reverse("lmi:moves", args=["soc-2020", "0000"])).status_code == 404
    assert "Jobs one could move to" not in occupation(client, "9999")


def test_a_large_classification_waits_for_its_atlas(
    client: GuardedClient, made: Market, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = str(tmp_path)
    monkeypatch.setattr(move_index, "FEW", 0)
    assert "Moves are not worked out yet" in moves(client)
    assert not move_index.is_fresh()
    assert move_index.remake(lambda done, total: None) == 3
    assert move_index.is_fresh()
    assert titles(moves(client)) == ["Plumbers", "Roofers"]


def test_an_atlas_of_older_weights_is_made_anew_when_wayline_starts(
    made: Market, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = str(tmp_path)
    monkeypatch.setattr(move_index, "FEW", 0)
    assert not move_index.is_of_older_weights()  # there is none yet: it takes `wayline data train`
    move_index.remake(lambda done, total: None)
    assert not move_index.is_of_older_weights()
    about = move_index.folder(made.electricians.scheme) / "about.json"
    about.write_text(json.dumps({**json.loads(about.read_text()), "weights": "2025-01"}))
    assert move_index.is_of_older_weights()
    assert not move_index.is_fresh()
    data._renew_moves()
    assert move_index.is_fresh()


def test_levels_come_from_the_group_above_or_from_a_table(client: GuardedClient, made: Market) -> None:
    isco, esco = words.scheme("isco-08"), words.scheme("esco")
    trades = words.concept(isco, "7411", "Building electricians", kind=ConceptKind.GROUP)
    above = words.concept(esco, "7411.1", "electrician", broader=trades)
    alone = words.concept(esco, "9313.1", "building labourer")
    mapped = Concept.objects.get(code="5313")
    words.mapping(mapped, trades, MappingKind.BROAD)
    market.skill("hold a torch", above, alone)
    atlas = move_index.atlas(esco)
    assert atlas is not None
    assert (atlas.level(above.pk), atlas.level(alone.pk)) == (2, None)
    other = move_index.atlas(words.scheme("soc-2020"))
    assert other is not None
    assert (other.level(mapped.pk), other.level(made.plumbers.pk)) == (2, None)


def test_ratings_are_those_of_all_jobs_of_onet_it_is_mapped_to_however_sure(made: Market) -> None:
    """Electricians are one job of O*NET exactly, and a part of another; roofers are the other, plumbers the one."""
    onet = words.scheme("onet-soc")
    one, other, third = (words.concept(onet, f"47-{code}.00", code) for code in ("2111", "2181", "9999"))
    for trade, rated, kind in (
        (made.electricians, one, MappingKind.EXACT), (made.electricians, other, MappingKind.BROAD),
        (made.plumbers, one, MappingKind.EXACT), (Concept.objects.get(code="5313"), other, MappingKind.EXACT),
    ):  # fmt: skip
        words.mapping(trade, rated, kind)
    for element, values in {"Reading": (5, 1, 3), "Lifting": (3, 5, 1)}.items():
        content = words.concept(words.scheme("onet-content"), element, element, kind=ConceptKind.SKILL)
        numbers.indicator("skill", "scale", 2)
        for rated, value in zip((one, other, third), values, strict=True):
            numbers.figure(
                "skill", rated, made.country, value, statistic=Statistic.IMPORTANCE, unit="scale", element=content
            )
    atlas = move_index.atlas(made.electricians.scheme)
    assert atlas is not None
    found = {move.there: move.points["ratings"] for move in atlas.near(made.electricians.pk)}
    # standard scores of the one: (1.22, 0), of the other: (-1.22, 1.22); their mean is (0, 0.61)
    weight = current().signals["ratings"]
    expected = {made.plumbers.pk: 0.0, Concept.objects.get(code="5313").pk: math.sqrt(0.5)}
    for number, cosine in expected.items():
        points = weight.points * (cosine - weight.usual) / weight.apart
        assert found[number] == pytest.approx(points, abs=1e-4), number


def test_the_names_of_its_groups_describe_a_job(made: Market) -> None:
    isco, esco = words.scheme("isco-08"), words.scheme("esco")
    minors = {
        code: words.concept(isco, code, name, kind=ConceptKind.GROUP)
        for code, name in (("741", "Electrical installation"), ("751", "Food"))
    }
    jobs = []
    for title, code, name in (("a", "7411", "Installers"), ("b", "7412", "Repairers"), ("c", "7511", "Butchers")):
        unit = words.concept(isco, code, name, kind=ConceptKind.GROUP, broader=minors[code[:3]])
        jobs.append(words.concept(esco, f"{code}.1", title, broader=unit, description="One works."))
    market.skill("hold a torch", *jobs)
    atlas = move_index.atlas(esco)
    assert atlas is not None
    found = {move.there: move.points["texts"] for move in atlas.near(jobs[0].pk)}
    assert found[jobs[1].pk] > found[jobs[2].pk] + 0.1


def test_industries_come_from_jobs_of_the_soc_by_way_of_onet(client: GuardedClient, made: Market) -> None:
    """Electricians: half in 2382, half in 3311. Plumbers: all in 2382. The whole country only, on one level."""
    soc, onet = words.scheme("us-soc-2018"), words.scheme("onet-soc")
    usa = words.area("US", "United States", scheme="iso-3166")
    state = words.area("01", "Alabama", parent=usa, scheme="bls-area")
    jobs = {
        (made.electricians, "47-2111"): {"2382": 50, "3311": 50, "23": 70}, (made.plumbers, "47-2152"): {"2382": 80},
    }  # fmt: skip
    for (trade, code), held in jobs.items():
        words.mapping(trade, words.concept(onet, f"{code}.00", code), MappingKind.EXACT)
        group = words.concept(soc, code, code)
        for industry, value in held.items():
            naics, _new = Category.objects.get_or_create(dimension="industry", scheme="naics", code=industry)
            cut, _new = Cut.objects.get_or_create(industry=naics, sex=None, age=None, status=None, qualification=None)
            numbers.figure("jobs", group, usa, value, unit="jobs", cut=cut)
            numbers.figure("jobs", group, state, 7 if industry == "2382" else 900, unit="jobs", cut=cut)
    numbers.figure("jobs", Concept.objects.get(scheme=soc, code="47-2152"), usa, 5000, unit="jobs")
    atlas, weights = move_index.atlas(made.electricians.scheme), current().signals
    assert atlas is not None

    def counted(name: str, value: float) -> Any:
        weight = weights[name]
        return pytest.approx(weight.points * (value - weight.usual) / weight.apart, abs=1e-4)

    plumbers = next(move for move in atlas.near(made.electricians.pk) if move.there == made.plumbers.pk)
    assert plumbers.points["industries"] == counted("industries", math.sqrt(0.5))
    assert plumbers.points["spread"] == counted("spread", 0)
    back = next(move for move in atlas.near(made.plumbers.pk) if move.there == made.electricians.pk)
    assert back.points["spread"] == counted("spread", math.log(2))


def test_the_file_holds_every_job_and_never_keeps_silent_about_decline(client: GuardedClient, made: Market) -> None:
    text = read(client, reverse("lmi:moves_csv", args=["soc-2020", "5241"]) + LONDON)
    rows = {row["occupation"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
    assert rows["Plumbers"]["in decline"] == "yes"
    assert rows["Plumbers"]["change % from"] == "-10.0"
    assert rows["Roofers"]["in decline"] == "not known"
    assert rows["Roofers"]["pay difference from"] == ""


def test_titles_are_in_the_reader_s_language(client: GuardedClient, made: Market) -> None:
    words.label(made.plumbers, "idraulico", language="it", kind="preferred")
    address = reverse("lmi:moves", args=["soc-2020", "5241"]) + LONDON
    assert "idraulico" in client.get(address, headers={"accept-language": "it"}).content.decode()


def test_more_jobs_cost_no_more_queries(client: GuardedClient, made: Market) -> None:
    def cost() -> int:
        moves(client)
        with CaptureQueriesContext(connection) as queries:
            moves(client)
        return len(queries)

    before = cost()
    wiring = Concept.objects.get(title="install wiring")
    for number in range(8):
        other = words.concept(words.scheme("soc-2020"), f"70{number}", f"Job {number}", broader=made.group)
        market.skill(f"do {number}", other)
        wiring.occupation_links.create(occupation=other, need="essential", release=made.release)
    words.release("later")
    assert cost() <= before + 1


def test_programs_get_the_same(client: GuardedClient, made: Market) -> None:
    address = "/api/lmi/v2/occupations/soc-2020/5241/moves"
    told = json.loads(client.get(address, {"area": "gss:E12000007"}).content)
    assert [one["title"] for one in told["items"]] == ["Plumbers", "Roofers"]
    plumbers, roofers = told["items"]
    assert (plumbers["declines"], roofers["declines"]) == (True, None)
    assert plumbers["change_low"] == -10
    assert told["weights"]
    steady = client.get(address, {"area": "gss:E12000007", "not_in_decline": "true"})
    assert json.loads(steady.content)["unsure"] == 1
    assert client.get(address, {"level": "two"}).status_code == 422
    assert client.get("/api/lmi/v2/occupations/soc-2020/0000/moves").status_code == 404
    listed = client.get(address, {"area": "gss:E12000007", "format": "csv"}).content.decode()
    assert listed.count("\n") == 3
