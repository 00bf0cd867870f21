"""Readings that are made in Python for the page of an occupation: what they say, and that nothing becomes a tag."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.template import Context, Template
from lxml import html

from wayline.lmi.display import Shown, StepShown
from wayline.lmi.enums import Quality, Statistic, Status
from wayline.lmi.figures import Figure, Reading
from wayline.lmi.models import Cut
from wayline.lmi.queries.profile import Block, Rated, RatedBlock, ReadingShown
from wayline.taxonomy.models import Area, Concept, Release, Scheme

EVIL = "<script>alert('1')</script>\"&"
AREA = Area(pk=1, scheme="gss", code="E12", title=f"North {EVIL}", kind="region", country="GB")
SCHEME = Scheme(pk=1, key="soc-2020", title=f"SOC {EVIL}", version="2020")
WELDER = Concept(pk=1, scheme=SCHEME, code='5215"><i>', title=f"Welder {EVIL}")
RELEASE = Release(pk=1, publisher="ONS", title="ASHE", version="2025", licence="OGL", published_on=dt.date(2025, 1, 1))
STEP = StepShown(f"A step {EVIL}", "broad", f"ONS {EVIL}", WELDER, WELDER, f"half {EVIL}")


def figure(value: float | None, *, statistic: Statistic = Statistic.MEDIAN, number: int = 1) -> Figure:
    status = Status.SUPPRESSED if value is None else Status.ACTUAL
    return Figure(
        "pay_weekly", "gbp_week", 0, statistic, WELDER, None, AREA, Cut(pk=1), dt.date(2024, 1, 1),
        dt.date(2024, 12, 31), value, status, "", Quality.UNRATED, None, None, None, None, None, False, RELEASE, "A1",
        number,
    )  # fmt: skip


def reading(value: float | None = 500.0, *, steps: list[StepShown] | None = None, note: str = "") -> ReadingShown:
    one = figure(value)
    return ReadingShown(Reading((), AREA, (one,)), note, steps or [], [Shown(one)])


def drawn(tag: str, **values: object) -> html.HtmlElement:
    text = Template("{% load lmi_readings %}<div>{% " + tag + " %}</div>").render(Context(values))
    made = html.fromstring(text)
    assert not made.xpath("//script | //i")
    return made


def notes(made: html.HtmlElement) -> list[str]:
    return [one.text_content() for one in made.xpath("//p[@class='wl-note']")]


def test_one_reading_says_whose_it_is_only_where_a_way_leads_to_it() -> None:
    own = drawn("figure_blocks blocks ''", blocks=[Block("pay_weekly", [reading()], 0, abroad=False)])
    assert not own.xpath("//p[@class='wl-reading__who']")
    assert not notes(own)
    assert own.xpath("//p[@class='wl-reading__main']/a/@href") == ["/lmi/figures/1/"]
    led = drawn(
        "figure_blocks blocks ''",
        blocks=[Block("pay_weekly", [reading(steps=[STEP], note=f"Larger {EVIL}")], 0, abroad=False)],
    )
    [who] = led.xpath("//p[@class='wl-reading__who']")
    assert who.text_content() == f"{WELDER.title} {SCHEME.title}, {WELDER.code}"
    assert notes(led) == [f"Larger {EVIL}", f"{STEP.words} ({STEP.share})"]


@pytest.mark.parametrize(
    ("more", "said"), [(1, "And 1 more part with figures."), (3, "And 3 more parts with figures.")]
)
def test_several_readings_are_listed_and_those_left_out_are_counted(more: int, said: str) -> None:
    made = drawn("figure_blocks blocks ''", blocks=[Block("pay_weekly", [reading(), reading()], more, abroad=False)])
    assert len(made.xpath("//p[@class='wl-reading__who']")) == 2
    first, last = notes(made)
    assert "This job is not one job in the publisher's classification." in first
    assert last == said


def test_the_outlook_of_one_occupation_tells_its_way_once() -> None:
    whose = reading(steps=[STEP])
    blocks = [Block("pay_weekly", [whose], 0, abroad=False), Block("pay_weekly", [reading(None)], 0, abroad=False)]
    made = drawn("outlook_together blocks whose ''", blocks=blocks, whose=whose)
    assert len(made.xpath("//p[@class='wl-reading__who']")) == 1
    assert notes(made) == [f"{STEP.words} ({STEP.share})"]
    assert len(made.xpath("//div[@class='wl-two']/section")) == 2


@pytest.mark.parametrize(("number", "steps", "said"), [
    (1, [], ""), (1, [STEP], "for “{}”; "), (2, [], "for “{}”, one of several parts; "),
])  # fmt: skip
def test_a_headline_says_for_whom_it_is(number: int, steps: list[StepShown], said: str) -> None:
    block = Block("pay_weekly", [reading(steps=steps)] * number, 0, abroad=False)
    made = drawn("headline block shown", block=block, shown=block.readings[0].median)
    [source] = made.xpath("//p[@class='wl-stat__source']")
    assert (
        source.text_content() == f"{said.format(WELDER.title)}{block.readings[0].median.statistic}, {AREA.title}, 2024"
    )
    assert made.xpath("//p[contains(@class, 'wl-stat__figure--link')]/a")
    missing = drawn("headline block shown", block=block, shown=Shown(figure(None)))
    assert missing.xpath("//p[@class='wl-stat__missing']/a")


def test_ratings_beyond_the_first_stand_on_the_page_of_whom_they_are_of() -> None:
    rated = [Rated(WELDER, {Statistic.MEDIAN: Shown(figure(float(one)))}) for one in range(10)]
    block = RatedBlock("skill", f"Skills {EVIL}", "", reading(), rated)
    own = drawn("rated_block block area", block=block, area=AREA)
    assert [len(one.xpath("li")) for one in own.xpath("//ul[@class='wl-rated']")] == [8, 2]
    assert own.xpath("//summary")[0].text_content() == "2 more"
    others = drawn("rated_block block area", block=replace(block, reading=reading(steps=[STEP])), area=AREA)
    [link] = others.xpath("//p[@class='govuk-body']/a[contains(@href, '#asks')]")
    assert link.text_content() == "2 more, on its own page"


def test_lists_of_occupations() -> None:
    names = {1: f"Saldatore {EVIL}"}
    for tag, texts in (
        ("occupation_lines found area", [WELDER.title]),
        ("occupation_lines found area names", [names[1]]),
        ("named_lines found names", [names[1]]),
        ("member_lines found area names", [f"{WELDER.code} {names[1]}"]),
    ):
        made = drawn(tag, found=[WELDER], area=AREA, names=names)
        assert [one.text_content() for one in made.xpath("//li")] == texts
    made = drawn("elsewhere_lines found area", found=[(WELDER, "exact")], area=None)
    assert made.text_content().startswith(f"{WELDER.title} {SCHEME.title} {WELDER.code}: ")
