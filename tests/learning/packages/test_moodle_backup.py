"""Moodle backups become programmes that can be taken, and every part that does not is named."""

from __future__ import annotations

import re
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from tests.learning.packages.moodle_course import MoodleCourse, html
from tests.learning.packages.samples import make_zip, sample
from wayline.learning.packages.moodle_backup import read_backup
from wayline.learning.packages.outline import Imported, PackageError, StepOutline

Reader = Callable[..., Imported]
SAMPLES = ["backup.mbz", "legacy_course_completion.mbz", "moodle_311_quiz.mbz", "test_tags_backup.mbz"]


def members(path: Path) -> dict[str, bytes]:
    """The files of a backup, read without the code under test."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    with tarfile.open(path) as tar:
        return {one.name: tar.extractfile(one).read() for one in tar if one.isfile()}  # type: ignore[union-attr]


def parsed(path: Path, pattern: str) -> list[Element]:
    return [fromstring(content) for name, content in members(path).items() if re.fullmatch(pattern, name)]  # noqa: S314 - our samples


def steps(imported: Imported) -> list[StepOutline]:
    return [step for week in imported.outline.weeks for step in week.steps]


def only(imported: Imported) -> StepOutline:
    (step,) = steps(imported)
    return step


def not_taken(imported: Imported) -> set[tuple[str, str]]:
    return {(one.what, one.name) for one in imported.report.not_taken}


def changed(imported: Imported) -> set[tuple[str, str]]:
    return {(one.what, one.name) for one in imported.report.changed}


@pytest.fixture
def course() -> MoodleCourse:
    made = MoodleCourse()
    made.section("1", 1, "Listening")
    return made


@pytest.fixture
def read(tmp_path: Path, course: MoodleCourse) -> Reader:
    def run(packed: str = "tar") -> Imported:
        return read_backup(course.write(tmp_path / "course.mbz", packed=packed), tmp_path / "unpacked")

    return run


@pytest.mark.parametrize("name", SAMPLES)
def test_every_activity_and_section_of_a_real_backup_is_taken_or_named(name: str, tmp_path: Path) -> None:
    path = sample(f"mbz/{name}")
    imported = read_backup(path, tmp_path / "unpacked")
    listed = parsed(path, r"moodle_backup\.xml")[0].findall("information/contents/activities/activity")
    titles = {activity.findtext("title") for activity in listed}
    assert titles <= {step.title for step in steps(imported)} | {one.name for one in imported.report.not_taken}
    sections = parsed(path, r"sections/[^/]+/section\.xml")
    empty = [one for one in imported.report.not_taken if one.what == "section"]
    filled = [section for section in sections if section.findtext("sequence")]
    assert len(empty) == len(sections) - len(filled)
    assert len(imported.outline.weeks) == max(1, len(filled))
    blocks = parsed(path, r"course/blocks/[^/]+/block\.xml")
    assert {("block", block.findtext("blockname")) for block in blocks} <= not_taken(imported)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_real_backup_becomes_a_programme_that_can_be_taken(name: str, tmp_path: Path) -> None:
    path = sample(f"mbz/{name}")
    imported = read_backup(path, tmp_path / "unpacked")
    information = parsed(path, r"moodle_backup\.xml")[0]
    assert imported.outline.title == information.findtext("information/original_course_fullname")
    assert imported.outline.weeks
    for week in imported.outline.weeks:
        assert week.title
        assert week.steps
    for step in steps(imported):
        assert step.title
        assert step.minutes > 0
        assert step.body or step.questions
    keys = [step.key for step in steps(imported)]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) for key in keys)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_question_of_a_real_bank_is_asked_or_named(name: str, tmp_path: Path) -> None:
    path = sample(f"mbz/{name}")
    imported = read_backup(path, tmp_path / "unpacked")
    bank = parsed(path, r"questions\.xml")[0]
    fixed = [question for question in bank.iter("question") if question.findtext("qtype") != "random"]
    asked = sum(len(step.questions) for step in steps(imported))
    named = [one for one in imported.report.not_taken if one.what == "question"]
    assert asked + len(named) == len(fixed)


def test_random_slots_of_311_ask_a_fixed_question_of_their_tags(tmp_path: Path) -> None:
    imported = read_backup(sample("mbz/moodle_311_quiz.mbz"), tmp_path / "unpacked")
    quiz = only(imported)
    assert [question.text for question in quiz.questions] == ["First question text.", "Second question text."]
    first = quiz.questions[0]
    assert first.kind == "true_false"
    assert [(answer.text, answer.fraction) for answer in first.answers] == [("True", 0.0), ("False", 1.0)]
    assert ("random question", "moodle_311_quiz, 1") in changed(imported)
    assert ("random question", "moodle_311_quiz, 2") in not_taken(imported)


def test_real_assignment_says_what_to_hand_in_and_leaves_work_where_it_is(tmp_path: Path) -> None:
    imported = read_backup(sample("mbz/legacy_course_completion.mbz"), tmp_path / "unpacked")
    task = only(imported)
    assert (task.kind, task.hand_in, task.body) == ("exercise", "text", "Submit your online text")
    assert ("submissions", "Test assignment name") in not_taken(imported)
    assert ("people", "3 people") in not_taken(imported)


@pytest.mark.parametrize("packed", ["tar", "zip"])
def test_sections_and_modules_keep_the_order_of_the_course(course: MoodleCourse, read: Reader, packed: str) -> None:
    course.section("9", 0, "", order="3")
    course.module("1", "page", "Second", html("b", "content"))
    course.module("1", "page", "First", html("a", "content"))
    course.module("9", "page", "Welcome", html("w", "content"))
    course.sections["1"] = ["2", "1"]
    outline = read(packed).outline
    assert [week.title for week in outline.weeks] == ["General", "Listening"]
    assert [step.title for step in outline.weeks[1].steps] == ["First", "Second"]
    assert (outline.language, outline.description, outline.summary) == ("it", "How to **coach**.", "How to coach.")
    assert outline.source == "Coaching, https://moodle.example/course/view.php?id=5"


def test_pictures_and_links_of_a_page_lead_to_its_files(course: MoodleCourse, read: Reader) -> None:
    text = (
        '<p>See <img src="@@PLUGINFILE@@/sub/my%20plan.png" alt="the plan"> '
        'and <a href="@@PLUGINFILE@@/none.pdf">it</a></p>'
    )
    key = course.module("1", "page", "Plan", html(text, "content"))
    course.file(f"1{key:0>2}", "content", "my plan.png", b"png", kind="image/png", folder="/sub/")
    course.file("188", "content", "my plan.png", b"of another module", kind="image/png", folder="/sub/")
    imported = read()
    assert only(imported).body == "See ![the plan](files/my-plan.png) and it"
    (asset,) = imported.outline.assets
    assert (asset.name, asset.path.read_bytes(), asset.media_type) == ("my-plan.png", b"png", "image/png")
    assert ("file", "my plan.png") in not_taken(imported)
    assert any("none.pdf" in name for _, name in changed(imported))


def test_files_of_one_name_stay_apart_and_the_same_file_is_kept_once(course: MoodleCourse, read: Reader) -> None:
    for content in (b"one", b"two", b"one"):
        key = course.module("1", "resource", f"Sheet {len(course.modules)}", html("Read it."))
        course.file(f"1{key:0>2}", "content", "sheet.pdf", content, kind="application/pdf")
    imported = read()
    assert [step.download for step in steps(imported)] == ["files/sheet.pdf", "files/sheet-2.pdf", "files/sheet.pdf"]
    assert [asset.path.read_bytes() for asset in imported.outline.assets] == [b"one", b"two"]
    assert imported.report.taken["file"] == 2


def test_a_file_whose_content_is_missing_is_named(course: MoodleCourse, read: Reader) -> None:
    key = course.module("1", "resource", "Sheet", html("Read it."))
    course.file(f"1{key:0>2}", "content", "sheet.pdf", b"x", held=False)
    imported = read()
    assert (only(imported).kind, only(imported).body) == ("article", "Read it.")
    assert ("file", "sheet.pdf") in not_taken(imported)


@pytest.mark.parametrize(
    ("media_type", "kind"), [("video/mp4", "video"), ("audio/mpeg", "audio"), ("text/csv", "download")]
)
def test_a_file_becomes_the_step_of_its_medium(course: MoodleCourse, read: Reader, media_type: str, kind: str) -> None:
    key = course.module("1", "resource", "Talk", html("Listen."))
    course.file(f"1{key:0>2}", "content", "talk.bin", b"x", kind=media_type)
    step = only(read())
    assert step.kind == kind
    assert "files/talk.bin" in (step.media, step.download)


def test_a_book_becomes_one_article_a_chapter_with_headings_for_subchapters(course: MoodleCourse, read: Reader) -> None:
    chapters = "".join(
        f'<chapter id="{key}"><pagenum>{page}</pagenum><subchapter>{sub}</subchapter><title>{title}</title>'
        f"{html(text, 'content')}<hidden>{hidden}</hidden></chapter>"
        for key, page, sub, title, text, hidden in (
            ("71", 2, 1, "Open ones", "How?", 0), ("70", 1, 0, "Questions", "Ask.", 0),
            ("72", 3, 0, "Silence", "Wait.", 1),
        )
    )  # fmt: skip
    course.module("1", "book", "Skills", html("Two skills.") + f"<chapters>{chapters}</chapters>")
    imported = read()
    assert [(step.title, step.key, step.body) for step in steps(imported)] == [
        ("Skills: Questions", "book-1-70", "Two skills.\n\nAsk.\n\n## Open ones\n\nHow?"),
        ("Skills: Silence", "book-1-72", "Wait."),
    ]
    assert {("book", "Skills"), ("hidden chapter", "Skills: Silence")} <= changed(imported)


def post(key: str, parent: str, user: str, text: str, *, extra: str = "") -> str:
    return (
        f'<post id="{key}"><parent>{parent}</parent><userid>{user}</userid><created>{1488795072 + int(key)}</created>'
        f"<subject>Re: Hello</subject>{html(text, 'message')}{extra}</post>"
    )


def forum(posts: str, kind: str = "general") -> str:
    discussion = f'<discussion id="1"><name>Hello</name><posts>{posts}</posts></discussion>'
    return f"<type>{kind}</type>{html('What helped you?')}<discussions>{discussion}</discussions>"


def test_a_forum_keeps_its_posts_with_authors_answers_and_times(course: MoodleCourse, read: Reader) -> None:
    course.users(("5", "anna", "Anna", "Rossi"), ("6", "annar", "Anna", "Rossi"), ("7", "ben", "Ben", "Okoro"))
    posts = (
        post("2", "1", "7", "Me too")
        + post("1", "0", "5", "Silence")
        + post("3", "2", "6", "And")
        + post("4", "0", "8", "I")
    )
    course.module("1", "forum", "Talk", forum(posts))
    imported = read()
    step = only(imported)
    assert (step.kind, step.body) == ("discussion", "What helped you?")
    assert [(one.key, one.parent, one.author, one.text) for one in step.posts] == [
        ("1", "", "Anna Rossi (anna)", "Silence"),
        ("2", "1", "Ben Okoro", "Me too"),
        ("3", "2", "Anna Rossi (annar)", "And"),
        ("4", "", "Learner 8", "I"),
    ]
    assert step.posts[0].at is not None
    assert step.posts[0].at.isoformat() == "2017-03-06T10:11:13+00:00"
    assert imported.report.taken["post"] == 4


def test_private_and_deleted_posts_stay_out_and_their_answers_stand_alone(course: MoodleCourse, read: Reader) -> None:
    posts = (
        post("1", "0", "5", "Gone", extra="<deleted>1</deleted>")
        + post("2", "1", "6", "Answer")
        + post("3", "2", "7", "For you alone", extra="<privatereplyto>6</privatereplyto>")
    )
    course.module("1", "forum", "Talk", forum(posts))
    imported = read()
    assert [(one.key, one.parent) for one in only(imported).posts] == [("2", "")]
    assert [one.what for one in imported.report.not_taken].count("post") == 2


def test_a_single_discussion_opens_with_its_first_post(course: MoodleCourse, read: Reader) -> None:
    course.module("1", "forum", "Talk", forum(post("1", "0", "5", "Why?") + post("2", "1", "6", "So"), "single"))
    step = only(read())
    assert step.body == "What helped you?\n\nWhy?"
    assert [(one.key, one.parent) for one in step.posts] == [("2", "")]


def test_labels_stand_in_the_introduction_or_with_the_step_that_follows(course: MoodleCourse, read: Reader) -> None:
    for kind, title in [("label", "Start"), ("page", "One"), ("label", "Then"), ("page", "Two"), ("label", "End")]:
        course.module("1", kind, title, html(f"<p>{title} text</p>", "intro" if kind == "label" else "content"))
    imported = read()
    (week,) = imported.outline.weeks
    assert week.intro == "Start text"
    assert [step.body for step in week.steps] == ["One text", "Then text\n\nTwo text\n\nEnd text"]
    assert {("label", "Start"), ("label", "Then"), ("label", "End")} <= changed(imported)


def test_a_section_with_a_text_only_becomes_an_article(course: MoodleCourse, read: Reader) -> None:
    course.module("1", "label", "Note", html("Read the book."))
    step = only(read())
    assert (step.kind, step.title, step.body) == ("article", "Listening", "Read the book.")


def test_hidden_modules_are_kept_and_named(course: MoodleCourse, read: Reader) -> None:
    course.module("1", "page", "Draft", html("x", "content"), extra="<visible>0</visible>")
    course.module("1", "page", "Seen", html("x", "content"), extra="<visible>1</visible>")
    imported = read()
    assert len(steps(imported)) == 2
    assert {one for one in changed(imported) if one[0].startswith("hidden")} == {("hidden page", "Draft")}


def test_steps_of_a_subsection_stand_where_it_stood(course: MoodleCourse, read: Reader) -> None:
    course.section("2", 2, "More", extra="<component>mod_subsection</component><itemid>31</itemid>")
    course.module("1", "page", "Before", html("x", "content"))
    course.module("1", "subsection", "More", "", instance="31")
    course.module("1", "page", "After", html("x", "content"))
    course.module("2", "page", "Inside", html("x", "content"))
    outline = read().outline
    assert [[step.title for step in week.steps] for week in outline.weeks] == [["Before", "Inside", "After"]]


@pytest.mark.parametrize("kind", ["scorm", "lesson", "workshop", "customcert"])
def test_modules_without_a_step_are_named(course: MoodleCourse, read: Reader, kind: str) -> None:
    course.module("1", kind, "Thing", html("x"))
    course.module("1", "page", "Page", html("x", "content"))
    imported = read()
    assert [step.title for step in steps(imported)] == ["Page"]
    assert (kind, "Thing") in not_taken(imported)


def test_tools_and_addresses_are_kept_as_links(course: MoodleCourse, read: Reader) -> None:
    course.module("1", "lti", "Lab", html("Try.") + "<toolurl>https://lab.example/start</toolurl>")
    course.module("1", "url", "Site", html("See.") + "<externalurl>https://ilo.example/a(b)</externalurl>")
    course.module("1", "url", "Film", html("See.") + "<externalurl>https://youtu.be/abc</externalurl>")
    course.module("1", "url", "Bad", html("See.") + "<externalurl>javascript:alert(1)</externalurl>")
    imported = read()
    lab, site, film, bad = steps(imported)
    assert lab.body == "Try.\n\n[Lab](https://lab.example/start)"
    assert site.body == "See.\n\n[Site](<https://ilo.example/a(b)>)"
    assert (film.kind, film.media) == ("video", "https://youtu.be/abc")
    assert bad.body == "See."
    assert ("web link", "Bad (javascript:alert(1))") in not_taken(imported)


def test_a_choice_and_closed_feedback_questions_become_polls(course: MoodleCourse, read: Reader) -> None:
    options = "".join(f'<option id="{n}"><text>{text}</text></option>' for n, text in enumerate(["Yes", "No"]))
    course.module(
        "1",
        "choice",
        "Ready?",
        html("Are you ready?") + f"<allowmultiple>1</allowmultiple><options>{options}</options>",
    )
    items = (
        "<item id='1'><name>Pace</name><typ>multichoice</typ>"
        "<presentation>r&gt;&gt;&gt;&gt;&gt;slow|fast&lt;&lt;&lt;&lt;&lt;1</presentation></item>"
        "<item id='2'><name>Use</name><typ>multichoicerated</typ>"
        "<presentation>d&gt;&gt;&gt;&gt;&gt;0####none|4####much</presentation></item>"
        "<item id='3'><name>Ideas</name><typ>textarea</typ><presentation>30|5</presentation></item>"
    )
    course.module("1", "feedback", "Survey", html("Tell us.") + f"<items>{items}</items>")
    imported = read()
    ready, pace, use = steps(imported)
    assert (ready.kind, ready.options, ready.several, ready.body) == ("poll", ("Yes", "No"), True, "Are you ready?")
    assert (pace.options, pace.several, pace.body) == (("slow", "fast"), False, "Tell us.\n\nPace")
    assert use.options == ("none", "much")
    assert ("feedback question", "Survey: Ideas") in not_taken(imported)


def test_a_glossary_becomes_an_article_of_its_approved_terms(course: MoodleCourse, read: Reader) -> None:
    entries = "".join(
        f'<entry id="{key}"><concept>{term}</concept>{html(text, "definition")}<approved>{approved}</approved></entry>'
        for key, term, text, approved in [
            ("1", "Vision", "A picture.", 1),
            ("2", "Goal", "An aim.", 1),
            ("3", "X", "?", 0),
        ]
    )
    course.module("1", "glossary", "Words", html("Our words.") + f"<entries>{entries}</entries>")
    imported = read()
    assert only(imported).body == "Our words.\n\n### Goal\n\nAn aim.\n\n### Vision\n\nA picture."
    assert ("glossary entry", "Words: X") in not_taken(imported)


def test_links_between_activities_lead_to_the_old_site_and_are_named(course: MoodleCourse, read: Reader) -> None:
    course.module("1", "page", "Page", html('<a href="$@FORUMVIEWBYID*12@$">Talk</a>', "content"))
    imported = read()
    assert only(imported).body == "[Talk](https://moodle.example/mod/forum/view.php?id=12)"
    assert ("link", "https://moodle.example/mod/forum/view.php?id=12") in changed(imported)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"moodle.xml": "<MOODLE_BACKUP/>"}, "1.9"),
        ({"imsmanifest.xml": "<manifest/>"}, "Common Cartridge"),
        ({"notes.txt": "hello"}, "not a Moodle course backup"),
        ({"moodle_backup.xml": "<moodle_backup><information>"}, "line 1"),
        ({"moodle_backup.xml": "<moodle_backup/>"}, "does not say"),
        ({"moodle_backup.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "entities"),
    ],
)
def test_what_is_no_backup_is_refused_with_words(parts: dict[str, str], words: str, tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=words) as refused:
        read_backup(make_zip(tmp_path / "x.mbz", parts), tmp_path / "unpacked")
    assert refused.value.advice


def test_a_folder_that_leads_out_of_the_backup_is_refused(course: MoodleCourse, read: Reader, tmp_path: Path) -> None:
    (tmp_path / "page.xml").write_text("<activity><page><name>secret</name></page></activity>")
    course.parts["moodle_backup.xml"] = (
        b"<moodle_backup><information><contents><activities><activity><moduleid>1</moduleid><modulename>page</modulename>"
        b"<title>t</title><directory>..</directory></activity></activities></contents></information></moodle_backup>"
    )
    with pytest.raises(PackageError, match="leads out"):
        read()


def test_progress_is_told(course: MoodleCourse, tmp_path: Path) -> None:
    course.module("1", "page", "Page", html("x", "content"))
    told: list[tuple[int, int]] = []
    read_backup(
        course.write(tmp_path / "a.mbz"), tmp_path / "u", progress=lambda done, total: told.append((done, total))
    )
    assert told[-1][0] == told[-1][1] > 0


def test_of_two_files_of_one_name_a_text_shows_that_of_its_own_area(course: MoodleCourse, read: Reader) -> None:
    key = course.module("1", "page", "Plan", html('<img src="@@PLUGINFILE@@/a.png" alt="a">', "content"))
    course.file(f"1{key:0>2}", "intro", "a.png", b"of the introduction")
    course.file(f"1{key:0>2}", "content", "a.png", b"of the page")
    (asset,) = read().outline.assets
    assert asset.path.read_bytes() == b"of the page"


def test_a_module_left_off_the_sequence_stands_at_the_end_of_its_section(course: MoodleCourse, read: Reader) -> None:
    course.module("1", "page", "Lost", html("x", "content"))
    course.module("1", "page", "Listed", html("x", "content"))
    course.sections["1"] = ["2"]
    assert [[step.title for step in week.steps] for week in read().outline.weeks] == [["Listed", "Lost"]]
