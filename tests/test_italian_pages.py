"""Pages in Italian hold no word that is not translated.

Every translation, also those of Django and allauth, is put between ⟦ and ⟧, and so is everything that people wrote in
this test. A word that stands outside was forgotten: it is not marked with gettext, or was translated too early.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.translation import trans_real

from tests.conftest import GuardedClient
from tests.discussion import helpers
from tests.factories import Cast
from tests.learning.programmes import enrol, outline, run_of
from wayline.discussion import actions as talk
from wayline.learning.actions.programmes import import_programme
from wayline.learning.models import Run
from wayline.opportunities.forms.offers import WRITTEN
from wayline.people.models import Membership, Organisation, User

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[^\W\d_]{2,}")
READ_ALOUD = ("aria-label", "title", "placeholder", "alt")
# Names, addresses and codes, which are the same in every language; languages are called as their speakers do.
SAME = re.compile(
    "|".join(re.escape(name) for _code, name in WRITTEN)
    + r"|Wayline|English|Italiano|EQF \d|Europe/London|UTC|CC BY [\d.]+|text/\w+|[kMG]?B\b|"
    r"[\w.+-]+@[\w.-]+|https?://\S+|files/\S*|/[\w/-]+/\S*"
)
# For who builds Wayline, and what is no page.
NOT_READ = re.compile(r"^/(gallery|accounts/logout|static|media)|/export/|\.ics$")
# Long lists of names.
NAMES = {"time_zone", "language", "country", "currency"}


def marked(text: str) -> str:
    return f"⟦{text}⟧" if text else text


@pytest.fixture
def italian_is_marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue of its own, so that the one that other tests read stays as it is."""
    made = trans_real.DjangoTranslation("it")
    for catalogue in made._catalog._catalogs:  # type: ignore[attr-defined]  # Django has no other way in
        for key, text in list(catalogue.items()):
            if key:
                catalogue[key] = marked(text)
    monkeypatch.setitem(trans_real._translations, "it", made)  # type: ignore[attr-defined]  # as above
    yield
    trans_real.deactivate()  # a request leaves its language to the next test


@pytest.fixture
def service(cast: Cast) -> Run:
    """The cast reads Italian; what it wrote is between the marks."""
    for organisation in Organisation.objects.all():
        Organisation.objects.filter(pk=organisation.pk).update(name=marked(organisation.name))
    for person in User.objects.all():
        User.objects.filter(pk=person.pk).update(name=marked(person.name), language="it")
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    for one in vars(cast).values():
        one.refresh_from_db()
    told = outline(marked("Basics"))
    told.summary = marked("Short")
    told.outcomes = (marked("listen"),)
    for week in told.weeks:
        week.title = marked(week.title)
        for step in week.steps:
            step.title, step.body = marked(step.title), marked("Text")
            step.options = tuple(map(marked, step.options))
            step.instructions = marked(step.instructions)
            step.questions = ()
    told.weeks[0].steps[:] = [step for step in told.weeks[0].steps if step.kind != "quiz"]
    made = import_programme(told, organisation=cast.fia.organisation, by=cast.fia, publish=True)
    run = run_of(made, cast.fia, title=marked("Run"))
    enrol(run, cast.ada)
    room = helpers.space(cast, name=marked("Room"))
    talk.change_space(room, by=cast.fia, name=room.name, purpose=marked("To talk"))
    said = talk.post_comment(helpers.thread(room, title=marked("Topic")), by=cast.ada, text=marked("Who knows"))
    talk.report_comment(said, by=cast.ben, reason="rude", text=marked("Look"))
    talk.create_page(room, by=cast.ada, title=marked("Page"), text=marked("Text"))
    return run


class Reader(HTMLParser):
    """Texts and attributes that are read, and the addresses that a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self._closed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        of_names = tag == "select" and values.get("name") in NAMES
        if of_names or tag in {"script", "style", "code", "svg"} or (tag != "html" and "lang" in values):
            self._closed.append(tag)
        elif not self._closed:
            self.texts += [values[name] for name in READ_ALOUD if name in values]

    def handle_endtag(self, tag: str) -> None:
        if self._closed and self._closed[-1] == tag:
            self._closed.pop()

    def handle_data(self, data: str) -> None:
        if not self._closed:
            self.texts.append(data)

    @property
    def forgotten(self) -> list[str]:
        return [left for text in self.texts if WORD.search(left := outside(text))]


def outside(text: str) -> str:
    """What stands outside the marks; marks may hold marks."""
    while (shorter := MARKED.sub(" ", text)) != text:
        text = shorter
    return " ".join(SAME.sub(" ", text).split())


def pages(client: GuardedClient, first: list[str], kinds: set[str]) -> Iterator[tuple[str, Reader]]:
    """Pages that links lead to, one of a kind; of steps, which are of many kinds, every one."""
    waiting, seen = list(first), set(first)
    while waiting:
        path = waiting.pop(0)
        kind = path if "/steps/" in path else re.sub(r"\d+|=[^&]*|(?<=/programmes/)[^/]+", "N", path)
        if kind in kinds and path not in first:
            continue
        kinds.add(kind)
        answer: Any = client.get(path, follow=True)
        if not answer["Content-Type"].startswith("text/html"):
            for close in answer._resource_closers:  # not close(), which would close the test's database connection
                close()
            continue
        reader = Reader()
        reader.feed(answer.content.decode())
        yield path, reader
        for link in (urlsplit(urljoin(path, one)) for one in reader.links):
            address = link.path + (f"?{link.query}" if link.query else "")
            if not link.netloc and link.scheme == "" and address not in seen and not NOT_READ.search(link.path):
                seen.add(address)
                waiting.append(address)


def test_the_reader_finds_what_is_not_marked() -> None:
    reader = Reader()
    reader.feed('<p title="Close">⟦Uno ⟦due⟧ tre⟧, Wayline</p><p lang="en">English</p><b>Saved</b> 12.4 a')
    assert reader.forgotten == ["Close", "Saved"]


@pytest.mark.usefixtures("italian_is_marked")
def test_no_word_is_forgotten(cast: Cast, service: Run, as_member: AsMember) -> None:
    """Start pages in every role; of all others one of each kind, in the first role that comes to it."""
    clients = [as_member(getattr(cast, who)) for who in ("fia", "admin", "ada", "mia", "cleo", "eve")]
    visitor = GuardedClient()
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "it"
    first = ["/", f"/runs/{service.pk}/", "/nowhere/", "/me/data/all/", "/search/?q=te"]
    kinds = set[str]()
    read = [page for client in clients for page in pages(client, first, kinds)]
    read += pages(visitor, ["/", "/accounts/signup/", "/accounts/password/reset/"], kinds)
    forgotten = {f"{path}: {text!r}" for path, reader in read for text in reader.forgotten}
    assert len(read) > 110
    assert not forgotten, "Mark these with gettext, then `make messages`:\n" + "\n".join(sorted(forgotten))
