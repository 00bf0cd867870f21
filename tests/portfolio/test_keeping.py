"""Keeping things in a portfolio: adding, changing, binning, finding, files and evidence."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.portfolio.keeping import keep
from wayline.people import holdings, retention
from wayline.people.models import AuditRecord, Membership
from wayline.portfolio.actions import items as acts
from wayline.portfolio.fields import faults
from wayline.portfolio.forms.fields import read_date
from wayline.portfolio.forms.items import ItemForm
from wayline.portfolio.forms.layout import LAYOUTS
from wayline.portfolio.models import Holder, Item, ItemFile
from wayline.portfolio.record import Kind

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]


def picture(name: str = "work.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    camera = Image.Exif()
    camera[0x0110] = "A camera that knows too much"
    Image.new("RGB", (1600, 1200), "teal").save(out, "JPEG", exif=camera)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def cleo(cast: Cast, as_member: AsMember) -> GuardedClient:
    return as_member(cast.cleo)


def test_one_line_and_a_kind_are_enough(cast: Cast, cleo: GuardedClient) -> None:
    answer = cleo.post(reverse("portfolio:add"), {"title": "Summer job in a café", "kind": "experience"}, follow=True)
    item = Item.objects.get(owner=cast.cleo.user)
    assert (item.title, item.kind) == ("Summer job in a café", "experience")
    assert "Summer job in a café" in answer.content.decode()
    assert AuditRecord.objects.filter(verb="added to portfolio", about=cast.cleo.user, organisation=None).exists()


def test_an_empty_line_is_refused_in_words(cleo: GuardedClient) -> None:
    answer = cleo.post(reverse("portfolio:add"), {"title": " ", "kind": "skill"})
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.content.decode()
    assert not Item.objects.exists()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_form_that_keeps_it(cleo: GuardedClient, kind: Kind) -> None:
    address = reverse("portfolio:add_of_kind", args=[kind])
    assert cleo.get(address).status_code == 200
    typed = {"title": "A thing", "code": "it", "competence": "2.4", "start": "", "email": ""}
    answer = cleo.post(address, typed)
    assert answer.status_code == 302
    item = Item.objects.get()
    assert item.kind == kind
    assert not list(faults(kind, item.details))
    assert cleo.get(item.get_absolute_url()).status_code == 200
    assert cleo.get(reverse("portfolio:edit", args=[item.key])).status_code == 200


def test_every_field_of_a_form_is_a_field_of_its_kind() -> None:
    from wayline.portfolio.fields import fields_of
    from wayline.portfolio.forms.items import COLUMNS

    for kind, layout in LAYOUTS.items():
        known = {field.key for field in fields_of(kind)} | set(COLUMNS)
        assert set(layout.every) <= known, kind
        assert len(set(layout.every)) == len(layout.every), kind


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("2019", "en", "2019"),
        ("7/2019", "en", "2019-07"),
        ("07.2019", "en", "2019-07"),
        ("15/7/2019", "en", "2019-07-15"),
        ("2019-07-15", "en", "2019-07-15"),
        ("July 2019", "en", "2019-07"),
        ("15 July 2019", "en", "2019-07-15"),
        ("July 15, 2019", "en", "2019-07-15"),
        ("Sept 2019", "en", "2019-09"),
        ("luglio 2019", "it", "2019-07"),
        ("15 lug. 2019", "it", "2019-07-15"),
    ],
)
def test_dates_are_taken_as_people_write_them(typed: str, language: str, meant: str) -> None:
    assert str(read_date(typed, language)) == meant


@pytest.mark.parametrize(
    "typed", ["", "soon", "31/2/2019", "13/2019", "2019/7", "1/2/3/2019", "July", "99999", "0/2019"]
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the field says it in words
        read_date(typed, "en")


def test_an_end_before_the_beginning_is_refused() -> None:
    form = ItemForm(Kind.EXPERIENCE, {"title": "A job", "start": "2020", "end": "2019"})
    assert "end" in form.errors
    assert not ItemForm(Kind.EXPERIENCE, {"title": "A job", "start": "5/2020", "end": "2020"}).errors
    assert "end" in ItemForm(Kind.EXPERIENCE, {"title": "A job", "end": "2020", "ongoing": "on"}).errors


def test_changing_keeps_what_the_form_does_not_show(cast: Cast, cleo: GuardedClient) -> None:
    item = keep(cast.cleo, details={"occupation": "http://data.europa.eu/esco/occupation/x", "form": "paid"})
    cleo.post(reverse("portfolio:edit", args=[item.key]), {"title": "Sales assistant", "form": "voluntary"})
    item.refresh_from_db()
    assert item.title == "Sales assistant"
    assert item.details == {"occupation": "http://data.europa.eu/esco/occupation/x", "form": "voluntary"}


def test_details_of_another_kind_are_never_stored(cast: Cast) -> None:
    with pytest.raises(acts.WrongDetails):
        keep(cast.cleo, details={"eqf": 4})
    item = keep(cast.cleo)
    with pytest.raises(acts.WrongDetails):
        acts.change_item(item, details={"form": "unheard of"})


def test_the_bin_takes_out_of_sight_and_gives_back(cast: Cast, cleo: GuardedClient) -> None:
    item = keep(cast.cleo)
    answer = cleo.post(reverse("portfolio:to_bin", args=[item.key]), follow=True)
    assert reverse("portfolio:bring_back", args=[item.key]) in answer.content.decode()
    assert cleo.get(item.get_absolute_url()).status_code == 404
    assert item.title in cleo.get(reverse("portfolio:bin")).content.decode()
    cleo.post(reverse("portfolio:bring_back", args=[item.key]))
    assert cleo.get(item.get_absolute_url()).status_code == 200


def test_the_bin_is_emptied_after_thirty_days_with_the_files(cast: Cast, settings: Any) -> None:
    item, young = keep(cast.cleo), keep(cast.cleo, title="Binned yesterday")
    with_file(item)
    for one in (item, young):
        acts.bin_item(one)
    Item.objects.filter(pk=item.pk).update(deleted_at=timezone.now() - timedelta(days=31))
    assert retention.apply()["portfolio-bin"] == 1
    assert list(Item.objects.all()) == [young]


def with_file(item: Item) -> ItemFile:
    from wayline.common import uploads

    return acts.attach(item, checked=uploads.check(picture(), kinds=uploads.PICTURES), description="My work")


def on_disk(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_files_leave_the_disk_with_their_item(cast: Cast, settings: Any) -> None:
    item = keep(cast.cleo)
    with_file(item)
    assert len(on_disk(settings)) == 1
    acts.bin_item(item)
    assert len(on_disk(settings)) == 1
    acts.empty_bin(cast.cleo.user)
    assert on_disk(settings) == []


@pytest.mark.django_db(transaction=True)
def test_erasing_the_account_leaves_no_row_and_no_file(cast: Cast, cleo: GuardedClient, settings: Any) -> None:
    with_file(keep(cast.cleo))
    keep(cast.cato)
    cleo.post(reverse("portfolio:photo"), {"photo": picture()})
    assert len(on_disk(settings)) == 2
    exported = {holding.model: rows for holding, rows in holdings.export_everything(cast.cleo.user)}
    assert exported[Item][0]["title"] == "Shop assistant"
    assert exported[ItemFile][0]["name"] == "work.jpg"
    holdings.erase_everything(cast.cleo.user)
    assert on_disk(settings) == []
    assert not Item.objects.filter(owner=cast.cleo.user).exists()
    assert not Holder.objects.exists()
    assert Item.objects.filter(owner=cast.cato.user).exists()


def test_a_file_is_evidence_and_seen_by_its_owner_only(cast: Cast, cleo: GuardedClient, as_member: AsMember) -> None:
    item = keep(cast.cleo)
    cleo.post(reverse("portfolio:attach", args=[item.key]), {"file": picture(), "description": "The counter"})
    held = ItemFile.objects.get()
    address = reverse("portfolio:file", args=[held.key])
    answer = cleo.get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert b"Exif" not in b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # FileResponse
    for other in (cast.cato, cast.ada, cast.admin):
        assert as_member(other).get(address).status_code == 404
        assert as_member(other).post(reverse("portfolio:file_remove", args=[held.key])).status_code == 404


def test_a_harmful_file_is_refused(cast: Cast, cleo: GuardedClient) -> None:
    item = keep(cast.cleo)
    bad = SimpleUploadedFile("page.html", b"<!doctype html><script>alert(1)</script>")
    assert cleo.post(reverse("portfolio:attach", args=[item.key]), {"file": bad}).status_code == 422
    assert not ItemFile.objects.exists()


def test_evidence_is_chosen_among_ones_own_things(cast: Cast, cleo: GuardedClient) -> None:
    skill = keep(cast.cleo, Kind.SKILL, "serving customers")
    job, foreign = keep(cast.cleo), keep(cast.cato, title="A job of Cato’s")
    address = reverse("portfolio:evidence", args=[skill.key])
    assert "A job of Cato’s" not in cleo.get(address).content.decode()
    cleo.post(address, {"evidence": [job.key, foreign.key]})
    assert list(skill.evidence.all()) == [job]
    assert "serving customers" in cleo.get(job.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["item", "edit", "evidence", "attach"])
def test_a_neighbour_meets_nothing(cast: Cast, as_member: AsMember, name: str) -> None:
    item = keep(cast.cleo)
    for other in (cast.cato, cast.ada, cast.mia, cast.admin):
        assert as_member(other).get(reverse(f"portfolio:{name}", args=[item.key])).status_code == 404


@pytest.mark.parametrize("name", ["to_bin", "bring_back", "term"])
def test_a_neighbour_changes_nothing(cast: Cast, as_member: AsMember, name: str) -> None:
    item = keep(cast.cleo)
    assert as_member(cast.cato).post(reverse(f"portfolio:{name}", args=[item.key])).status_code == 404
    item.refresh_from_db()
    assert item.deleted_at is None


def test_things_are_found_filtered_and_sorted(cast: Cast, cleo: GuardedClient) -> None:
    keep(cast.cleo, title="Baker", organisation="Old Mill", start="2010")
    keep(cast.cleo, title="Driver", organisation="New Mill", start="2020")
    keep(cast.cleo, Kind.SKILL, "Driving a van")
    keep(cast.cato, title="Driver at the Mill")

    def seen(**asked: str) -> list[str]:
        page = cleo.get(reverse("portfolio:items"), asked).context["page"]  # type: ignore[attr-defined]
        return [item.title for item in page.object_list]

    assert sorted(seen(words="mill")) == ["Baker", "Driver"]
    assert seen(words="mill new") == ["Driver"]
    assert seen(kind="skill") == ["Driving a van"]
    assert seen(kind="experience", order="time") == ["Driver", "Baker"]
    assert seen(kind="experience", order="title") == ["Baker", "Driver"]
    assert seen(words="nothing of this name") == []
    with_file(Item.objects.get(title="Baker"))
    assert seen(only="evidence") == ["Baker"]
    assert seen(only="bare", order="title") == ["Driver", "Driving a van"]


def test_a_full_portfolio_costs_the_queries_of_a_small_one(cast: Cast, cleo: GuardedClient) -> None:
    def queries(**asked: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert cleo.get(reverse("portfolio:items"), asked).status_code == 200
        return len(captured)

    for kind in Kind:
        keep(cast.cleo, kind, "One")
    few = queries(), queries(order="title")
    Item.objects.bulk_create(
        Item(owner=cast.cleo.user, kind=kind, title=f"{kind} {number}") for kind in Kind for number in range(30)
    )
    assert (queries(), queries(order="title")) == few
    answer = cleo.get(reverse("portfolio:items"))
    assert len(answer.content) < 60_000
    assert {shelf.count for shelf in answer.context["shelves"]} == {31}  # type: ignore[attr-defined]


def test_the_profile_is_kept_and_other_contacts_stay(cast: Cast, cleo: GuardedClient) -> None:
    Holder.objects.create(
        owner=cast.cleo.user,
        contacts=[
            {"kind": "email", "value": "old@example.org", "label": "work"},
            {"kind": "messaging", "value": "cleo@chat.example", "label": ""},
        ],
    )
    typed = {"given_name": "Cleo", "family_name": "Client", "email": "new@example.org", "country": "IT"}
    assert cleo.post(reverse("portfolio:profile_edit"), typed).status_code == 302
    holder = Holder.objects.get()
    assert (holder.given_name, holder.country) == ("Cleo", "IT")
    assert holder.contacts == [
        {"kind": "email", "value": "new@example.org", "label": "work"},
        {"kind": "messaging", "value": "cleo@chat.example", "label": ""},
    ]
    assert "Italy" in cleo.get(reverse("portfolio:profile")).content.decode()


def test_a_photo_is_drawn_anew_small_and_private(cast: Cast, cleo: GuardedClient, as_member: AsMember) -> None:
    assert cleo.get(reverse("portfolio:picture")).status_code == 404
    cleo.post(reverse("portfolio:photo"), {"photo": picture()})
    content = b"".join(cleo.get(reverse("portfolio:picture")).streaming_content)  # type: ignore[attr-defined]
    assert b"Exif" not in content
    assert max(Image.open(io.BytesIO(content)).size) == 800
    assert as_member(cast.cato).get(reverse("portfolio:picture")).status_code == 404
    cleo.post(reverse("portfolio:photo_remove"))
    assert cleo.get(reverse("portfolio:picture")).status_code == 404


def test_a_person_finds_own_things_from_every_page(cast: Cast, cleo: GuardedClient, as_member: AsMember) -> None:
    item = keep(cast.cleo, title="Lighthouse keeper")
    there = reverse("home:search") + "?q=lighthouse"
    assert item.get_absolute_url() in cleo.get(there).content.decode()
    assert item.get_absolute_url() not in as_member(cast.ada).get(there).content.decode()
    assert item.get_absolute_url() in cleo.get(reverse("home:start")).content.decode()
