"""Reads every page as every role, without a browser, and says which of them a browser has to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve
from lxml import html

from tests.e2e import places
from tests.e2e.fetch import Answer, Reader
from tests.e2e.service import Service
from tests.e2e.shape import Shape, shape_of
from tests.turns import is_for_today

ROLES = (
    "nobody",
    "newcomer",
    "careful",
    "practitioner",
    "practitioner-south",
    "facilitator",
    "author",
    "manager",
    "administrator",
    "researcher",
    "client",
    "employer",
)
READERS_AT_ONCE = 3
PARTS = 5
"""Where time is short, a role reads a fifth of the pages a day."""
OPENED = (200, 401)
"""One page always answers that a sign-in elsewhere was refused (401)."""
NOT_FOLLOWED = "/static/"


@dataclass(frozen=True)
class Seen:
    """One page as one role saw it."""

    role: str
    name: str
    path: str
    status: int
    shape: Shape | None
    faults: tuple[str, ...]

    @property
    def where(self) -> str:
        return f"{self.role} at {self.path} ({self.status})"


@dataclass
class Round:
    """What one role read, and the kinds of addresses it was led to."""

    role: str
    pages: list[Seen] = field(default_factory=list)
    links: dict[tuple[str, ...], tuple[str, str]] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """Names and paths that are for another day."""


def survey(service: Service, language: str) -> list[Round]:
    with ThreadPoolExecutor(READERS_AT_ONCE) as pool:
        return list(pool.map(lambda role: _go_round(service, language, role), ROLES))


def read_left_out(service: Service, language: str, rounds: list[Round], wanted: set[str]) -> set[str]:
    """Of pages that nobody opened, because it is not the turn of who may: those that somebody opens now."""
    opened: set[str] = set()
    for made in rounds:
        with Reader(service.address, service.ground["sessions"].get(made.role, ""), language) as reader:
            for name, path in made.left_out:
                if name in wanted - opened:
                    _look(made, reader, path)
                    opened |= {seen.name for seen in made.pages[-1:] if seen.status in OPENED}
    return opened


def _go_round(service: Service, language: str, role: str) -> Round:
    made = Round(role)
    with Reader(service.address, service.ground["sessions"].get(role, ""), language) as reader:
        _read_all(made, reader, service.ground)
    return made


def _read_all(made: Round, reader: Reader, ground: places.Ground) -> None:
    asked = set()
    for name, path in places.paths(ground):
        asked.add(_kind_of_link(path))
        if is_for_today(f"{made.role} {path}", PARTS):
            _look(made, reader, path)
        else:
            made.left_out.append((name, path))
    for kind, (path, source) in list(made.links.items()):
        if kind not in asked:
            _look(made, reader, path, leads=f"a link on {source}")


def _look(made: Round, reader: Reader, path: str, leads: str = "") -> None:
    answer = reader.get(path)
    name = _kind_of_link(answer.path)[0]
    if answer.kind != "text/html":
        if leads and answer.status >= 400:
            made.pages.append(Seen(made.role, name, answer.path, answer.status, None, (f"{leads} leads nowhere",)))
        return
    page = html.document_fromstring(answer.html)
    found = tuple(_faults(page, answer, reader.language, leads))
    made.pages.append(Seen(made.role, name, answer.path, answer.status, shape_of(page), found))
    if answer.status == 200:
        for link in page.iterfind(".//a[@href]"):
            _note_link(made, str(link.get("href")), answer.path)


SURVEYS = ("/s/", "/yourself/begun/")
"""Questions are answered in the language in which they were begun, whatever the site speaks."""


def _faults(page: html.HtmlElement, answer: Answer, language: str, leads: str) -> Iterator[str]:
    """What needs no browser to be seen, and can differ between two pages of one shape."""
    if answer.status >= 500:
        yield "the server failed"
    if leads and answer.status >= 400:
        yield f"{leads} leads nowhere"
    if page.get("lang") != language and not answer.path.startswith(SURVEYS):
        yield f"it says that its language is {page.get('lang')}"
    title = page.findtext(".//title") or ""
    if not title.partition(" – Wayline")[0].strip():
        yield f"its title says nothing: {title!r}"
    if (headings := len(page.findall(".//h1"))) != 1:
        yield f"it has {headings} main headings"
    identities = Counter(str(element.get("id")) for element in page.iter() if element.get("id"))
    yield from (f"the id {one} stands there twice" for one, count in identities.items() if count > 1)
    for link in page.iterfind(".//a[@href]"):
        before, _, inside = str(link.get("href")).partition("#")
        if not before and inside and inside not in identities:
            yield f"#{inside} leads to no place on the page"


def _note_link(made: Round, link: str, source: str) -> None:
    parts = urlsplit(urljoin(source, link))
    if not (parts.netloc or parts.scheme or parts.path.startswith(NOT_FOLLOWED)):
        path = parts._replace(fragment="").geturl()
        made.links.setdefault(_kind_of_link(path), (path, source))


def _kind_of_link(path: str) -> tuple[str, ...]:
    """Two links to pages of one name, with questions of one kind, lead to one kind of page."""
    parts = urlsplit(path)
    name = _name_of(parts.path)
    return (name, *sorted(key for key, _ in parse_qsl(parts.query))) if name else (path,)


@cache
def _name_of(path: str) -> str:
    """Or "". Most links stand on many pages, and Django looks through all addresses each time."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
