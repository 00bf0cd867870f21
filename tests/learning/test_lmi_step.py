"""An LMI activity: it opens the explorer on a question and keeps what the learner found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.learning.programmes import enrol, outline, run_of, step_of
from wayline.learning.actions.programmes import import_programme
from wayline.learning.export import programme_outline
from wayline.learning.models import HandIn, Run, Step
from wayline.learning.packages.outline import StepOutline
from wayline.lmi.addresses import explorer_path
from wayline.people.models import Membership

pytestmark = pytest.mark.django_db
SignIn = Callable[[Membership], GuardedClient]
PAGE = "/occupations/soc-2020/5241/?a=gss:E12000007"


@pytest.fixture
def run(cast: Cast) -> Run:
    told = outline()
    told.weeks[0].steps.append(
        StepOutline("Look it up", "lmi", "", 15, "look", instructions="What does it **pay**?", explore=PAGE)
    )
    return run_of(import_programme(told, organisation=cast.fia.organisation, by=cast.fia, publish=True), cast.fia)


@pytest.fixture
def step(run: Run) -> Step:
    return step_of(run.programme, "look")


def read(client: GuardedClient, name: str, *parts: int) -> str:
    answer = client.get(reverse(name, args=parts))
    assert answer.status_code == 200
    return answer.content.decode()


def keep(client: GuardedClient, run: Run, step: Step, **fields: str) -> int:
    return client.post(reverse("learning:finding", args=[run.pk, step.pk]), fields).status_code


def test_the_step_asks_and_opens_the_page(cast: Cast, run: Run, step: Step, as_member: SignIn) -> None:
    enrol(run, cast.ada)
    page = read(as_member(cast.ada), "learning:step", run.pk, step.pk)
    assert "What does it <strong>pay</strong>?" in page
    assert f'href="{PAGE}"' in page


def test_a_finding_is_kept_and_completes_the_step(cast: Cast, run: Run, step: Step, as_member: SignIn) -> None:
    [enrolment] = enrol(run, cast.ada)
    client = as_member(cast.ada)
    assert keep(client, run, step, text="£35,000", reference=f"https://wayline.example{PAGE}") == 302
    page = read(client, "learning:step", run.pk, step.pk)
    assert "£35,000" in page
    assert HandIn.objects.get(enrolment=enrolment).reference == PAGE
    assert enrolment.progress.get(step=step).completed_at is not None


def test_a_finding_can_be_changed(cast: Cast, run: Run, step: Step, as_member: SignIn) -> None:
    enrol(run, cast.ada)
    for text in ("First", "Second"):
        keep(as_member(cast.ada), run, step, text=text, reference="")
    assert [one.text for one in HandIn.objects.all()] == ["Second"]


def test_the_facilitator_reads_and_answers_it_and_nobody_next_door(
    cast: Cast, run: Run, step: Step, as_member: SignIn
) -> None:
    enrol(run, cast.ada, cast.ben)
    keep(as_member(cast.ada), run, step, text="Half earn less than £35,000", reference=PAGE)
    made = HandIn.objects.get()
    assert "Look it up" in read(as_member(cast.fia), "learning:run_hand_ins", run.pk)
    page = read(as_member(cast.fia), "learning:hand_in_read", made.pk)
    assert "Half earn less" in page
    assert f'href="{PAGE}"' in page
    for other in (cast.ben, cast.zeno):
        assert as_member(other).get(reverse("learning:hand_in_read", args=[made.pk])).status_code == 404
    assert "Half earn less" not in read(as_member(cast.ben), "learning:step", run.pk, step.pk)


@pytest.mark.parametrize(
    "reference",
    ["https://example.org/jobs", "javascript:alert(1)", "//evil.example/occupations/x/1/", "/people/1/", "/members/"],
)
def test_a_reference_to_another_place_is_refused(
    cast: Cast, run: Run, step: Step, as_member: SignIn, reference: str
) -> None:
    enrol(run, cast.ada)
    status = keep(as_member(cast.ada), run, step, text="See there", reference=reference)
    kept = HandIn.objects.filter(reference__gt="").values_list("reference", flat=True)
    assert status == 422 or all(one.startswith("/occupations/") for one in kept)
    assert not any("evil" in one for one in kept)


def test_nothing_found_is_no_finding(cast: Cast, run: Run, step: Step, as_member: SignIn) -> None:
    enrol(run, cast.ada)
    assert keep(as_member(cast.ada), run, step, text=" ", reference=PAGE) == 422
    assert not HandIn.objects.exists()


def test_who_does_not_take_part_keeps_nothing(cast: Cast, run: Run, step: Step, as_member: SignIn) -> None:
    assert keep(as_member(cast.ben), run, step, text="Mine", reference="") == 403
    assert not HandIn.objects.exists()


def test_an_exercise_takes_no_finding(cast: Cast, run: Run, as_member: SignIn) -> None:
    enrol(run, cast.ada)
    assert keep(as_member(cast.ada), run, step_of(run.programme, "talk"), text="Mine", reference="") == 403


def test_the_activity_survives_export_and_import(run: Run) -> None:
    exported = programme_outline(run.programme)
    [found] = [step for week in exported.weeks for step in week.steps if step.kind == "lmi"]
    assert (found.explore, found.instructions) == (PAGE, "What does it **pay**?")


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        (PAGE, PAGE),
        (f"https://any.example{PAGE}", PAGE),
        (f"any.example{PAGE}", PAGE),
        ("/lmi/areas/gss/E12000007/", "/lmi/areas/gss/E12000007/"),
        ("/lmi/figures/12/?for=soc-2020:5241", "/lmi/figures/12/?for=soc-2020:5241"),
        ("/accounts/logout/", ""),
        ("/occupations/area/", ""),
        ("ftp://any.example/occupations/", ""),
        ("/\\evil.example/occupations/", ""),
        ("", ""),
    ],
)
def test_which_addresses_are_pages_of_the_explorer(typed: str, path: str) -> None:
    assert explorer_path(typed) == path
