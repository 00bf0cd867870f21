"""Packages in the browser: sent in, read by the worker, reported, and taken by a learner."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.learning import writing
from wayline.discussion.models import Comment
from wayline.learning.actions.packages import end_lost_imports, import_package, run_import
from wayline.learning.actions.runs import create_run, set_state
from wayline.learning.enums import EnrolmentState, ImportState, RunState
from wayline.learning.export import export_package
from wayline.learning.models import Enrolment, PackageImport, Programme, Progress, Run
from wayline.people.models import Membership, Notice

pytestmark = pytest.mark.django_db
SignIn = Callable[[Membership], GuardedClient]
Capture = Callable[..., Any]


@pytest.fixture
def send(as_member: SignIn, django_capture_on_commit_callbacks: Capture) -> Callable[..., PackageImport]:
    """Send files in and let the worker read them."""

    def sent(who: Membership, address: str, **data: Any) -> PackageImport:
        with django_capture_on_commit_callbacks(execute=True):
            response = as_member(who).post(reverse(address), data)
        assert response.status_code == 302, response.content.decode()[:500]
        return PackageImport.objects.latest("pk")

    return sent


def packed(files: dict[str, str], name: str = "package.zip") -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return SimpleUploadedFile(name, out.getvalue(), "application/zip")


SMALL = {
    "programme.toml": 'format = 1\ntitle = "Small"\n',
    "01-start/week.md": '+++\ntitle = "Start"\n+++\n',
    "01-start/01-hello.md": '+++\ntitle = "Hello"\nkind = "article"\nminutes = 3\n+++\n\nHello.\n',
    "notes.txt": "for the team",
}


def test_a_package_becomes_a_draft_with_a_report(
    cast: Cast, as_member: SignIn, send: Callable[..., PackageImport]
) -> None:
    package = send(cast.fia, "learning:package_send", file=packed(SMALL))
    assert package.state == ImportState.DONE
    assert package.programme is not None
    assert package.programme.published_at is None
    assert package.programme.steps.get().versions.get().author == cast.fia.user
    page = as_member(cast.fia).get(reverse("learning:package_import", args=[package.pk])).content.decode()
    assert "notes.txt" in page
    assert reverse("learning:programme_edit", args=[package.programme.slug]) in page
    assert Notice.objects.filter(user=cast.fia.user, kind="import").count() == 1
    assert not package.file


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"programme.toml": "format = 1\n"}, "title"),
        ({"programme.toml": 'format = 1\ntitle = "A"\n', "01/week.md": "no header"}, "01/week.md"),
        ({"something.txt": "else"}, "programme.toml"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_taken(
    cast: Cast, as_member: SignIn, send: Callable[..., PackageImport], files: dict[str, str], words: str
) -> None:
    package = send(cast.fia, "learning:package_send", file=packed(files))
    assert package.state == ImportState.FAILED
    assert not Programme.objects.exists()
    page = as_member(cast.fia).get(reverse("learning:package_import", args=[package.pk])).content.decode()
    assert "Nothing was imported" in page
    assert words in page


def test_a_package_that_breaks_while_it_is_written_leaves_nothing_behind(
    cast: Cast, send: Callable[..., PackageImport]
) -> None:
    """A NUL passes every reader and is refused by the database, after half of the programme was written."""
    broken = SMALL | {"01-start/02-nul.md": '+++\ntitle = "Nul"\nkind = "article"\n+++\n\nA \0 in the text.\n'}
    package = send(cast.fia, "learning:package_send", file=packed(broken))
    assert package.state == ImportState.FAILED
    assert "Nothing was taken over" in package.problems[0]["problem"]
    assert not Programme.objects.exists()


def test_what_is_no_archive_is_refused_at_the_door(cast: Cast, as_member: SignIn) -> None:
    file = SimpleUploadedFile("package.zip", b"<html>", "application/zip")
    response = as_member(cast.fia).post(reverse("learning:package_send"), {"file": file})
    assert response.status_code == 422
    assert not PackageImport.objects.exists()


def test_a_package_over_the_limit_is_refused_at_the_door(cast: Cast, as_member: SignIn, settings: Any) -> None:
    settings.PACKAGE_LIMIT_MB = 0
    response = as_member(cast.fia).post(reverse("learning:package_send"), {"file": packed(SMALL)})
    assert response.status_code == 422
    assert "at most" in response.content.decode()


def test_only_those_who_write_import_and_see_their_offices_imports(
    cast: Cast, as_member: SignIn, send: Callable[..., PackageImport]
) -> None:
    package = send(cast.fia, "learning:package_send", file=packed(SMALL))
    address = reverse("learning:package_import", args=[package.pk])
    assert as_member(cast.admin).get(address).status_code == 200
    assert {as_member(who).get(address).status_code for who in (cast.zeno, cast.ada, cast.mia)} == {404}
    for name in ("package_send", "futurelearn_send"):
        assert as_member(cast.ada).get(reverse(f"learning:{name}")).status_code == 403
        assert as_member(cast.fia).get(reverse(f"learning:{name}")).status_code == 200


def test_while_it_is_read_the_page_shows_how_far_it_is(cast: Cast, as_member: SignIn) -> None:
    package = PackageImport.objects.create(
        organisation=cast.fia.organisation, by=cast.fia, file_name="a.zip", state=ImportState.RUNNING, percent=42
    )
    client, address = as_member(cast.fia), reverse("learning:package_import", args=[package.pk])
    page = client.get(address).content.decode()
    assert 'value="42"' in page
    assert f'hx-get="{address}"' in page
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert 'value="42"' in part
    assert "<html" not in part


def take(programme: Programme, cast: Cast, client: GuardedClient) -> list[int]:
    """Publish, offer a run, and read every step of it as a learner."""
    facilitator = client.acting(cast.fia)
    facilitator.post(reverse("learning:programme_publish", args=[programme.slug]))
    run = create_run(
        programme, organisation=cast.fia.organisation, by=cast.fia, title="Taken", starts_on=timezone.localdate()
    )
    set_state(run, state=RunState.OPEN, by=cast.fia)
    learner = GuardedClient().acting(cast.ada)
    learner.post(reverse("learning:join", args=[run.pk]))
    steps = programme.steps.filter(published__isnull=False).values_list("pk", flat=True)
    return [learner.get(reverse("learning:step", args=[run.pk, pk])).status_code for pk in steps]


@pytest.mark.parametrize(("sample", "least"), [("imscc/moodle_py4e_export.imscc", 20), ("mbz/backup.mbz", 1)])
def test_real_packages_are_imported_in_the_browser_and_taken(
    cast: Cast, client: GuardedClient, send: Callable[..., PackageImport], shared: Path, sample: str, least: int
) -> None:
    path = shared / "samples" / sample
    file = SimpleUploadedFile(path.name, path.read_bytes())
    package = send(cast.fia, "learning:package_send", file=file)
    assert package.state == ImportState.DONE, package.problems
    assert package.programme is not None
    page = client.acting(cast.fia).get(reverse("learning:package_import", args=[package.pk]))
    assert page.status_code == 200
    answers = take(package.programme, cast, client)
    assert len(answers) >= least
    assert set(answers) == {200}


FUTURELEARN = {
    "course-1_enrolments.csv": "learner_id,enrolled_at,unenrolled_at,role\n"
    "a1,2017-03-01 10:00:00 UTC,,learner\n"
    "b2,2017-03-02 10:00:00 UTC,2017-03-20 10:00:00 UTC,learner\n",
    "course-1_step-activity.csv": "learner_id,step,week_number,step_number,first_visited_at,last_completed_at\n"
    "a1,1.1,1,1,2017-03-06 10:00:00 UTC,2017-03-06 10:10:00 UTC\n"
    "a1,1.2,1,2,2017-03-06 10:20:00 UTC,\n"
    "b2,1.1,1,1,2017-03-07 10:00:00 UTC,2017-03-07 10:05:00 UTC\n",
    "course-1_comments.csv": "id,author_id,parent_id,step,week_number,step_number,text,timestamp,likes,moderated\n"
    "1,a1,,1.1,1,1,I work in Leeds.,2017-03-06 10:11:00 UTC,3,\n"
    "2,c3,1,1.1,1,1,So do I.,2017-03-06 11:11:00 UTC,0,\n",
}


def test_a_futurelearn_run_becomes_a_closed_run_with_learners_progress_and_comments(
    cast: Cast, send: Callable[..., PackageImport]
) -> None:
    package = send(
        cast.fia,
        "learning:futurelearn_send",
        title="Work today",
        tables=[SimpleUploadedFile(name, text.encode(), "text/csv") for name, text in FUTURELEARN.items()],
    )
    assert package.state == ImportState.DONE, package.problems
    programme = Programme.objects.get(title="Work today")
    assert programme.published_at is None
    run = Run.objects.get(programme=programme)
    assert (run.origin, run.state, str(run.starts_on), str(run.ends_on)) == (
        "FutureLearn", RunState.CLOSED, "2017-03-01", "2017-03-07",
    )  # fmt: skip
    learners = dict(Enrolment.objects.filter(run=run).values_list("imported_key", "state"))
    assert learners == {"a1": EnrolmentState.ENROLLED, "b2": EnrolmentState.LEFT, "c3": EnrolmentState.ENROLLED}
    done = Progress.objects.filter(enrolment__run=run, completed_at__isnull=False)
    assert set(done.values_list("enrolment__imported_key", "step__key")) == {("a1", "step-1-1"), ("b2", "step-1-1")}
    first, second = Comment.objects.order_by("created_at")
    assert (first.imported_author, first.like_count, second.parent) == ("a1", 3, first)
    assert package.report["taken"]["learner"] == 3
    assert package.report["taken"]["visit of a step"] == 3
    assert not [one for one in package.report["not_taken"] if one["what"] in ("enrolments", "step activity")]


def test_the_learners_of_another_platform_are_seen_by_the_team_only(
    cast: Cast, as_member: SignIn, send: Callable[..., PackageImport]
) -> None:
    package = send(cast.fia, "learning:futurelearn_send", title="Work today", tables=packed(FUTURELEARN))
    assert package.programme is not None
    run = package.programme.runs.get()
    step = package.programme.steps.get(key="step-1-1")
    address = reverse("learning:step", args=[run.pk, step.pk])
    assert "I work in Leeds." in as_member(cast.fia).get(address).content.decode()
    assert as_member(cast.ada).get(address).status_code == 404
    assert as_member(cast.zeno).get(address).status_code == 404


def test_one_bad_row_refuses_the_export_and_every_bad_row_is_named(
    cast: Cast, as_member: SignIn, send: Callable[..., PackageImport]
) -> None:
    bad = FUTURELEARN["course-1_step-activity.csv"] + "c3,1.3,one,3,2017-03-06 10:00:00 UTC,\n,1.1,1,1,yesterday,\n"
    files = FUTURELEARN | {"course-1_step-activity.csv": bad}
    package = send(cast.fia, "learning:futurelearn_send", title="Work today", tables=packed(files))
    assert package.state == ImportState.FAILED
    assert not Programme.objects.exists()
    places = [problem["where"] for problem in package.problems]
    assert len(places) == 2
    assert "line 5" in places[0]
    assert "week_number" in places[0]
    assert "line 6" in places[1]


def test_csv_files_and_a_zip_are_not_mixed(cast: Cast, as_member: SignIn) -> None:
    files = [packed(FUTURELEARN), SimpleUploadedFile("course-1_enrolments.csv", b"learner_id\n")]
    data = {"title": "Work", "tables": files}
    assert as_member(cast.fia).post(reverse("learning:futurelearn_send"), data).status_code == 422


def test_what_was_exported_is_imported_by_the_plain_function(cast: Cast, tmp_path: Path) -> None:
    original = writing.programme(cast.fia)
    export_package(original, tmp_path / "coaching.zip")
    heard: list[int] = []
    programme, report = import_package(
        tmp_path / "coaching.zip",
        organisation=cast.zeno.organisation,
        by=None,
        publish=True,
        progress=lambda done, total: heard.append(100 * done // total),
    )
    assert programme.organisation == cast.zeno.organisation
    assert programme.published_at is not None
    assert programme.steps.filter(published__isnull=False).count() == 5
    assert heard == sorted(heard)
    assert heard[-1] == 100
    assert report.not_taken == []


# Interrupted


def interrupted(who: Membership) -> PackageImport:
    package = PackageImport(organisation=who.organisation, by=who, file_name="package.zip", state=ImportState.RUNNING)
    package.file.save("package.zip", packed(SMALL))
    run_import.func(SimpleNamespace(attempt=3), package.pk)  # type: ignore[call-arg, arg-type]  # the stub leaves the context out
    package.refresh_from_db()
    return package


def test_what_a_worker_died_of_twice_is_not_tried_by_itself_again(cast: Cast, as_member: SignIn) -> None:
    package = interrupted(cast.fia)
    assert package.state == ImportState.FAILED
    assert not Programme.objects.exists()
    assert Notice.objects.filter(user=cast.fia.user, kind="import").count() == 1
    page = as_member(cast.fia).get(reverse("learning:package_import", args=[package.pk])).content.decode()
    assert "was interrupted" in page
    assert "Read it again" in page


def test_the_kept_file_is_read_again_by_its_team_only(
    cast: Cast, as_member: SignIn, django_capture_on_commit_callbacks: Capture
) -> None:
    package = interrupted(cast.fia)
    url = reverse("learning:package_again", args=[package.pk])
    assert as_member(cast.ada).post(url).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert as_member(cast.fia).post(url).status_code == 302
    package.refresh_from_db()
    assert package.state == ImportState.DONE
    assert Programme.objects.count() == 1
    assert as_member(cast.fia).post(url).status_code == 403


def test_an_import_that_no_errand_takes_up_ends_and_its_file_goes_after_a_week(cast: Cast) -> None:
    now = timezone.now()
    package = PackageImport(organisation=cast.fia.organisation, by=cast.fia, file_name="package.zip")
    package.file.save("package.zip", packed(SMALL))
    assert end_lost_imports(now + timedelta(minutes=5)) == 0
    assert end_lost_imports(now + timedelta(minutes=11)) == 1
    package.refresh_from_db()
    assert package.can_be_read_again
    end_lost_imports(now + timedelta(days=8))
    package.refresh_from_db()
    assert not package.can_be_read_again
