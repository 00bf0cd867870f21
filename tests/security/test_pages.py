"""What people type cannot run, lead away or break a table, in the pages where others read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.discussion import helpers
from tests.factories import PASSWORD, Cast, user
from tests.learning.programmes import enrol, outline, run_of
from tests.people.conftest import with_password
from wayline.discussion import actions as talk
from wayline.learning.actions.programmes import import_programme
from wayline.learning.models import Step
from wayline.people import actions as people_actions
from wayline.people.models import Membership

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](java\tscript:alert(1))",
    "[click](&#106;avascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[click](vbscript:msgbox(1))",
    "![x](javascript:alert(1))",
    '![x](https://evil.example/pixel.png"onerror="alert(1))',
    '[x](https://example.org "title\\" onmouseover=\\"alert(1)")',
    "<javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "```html\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<iframe src=//evil.example></iframe>",
    "<form action=//evil.example><input name=password></form>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "</textarea><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "{{ request.user.password }}{% load static %}",
]


class Reader(HTMLParser):
    """Finds what a browser would run or fetch from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: (value or "") for name, value in attrs}
        data = values.get("type") == "application/json"
        if tag in {"iframe", "object", "embed", "base", "style"} or (
            tag == "script" and "src" not in values and not data
        ):
            self.problems.append(tag)
        self.problems += [name for name in values if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction"):
            scheme = re.sub(r"[\x00-\x20]", "", values.get(name, "")).lower()
            if scheme.startswith(("javascript:", "vbscript:", "data:text")):
                self.problems.append(scheme)
            if name != "href" and "evil.example" in scheme:
                self.problems.append(scheme)


def problems(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return reader.problems


def test_the_reader_finds_what_it_looks_for() -> None:
    for harm in ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='java\tscript:x'>x</a>"):
        assert problems(harm)


def test_nothing_in_comments_pages_and_purposes_runs(cast: Cast, as_member: AsMember) -> None:
    space = helpers.space(cast, name="<script>alert(1)</script>")
    thread = helpers.thread(space, title='"><img src=x onerror=alert(1)>')
    client = as_member(cast.fia)
    for vector in VECTORS:
        talk.post_comment(thread, by=cast.ada, text=vector)
    made = talk.create_page(space, by=cast.ada, title=VECTORS[0], text="\n\n".join(VECTORS))
    talk.change_space(space, by=cast.fia, name=space.name, purpose="\n\n".join(VECTORS))
    comment = thread.comments.order_by("pk").last()
    assert comment is not None
    pages = [
        thread.address, space.get_absolute_url(), f"/pages/{made.pk}/", f"/pages/{made.pk}/edit/",
        f"/pages/{made.pk}/history/", f"/comments/{comment.pk}/history/", f"/comments/{comment.pk}/reply/?quote=1",
        "/spaces/", f"/spaces/{space.pk}/search/?q=script", "/search/?q=script",
    ]  # fmt: skip
    for address in pages:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        assert not problems(answer.content.decode()), address


def test_nothing_in_steps_runs(cast: Cast, as_member: AsMember) -> None:
    told = outline('Basics "><script>alert(1)</script>')
    told.weeks[0].steps[0].body = "\n\n".join(VECTORS)
    told.weeks[0].steps[0].title = VECTORS[1]
    made = import_programme(told, organisation=cast.fia.organisation, by=cast.fia, publish=True)
    run = run_of(made, cast.fia)
    enrol(run, cast.ada)
    first = Step.objects.get(programme=made, key="welcome")
    for client, address in (
        (as_member(cast.ada), f"/runs/{run.pk}/steps/{first.pk}/"),
        (as_member(cast.ada), f"/runs/{run.pk}/"),
        (as_member(cast.fia), f"/programmes/{made.slug}/edit/steps/{first.pk}/"),
        (as_member(cast.fia), f"/programmes/{made.slug}/edit/"),
        (GuardedClient(), f"/programmes/{made.slug}/"),
    ):
        page = client.get(address).content.decode()
        assert not problems(page), address
    assert (
        "{{ request.user.password }}" in as_member(cast.ada).get(f"/runs/{run.pk}/steps/{first.pk}/").content.decode()
    )


def test_names_and_what_was_searched_for_are_text(cast: Cast, as_member: AsMember) -> None:
    people_actions.update_profile(cast.ada.user, name=VECTORS[1], about=VECTORS[0])
    people_actions.notify(cast.ada.user, kind="answer", text=VECTORS[0], url="javascript:alert(1)")
    admin, ada = as_member(cast.admin), as_member(cast.ada)
    search = {"search": '"><script>alert(1)</script>', "q": '"><script>alert(1)</script>'}
    for client, address in (
        (admin, reverse("people:members")), (admin, reverse("people:audit")), (admin, reverse("home:search")),
        (ada, reverse("people:profile")), (ada, reverse("people:notices")), (ada, reverse("people:your_data_all")),
        (ada, reverse("people:person", args=[cast.ben.user.pk])),
    ):  # fmt: skip
        for page in (client.get(address), client.get(address, search)):
            assert not problems(page.content.decode()), address
    notice = cast.ada.user.notices.get()
    assert ada.get(reverse("people:open_notice", args=[notice.pk]))["Location"] == reverse("people:notices")


ELSEWHERE = [
    "https://evil.example/", "//evil.example", "/\\evil.example", "///evil.example", "http:evil.example",
    "javascript:alert(1)", "https:///evil.example", "\t//evil.example", "https://testserver@evil.example/",
]  # fmt: skip


@pytest.mark.parametrize("there", ELSEWHERE)
def test_no_page_sends_people_to_another_host(cast: Cast, as_member: AsMember, there: str) -> None:
    person = with_password(user("Pat"))
    client = Client()
    answers = [client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": there})]
    answers.append(client.post(f"/i18n/setlang/?next={there}", {"language": "it", "next": there}))
    thread = helpers.thread(helpers.space(cast))
    comment = talk.post_comment(thread, by=cast.ada, text="Hello")
    answers.append(as_member(cast.ben).post(f"/comments/{comment.pk}/do/like/", {"back": there}))
    answers.append(client.post(reverse("account_logout"), {"next": there}))
    for answer in answers:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/"), answer["Location"]
        assert "evil.example" not in answer["Location"]
        assert "javascript" not in answer["Location"]


def test_a_forged_host_comes_into_no_letter() -> None:
    person = with_password(user("Pat"))
    answer = Client().post(reverse("account_reset_password"), {"email": person.email}, headers={"host": "evil.example"})
    assert answer.status_code == 400
    answer = Client().post(
        reverse("account_reset_password"), {"email": person.email}, headers={"x-forwarded-host": "evil.example"}
    )
    assert "evil.example" not in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    "email", ["a@example.org\nBcc: all@example.org", "a@example.org\r\nSubject: x", "a@example.org, b@x.org"]
)
def test_an_address_adds_no_line_to_a_letter(cast: Cast, as_member: AsMember, email: str) -> None:
    Client().post(reverse("account_reset_password"), {"email": email})
    details = {"name": "N\nBcc: x@example.org", "password1": PASSWORD, "language": "en", "terms": "on"}
    Client().post(reverse("account_signup"), {**details, "email": email})
    as_member(cast.admin).post(reverse("people:organisation"), {"name": "North\nBcc: all@example.org", "open_role": ""})
    people_actions.invite(cast.admin.organisation, email="new@example.org", role="practitioner", by=cast.admin)
    for letter in mail.outbox:
        assert "Bcc" not in dict(letter.message().items())
        assert "\n" not in letter.subject
        assert letter.to == ["new@example.org"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1"])
def test_a_name_is_not_calculated_in_a_table(cast: Cast, as_member: AsMember, name: str) -> None:
    people_actions.update_profile(cast.ada.user, name=name)
    answer = as_member(cast.admin).get(reverse("people:audit_csv"))
    table = b"".join(answer).decode()
    for cell in re.split(r"[,\r\n]", table):
        assert not cell.strip('"').startswith(("=", "+", "@", "\t", "＝")), cell
        assert not cell.strip('"').startswith("-") or cell.strip('"').lstrip("-").isdigit(), cell


@pytest.mark.parametrize(
    "words", ["' OR 1=1 --", '"; DROP TABLE people_user; --', "%", "_", "\\", "\0", "a" * 5000, "(?:a+)+$"]
)
def test_words_to_search_for_are_never_a_command(cast: Cast, as_member: AsMember, words: str) -> None:
    admin = as_member(cast.admin)
    for address, field in (
        (reverse("people:members"), "search"), (reverse("people:members"), "order"),
        (reverse("people:members"), "role"),
        (reverse("people:audit"), "person"), (reverse("people:audit"), "since"), (reverse("home:search"), "q"),
        (reverse("home:search"), "in"), (reverse("learning:catalogue"), "q"), (reverse("people:members"), "page"),
    ):  # fmt: skip
        answer = admin.get(address, {field: words})
        assert answer.status_code == (400 if words == "\0" else 200), (address, field)
        if words.startswith("'"):
            assert "Zoe Practitioner" not in answer.content.decode(), (address, field)


def parts(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_no_page_shows_a_secret_of_an_account(cast: Cast, as_member: AsMember) -> None:
    with_password(cast.ada.user)
    client = as_member(cast.ada)
    for name in ("people:your_data_all", "people:profile", "people:security"):
        page = parts(client.get(reverse(name)))
        assert cast.ada.user.password.encode() not in page, name
    export = parts(client.post(reverse("people:export_data")))
    assert cast.ada.user.password.encode() not in export
    assert b"md5$" not in export
