"""Occupation pages, the page of a figure, comparison: what is known, what is not, and why."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.lmi import market, numbers
from tests.lmi.market import Market
from tests.taxonomy import words
from wayline.lmi.models import Observation
from wayline.taxonomy.enums import MappingKind

pytestmark = pytest.mark.django_db
LONDON = "?a=gss:E12000007"


def read(client: GuardedClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return content.decode()


def occupation(client: GuardedClient, code: str = "5241", query: str = LONDON) -> str:
    return read(client, reverse("lmi:occupation", args=["soc-2020", code]) + query)


def test_pay_is_said_in_plain_words_with_its_spread(client: GuardedClient, made: Market) -> None:
    page = occupation(client)
    assert "£35,000 a year" in page
    assert "Half of people in this job earn less than £35,000 a year" in page
    assert "How pay is spread" in page
    assert "One in ten people in this job earns less than £20,000 a year" in page


def test_numbers_are_not_more_precise_than_they_are(client: GuardedClient, made: Market) -> None:
    page = occupation(client)
    assert "about 33,500 people" in page
    assert "33,456" not in page


def test_a_suppressed_figure_gives_its_reason_and_never_zero(client: GuardedClient, made: Market) -> None:
    page = occupation(client, "5315")
    assert "Not reliable enough" in page
    assert "£0" not in page


def test_nothing_loaded_is_said_and_is_not_zero(client: GuardedClient, made: Market) -> None:
    words.concept(words.scheme("soc-2020"), "9999", "Job nobody counts")
    page = occupation(client, "9999")
    assert "No source that is loaded says what this job pays" in page
    assert not re.search(r">0 people<|£0", page)


def test_every_figure_leads_to_its_origin_in_one_click(client: GuardedClient, made: Market) -> None:
    page = occupation(client)
    links = re.findall(r'href="(/lmi/figures/\d+/[^"]*)"', page)
    assert len(set(links)) >= 8
    for link in set(links):
        told = read(client, link.replace("&amp;", "&"))
        for part in ("Office for Made Up Numbers", "Open Government Licence v3.0", "made.csv row 1", "London"):
            assert part in told, (link, part)


def test_the_page_of_a_figure_keeps_the_publisher_s_number(client: GuardedClient, made: Market) -> None:
    row = Observation.objects.get(occupation=made.electricians, area=made.london, value=33_456)
    page = read(client, reverse("lmi:figure", args=[row.pk]))
    assert "33,456 people" in page
    assert "about 33,500 people" in page


def test_an_unknown_figure_is_not_found(client: GuardedClient, made: Market) -> None:
    assert client.get(reverse("lmi:figure", args=[10**18])).status_code == 404
    assert client.get(f"/lmi/figures/{10**30}/").status_code == 404


def test_breaks_gaps_and_expectations_are_drawn_and_told(client: GuardedClient, made: Market) -> None:
    page = occupation(client)
    assert ">break</text>" in page
    assert ">no figure</text>" in page
    assert ">expected</text>" in page
    assert "do not compare across the break" in page
    assert "The figures as a table" in page


def test_a_larger_area_is_said(client: GuardedClient, made: Market) -> None:
    paris = market.region("E12000099", "Little Town", made)
    numbers.figure("employment", made.plumbers, paris, 12, by=made.release)
    page = occupation(client, "5241", "?a=gss:E12000099")
    assert "There is no figure for Little Town, so this one is for England." in page


def test_a_split_mapping_lists_its_parts_and_adds_nothing_up(client: GuardedClient, made: Market) -> None:
    old = words.scheme("soc-2010", title="SOC 2010")
    asked = words.concept(words.scheme("soc-2020"), "5242", "Telecoms engineers")
    for code, value in (("1", 111_000), ("2", 222_000)):
        part = words.concept(old, code, f"Part {code}")
        words.mapping(asked, part, MappingKind.NARROW, share=0.5, share_basis="entries of the coding index")
        numbers.figure("employment", part, made.london, value, by=made.release)
    page = occupation(client, "5242")
    assert "they are not added up" in page
    assert "about 111,000 people" not in page
    assert "111,000 people" in page
    assert "222,000 people" in page
    assert "333,000" not in page
    assert "is only a part of “Telecoms engineers”" in page
    assert "50 % of it, by entries of the coding index" in page


def test_the_way_stands_on_the_page_of_the_figure(client: GuardedClient, made: Market) -> None:
    numbers.figure("employment", made.group, made.london, 500, by=made.release)
    page = occupation(client)
    link = next(one for one in re.findall(r'href="(/lmi/figures/\d+/\?for=[^"]+)"', page))
    told = read(client, link)
    assert "From the question to this figure" in told
    assert "The publisher counts the larger group “Metal and electrical trades”" in told


def test_figures_of_another_country_say_whose_they_are(client: GuardedClient, made: Market) -> None:
    states = words.area("US", "United States", kind="country", scheme="iso-3166")
    states.country = "US"
    states.save()
    numbers.figure("pay_annual_usd", made.electricians, states, 61_590, statistic="median", unit="usd_year")
    page = occupation(client)
    assert "A figure for United States, not for London" in page


def test_part_of_the_people_stands_in_and_says_so(client: GuardedClient, made: Market) -> None:
    from wayline.lmi.models import Category, Cut

    part = Category.objects.create(dimension="status", scheme="working-status", code="pt", title="Part-time employees")
    cut = Cut.objects.create(status=part)
    numbers.figure("hours_weekly", made.electricians, made.london, 18.5, statistic="mean", unit="hours_week", cut=cut)
    page = occupation(client)
    assert "18.5 hours a week" in page or "18.5" in page
    assert "Part-time employees" in page


def test_similar_jobs_name_the_skills_and_moves_what_is_missing(client: GuardedClient, made: Market) -> None:
    other = words.concept(words.scheme("soc-2020"), "9111", "Farm workers")
    for title in ("install wiring", "read plans"):
        market.skill(title, made.electricians, made.plumbers)
    market.skill("weld pipes", made.plumbers)
    market.skill("milk cows", other)
    page = occupation(client)
    assert "Similar jobs, and why" in page
    assert "2 skills in common" in page
    assert re.search(r"To learn \(1\):</strong>\s+weld pipes", page)
    assert "Farm workers" not in page


def test_ratings_are_honest_about_what_is_withheld(client: GuardedClient, made: Market) -> None:
    market.rating(made, "Repairing", 4.12)
    market.rating(made, "Programming", None)
    page = occupation(client)
    assert "Repairing" in page
    assert "4.12" in page
    assert "Asked of workers and analysts in the United States" in page
    assert re.search(r"Programming</span>.*?Not reliable enough", page, re.S)


def test_members_of_a_group_are_listed(client: GuardedClient, made: Market) -> None:
    page = occupation(client, "52")
    assert "Jobs in this group" in page
    assert "Plumbers" in page


def test_titles_follow_the_language_of_the_reader(client: GuardedClient, made: Market) -> None:
    words.label(made.electricians, "elettricista", language="it", kind="preferred")
    page = client.get(reverse("lmi:occupation", args=["soc-2020", "5241"]), headers={"accept-language": "it"})
    assert '<h1 class="govuk-heading-l">elettricista</h1>' in page.content.decode()


def test_a_code_with_a_slash_has_a_page(client: GuardedClient, made: Market) -> None:
    words.concept(words.scheme("soc-2020"), "2439/99", "Managers n.e.c.", broader=made.group)
    assert "Managers n.e.c." in read(client, "/occupations/soc-2020/2439/99/")
    assert read(client, "/occupations/soc-2020/2439/99/figures.csv").startswith("\ufeffmeasure")


def test_unknown_codes_are_not_found(client: GuardedClient, made: Market) -> None:
    assert client.get("/occupations/soc-2020/0000/").status_code == 404
    assert client.get("/occupations/nothing/5241/").status_code == 404


def test_the_csv_holds_what_the_page_shows(client: GuardedClient, made: Market) -> None:
    page = occupation(client)
    text = read(client, reverse("lmi:occupation_csv", args=["soc-2020", "5241"]) + LONDON)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    numbers_shown = {int(one) for one in re.findall(r"/lmi/figures/(\d+)/", page)}
    numbers_kept = {int(re.findall(r"/(\d+)/", row["figure"])[0]) for row in rows}
    elsewhere = {one.pk for one in Observation.objects.filter(area=made.england)}
    assert numbers_shown - elsewhere == numbers_kept - elsewhere
    assert all(row["shown as"] in page for row in rows)
    assert {row["value"] for row in rows if row["reason"]} <= {""}


def test_the_page_costs_the_same_queries_for_more_figures(client: GuardedClient, made: Market) -> None:
    def cost() -> int:
        occupation(client)
        with CaptureQueriesContext(connection) as queries:
            occupation(client)
        return len(queries)

    market.rating(made, "Repairing", 4.1)
    before = cost()
    for year in range(1990, 2018):
        numbers.figure("projection", made.electricians, made.london, 20_000, year=year, by=made.release)
        market.rating(made, f"Skill {year}", 3.5)
    assert cost() == before


def test_five_jobs_in_three_areas_cost_as_many_queries_as_one_in_one(client: GuardedClient, made: Market) -> None:
    extra = [words.concept(words.scheme("soc-2020"), f"60{n}", f"Job {n}", broader=made.group) for n in range(3)]
    for one in extra:
        numbers.figure("projection", one, made.england, 12_000, by=made.release)

    def cost(query: str) -> int:
        read(client, reverse("lmi:compare") + query)
        with CaptureQueriesContext(connection) as queries:
            read(client, reverse("lmi:compare") + query)
        return len(queries)

    single = cost("?o=soc-2020:5241&a=gss:E12000007")
    many = cost(
        "?" + "&".join(f"o=soc-2020:{code}" for code in ("5241", "5315", "600", "601", "602"))
        + "&a=gss:E12000007&a=gss:E92000001&a=gss:K02000001"
    )  # fmt: skip
    assert many - single <= 5  # each further area is looked up by its key


def test_jobs_stand_side_by_side_and_can_be_taken_away(client: GuardedClient, made: Market) -> None:
    page = read(client, reverse("lmi:compare") + "?o=soc-2020:5241&o=soc-2020:5315&a=gss:E12000007")
    assert "£35,000 a year" in page
    assert "Not reliable enough" in page
    assert 'href="/occupations/compare/?o=soc-2020%3A5315&amp;a=gss%3AE12000007"' in page


def test_a_sixth_job_and_unknown_ones_are_left_out(client: GuardedClient, made: Market) -> None:
    codes = ["soc-2020:5241", "soc-2020:none", "nonsense", *(f"soc-2020:70{n}" for n in range(6))]
    for number in range(6):
        words.concept(words.scheme("soc-2020"), f"70{number}", f"Number {number}")
    page = read(client, reverse("lmi:compare") + "?" + "&".join(f"o={code}" for code in codes))
    assert page.count("Take away<span") <= 5


def test_adding_a_job_by_its_title_keeps_the_others(client: GuardedClient, made: Market) -> None:
    page = read(client, reverse("lmi:compare") + "?o=soc-2020:5241&a=gss:E12000007&q=plumbers")
    assert 'href="/occupations/compare/?o=soc-2020%3A5241&amp;o=soc-2020%3A5315&amp;a=gss%3AE12000007"' in page


def test_the_comparison_as_a_file_holds_its_figures(client: GuardedClient, made: Market) -> None:
    text = read(client, reverse("lmi:compare_csv") + "?o=soc-2020:5241&o=soc-2020:5315&a=gss:E12000007")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["occupation"] for row in rows} == {"Electricians and electrical fitters", "Plumbers"}
    assert [row["reason"] for row in rows if row["measure"] == "Yearly pay" and row["occupation"] == "Plumbers"] == [
        "Not reliable enough"
    ]
