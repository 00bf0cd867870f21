"""What a learner can do, and what the person at the next desk cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from tests.common.test_pdf import _unpacked as unpacked
from tests.conftest import GuardedClient
from tests.factories import Cast, member
from tests.learning.programmes import enrol, outline, programme, run_of, step_of
from wayline.learning.actions import study
from wayline.learning.actions.programmes import import_programme
from wayline.learning.actions.runs import RunFull, invite, join, leave
from wayline.learning.enums import EnrolmentState, Pacing, RunState
from wayline.learning.models import Certificate, Enrolment, HandIn, Progress, Run, Step
from wayline.learning.packages.outline import StepOutline
from wayline.learning.queries import plan_of
from wayline.learning.step_page import body_html
from wayline.people.models import Membership

SignIn = Callable[[Membership], GuardedClient]


@pytest.fixture
def run(cast: Cast) -> Run:
    return run_of(programme(cast.fia), cast.fia)


def step_url(run: Run, key: str, name: str = "step") -> str:
    return reverse(f"learning:{name}", args=[run.pk, step_of(run.programme, key).pk])


# Finding


def test_a_visitor_finds_published_programmes_only(cast: Cast, client: GuardedClient) -> None:
    programme(cast.fia)
    programme(cast.fia, publish=False, title="Half written")
    page = client.get(reverse("learning:catalogue")).content.decode()
    assert "Guidance basics" in page
    assert "Half written" not in page


def test_the_programme_page_adds_up_the_minutes(cast: Cast, client: GuardedClient) -> None:
    made = programme(cast.fia)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "2 h 30 min" in page
    assert "30 minutes" in page


def test_a_draft_is_hidden_from_everybody_but_its_authors(cast: Cast, as_member: SignIn) -> None:
    made = programme(cast.fia, publish=False)
    for refused in (cast.ada, cast.zeno, cast.mia):
        assert as_member(refused).get(made.get_absolute_url()).status_code == 404
    assert as_member(cast.fia).get(made.get_absolute_url()).status_code == 200


# Joining


def test_joining_opens_the_steps(cast: Cast, run: Run, as_member: SignIn) -> None:
    ada = as_member(cast.ada)
    assert ada.get(step_url(run, "welcome")).status_code == 403
    assert ada.post(reverse("learning:join", args=[run.pk])).status_code == 302
    assert ada.get(step_url(run, "welcome")).status_code == 200


def test_a_cohort_run_is_hidden_from_the_next_office(cast: Cast, run: Run, as_member: SignIn) -> None:
    zoe = as_member(cast.zoe)
    assert zoe.get(run.get_absolute_url()).status_code == 404
    assert zoe.post(reverse("learning:join", args=[run.pk])).status_code == 404


def test_an_invitation_opens_a_run_to_the_invited_only(cast: Cast) -> None:
    run = run_of(programme(cast.fia), cast.fia, access="invitation")
    invite(run, emails=[cast.zoe.user.email.upper()], by=cast.fia)
    assert Run.objects.visible_to(cast.zoe).filter(pk=run.pk).exists()
    assert not Run.objects.visible_to(cast.ada).filter(pk=run.pk).exists()
    assert cast.zoe.user.notices.filter(kind="invitation").count() == 1


def test_the_last_place_goes_to_one_and_the_next_waits_and_moves_up(cast: Cast) -> None:
    run = run_of(programme(cast.fia), cast.fia, places=1)
    first = join(run, by=cast.ada)
    with pytest.raises(RunFull):
        join(run, by=cast.ben)
    waiting = join(run, by=cast.ben, wait=True)
    assert waiting.state == EnrolmentState.WAITING
    leave(first, by=cast.ada)
    waiting.refresh_from_db()
    assert waiting.state == EnrolmentState.ENROLLED
    assert cast.ben.user.notices.filter(kind="place").exists()


def test_who_comes_back_finds_their_progress(cast: Cast, run: Run) -> None:
    (enrolment,) = enrol(run, cast.ada)
    study.complete(enrolment, step_of(run.programme, "welcome"))
    leave(enrolment, by=cast.ada)
    again = join(run, by=cast.ada)
    assert again.pk == enrolment.pk
    assert plan_of(run, again).completed == 1


# Taking steps


def test_a_visit_is_kept_and_continuing_goes_to_what_is_undone(cast: Cast, run: Run, as_member: SignIn) -> None:
    enrol(run, cast.ada)
    ada = as_member(cast.ada)
    ada.get(step_url(run, "welcome"))
    ada.post(step_url(run, "welcome", "complete"))
    response = ada.get(reverse("learning:continue", args=[run.pk]))
    assert response.headers["Location"] == step_url(run, "poll")


def test_a_mark_can_be_taken_back(cast: Cast, run: Run, as_member: SignIn) -> None:
    (enrolment,) = enrol(run, cast.ada)
    ada = as_member(cast.ada)
    ada.post(step_url(run, "welcome", "complete"))
    ada.post(step_url(run, "welcome", "complete"), {"undo": "yes"})
    assert not Progress.objects.filter(enrolment=enrolment, completed_at__isnull=False).exists()


def test_a_week_opens_on_its_date_in_the_time_zone_of_the_run(cast: Cast, as_member: SignIn) -> None:
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False):
        made = programme(cast.fia)
        run = run_of(made, cast.fia, pacing=Pacing.WEEKLY, time_zone="Pacific/Auckland", starts_on=timezone.localdate())
        enrol(run, cast.ada)
        assert as_member(cast.ada).get(step_url(run, "talk")).status_code == 403
        assert as_member(cast.fia).get(step_url(run, "talk")).status_code == 200
    with time_machine.travel("2026-03-08T10:59:00Z", tick=False):
        assert as_member(cast.ada).get(step_url(run, "talk")).status_code == 403
    with time_machine.travel("2026-03-08T11:01:00Z", tick=False):  # midnight in Auckland
        assert as_member(cast.ada).get(step_url(run, "talk")).status_code == 200


def test_a_quiz_gives_feedback_and_completes_when_passed(cast: Cast, run: Run, as_member: SignIn) -> None:
    (enrolment,) = enrol(run, cast.ada)
    ada = as_member(cast.ada)
    ada.post(step_url(run, "check", "quiz"), {"q0": "1"})
    page = ada.get(step_url(run, "check")).content.decode()
    assert "Welding is a technical skill." in page
    assert not Progress.objects.filter(enrolment=enrolment, completed_at__isnull=False).exists()
    ada.post(step_url(run, "check", "quiz"), {"q0": "0"})
    assert "You passed." in ada.get(step_url(run, "check")).content.decode()
    assert Progress.objects.filter(enrolment=enrolment, completed_at__isnull=False).count() == 1


def test_a_quiz_does_not_tell_the_answers_before_one_answers(cast: Cast, run: Run, as_member: SignIn) -> None:
    enrol(run, cast.ada)
    page = as_member(cast.ada).get(step_url(run, "check")).content.decode()
    assert "Yes: it is about people." not in page


def test_a_poll_shows_results_after_the_vote(cast: Cast, run: Run, as_member: SignIn) -> None:
    enrol(run, cast.ada)
    ada = as_member(cast.ada)
    assert "What people answered" not in ada.get(step_url(run, "poll")).content.decode()
    ada.post(step_url(run, "poll", "poll"), {"choice": "2"})
    assert "What people answered" in ada.get(step_url(run, "poll")).content.decode()


def test_a_vote_for_nothing_or_for_no_option_is_refused(cast: Cast, run: Run, as_member: SignIn) -> None:
    enrol(run, cast.ada)
    ada = as_member(cast.ada)
    assert ada.post(step_url(run, "poll", "poll"), {}).status_code == 422
    assert ada.post(step_url(run, "poll", "poll"), {"choice": "9"}).status_code == 422


def test_work_handed_in_is_read_by_the_facilitator_and_nobody_next_door(
    cast: Cast, run: Run, as_member: SignIn
) -> None:
    enrol(run, cast.ada, cast.ben)
    file = SimpleUploadedFile("plan.txt", b"Listen first, ask second, advise last.", "text/plain")
    response = as_member(cast.ada).post(step_url(run, "talk", "hand_in"), {"text": "Five lines.", "file": file})
    assert response.status_code == 302
    made = HandIn.objects.get()
    read, fetch = reverse("learning:hand_in_read", args=[made.pk]), reverse("learning:hand_in_file", args=[made.pk])
    for refused in (cast.ben, cast.zeno, cast.mia):
        assert as_member(refused).get(read).status_code == 404
        assert as_member(refused).get(fetch).status_code == 404
    assert as_member(cast.ada).get(read).status_code == 403
    download = as_member(cast.fia).get(fetch)
    assert download.getvalue() == b"Listen first, ask second, advise last."
    assert download.headers["Content-Disposition"].startswith("attachment")
    as_member(cast.fia).post(read, {"text": "Good start."})
    assert cast.ada.user.notices.filter(kind="feedback").count() == 1
    assert "Good start." in as_member(cast.ada).get(step_url(run, "talk")).content.decode()


def test_a_hand_in_of_nothing_or_of_a_program_is_refused(cast: Cast, run: Run, as_member: SignIn) -> None:
    enrol(run, cast.ada)
    ada = as_member(cast.ada)
    assert ada.post(step_url(run, "talk", "hand_in"), {"text": " "}).status_code == 422
    page = SimpleUploadedFile("plan.pdf", b"<html><script>alert(1)</script></html>", "application/pdf")
    refused = ada.post(step_url(run, "talk", "hand_in"), {"text": "Kept text", "file": page})
    assert refused.status_code == 422
    assert "Kept text" in refused.content.decode()
    assert not HandIn.objects.exists()


# The end


def complete_all(enrolment: Enrolment, *, but: int = 0) -> None:
    steps = list(Step.objects.published().filter(programme=enrolment.run.programme))
    for step in steps[: len(steps) - but]:
        study.complete(enrolment, step)


def test_a_certificate_is_earned_with_nine_of_ten_steps_and_can_be_checked_by_anybody(
    cast: Cast, run: Run, as_member: SignIn, client: GuardedClient
) -> None:
    (enrolment,) = enrol(run, cast.ada)
    complete_all(enrolment, but=1)  # five of six: 83 %
    ada = as_member(cast.ada)
    ada.post(reverse("learning:certificate_issue", args=[run.pk]))
    assert not Certificate.objects.exists()
    complete_all(enrolment)
    ada.post(reverse("learning:certificate_issue", args=[run.pk]))
    certificate = Certificate.objects.get()
    assert certificate.minutes == 150
    page = client.get(certificate.get_absolute_url()).content.decode()
    assert "Ada Practitioner" in page
    assert cast.ada.user.email not in page


def test_the_certificate_is_a_tagged_pdf(cast: Cast, run: Run, client: GuardedClient) -> None:
    (enrolment,) = enrol(run, cast.ada)
    complete_all(enrolment)
    certificate = study.issue_certificate(enrolment)
    response = client.get(reverse("learning:certificate_pdf", args=[certificate.code]))
    assert response.headers["Content-Type"] == "application/pdf"
    text = unpacked(response.content)
    assert b"pdfuaid" in text
    assert b"/MarkInfo" in text
    assert certificate.code.encode() in text


def test_a_code_is_found_however_it_is_typed(cast: Cast, run: Run, client: GuardedClient) -> None:
    (enrolment,) = enrol(run, cast.ada)
    complete_all(enrolment)
    certificate = study.issue_certificate(enrolment)
    typed = certificate.code.lower().replace("-", " ")
    response = client.get(reverse("learning:certificate_search"), {"code": typed})
    assert response.headers["Location"] == certificate.get_absolute_url()
    wrong = client.get(reverse("learning:certificate_search"), {"code": "AAAA-AAAA-AAAA"})
    assert "No certificate has this code" in wrong.content.decode()


def test_events_come_as_a_calendar(cast: Cast, run: Run, as_member: SignIn) -> None:
    enrol(run, cast.ada)
    meet = step_of(run.programme, "meet")
    prefix = f"event-{meet.pk}"
    as_member(cast.fia).post(
        reverse("learning:run_dates", args=[run.pk]),
        {
            "part": prefix,
            f"{prefix}-starts_at": "2026-07-01T10:00",
            f"{prefix}-minutes": "60",
            f"{prefix}-place": "Hall",
        },
    )
    body = as_member(cast.ada).get(reverse("learning:events", args=[run.pk])).content.decode()
    assert "DTSTART;TZID=Europe/London:20260701T100000" in body
    assert "LOCATION:Hall" in body


# Many


def test_a_plan_costs_the_same_for_three_steps_and_for_thirty(cast: Cast) -> None:
    counts = []
    for size in (3, 30):
        shape = outline(f"Programme of {size}")
        shape.weeks[0].steps = [StepOutline(f"Step {n}", "article", "Text", 5, f"s{n}") for n in range(size)]
        shape.weeks = shape.weeks[:1]
        made = import_programme(shape, organisation=cast.fia.organisation, by=cast.fia, publish=True)
        run = run_of(made, cast.fia)
        (enrolment,) = enrol(run, cast.ada)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            plan = plan_of(run, enrolment)
        assert len(plan.steps) == size
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_step_page_asks_the_database_seldom(cast: Cast, run: Run, as_member: SignIn) -> None:
    enrol(run, cast.ada)
    ada = as_member(cast.ada)
    ada.get(step_url(run, "welcome"))
    with CaptureQueriesContext(connection) as captured:
        assert ada.get(step_url(run, "welcome")).status_code == 200
    assert len(captured) <= 15


def test_who_was_enrolled_does_not_see_the_run_while_it_is_prepared_anew(
    cast: Cast, run: Run, as_member: SignIn
) -> None:
    enrol(run, cast.ada)
    Run.objects.update(state=RunState.DRAFT)
    assert as_member(cast.ada).get(step_url(run, "welcome")).status_code == 404
    assert as_member(cast.fia).get(step_url(run, "welcome")).status_code == 200


def test_what_is_kept_of_a_text_changes_with_it_and_with_the_language(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wayline.learning.step_page._", lambda text: f"{text} ({translation.get_language()})")
    made, other = programme(cast.fia), programme(cast.fia, title="Another")
    text = "[Plan](files/plan.pdf)\n\n| a |\n|---|\n| b |"
    first = body_html(text, made)
    assert f"/{made.slug}/" in first
    assert f"/{other.slug}/" in body_html(text, other)
    assert "<h3>" in body_html("# Head", made, top=3)
    assert "<h2>" in body_html("# Head", made, top=2)
    with translation.override("it"):
        assert 'aria-label="Table (it)"' in body_html(text, made)
    assert body_html(text, made) == first


def test_my_learning_lists_my_runs_only(cast: Cast, run: Run, as_member: SignIn) -> None:
    enrol(run, cast.ada)
    assert "Spring run" in as_member(cast.ada).get(reverse("learning:my_learning")).content.decode()
    empty = as_member(cast.ben).get(reverse("learning:my_learning")).content.decode()
    assert "You have not joined a programme yet" in empty


def test_run_pages_are_for_the_facilitators_of_the_run(cast: Cast, run: Run, as_member: SignIn) -> None:
    names = ("run_settings", "run_dates", "run_invitations", "run_learners", "run_hand_ins")
    for name in names:
        url = reverse(f"learning:{name}", args=[run.pk])
        assert as_member(cast.fia).get(url).status_code == 200, name
        assert as_member(cast.ada).get(url).status_code == 403, name
        assert as_member(cast.zeno).get(url).status_code == 404, name


def test_a_run_in_preparation_is_seen_by_the_team_only(cast: Cast) -> None:
    run = run_of(programme(cast.fia), cast.fia, state=RunState.DRAFT)
    assert not Run.objects.visible_to(cast.ada).filter(pk=run.pk).exists()
    assert Run.objects.visible_to(cast.mia).filter(pk=run.pk).exists()


def test_invitations_name_the_line_that_is_wrong(cast: Cast, run: Run, as_member: SignIn) -> None:
    url = reverse("learning:run_invitations", args=[run.pk])
    refused = as_member(cast.fia).post(url, {"emails": "good@example.org\nnot an address"})
    assert refused.status_code == 422
    assert "Line 2" in refused.content.decode()
    assert run.invitations.count() == 0


def test_an_ended_run_cannot_be_joined_but_is_still_read(cast: Cast, run: Run, as_member: SignIn) -> None:
    enrol(run, cast.ada)
    Run.objects.filter(pk=run.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    late = member(of=cast.ada.organisation)
    assert as_member(late).post(reverse("learning:join", args=[run.pk])).status_code == 403
    assert as_member(cast.ada).get(step_url(run, "welcome")).status_code == 200
