"""The table component: what is in it, and that nothing in it becomes a tag."""

from __future__ import annotations

import datetime as dt

from django.template import Context, Template
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from lxml import html

from wayline.common.parts import Column

EVIL = "<script>alert('1')</script>\"&"
TABLE = Template("{% load components %}{% data_table columns=columns rows=rows caption=caption row_heads=heads %}")


def drawn(columns: list[Column], rows: list[list[object]], caption: str = "Pay", *, heads: bool = True) -> str:
    return TABLE.render(Context({"columns": columns, "rows": rows, "caption": caption, "heads": heads}))


def test_heads_and_cells() -> None:
    columns = [Column("Job"), Column("Pay", numeric=True, sort_url="?sort=pay&way=up", sorted="ascending")]
    table = html.fromstring(drawn(columns, [["Welder", "£1"], ["Nurse", "£2"]]))
    assert table.get("aria-label") == "Pay"
    assert [one.text_content() for one in table.xpath("//caption | //th | //td")] == [
        "Pay", "Job", "Pay", "Welder", "£1", "Nurse", "£2",
    ]  # fmt: skip
    assert [one.get("scope") for one in table.xpath("//tbody//th")] == ["row", "row"]
    [sorted_by] = table.xpath("//th[@aria-sort='ascending']")
    assert "govuk-table__header--numeric" in sorted_by.get("class")
    assert sorted_by.xpath("a/@href") == ["?sort=pay&way=up"]
    assert all("govuk-table__cell--numeric" in cell.get("class") for cell in table.xpath("//td"))


def test_rows_without_heads() -> None:
    table = html.fromstring(drawn([Column("A"), Column("B")], [["1", "2"]], heads=False))
    assert len(table.xpath("//td")) == 2
    assert not table.xpath("//tbody//th")


def test_nothing_that_is_written_becomes_a_tag() -> None:
    columns = [Column(EVIL), Column("B", sort_url='"><i>')]
    text = drawn(columns, [[EVIL, EVIL]], caption=EVIL)
    table = html.fromstring(text)
    assert not table.xpath("//script | //i")
    assert table.xpath("//caption")[0].text_content() == EVIL
    assert [one.text_content() for one in table.xpath("//tbody//th | //td")] == [EVIL, EVIL]
    assert table.get("aria-label") == EVIL


def test_what_is_clean_html_stays_as_it_is() -> None:
    link = format_html('<a href="{}">{}</a>', "/a?b=1&c=2", "A & B")
    assert f">{link}</td>" in drawn([Column("A"), Column("B")], [["1", link]])


def test_other_values_are_written_as_in_a_template() -> None:
    values = [7, 1234.5, dt.date(2026, 3, 1), None, gettext_lazy("Pay")]
    columns = [Column("Pay"), *(Column("x") for _one in values)]
    with translation.override("it"):
        table = html.fromstring(drawn(columns, [["", *values]]))
        wanted = Template("{% for one in values %}{{ one }}|{% endfor %}").render(Context({"values": values}))
    assert "|".join(one.text_content() for one in table.xpath("//td")) + "|" == wanted


CHART = Template(
    "{% load components %}{% chart_figure drawing 'Pay' columns rows summary=text source=text csv_url=url %}"
)


def test_a_chart_stands_with_its_sentence_its_source_its_table_and_its_file() -> None:
    values = {"drawing": "<svg>", "columns": [Column("A")], "rows": [["1"]], "text": EVIL, "url": '/a.csv?b=1&c="><i>'}
    made = html.fromstring(CHART.render(Context(values)))
    assert not made.xpath("//script | //i | //svg")  # a drawing that does not say that it is clean is a text
    assert made.xpath("string(//figcaption/h3)") == "Pay"
    assert made.xpath("string(//p[@class='wl-chart__summary'])") == EVIL
    assert made.xpath("string(//p[@class='wl-chart__source'])") == f"Source: {EVIL}"
    assert made.xpath("//details//caption[contains(@class, '--s')]")
    assert made.xpath("//p[@class='wl-chart__csv']/a/@href") == [values["url"]]


def test_a_chart_says_nothing_of_what_it_does_not_have() -> None:
    values = {"drawing": format_html("<svg>{}</svg>", ""), "columns": [Column("A")], "rows": [], "text": "", "url": ""}
    made = html.fromstring(CHART.render(Context(values)))
    assert made.xpath("//div[@aria-label='Pay']/svg")
    assert not made.xpath("//p")
