"""Areas, rankings, shortages and widgets."""

from __future__ import annotations

import csv
import io
import re
import zlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from tests.conftest import GuardedClient
from tests.lmi import market, numbers
from tests.lmi.market import Market
from tests.taxonomy import words
from wayline.lmi.models import Category, Cut

pytestmark = pytest.mark.django_db
LONDON = ["gss", "E12000007"]


def read(client: GuardedClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return content.decode()


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_picture_of_an_area(client: GuardedClient, made: Market) -> None:
    page = read(client, reverse("lmi:area", args=LONDON))
    assert "What is large" in page
    assert page.index("Electricians and electrical fitters") < page.index("Plumbers")
    assert "+10 %" in page  # 33,456 to 36,789
    assert "less common" in page  # electricians are a smaller share than in England
    assert "No source that is loaded says what employers here cannot find" in page


def test_hidden_figures_of_an_area_keep_their_reason_and_take_no_share(client: GuardedClient, made: Market) -> None:
    other = words.concept(words.scheme("soc-2020"), "5999", "Rare trades", broader=made.group)
    numbers.figure("projection", other, made.london, None, year=2024, by=made.release, reason="si-under-1000")
    page = read(client, reverse("lmi:area", args=LONDON))
    assert "Groups of jobs without a figure" in page
    assert re.search(r"Rare trades: <a[^>]*>Fewer than 1,000 people", page)


def test_groups_and_their_parts_are_not_counted_twice(client: GuardedClient, made: Market) -> None:
    numbers.figure("projection", made.group, made.london, 99_000, year=2024, by=made.release)
    page = read(client, reverse("lmi:area", args=LONDON))
    assert "about 99,000 people" not in page
    assert "99,000 people" not in page


def test_an_area_without_figures_points_to_the_larger_one(client: GuardedClient, made: Market) -> None:
    market.region("E12000099", "Little Town", made)
    page = read(client, reverse("lmi:area", args=["gss", "E12000099"]))
    assert "There are no figures for this area" in page
    assert "England" in page


def test_the_picture_is_one_page_of_tagged_pdf(client: GuardedClient, made: Market) -> None:
    answer = client.get(reverse("lmi:area_pdf", args=LONDON))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", _inflated(content))) == 1


def _inflated(content: bytes) -> bytes:
    """The document with its packed parts laid open."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S)
    return content + b"".join(_inflate(one) for one in streams)


def _inflate(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_the_csv_of_an_area_holds_every_figure_of_its_page(client: GuardedClient, made: Market) -> None:
    page = read(client, reverse("lmi:area", args=LONDON))
    rows = table(read(client, reverse("lmi:area_csv", args=LONDON)))
    assert set(re.findall(r"/lmi/figures/\d+/", page)) == {row["figure"] for row in rows}


def test_unknown_areas_are_not_found(client: GuardedClient, made: Market) -> None:
    assert client.get(reverse("lmi:area", args=["gss", "nowhere"])).status_code == 404


def ranked(page: str) -> list[str]:
    return re.findall(r'<th scope="row" class="govuk-table__header"><a[^>]*>([^<]+)</a>', page)


def test_a_ranking_of_all_jobs_in_all_areas(client: GuardedClient, made: Market) -> None:
    path = reverse("lmi:rankings") + "?indicator=projection&day=2024-12-31"
    page = read(client, path)
    assert ranked(page)[0] == "Plumbers"  # 1.6 million in England
    assert len(ranked(page)) == 4
    assert ranked(read(client, path + "&sort=value"))[0] == "Plumbers"  # 20,000 in London
    assert len(ranked(read(client, path + "&a=gss:E12000007"))) == 2


def test_levels_are_not_mixed_unless_asked(client: GuardedClient, made: Market) -> None:
    numbers.figure("projection", made.group, made.london, 99_000, year=2024, by=made.release)
    path = reverse("lmi:rankings") + "?indicator=projection&day=2024-12-31"
    assert "Metal and electrical trades" not in ranked(read(client, path))
    assert "Metal and electrical trades" in ranked(read(client, path + "&level=all"))


def test_missing_figures_stand_at_the_end_in_both_orders(client: GuardedClient, made: Market) -> None:
    for sort in ("value", "-value"):
        page = read(client, reverse("lmi:rankings") + f"?indicator=pay_annual&sort={sort}")
        assert ranked(page) == ["Electricians and electrical fitters", "Plumbers"]
        assert "Not reliable enough" in page


def test_a_cut_can_be_ranked(client: GuardedClient, made: Market) -> None:
    trade = Category.objects.create(dimension="industry", scheme="sic-2007", code="F", title="Construction")
    cut = Cut.objects.create(industry=trade)
    numbers.figure("projection", made.plumbers, made.london, 7_000, year=2024, by=made.release, cut=cut)
    page = read(client, reverse("lmi:rankings") + f"?indicator=projection&day=2024-12-31&cut={cut.pk}")
    assert ranked(page) == ["Plumbers"]
    assert "Construction" in page


def test_the_csv_of_a_ranking_is_the_whole_ranking(client: GuardedClient, made: Market) -> None:
    query = "?indicator=projection&day=2024-12-31"
    page = read(client, reverse("lmi:rankings") + query)
    rows = table(read(client, reverse("lmi:rankings_csv") + query))
    assert [row["occupation"] for row in rows] == ranked(page)


@pytest.mark.parametrize("query", ["?indicator=x&day=never&level=9&cut=z&sort=;drop&a=gss:no&page=99", "?level=-1"])
def test_nonsense_in_the_address_gives_the_usual_ranking(client: GuardedClient, made: Market, query: str) -> None:
    assert "Rankings" in read(client, reverse("lmi:rankings") + query)


def test_a_ranking_costs_the_same_queries_for_more_rows(client: GuardedClient, made: Market) -> None:
    def cost() -> int:
        read(client, reverse("lmi:rankings") + "?indicator=projection&day=2024-12-31")
        with CaptureQueriesContext(connection) as queries:
            read(client, reverse("lmi:rankings") + "?indicator=projection&day=2024-12-31")
        return len(queries)

    before = cost()
    for number in range(30):
        one = words.concept(words.scheme("soc-2020"), f"80{number:02}", f"Trade {number}", broader=made.group)
        numbers.figure("projection", one, made.london, 1_000 + number, year=2024, by=made.release)
    assert cost() == before


def test_rankings_and_shortages_say_when_nothing_is_loaded(client: GuardedClient) -> None:
    assert "No figures are loaded" in read(client, reverse("lmi:rankings"))
    page = read(client, reverse("lmi:shortages"))
    assert "Nothing that is loaded tells of shortages" in page
    assert "Employer Skills Survey" in page


def test_shortages_are_ranked_when_they_are_loaded(client: GuardedClient, made: Market) -> None:
    numbers.figure("hard_to_fill_share", made.plumbers, made.england, 41.5, statistic="share", unit="percent")
    page = read(client, reverse("lmi:shortages"))
    assert ranked(page) == ["Plumbers"]


WIDGETS = [
    ("lmi:widget_occupation", "?o=soc-2020:5241&a=gss:E12000007", "£35"),
    ("lmi:widget_compare", "?o=soc-2020:5241&o=soc-2020:5315&a=gss:E12000007", "Plumbers"),
    ("lmi:widget_area", "?a=gss:E12000007", "What is large"),
]


@pytest.mark.parametrize(("name", "query", "holds"), WIDGETS)
def test_widgets_are_small_framed_anywhere_and_name_their_sources(
    client: GuardedClient, made: Market, name: str, query: str, holds: str
) -> None:
    answer = client.get(reverse(name) + query + "&theme=dark&accent=ff0000&lang=it")
    page = answer.content.decode()
    with translation.override("it"):
        assert gettext(holds) in page
    assert "Office for Made Up Numbers" in page
    assert '<html lang="it">' in page
    assert "<script" not in page
    assert "<form" not in page
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'none'" in policy
    assert "X-Frame-Options" not in answer
    assert "Set-Cookie" not in str(answer.headers)
    look = re.findall(r'href="(/widgets/look\.css[^"]*)"', page)[0].replace("&amp;", "&")
    assert len(answer.content) + len(client.get(look).content) <= 30_000


def test_all_other_pages_are_never_framed(client: GuardedClient, made: Market) -> None:
    for path in (reverse("lmi:explorer"), reverse("lmi:widgets"), reverse("lmi:area", args=LONDON)):
        answer = client.get(path)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def test_the_look_takes_nothing_but_a_colour(client: GuardedClient) -> None:
    answer = client.get(reverse("lmi:widget_look") + "?accent=red;}body{x:url(//evil)}&theme=<b>")
    assert answer["Content-Type"].startswith("text/css")
    assert b"evil" not in answer.content
    assert b"#0f4c52" in answer.content


def test_the_script_puts_our_frame_where_it_stands(client: GuardedClient) -> None:
    answer = client.get(reverse("lmi:widget_script"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert b"/widgets/" in answer.content


def test_the_code_to_copy_shows_what_was_chosen(client: GuardedClient, made: Market) -> None:
    page = read(client, reverse("lmi:widgets") + "?kind=occupation&o=soc-2020:5241&a=gss:E12000007&accent=00ff00")
    assert "&lt;iframe src=" in page
    assert "data-kind=&quot;occupation&quot;" in page or 'data-kind="occupation"' in page
    assert "No job is chosen yet" in read(client, reverse("lmi:widgets") + "?kind=compare")


def test_a_widget_of_nothing_says_so(client: GuardedClient, made: Market) -> None:
    assert client.get(reverse("lmi:widget_occupation") + "?o=soc-2020:none").status_code == 404
