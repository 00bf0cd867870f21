"""Writing steps: order, the form of every kind, quizzes without scripts, two authors at once, preview."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.learning import writing
from wayline.learning.actions import programmes as actions
from wayline.learning.actions import structure
from wayline.learning.content import questions_of
from wayline.learning.drafts import newest_version
from wayline.learning.forms.quiz import QuizEditor
from wayline.learning.models import Programme, Step
from wayline.learning.packages.outline import Answer, Question
from wayline.people.models import Membership

SignIn = Callable[[Membership], GuardedClient]
database = pytest.mark.django_db


def order(programme: Programme) -> list[list[str]]:
    return [list(week.steps.order_by("position").values_list("key", flat=True)) for week in programme.weeks.all()]


def editor(step: Step) -> str:
    return reverse("learning:step_edit", args=[step.programme.slug, step.pk])


@database
@pytest.mark.parametrize(
    ("key", "to", "expected"),
    [
        ("hear", "up", [["hear", "welcome", "rivers"], ["vote", "watch"]]),
        ("hear", "down", [["welcome", "rivers", "hear"], ["vote", "watch"]]),
        ("rivers", "down", [["welcome", "hear"], ["rivers", "vote", "watch"]]),
        ("vote", "up", [["welcome", "hear", "rivers", "vote"], ["watch"]]),
        ("welcome", "up", [["welcome", "hear", "rivers"], ["vote", "watch"]]),
        ("watch", "down", [["welcome", "hear", "rivers"], ["vote", "watch"]]),
    ],
)
def test_a_button_moves_a_step_one_place(
    cast: Cast, as_member: SignIn, key: str, to: str, expected: list[list[str]]
) -> None:
    programme = writing.programme(cast.fia)
    step = writing.step(programme, key)
    as_member(cast.fia).post(reverse("learning:step_move", args=[programme.slug, step.pk]), {"to": to})
    assert order(programme) == expected


@database
def test_weeks_are_added_renamed_moved_and_deleted(cast: Cast, as_member: SignIn) -> None:
    programme, client = writing.programme(cast.fia), as_member(cast.fia)
    slug = programme.slug
    client.post(reverse("learning:week_add", args=[slug]), {"title": "Asking", "intro": "Third"})
    listening, asking, third = programme.weeks.all()
    assert (asking.key, third.key) == ("asking", "asking-2")
    client.post(reverse("learning:week_move", args=[slug, third.pk]), {"to": "up"})
    client.post(reverse("learning:week_edit", args=[slug, third.pk]), {"title": "Practice", "intro": ""})
    assert list(programme.weeks.values_list("title", "key")) == [
        ("Listening", "listening"), ("Practice", "asking-2"), ("Asking", "asking"),
    ]  # fmt: skip
    client.post(reverse("learning:week_delete", args=[slug, listening.pk]))
    assert programme.weeks.count() == 3, "a week with steps stays"
    client.post(reverse("learning:week_delete", args=[slug, third.pk]))
    assert list(programme.weeks.values_list("position", "title")) == [(1, "Listening"), (2, "Asking")]


@database
@pytest.mark.parametrize(
    "kind", ["article", "video", "audio", "discussion", "exercise", "quiz", "poll", "download", "event"]
)
def test_a_new_step_of_every_kind_opens_in_its_editor(cast: Cast, as_member: SignIn, kind: str) -> None:
    programme, client = writing.programme(cast.fia), as_member(cast.fia)
    week = programme.weeks.all()[0]
    address = reverse("learning:step_add", args=[programme.slug, week.pk])
    response = client.post(address, {"title": "Something new", "kind": kind})
    step = Step.objects.get(programme=programme, kind=kind, key="something-new")
    assert response["Location"] == editor(step)
    assert client.get(editor(step)).status_code == 200
    assert client.get(reverse("learning:step_preview", args=[programme.slug, step.pk])).status_code == 200


@database
def test_a_step_that_learners_read_is_withdrawn_and_not_deleted(cast: Cast, as_member: SignIn) -> None:
    programme, client = writing.programme(cast.fia), as_member(cast.fia)
    read, draft = writing.step(programme, "welcome"), writing.step(programme, "hear")
    actions.publish_step(read, by=cast.fia)
    for step in (read, draft):
        client.post(reverse("learning:step_delete", args=[programme.slug, step.pk]))
    assert order(programme)[0] == ["welcome", "rivers"]
    client.post(reverse("learning:step_withdraw", args=[programme.slug, read.pk]))
    assert not Step.objects.published().filter(pk=read.pk).exists()
    client.post(reverse("learning:step_bring_back", args=[programme.slug, read.pk]))
    assert Step.objects.published().filter(pk=read.pk).exists()


@database
@pytest.mark.parametrize("key", ["welcome", "hear", "rivers", "vote", "watch"])
def test_saving_without_a_change_writes_no_version(cast: Cast, as_member: SignIn, key: str) -> None:
    """The form of every kind gives back what it was opened with."""
    step = writing.step(writing.programme(cast.fia), key)
    response = as_member(cast.fia).post(editor(step), writing.form_of(step))
    assert response.status_code == 302
    assert step.versions.count() == 1


@database
def test_saving_writes_the_next_version_and_learners_go_on_reading_the_old_one(cast: Cast, as_member: SignIn) -> None:
    step = writing.step(writing.programme(cast.fia, publish=True), "welcome")
    client = as_member(cast.fia)
    client.post(editor(step), writing.form_of(step, body="Hello again.", minutes=12, note="Shorter"))
    newest = newest_version(step)
    assert (newest.number, newest.body, newest.minutes, newest.note) == (2, "Hello again.", 12, "Shorter")
    assert newest.author == cast.fia.user
    step.refresh_from_db()
    assert step.published is not None
    assert step.published.number == 1
    client.post(editor(step), writing.form_of(step, act="publish"))
    step.refresh_from_db()
    assert step.published.number == 2


@database
@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("welcome", {"title": " "}),
        ("welcome", {"minutes": "-1"}),
        ("welcome", {"minutes": "601"}),
        ("vote", {"options": "only one"}),
        ("vote", {"options": "same\nsame"}),
        ("watch", {"media": "http://example.org/film"}),
        ("watch", {"media": "files/nowhere.mp4"}),
        ("watch", {"captions": "https://example.org/captions.vtt"}),
        ("rivers", {"q0-a0-right": ""}),
        ("rivers", {"q0-text": ""}),
        ("rivers", {"q0-answers": "1"}),
        ("rivers", {"q0-a1-text": "Po"}),
        ("rivers", {"q0-a0-share": "50"}),
        ("rivers", {"q0-a0-share": "120"}),
        ("rivers", {"q0-kind": "number"}),
        ("rivers", {"q0-kind": "matching"}),
        ("rivers", {"q0-kind": "essay"}),
        ("rivers", {"pass_percent": "101"}),
    ],
)
def test_what_is_not_right_is_refused_and_nothing_typed_is_lost(
    cast: Cast, as_member: SignIn, key: str, changes: dict[str, str]
) -> None:
    step = writing.step(writing.programme(cast.fia), key)
    response = as_member(cast.fia).post(editor(step), writing.form_of(step, body="Typed in", **changes))
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert "Typed in" in response.content.decode()
    assert step.versions.count() == 1


@database
def test_captions_are_uploaded_with_the_step(cast: Cast, as_member: SignIn) -> None:
    step = writing.step(writing.programme(cast.fia), "watch")
    captions = SimpleUploadedFile("film.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello", "text/vtt")
    as_member(cast.fia).post(editor(step), writing.form_of(step, captions_file=captions))
    assert newest_version(step).content["captions"] == "files/film.vtt"
    assert step.programme.assets.get().media_type == "text/vtt"


@database
def test_rows_of_a_quiz_come_and_go_by_buttons_and_keep_what_was_typed(cast: Cast, as_member: SignIn) -> None:
    step = writing.step(writing.programme(cast.fia), "rivers")
    client = as_member(cast.fia)
    typed = writing.form_of(step, title="Rivers and hills", **{"q0-a1-text": "Vesuvio"})
    more = client.post(editor(step), typed | {"act": "add-0"})
    assert more.status_code == 200
    assert [form["text"].value() for form in more.context["quiz"].rows[0].answers] == ["Po", "Vesuvio", ""]
    assert more.context["form"]["title"].value() == "Rivers and hills"
    fewer = client.post(editor(step), typed | {"act": "drop-0-0"})
    assert [form["text"].value() for form in fewer.context["quiz"].rows[0].answers] == ["Vesuvio"]
    assert len(client.post(editor(step), typed | {"act": "add"}).context["quiz"].rows) == 2
    assert client.post(editor(step), typed | {"act": "drop-0"}).context["quiz"].rows == []
    assert step.versions.count() == 1


@database
@pytest.mark.parametrize("act", ["drop-7", "drop-0-9", "add-9", "add--1", "drop-", "drop-x-y"])
def test_a_button_for_a_row_that_is_not_there_changes_nothing(cast: Cast, as_member: SignIn, act: str) -> None:
    step = writing.step(writing.programme(cast.fia), "rivers")
    response = as_member(cast.fia).post(editor(step), writing.form_of(step, act=act))
    assert response.status_code == 200
    assert len(response.context["quiz"].rows[0].answers) == 2


@database
def test_a_part_of_the_mark_is_saved_as_a_share(cast: Cast, as_member: SignIn) -> None:
    step = writing.step(writing.programme(cast.fia), "rivers")
    changes = {"q0-kind": "multiple", "q0-a0-share": "25", "q0-a1-right": "on", "q0-a1-share": "75"}
    as_member(cast.fia).post(editor(step), writing.form_of(step, **changes))
    (question,) = questions_of(newest_version(step).content)
    assert [answer.fraction for answer in question.answers] == [0.25, 0.75]


QUESTIONS = st.builds(
    Question,
    text=st.text("abc é", min_size=1).filter(str.strip).map(str.strip),
    kind=st.sampled_from(["multiple", "text"]),
    answers=st.lists(
        st.builds(
            Answer,
            text=st.text("abcdef", min_size=1, max_size=9),
            fraction=st.sampled_from([0.0, 0.25, 1 / 3, 1.0]),
            feedback=st.text("abc", max_size=5),
        ),
        min_size=2,
        max_size=5,
        unique_by=lambda answer: answer.text,
    ).map(tuple).filter(lambda answers: any(answer.fraction for answer in answers)),
    marks=st.sampled_from([1.0, 2.5]),
    case_sensitive=st.booleans(),
    feedback=st.text("abc", max_size=5),
)  # fmt: skip


@given(st.lists(QUESTIONS, max_size=3).map(tuple))
def test_questions_come_through_the_form_as_they_went_in(questions: tuple[Question, ...]) -> None:
    sent: dict[str, object] = {"questions": str(len(questions))}
    for row in QuizEditor.of(questions).rows:
        sent[f"{row.prefix}-answers"] = str(len(row.answers))
        for form in (row.form, *row.answers):
            for bound in form:
                if bound.value() not in (None, False):
                    sent[bound.html_name] = str(bound.value())
    editor = QuizEditor.sent(sent, check=True)
    assert editor.errors() == []
    for got, given_ in zip(editor.questions(), questions, strict=True):
        assert (got.text, got.kind, got.marks, got.feedback, got.case_sensitive) == (
            given_.text, given_.kind, given_.marks, given_.feedback, given_.case_sensitive,
        )  # fmt: skip
        assert [(one.text, one.feedback) for one in got.answers] == [(one.text, one.feedback) for one in given_.answers]
        fractions = [one.fraction for one in given_.answers]
        assert [one.fraction for one in got.answers] == pytest.approx(fractions, abs=1e-6)


@database
def test_two_authors_at_once_lose_nothing(cast: Cast, as_member: SignIn) -> None:
    step = writing.step(writing.programme(cast.fia), "welcome")
    mine = writing.form_of(step, body="Hello from Fia.")
    theirs = writing.form_of(step, body="Hello from Amir.")
    as_member(cast.admin).post(editor(step), theirs)
    client = as_member(cast.fia)
    response = client.post(editor(step), mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Hello from Amir." in page
    assert response.context["form"]["body"].value() == "Hello from Fia."
    assert "Amir Administrator" in page
    assert step.versions.count() == 2
    client.post(editor(step), mine | {"base": response.context["form"]["base"].value()})
    assert list(step.versions.values_list("body", flat=True)) == [
        "Hello from Fia.", "Hello from Amir.", "Hello.\n\nThis is the beginning.",
    ]  # fmt: skip


@database
def test_the_file_of_a_refused_author_is_kept(cast: Cast, as_member: SignIn) -> None:
    """A browser does not send a file twice: after a conflict its address stands in the form."""
    step = writing.step(writing.programme(cast.fia), "watch")
    as_member(cast.admin).post(editor(step), writing.form_of(step, body="First"))
    captions = SimpleUploadedFile("film.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello", "text/vtt")
    response = as_member(cast.fia).post(editor(step), writing.form_of(step, base="1", captions_file=captions))
    assert response.status_code == 409
    assert response.context["form"]["captions"].value() == "files/film.vtt"


@database
def test_a_preview_shows_what_is_typed_and_saves_nothing(cast: Cast, as_member: SignIn) -> None:
    step = writing.step(writing.programme(cast.fia), "rivers")
    changes = {"act": "preview", "body": "## A heading\n\nText", "q0-text": "Which **one** is it?"}
    page = as_member(cast.fia).post(editor(step), writing.form_of(step, **changes))
    html = page.content.decode()
    assert page.status_code == 200
    assert "A heading</h3>" in html
    assert "<strong>one</strong>" in html
    assert step.versions.count() == 1


@database
def test_a_preview_runs_no_script(cast: Cast, as_member: SignIn) -> None:
    step = writing.step(writing.programme(cast.fia), "welcome")
    body = "<script>alert(1)</script> [x](javascript:alert(1))"
    html = as_member(cast.fia).post(editor(step), writing.form_of(step, act="preview", body=body)).content.decode()
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


@database
def test_a_draft_is_kept_by_the_browser_until_it_was_saved(cast: Cast, as_member: SignIn) -> None:
    step = writing.step(writing.programme(cast.fia), "welcome")
    client = as_member(cast.fia)
    assert f'data-draft-key="step-{step.pk}-1"' in client.get(editor(step)).content.decode()
    saved = client.post(editor(step), writing.form_of(step, body="New"), follow=True)
    assert f'data-draft-posted="step-{step.pk}-1"' in saved.content.decode()


@database
def test_a_step_of_another_programme_is_not_edited_through_this_one(cast: Cast, as_member: SignIn) -> None:
    mine, theirs = writing.programme(cast.fia), writing.programme(cast.zeno, title="South")
    step = writing.step(theirs, "welcome")
    client = as_member(cast.fia)
    for name in ("step_edit", "step_preview", "step_history"):
        assert client.get(reverse(f"learning:{name}", args=[mine.slug, step.pk])).status_code == 404
    for name in ("step_move", "step_publish", "step_withdraw", "step_delete"):
        assert client.post(reverse(f"learning:{name}", args=[mine.slug, step.pk])).status_code == 404


@database
def test_a_published_step_is_talked_about_in_every_run(cast: Cast, as_member: SignIn) -> None:
    from django.utils import timezone

    from wayline.learning.actions.runs import create_run

    programme = writing.programme(cast.fia, publish=True)
    run = create_run(
        programme, organisation=cast.fia.organisation, by=cast.fia, title="Spring", starts_on=timezone.localdate()
    )
    step = structure.add_step(programme.weeks.all()[0], by=cast.fia, kind="article", title="Later")
    assert not run.step_threads.filter(step=step).exists()
    as_member(cast.fia).post(reverse("learning:step_publish", args=[programme.slug, step.pk]))
    assert run.step_threads.filter(step=step).exists()
