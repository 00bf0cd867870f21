"""FutureLearn run exports: every row is taken or named with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.learning.packages.samples import make_folder, make_zip, sample
from wayline.learning.packages.futurelearn import FutureLearnExport, RowProblem, TableFile, read_export
from wayline.learning.packages.futurelearn_outline import to_outline
from wayline.learning.packages.futurelearn_rows import TABLES, Comment
from wayline.learning.packages.outline import PackageError

ENROLMENTS = (
    "learner_id,enrolled_at,unenrolled_at,role,fully_participated_at,purchased_statement_at,gender,country,age_range,"
    "highest_education_level,employment_status,employment_area,detected_country\n"
    "a,2017-03-06 10:11:12 UTC,,learner,,,Unknown,GB,26-35,,,,GB\n"
    "b,2017-03-07 10:11:12 UTC,2017-03-20 08:00:00 UTC,learner,2017-04-01 00:00:00 UTC,,female,Unknown,,,,,IT\n"
)
ACTIVITY = (
    "learner_id,step,week_number,step_number,first_visited_at,last_completed_at\n"
    "a,1.1,1,1,2017-03-06 10:12:00 UTC,2017-03-06 10:20:00 UTC\n"
    "a,1.10,1,10,2017-03-07 10:12:00 UTC,\n"
    "b,2.1,2,1,2017-03-14 10:12:00 UTC,\n"
)
COMMENTS = (
    "id,author_id,parent_id,step,week_number,step_number,text,timestamp,likes,first_reported_at,first_reported_reason,"
    "moderation_state,moderated\n"
    '11,a,,1.1,1,1,"Hello, all\n* of you",2017-03-06 10:30:00 UTC,3,,,,\n'
    "12,t,11,1.1,1,1,Welcome a,2017-03-06 11:30:00 UTC,0,,,,\n"
    "13,b,,1.1,1,1,Buy pills,2017-03-06 12:30:00 UTC,0,2017-03-06 13:00:00 UTC,spam,,2017-03-06 14:00:00 UTC\n"
    "14,a,13,1.1,1,1,What is this?,2017-03-06 13:30:00 UTC,0,,,,\n"
)
TEAM = "id,first_name,last_name,team_role,user_role\nt,Tamsin,Hill,lead educator,educator\n"
FILES = {
    "coaching-7_enrolments.csv": ENROLMENTS,
    "coaching-7_step-activity.csv": ACTIVITY,
    "coaching-7_comments.csv": COMMENTS,
    "coaching-7_team-members.csv": TEAM,
}


def read(folder: Path, files: Mapping[str, str | bytes]) -> tuple[FutureLearnExport, list[RowProblem]]:
    return read_export(make_folder(folder / "export", files))


def rows(table: str, text: str) -> list[object]:
    return list(TableFile(io.StringIO(text), f"x_{table}.csv", TABLES[table]))


def test_a_run_is_read_from_a_folder_or_a_zip(tmp_path: Path) -> None:
    export, problems = read(tmp_path, FILES)
    zipped, _ = read_export(
        make_zip(tmp_path / "export.zip", {f"exports/{name}": text for name, text in FILES.items()})
    )
    (run,) = export.runs
    assert not problems
    assert zipped.runs == export.runs
    assert run.name == "coaching-7"
    first, second = run.enrolments
    assert first.enrolled_at == datetime(2017, 3, 6, 10, 11, 12, tzinfo=UTC)
    assert first.about == (("country", "GB"), ("age_range", "26-35"), ("detected_country", "GB"))
    assert second.unenrolled_at is not None
    assert second.fully_participated_at is not None
    assert [(visit.learner, visit.week, visit.step, visit.last_completed_at is not None) for visit in run.visits] == [
        ("a", 1, 1, True), ("a", 1, 10, False), ("b", 2, 1, False),
    ]  # fmt: skip
    assert run.steps == [(1, 1), (1, 10), (2, 1)]
    assert [(one.key, one.parent, one.likes, one.moderated) for one in run.comments] == [
        ("11", "", 3, False), ("12", "11", 0, False), ("13", "", 0, True), ("14", "13", 0, False),
    ]  # fmt: skip
    assert run.comments[0].text == "Hello, all\n* of you"
    assert run.team_members[0].name == "Tamsin Hill"


def test_header_rows_of_real_exports_are_all_known(tmp_path: Path) -> None:
    lines = sample("futurelearn/headers.txt").read_text().splitlines()
    headers = {line.partition(": ")[0].removeprefix("data/"): line.partition("cols=")[2] for line in lines if line}
    assert len(headers) == 4
    export, problems = read(tmp_path, {name: header + "\n" for name, header in headers.items()})
    assert not problems
    assert not export.unread_files
    unread = export.unread_columns
    assert set(unread) == {"cyber-security-7_video-stats.csv"}
    columns = set(headers["cyber-security-7_video-stats.csv"].split(","))
    read_columns = {"step_position", "title", "video_duration", "total_views"}
    assert set(unread["cyber-security-7_video-stats.csv"]) == columns - read_columns


def test_a_bad_row_is_named_with_file_line_and_column_and_the_rest_is_read(tmp_path: Path) -> None:
    bad = COMMENTS + (
        "15,a,,1.1,1,1,x,06/03/2017 10:30,0,,,,\n"
        "16,a,,1.1,1,1,x,2017-03-06 10:30:00 UTC,many,,,,\n"
        "17,,,1.1,1,1,x,2017-03-06 10:30:00 UTC,0,,,,\n"
        "18,a,,1.1,1,1,x,y,2017-03-06 10:30:00 UTC,0,,,,\n"
        "11,a,,1.1,1,1,again,2017-03-06 10:30:00 UTC,0,,,,\n"
        "19,a,,1.1,1,1,last,2017-03-06 10:30:00 UTC,0,,,,\n"
    )
    export, problems = read(tmp_path, {"c_comments.csv": bad})
    assert [comment.key for comment in export.runs[0].comments] == ["11", "12", "13", "14", "19"]
    # The header is line 1 and the first comment takes two lines.
    assert [(one.line, one.column) for one in problems] == [
        (7, "timestamp"), (8, "likes"), (9, "author_id"), (10, ""), (11, "id"),
    ]  # fmt: skip
    assert str(problems[0]).startswith("c_comments.csv, line 7, column timestamp: “06/03/2017 10:30” is not a date")
    assert all(one.advice for one in problems)


def test_a_text_that_is_not_utf_8_costs_its_row_only(tmp_path: Path) -> None:
    text = COMMENTS.encode() + "20,a,,1.1,1,1,caf\xe9,2017-03-06 10:30:00 UTC,0,,,,\n".encode("latin-1")
    export, problems = read(tmp_path, {"c_comments.csv": text})
    assert len(export.runs[0].comments) == 4
    assert [(one.line, one.column) for one in problems] == [(7, "text")]


@pytest.mark.parametrize(
    "text",
    [
        "id,author_id,parent_id,step,text,timestamp,moderated,likes\n5,a,,1.2,Hi,2014-01-02 03:04:05 UTC,,1\n",
        "\ufeffID;Author ID;Parent ID;Step;Text;Timestamp;Likes\n5;a;;1.2;Hi;2014-01-02T03:04:05Z;1\n",
        "comment_id,author,parent,week,step_number,text,created_at,likes\n"
        "5.0,a,NA,1,2,Hi,2014-01-02 04:04:05 +01:00,1\n",
    ],
)
def test_headers_of_other_years_and_tools_are_understood(text: str, tmp_path: Path) -> None:
    export, problems = read(tmp_path, {"c_comments.csv": text})
    assert not problems
    at = datetime(2014, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert export.runs[0].comments == [Comment("5", "a", "", 1, 2, "Hi", at, 1, moderated=False)]


def test_unknown_columns_and_files_are_named(tmp_path: Path) -> None:
    team = "id,first_name,shoe_size\nt,Tamsin,39\n"
    export, _ = read(tmp_path, {"c_team-members.csv": team, "notes.txt": "x", "c_marketing.csv": "a\n1\n"})
    assert export.unread_columns == {"c_team-members.csv": ("shoe_size",)}
    assert export.unread_files == ["c_marketing.csv", "notes.txt"]
    report = to_outline(export, "Coaching").report
    assert {"c_team-members.csv: shoe_size", "c_marketing.csv", "notes.txt"} <= {one.name for one in report.not_taken}


def test_a_file_without_a_needed_column_is_not_read() -> None:
    (problem,) = rows("comments", "id,author_id,text,timestamp\n1,a,x,2017-03-06 10:30:00 UTC\n")
    assert isinstance(problem, RowProblem)
    assert "step or step_number" in problem.problem


def test_no_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="No file of a FutureLearn export"):
        read(tmp_path, {"photo.jpg": b"\xff"})


def test_other_tables_are_read(tmp_path: Path) -> None:
    export, problems = read(
        tmp_path,
        {
            "c_question-response.csv": "learner_id,quiz_question,question_type,week_number,step_number,question_number,"
            "response,cloze_response,submitted_at,correct\n"
            "a,1.4.2,MultipleChoice,1,4,2,3,,2017-03-06 10:30:00 UTC,true\n",
            "c_leaving-survey-responses.csv": "id,learner_id,left_at,leaving_reason,last_completed_step_at,"
            "last_completed_step,last_completed_week_number,last_completed_step_number\n"
            "1,a,2017-03-06 10:30:00 UTC,No time,2017-03-06 10:30:00 UTC,1.4,1,4\n",
            "c_weekly-sentiment-survey-responses.csv": "id,responded_at,week_number,experience_rating,reason\n"
            "1,,2,3,Good\n",
            "c_archetype-survey-responses.csv": "id,learner_id,responded_at,archetype\n1,a,,Advancers\n",
            "c_peer-review-assignments.csv": "id,step,week_number,step_number,author_id,text,first_viewed_at,"
            "submitted_at,moderated,review_count\n9,2.3,2,3,a,My plan,,2017-03-06 10:30:00 UTC,,1\n",
            "c_peer-review-reviews.csv": "id,step,week_number,step_number,reviewer_id,assignment_id,"
            "guideline_one_feedback,guideline_two_feedback,guideline_three_feedback,created_at\n"
            "1,2.3,2,3,b,9,Clear,,More,\n",
            "c_video-stats.csv": "step_position,title,video_duration,total_views\n1.2,Welcome,121,400\n",
        },
    )
    (run,) = export.runs
    assert not problems
    assert (run.quiz_responses[0].question, run.quiz_responses[0].correct) == (2, True)
    assert (run.leaving_responses[0].reason, run.leaving_responses[0].step) == ("No time", 4)
    assert run.weekly_sentiments[0].rating == 3
    assert run.archetypes[0].archetype == "Advancers"
    assert run.peer_reviews[0].feedback == ("Clear", "More")
    assert run.steps == [(1, 2), (1, 4), (2, 3)]
    outline = to_outline(export, "Coaching").outline
    assert [step.title for week in outline.weeks for step in week.steps] == ["1.2 Welcome", "Step 1.4", "Step 2.3"]


def test_a_programme_is_made_from_weeks_steps_and_comments(tmp_path: Path) -> None:
    export, _ = read(tmp_path, FILES)
    imported = to_outline(export, "Coaching")
    outline, report = imported.outline, imported.report
    assert [(week.title, [(step.title, step.kind, step.key) for step in week.steps]) for week in outline.weeks] == [
        ("Week 1", [("Step 1.1", "discussion", "step-1-1"), ("Step 1.10", "article", "step-1-10")]),
        ("Week 2", [("Step 2.1", "article", "step-2-1")]),
    ]
    assert all("not part of a FutureLearn export" in step.body for week in outline.weeks for step in week.steps)
    posts = outline.weeks[0].steps[0].posts
    assert [(post.key, post.author, post.parent, post.likes) for post in posts] == [
        ("11", "a", "", 3), ("12", "Tamsin Hill", "11", 0), ("14", "a", "", 0),
    ]  # fmt: skip
    assert posts[0].text == "Hello, all\\\n\\* of you"
    named = {(one.what, one.name) for one in report.not_taken}
    assert {("comment", "13"), ("text of a step", "Step 2.1"), ("enrolments", "coaching-7: 2 rows")} <= named
    assert [one.name for one in report.changed] == ["14"]
    assert report.taken == {"discussion": 1, "article": 2, "week": 2, "comment": 3}


def test_runs_side_by_side_keep_their_comments_apart(tmp_path: Path) -> None:
    files = {"c-1_comments.csv": COMMENTS, "c-2_comments.csv": COMMENTS}
    export, problems = read(tmp_path, files)
    assert not problems
    assert [run.name for run in export.runs] == ["c-1", "c-2"]
    posts = to_outline(export, "Coaching").outline.weeks[0].steps[0].posts
    assert sorted(post.key for post in posts) == ["c-1-11", "c-1-12", "c-1-14", "c-2-11", "c-2-12", "c-2-14"]
    assert {post.parent for post in posts} == {"", "c-1-11", "c-2-11"}


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=40)


@given(st.lists(st.tuples(TEXT, st.integers(0, 999)), max_size=8))
def test_any_text_that_csv_can_hold_comes_back(given_rows: list[tuple[str, int]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "author_id", "parent_id", "step", "text", "timestamp", "likes"])
    for number, (text, likes) in enumerate(given_rows):
        writer.writerow([number, "a", "", "1.1", text, "2017-03-06 10:11:12 UTC", likes])
    out.seek(0)
    got = list(TableFile(io.StringIO(out.getvalue(), newline=""), "x_comments.csv", TABLES["comments"]))
    assert [(one.text, one.likes) for one in got if isinstance(one, Comment)] == [
        (text.strip(), likes) for text, likes in given_rows
    ]


@given(st.text(max_size=200), st.sampled_from(sorted(TABLES)))
def test_no_file_breaks_the_reader_and_every_problem_has_a_line(text: str, table: str) -> None:
    header = ",".join(sorted(TABLES[table].columns))
    content = f"{header}\n{text}"
    for row in TableFile(io.StringIO(content, newline=""), f"x_{table}.csv", TABLES[table]):
        if isinstance(row, RowProblem):
            assert 2 <= row.line <= len(re.findall(r"\r\n|\r|\n", content)) + 2
            assert row.problem
            assert row.advice
