"""Every figure that the explorer shows leads to the row of the publisher's file, or to what it is worked out from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from django.test import Client
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.lmi import market, numbers
from tests.lmi.market import Market
from wayline.lmi.enums import Statistic
from wayline.lmi.models import Observation

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"[£$€]\s?\d[\d,.]*\d|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?\s%|\d+(?:\.\d+)? times|(?<=about )\d+")
"""Written as an amount, a large number, a share or a comparison. Years, codes and numbers of hits are no figures."""


@pytest.fixture
def made() -> Market:
    found = market.market()
    numbers.figure(
        "skill_shortage_share", found.plumbers, found.london, 31, statistic=Statistic.SHARE, unit="percent",
        by=found.release,
    )  # fmt: skip
    return found


def pages(made: Market) -> dict[str, str]:
    area = f"{made.london.scheme}:{made.london.code}"
    place, jobs = [made.london.scheme, made.london.code], f"o={made.key}&o=soc-2020:5315"
    return {
        "occupation": reverse("lmi:occupation", args=["soc-2020", "5241"]) + f"?a={area}",
        "its neighbour": reverse("lmi:occupation", args=["soc-2020", "5315"]) + f"?a={area}",
        "comparison": f"{reverse('lmi:compare')}?{jobs}&a={area}",
        "area": reverse("lmi:area", args=place),
        "working": reverse("lmi:area_working", args=place),
        "ranking": reverse("lmi:rankings") + "?indicator=projection",
        "shortages": reverse("lmi:shortages"),
        "widget: occupation": f"{reverse('lmi:widget_occupation')}?o={made.key}&a={area}",
        "widget: comparison": f"{reverse('lmi:widget_compare')}?{jobs}&a={area}",
        "widget: area": f"{reverse('lmi:widget_area')}?a={area}",
    }


def body(html: str) -> Tag:
    soup = BeautifulSoup(html, "lxml")
    found = soup.find("main") or soup.body
    assert isinstance(found, Tag)
    for gone in found.select("svg, select, script, nav, form"):
        gone.decompose()
    return found


class Tracer:
    """Follows links as a reader does."""

    def __init__(self, client: Client) -> None:
        self.client, self.read = client, dict[str, str]()

    def untraced(self, page: Tag) -> list[str]:
        """Numbers that are no link to a figure, and are not said by one that is linked beside them."""
        found = []
        for text in page.find_all(string=NUMBER):
            if not any(leads_to_a_figure(str(one.get("href"))) for one in text.parents if one.name == "a"):
                found += [number for number in NUMBER.findall(text) if not self.is_said_beside(text, number)]
        return found

    def is_said_beside(self, text: NavigableString, number: str) -> bool:
        """By the nearest figures in the same block: their own pages say the number, or it is worked out from two."""
        for block in text.parents:
            if block.name in {"main", "body"}:
                return False
            linked = list(addresses(block))
            if linked:
                worked = [one.get_text() for one in block.select(".wl-worked")]
                from_two = len(linked) > 1 and any(number in one for one in worked)
                return from_two or any(number in self.page(one) for one in linked)
        return False

    def page(self, address: str) -> str:
        if address not in self.read:
            self.read[address] = body(self.client.get(address.split("#")[0]).content.decode()).get_text()
        return self.read[address]


def leads_to_a_figure(address: str) -> bool:
    return "/lmi/figures/" in address or "/working/#" in address


def addresses(page: Tag) -> Iterator[str]:
    for link in page.find_all("a"):
        address = str(link.get("href", ""))
        if leads_to_a_figure(address):
            yield urlsplit(address).path + ("#" + urlsplit(address).fragment if urlsplit(address).fragment else "")


def test_each_number_is_a_figure_or_says_what_it_is_worked_out_from(client: GuardedClient, made: Market) -> None:
    tracer = Tracer(client)
    for name, path in pages(made).items():
        answer = client.get(path)
        assert answer.status_code == 200, name
        page = body(answer.content.decode())
        assert list(addresses(page)), f"{name} shows no figure"
        if name != "working":  # its rows are tested below
            assert not tracer.untraced(page), f"{name}: {tracer.untraced(page)}"


def test_each_figure_leads_to_its_row(client: GuardedClient, made: Market) -> None:
    every = {one for path in pages(made).values() for one in addresses(body(client.get(path).content.decode()))}
    figures = {one for one in every if "/lmi/figures/" in one}
    assert len(figures) > 10
    for address in figures:
        page = client.get(address).content.decode()
        row = Observation.objects.get(pk=int(address.split("/")[3]))
        assert row.place
        assert row.place in page, address
        for name in (row.release.publisher, row.release.title, row.release.licence):
            assert name in page, (address, name)


def test_what_is_worked_out_names_its_figures(client: GuardedClient, made: Market) -> None:
    place = [made.london.scheme, made.london.code]
    page = body(client.get(reverse("lmi:area_working", args=place)).content.decode())
    asked = {one.split("#")[1] for one in addresses(body(client.get(reverse("lmi:area", args=place)).content.decode()))
             if "#" in one}  # fmt: skip
    assert asked
    for row in asked:
        line = page.find(id=row)
        assert isinstance(line, Tag)
        assert len(list(addresses(line))) >= 2, row


def test_the_page_for_an_employer_links_each_figure(
    client: GuardedClient, made: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.http import HttpResponse
    from django.template.loader import render_to_string

    from wayline.lmi.views import areas

    def html(template: str, context: dict[str, object], **_more: object) -> HttpResponse:
        return HttpResponse(render_to_string(template, context))

    monkeypatch.setattr(areas, "pdf_response", html)
    path = reverse("lmi:area_pdf", args=[made.london.scheme, made.london.code])
    page = body(client.get(path).content.decode())
    assert not Tracer(client).untraced(page)
    linked = [str(link["href"]) for link in page.find_all("a") if leads_to_a_figure(str(link["href"]))]
    assert linked
    assert all(one.startswith("http://testserver/") for one in linked)


def test_the_page_for_an_employer_shows_what_was_chosen(made: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    from wayline.lmi.views import areas

    shown: list[object] = []

    def note(template: str, context: dict[str, object], **_more: object) -> object:
        from django.http import HttpResponse

        shown.append(context["shown"])
        return HttpResponse()

    monkeypatch.setattr(areas, "pdf_response", note)
    path = reverse("lmi:area_pdf", args=[made.london.scheme, made.london.code])
    Client().get(path, {"show": ["growing", "short", "nonsense"]})
    Client().get(path)
    assert shown == [["growing", "short"], list(areas.SECTIONS)]
