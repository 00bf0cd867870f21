"""The desk of authors: who may write, the list, the home of a programme, publishing, authors, files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from tests.conftest import GuardedClient
from tests.factories import Cast, member
from tests.learning import writing
from tests.learning.programmes import programme, run_of
from wayline.learning.actions import programmes as actions
from wayline.learning.actions.packages import import_package
from wayline.learning.actions.structure import add_step, withdraw_step
from wayline.learning.drafts import draft_weeks
from wayline.learning.enums import StepState
from wayline.learning.models import Asset, Programme
from wayline.learning.packages.outline import Outline, StepOutline, WeekOutline
from wayline.people.models import AuditRecord, Membership, Notice

pytestmark = pytest.mark.django_db
SignIn = Callable[[Membership], GuardedClient]


def addresses(programme: Programme) -> list[str]:
    step = writing.step(programme, "welcome")
    of_programme = (
        "programme_edit", "programme_details", "programme_publish", "programme_authors", "programme_files",
        "programme_export", "week_add",
    )  # fmt: skip
    of_step = ("step_edit", "step_preview", "step_history", "step_compare", "step_delete", "remark_add")
    return [
        *(reverse(f"learning:{name}", args=[programme.slug]) for name in of_programme),
        *(reverse(f"learning:{name}", args=[programme.slug, step.pk]) for name in of_step),
        *(reverse(f"learning:{name}", args=[programme.slug, step.week_id]) for name in ("week_edit", "step_add")),
    ]


def status(client: GuardedClient, address: str) -> int:
    response = writing.shown(client, address)
    if response.streaming:  # reading to the end closes the file
        list(response.streaming_content)
    return int(response.status_code)


def test_every_page_opens_for_facilitators_and_administrators_of_the_office(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia, publish=True)
    for who in (cast.fia, cast.admin):
        client = as_member(who)
        assert {address: status(client, address) for address in addresses(programme)} == dict.fromkeys(
            addresses(programme), 200
        )


def test_a_draft_is_not_there_for_near_neighbours(cast: Cast, as_member: SignIn) -> None:
    """The facilitator of the other office writes programmes too; the practitioner works in the same office."""
    programme = writing.programme(cast.fia)
    writing.programme(cast.zeno, title="Another")
    for who in (cast.zeno, cast.ada, cast.mia, cast.cleo):
        client = as_member(who)
        assert {client.get(address).status_code for address in addresses(programme)} == {404}


def test_publishing_opens_a_programme_to_readers_and_not_to_writers(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia, publish=True)
    client = as_member(cast.zeno)
    assert client.get(programme.get_absolute_url()).status_code == 200
    assert {client.get(address).status_code for address in addresses(programme)} == {404}


def test_a_named_author_writes_in_this_programme_and_no_other(cast: Cast, as_member: SignIn) -> None:
    programme, other = writing.programme(cast.fia), writing.programme(cast.fia, title="Other")
    actions.add_author(programme, user=cast.zoe.user, by=cast.fia)
    client = as_member(cast.zoe)
    assert client.get(reverse("learning:programme_edit", args=[programme.slug])).status_code == 200
    assert client.get(reverse("learning:programme_edit", args=[other.slug])).status_code == 404
    listed = writing.shown(client, reverse("learning:authoring"))
    assert [one.title for one in listed.context["page"]] == ["Coaching"]


def test_the_list_is_for_those_who_write(cast: Cast, as_member: SignIn) -> None:
    assert as_member(cast.ada).get(reverse("learning:authoring")).status_code == 403
    assert as_member(cast.ada).get(reverse("learning:programme_create")).status_code == 403
    empty = as_member(cast.fia).get(reverse("learning:authoring"))
    assert "You write no programme yet" in empty.content.decode()


def test_the_list_finds_sorts_and_pages(cast: Cast, as_member: SignIn) -> None:
    for number in range(21):
        writing.programme(cast.fia, title=f"Programme {number:02}")
    writing.programme(cast.zeno, title="Programme of the south")
    client = as_member(cast.fia)
    address = reverse("learning:authoring")
    page = writing.shown(client, address, {"order": "newest"}).context["page"]
    assert page.object_list[0].title == "Programme 20"
    assert page.paginator.count == 21
    assert writing.shown(client, address, {"page": 2}).context["page"].object_list[0].title == "Programme 20"
    found = writing.shown(client, address, {"q": "programme 07"}).context["page"]
    assert [one.title for one in found] == ["Programme 07"]
    assert "Nothing found" in client.get(address, {"q": "south"}).content.decode()


def test_a_new_programme_is_a_draft_with_a_week(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.fia)
    data = {"title": "Digital tools", "language": "it", "summary": "Short"}
    response = client.post(reverse("learning:programme_create"), data)
    programme = Programme.objects.get(title="Digital tools")
    assert response["Location"] == reverse("learning:programme_edit", args=[programme.slug])
    assert programme.published_at is None
    assert programme.language == "it"
    assert programme.weeks.count() == 1
    assert [author.user for author in programme.authors.all()] == [cast.fia.user]
    refused = client.post(reverse("learning:programme_create"), {"title": "", "language": "it"})
    assert refused.status_code == 422


def test_what_stands_about_a_programme_is_changed(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    data = {
        "title": "Coaching well", "summary": "S", "description": "D", "outcomes": "listen\n\n  ask \n",
        "language": "en", "credits": "Maria Rossi\nJan Novak", "licence": "CC0", "source": "",
    }  # fmt: skip
    as_member(cast.fia).post(reverse("learning:programme_details", args=[programme.slug]), data)
    programme.refresh_from_db()
    assert programme.outcomes == ["listen", "ask"]
    assert programme.credits == ["Maria Rossi", "Jan Novak"]
    assert (programme.title, programme.licence) == ("Coaching well", "CC0")
    assert AuditRecord.objects.filter(verb="changed programme", actor=cast.fia.user).count() == 1


def test_minutes_add_up_by_week_without_withdrawn_steps(cast: Cast) -> None:
    programme = writing.programme(cast.fia, publish=True)
    withdraw_step(writing.step(programme, "hear"), by=cast.fia)
    weeks = draft_weeks(programme)
    assert [week.minutes for week in weeks] == [15, 13]
    assert [line.number for week in weeks for line in week.steps] == ["1.1", "1.2", "1.3", "2.1", "2.2"]


def test_the_home_costs_the_same_for_three_steps_and_for_thirty(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    client, address = as_member(cast.fia), reverse("learning:programme_edit", args=[programme.slug])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    week = programme.weeks.all()[0]
    for number in range(30):
        add_step(week, by=cast.fia, kind="article", title=f"Step {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_states_tell_draft_published_and_changed_apart(cast: Cast) -> None:
    programme = writing.programme(cast.fia)
    welcome = writing.step(programme, "welcome")
    actions.publish_step(welcome, by=cast.fia)
    hear = writing.step(programme, "hear")
    actions.publish_step(hear, by=cast.fia)
    wanted = writing.outline().weeks[0].steps[1]
    wanted.body = "Tell us more."
    actions.save_version(hear, by=cast.fia, outline=wanted)
    states = {line.step.key: line.state for week in draft_weeks(programme) for line in week.steps}
    assert states["welcome"] == StepState.PUBLISHED
    assert states["hear"] == StepState.CHANGED
    assert states["rivers"] == StepState.DRAFT


def test_the_page_to_publish_lists_what_changes_and_nothing_else(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    actions.publish_step(writing.step(programme, "welcome"), by=cast.fia)
    client, address = as_member(cast.fia), reverse("learning:programme_publish", args=[programme.slug])
    page = writing.shown(client, address)
    assert [line.step.key for line in page.context["changes"]] == ["hear", "rivers", "vote", "watch"]
    assert page.context["same"] == 1
    client.post(address)
    programme.refresh_from_db()
    assert programme.published_at is not None
    assert not programme.steps.filter(published=None).exists()
    assert writing.shown(client, address).context["changes"] == []


def test_authors_come_and_go_by_address(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    client, address = as_member(cast.fia), reverse("learning:programme_authors", args=[programme.slug])
    client.post(address, {"email": cast.zoe.user.email.upper()})
    author = programme.authors.get(user=cast.zoe.user)
    assert Notice.objects.filter(user=cast.zoe.user, kind="author").count() == 1
    client.post(reverse("learning:author_remove", args=[programme.slug, author.pk]))
    assert not programme.authors.filter(user=cast.zoe.user).exists()


@pytest.mark.parametrize("who", ["cleo", "eve", "nobody"])
def test_clients_and_strangers_are_not_named(cast: Cast, as_member: SignIn, who: str) -> None:
    programme = writing.programme(cast.fia)
    email = "nobody@example.org" if who == "nobody" else getattr(cast, who).user.email
    response = as_member(cast.fia).post(reverse("learning:programme_authors", args=[programme.slug]), {"email": email})
    assert response.status_code == 422
    assert programme.authors.count() == 1


def test_an_author_of_another_programme_cannot_be_removed_through_this_one(cast: Cast, as_member: SignIn) -> None:
    mine, other = writing.programme(cast.fia), writing.programme(cast.zeno, title="South")
    theirs = other.authors.get()
    address = reverse("learning:author_remove", args=[mine.slug, theirs.pk])
    assert as_member(cast.fia).post(address).status_code == 404
    assert other.authors.count() == 1


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return SimpleUploadedFile("map of work.png", out.getvalue(), "image/png")


def test_a_file_is_kept_under_a_name_of_its_own(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    client, address = as_member(cast.fia), reverse("learning:programme_files", args=[programme.slug])
    client.post(address, {"file": picture()})
    client.post(address, {"file": picture()})
    assert list(programme.assets.values_list("name", "media_type")) == [
        ("map_of_work-2.png", "image/png"),
        ("map_of_work.png", "image/png"),
    ]


def test_a_file_that_could_run_is_refused(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    page = SimpleUploadedFile("page.png", b"<html><script>alert(1)</script>", "image/png")
    response = as_member(cast.fia).post(reverse("learning:programme_files", args=[programme.slug]), {"file": page})
    assert response.status_code == 422
    assert not Asset.objects.exists()


def test_removing_a_file_asks_first(
    cast: Cast, as_member: SignIn, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    programme = writing.programme(cast.fia)
    client = as_member(cast.fia)
    client.post(reverse("learning:programme_files", args=[programme.slug]), {"file": picture()})
    asset = programme.assets.get()
    address = reverse("learning:file_remove", args=[programme.slug, asset.pk])
    assert "Remove the file" in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    assert not programme.assets.exists()
    assert not asset.file.storage.exists(asset.file.name or "")


def test_a_colleague_of_the_office_in_another_role_stays_out(cast: Cast, as_member: SignIn) -> None:
    programme = writing.programme(cast.fia)
    colleague = member(of=cast.fia.organisation)
    assert as_member(colleague).get(reverse("learning:programme_edit", args=[programme.slug])).status_code == 404


# Many steps


def test_a_programme_of_172_steps_keeps_its_pages_small_and_every_act_in_reach(
    cast: Cast, as_member: SignIn, shared: Path
) -> None:
    path = shared / "samples" / "imscc" / "moodle_py4e_export.imscc"
    made, _report = import_package(path, organisation=cast.fia.organisation, by=cast.fia, publish=True)
    run = run_of(made, cast.fia)
    client = as_member(cast.fia)
    for name, args in (
        ("programme", [made.slug]), ("run", [run.pk]), ("participation", [run.pk]), ("run_settings", [run.pk])
    ):  # fmt: skip
        assert len(client.get(reverse(f"learning:{name}", args=args)).content) < 150_000, name
    seen = set()
    for week in made.weeks.all():
        page = client.get(f"{reverse('learning:programme_edit', args=[made.slug])}?week={week.pk}").content.decode()
        assert len(page.encode()) < 150_000
        seen |= {step.pk for step in week.steps.all() if f"steps/{step.pk}/move/" in page}
    assert len(seen) == made.steps.count() == 172


def test_after_an_act_the_week_of_the_step_is_open(cast: Cast, as_member: SignIn) -> None:
    made = programme(cast.fia)
    step = made.steps.first()
    assert step is not None
    answer = as_member(cast.fia).post(reverse("learning:step_move", args=[made.slug, step.pk]), {"to": "down"})
    assert answer["Location"].endswith(f"?week={step.week_id}&step={step.pk}#step-{step.pk}")


def test_a_week_of_400_steps_comes_in_parts_and_every_act_is_in_reach(cast: Cast, as_member: SignIn) -> None:
    steps = [StepOutline(f"A step with a name of usual length, {number}", "article") for number in range(400)]
    long = Outline(title="Long", weeks=[WeekOutline(title="All of it", steps=steps)])
    made = actions.import_programme(long, organisation=cast.fia.organisation, by=cast.fia, publish=True)
    client, home = as_member(cast.fia), reverse("learning:programme_edit", args=[made.slug])
    week = made.weeks.get()
    seen: set[int] = set()
    for number in range(1, 8):
        page = client.get(home, {"week": week.pk, "page": number}).content.decode()
        assert len(page.encode()) < 150_000
        seen |= {int(pk) for pk in re.findall(r"steps/(\d+)/move/", page)}
    assert seen == set(made.steps.values_list("pk", flat=True))
    last = made.steps.order_by("position")[399]
    answer = client.post(reverse("learning:step_withdraw", args=[made.slug, last.pk]), follow=True)
    assert f'id="step-{last.pk}"' in answer.content.decode()
