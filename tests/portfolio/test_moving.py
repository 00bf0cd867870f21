"""Bringing files of other programs along, and taking the portfolio elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.portfolio.keeping import keep
from wayline.people import holdings, retention
from wayline.people.models import AuditRecord, Membership
from wayline.portfolio.actions.items import bin_item
from wayline.portfolio.models import Holder, Incoming, Item, ItemFile
from wayline.portfolio.queries.records import record_of
from wayline.portfolio.record import Kind

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
RESUME = {
    "basics": {"name": "Cleo", "location": {"city": "Ljubljana"}},
    "work": [{"position": "Baker", "name": "Mill", "startDate": "2019-07", "endDate": "2020"}],
    "skills": [{"name": "Baking"}, {"name": "Sums"}],
}


@pytest.fixture
def cleo(cast: Cast, as_member: AsMember) -> GuardedClient:
    return as_member(cast.cleo)


def bring(client: GuardedClient, content: bytes, name: str = "cv.json") -> Incoming:
    answer = client.post(reverse("portfolio:import"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return Incoming.objects.latest("added_at")


def take(client: GuardedClient, incoming: Incoming, *entries: str, profile: bool = False) -> None:
    data = {"entries": list(entries)} | ({"profile": "on"} if profile else {})
    assert client.post(reverse("portfolio:import_preview", args=[incoming.key]), data).status_code == 302


def test_nothing_is_kept_before_it_is_chosen(cast: Cast, cleo: GuardedClient) -> None:
    incoming = bring(cleo, json.dumps(RESUME).encode())
    page = cleo.get(reverse("portfolio:import_preview", args=[incoming.key])).content.decode()
    assert "Baker" in page
    assert "Mill" in page
    assert "Ljubljana" in page
    assert not Item.objects.of(cast.cleo.user).exists()


def test_what_is_chosen_is_taken_over_and_can_be_undone(
    cast: Cast, cleo: GuardedClient, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    incoming = bring(cleo, json.dumps(RESUME).encode())
    name = str(incoming.file.name)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        take(cleo, incoming, "work[0]", "skills[1]", profile=True)
    kept = Item.objects.of(cast.cleo.user)
    assert {(item.kind, item.title) for item in kept} == {("experience", "Baker"), ("skill", "Sums")}
    assert Holder.objects.get(owner=cast.cleo.user).city == "Ljubljana"
    assert not default_storage.exists(name)
    assert AuditRecord.objects.filter(verb="imported into portfolio").exists()
    cleo.post(reverse("portfolio:import_undo", args=[incoming.key]))
    assert not Item.objects.of(cast.cleo.user).exists()
    assert Item.objects.binned_by(cast.cleo.user).count() == 2


def test_what_is_there_already_is_not_doubled(cast: Cast, cleo: GuardedClient) -> None:
    keep(cast.cleo, title="Baker", organisation="mill", start="2019-07", end="2020")
    incoming = bring(cleo, json.dumps(RESUME).encode())
    page = cleo.get(reverse("portfolio:import_preview", args=[incoming.key])).content.decode()
    assert "there already" in page
    take(cleo, incoming, "work[0]", "skills[0]")
    assert Item.objects.of(cast.cleo.user).count() == 2


def test_choosing_nothing_is_asked_again(cast: Cast, cleo: GuardedClient) -> None:
    incoming = bring(cleo, json.dumps(RESUME).encode())
    assert cleo.post(reverse("portfolio:import_preview", args=[incoming.key]), {}).status_code == 422


@pytest.mark.parametrize(
    ("content", "says"),
    [(b'{"basics": {', "line 1, column 13"), (b"hello", "none of the formats"), (b"<a><b></a>", "line 1")],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(cleo: GuardedClient, content: bytes, says: str) -> None:
    answer = cleo.post(reverse("portfolio:import"), {"file": SimpleUploadedFile("cv.json", content)})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Incoming.objects.exists()


def test_a_real_europass_cv_goes_in_whole(cast: Cast, cleo: GuardedClient, shared: Path) -> None:
    incoming = bring(cleo, (shared / "samples/europass/europass_2020_anonymised.xml").read_bytes(), "cv.xml")
    page = cleo.get(reverse("portfolio:import_preview", args=[incoming.key])).content.decode()
    keys = [part.partition('"')[0] for part in page.split('name="entries"')[1:] for part in part.split('value="')[1:2]]
    take(cleo, incoming, *keys, profile=True)
    assert Item.objects.of(cast.cleo.user).count() == len(keys) == 19


def test_others_neither_see_nor_take_nor_undo(cast: Cast, cleo: GuardedClient, as_member: AsMember) -> None:
    incoming = bring(cleo, json.dumps(RESUME).encode())
    stranger = as_member(cast.cato)
    address = reverse("portfolio:import_preview", args=[incoming.key])
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"entries": ["work[0]"]}).status_code == 404
    take(cleo, incoming, "work[0]")
    assert stranger.post(reverse("portfolio:import_undo", args=[incoming.key])).status_code == 404
    assert Item.objects.of(cast.cleo.user).count() == 1


def test_a_file_that_was_not_taken_over_goes_after_a_day(
    cast: Cast, cleo: GuardedClient, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    incoming = bring(cleo, json.dumps(RESUME).encode())
    name = str(incoming.file.name)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        rule = next(one for one in retention.all_rules() if one.key == "portfolio-incoming")
        rule.act(timezone.now() + timedelta(days=2))
    assert not Incoming.objects.exists()
    assert not default_storage.exists(name)


def test_erasure_removes_what_was_brought_along(
    cast: Cast, cleo: GuardedClient, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    incoming = bring(cleo, json.dumps(RESUME).encode())
    name = str(incoming.file.name)
    holding = next(one for one in holdings.all_holdings() if one.model is Incoming)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        holding.erase(cast.cleo.user)
    assert not default_storage.exists(name)


def test_losses_are_listed_before_the_download(cast: Cast, cleo: GuardedClient) -> None:
    keep(cast.cleo, title="Baker", country="SI")
    keep(cast.cleo, Kind.GOAL, title="Own a bakery")
    page = cleo.get(reverse("portfolio:export_losses", args=["jsonresume"])).content.decode()
    assert "Own a bakery" in page
    assert "Country" in page
    assert "Nothing is lost" in cleo.get(reverse("portfolio:export_losses", args=["leap2a"])).content.decode()


@pytest.mark.parametrize("form", ["europass", "leap2a", "jsonresume"])
def test_what_is_lost_costs_as_many_queries_for_many_things_and_opens_no_file(
    cast: Cast, cleo: GuardedClient, form: str
) -> None:
    def look() -> tuple[int, dict[str, int]]:
        with CaptureQueriesContext(connection) as asked:
            answer: Any = cleo.get(reverse("portfolio:export_losses", args=[form]))
        return len(asked), dict(answer.context["parts"])

    def keep_with_file(number: int) -> None:
        item = keep(cast.cleo, title=f"Baker {number}")
        ItemFile.objects.create(item=item, name="praise.pdf", media_type="application/pdf", size=1)

    look()  # what the first request of a session asks for besides
    keep_with_file(0)
    one, parts = look()
    assert parts.get("Files", 0) == (0 if form == "leap2a" else 1)
    for number in range(1, 6):
        keep_with_file(number)
    assert look()[0] == one


def test_what_a_thing_is_evidence_for_goes_along_unless_it_lies_in_the_bin(cast: Cast) -> None:
    report, skill, gone = (keep(cast.cleo, kind, title=str(kind)) for kind in (Kind.FILE, Kind.SKILL, Kind.GOAL))
    report.supports.set([skill, gone])
    bin_item(gone)
    entries = record_of(cast.cleo.user).entries
    assert {entry.key: entry.supports for entry in entries} == {report.key: (skill.key,), skill.key: ()}


def test_the_download_holds_ones_own_things_only(cast: Cast, cleo: GuardedClient) -> None:
    keep(cast.cleo, title="Baker")
    keep(cast.cato, title="Carpenter")
    answer = cleo.get(reverse("portfolio:export_file", args=["jsonresume"]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert [one["position"] for one in json.loads(answer.content)["work"]] == ["Baker"]


@pytest.mark.parametrize("form", ["skillspassport-xml", "nothing"])
def test_formats_that_are_not_written_are_not_found(cleo: GuardedClient, form: str) -> None:
    assert cleo.get(reverse("portfolio:export_losses", args=[form])).status_code == 404
    assert cleo.get(reverse("portfolio:export_file", args=[form])).status_code == 404


def test_a_portfolio_moved_to_another_person_is_the_same(cast: Cast, cleo: GuardedClient, as_member: AsMember) -> None:
    keep(cast.cleo, title="Baker", details={"hours": 20, "highlights": ["bread"]}, ongoing=True, start="2019")
    content = cleo.get(reverse("portfolio:export_file", args=["leap2a"])).content
    other = as_member(cast.cato)
    incoming = bring(other, content, "portfolio.zip")
    take(other, incoming, Item.objects.of(cast.cleo.user).get().key)
    moved = Item.objects.of(cast.cato.user).get()
    assert (moved.title, moved.details, moved.ongoing) == ("Baker", {"hours": 20, "highlights": ["bread"]}, True)
