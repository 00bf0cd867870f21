"""The Markdown package: read and written without loss, and errors that say where and what."""

from __future__ import annotations

import mimetypes
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.learning.packages.samples import contents, make_folder, make_zip
from wayline.learning.packages.markdown_folder import read_folder, read_zip, write_folder, write_zip
from wayline.learning.packages.outline import (
    Answer,
    Asset,
    Outline,
    PackageError,
    PostOutline,
    Question,
    StepKindName,
    StepOutline,
    WeekOutline,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=40)
LINES = st.lists(st.one_of(TEXT, st.sampled_from(["+++", "+++ ", '"""', "", "# x", "[[question]]"])), max_size=4).map(
    "\n".join
)
TITLE = TEXT.filter(lambda text: bool(text.strip()))
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
NUMBER = st.floats(0, 1000)
SHARE = st.floats(0, 1)
ANSWER = st.builds(Answer, text=LINES, fraction=SHARE, feedback=LINES, match=TEXT, tolerance=NUMBER)
QUESTION = st.builds(
    Question,
    text=TITLE,
    kind=st.sampled_from(["single", "multiple", "true_false", "text", "number", "matching", "essay"]),
    answers=st.lists(ANSWER, max_size=3).map(tuple),
    feedback=LINES,
    marks=NUMBER,
    case_sensitive=st.booleans(),
)
MEDIA: dict[str, Any] = {"media": st.just("https://example.org/film"), "transcript": LINES}
OF_KIND: dict[StepKindName, dict[str, Any]] = {
    "article": {},
    "discussion": {},
    "video": MEDIA,
    "audio": MEDIA,
    "exercise": {"hand_in": st.sampled_from(["text", "file", "either"]), "instructions": LINES},
    "quiz": {"pass_percent": st.integers(0, 100), "questions": st.lists(QUESTION, max_size=3).map(tuple)},
    "poll": {"options": TEXTS, "several": st.booleans()},
    "download": {"download": TEXT.map(lambda text: f"https://example.org/{text}")},
    "event": {"place": TEXT, "dial_in": TEXT, "link": TEXT},
    "lmi": {"explore": st.just("/occupations/soc-2020/5241/?a=gss:E12000007"), "instructions": LINES},
}


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    count = draw(st.integers(0, 4))
    keys = iter(
        draw(st.lists(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)?", fullmatch=True), min_size=16, max_size=16, unique=True))
    )
    weeks = []
    for _ in range(draw(st.integers(0, 2))):
        steps = []
        for _ in range(count):
            kind = draw(st.sampled_from(list(OF_KIND)))
            values = {name: draw(strategy) for name, strategy in OF_KIND[kind].items()}
            values |= {"title": draw(TITLE), "body": draw(LINES), "minutes": draw(st.integers(0, 600))}
            steps.append(StepOutline(kind=kind, key=draw(st.sampled_from([next(keys), ""])), **values))
        weeks.append(WeekOutline(title=draw(TITLE), intro=draw(LINES), key=next(keys), steps=steps))
    return Outline(
        title=draw(TITLE),
        language=draw(st.sampled_from(["en", "it"])),
        summary=draw(LINES),
        description=draw(LINES),
        outcomes=draw(TEXTS),
        authors=draw(TEXTS),
        licence=draw(TEXT),
        source=draw(TEXT),
        weeks=weeks,
    )


@settings(max_examples=60, deadline=None)
@given(outline=outlines(), files=st.dictionaries(st.sampled_from(["a.png", "b c.mp3", "in/d.pdf"]), st.binary()))
def test_writing_and_reading_give_the_same_programme_and_the_same_files(
    outline: Outline, files: dict[str, bytes]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        make_folder(root / "source", files)
        outline.assets = [
            Asset(name, root / "source" / name, mimetypes.guess_type(name)[0] or "") for name in sorted(files)
        ]
        assert write_folder(outline, root / "one") == []
        read = read_folder(root / "one").outline
        assert [replace(asset, path=root / "source" / asset.name) for asset in read.assets] == outline.assets
        assert replace(read, assets=[]) == replace(outline, assets=[])
        write_folder(read, root / "two")
        assert contents(root / "one") == contents(root / "two")


PROGRAMME = 'format = 1\ntitle = "Coaching"\n'
WEEK = '+++\ntitle = "First week"\nkey = "first-week"\n+++\n'
HAND_WRITTEN: dict[str, str | bytes] = {
    "programme.toml": 'format = 1\ntitle = "Coaching"\nlanguage = "it"\noutcomes = [\n    "Listen",\n]\n',
    "01-first-week/week.md": WEEK + "\nWhat we do.\n",
    "01-first-week/01-hello.md": (
        '+++\ntitle = "Hello"\nkind = "article"\nkey = "hello"\nminutes = 3\n+++\n\n# Hi\n\n![x](files/a.png)\n'
    ),
    "01-first-week/02-check.md": (
        '+++\ntitle = "Check"\nkind = "quiz"\nkey = "check"\nminutes = 2\npass_percent = 50\n'
        '\n[[question]]\ntext = "Two and two?"\nkind = "number"\n'
        '\n[[question.answer]]\ntext = "4"\nfraction = 1.0\nfeedback = """\nYes.\nFour."""\n+++\n'
    ),
    "files/a.png": b"\x89PNG",
}


def test_a_hand_written_folder_is_read_and_comes_back_the_same(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", HAND_WRITTEN)
    imported = read_folder(folder)
    week = imported.outline.weeks[0]
    assert (week.title, week.intro, [step.kind for step in week.steps]) == (
        "First week",
        "What we do.",
        ["article", "quiz"],
    )
    assert week.steps[1].questions[0].answers == (Answer("4", 1.0, "Yes.\nFour."),)
    assert imported.report.taken == {"article": 1, "quiz": 1, "file": 1}
    assert imported.report.not_taken == []
    write_folder(imported.outline, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(folder)


def test_a_zip_with_one_outer_folder_is_read_and_written_the_same_twice(tmp_path: Path) -> None:
    packed = make_zip(tmp_path / "in.zip", {f"coaching-main/{name}": text for name, text in HAND_WRITTEN.items()})
    outline = read_zip(packed, tmp_path / "unpacked").outline
    assert [asset.path.read_bytes() for asset in outline.assets] == [b"\x89PNG"]
    write_zip(outline, tmp_path / "one.zip")
    write_zip(outline, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert read_zip(tmp_path / "one.zip", tmp_path / "again").outline.weeks == outline.weeks


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    files = {name: text for name, text in HAND_WRITTEN.items() if isinstance(text, str)}
    plain = read_folder(make_folder(tmp_path / "plain", HAND_WRITTEN)).outline
    windows = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in files.items()}
    folder = make_folder(tmp_path / "windows", HAND_WRITTEN | windows)
    assert read_folder(folder).outline.weeks == plain.weeks


def broken(tmp_path: Path, files: dict[str, str | bytes]) -> list[str]:
    folder = make_folder(tmp_path / "broken", {"programme.toml": PROGRAMME, "01-a/week.md": WEEK} | files)
    with pytest.raises(PackageError) as caught:
        read_folder(folder)
    return [str(problem) for problem in caught.value.problems]


STEP = '+++\ntitle = "Hello"\nkind = "article"\n'


@pytest.mark.parametrize(
    ("files", "where", "words"),
    [
        ({"programme.toml": "format = 1\ntitle = Coaching\n"}, "programme.toml:2:9", "cannot be read"),
        ({"programme.toml": "format = 1\n"}, "programme.toml:", "“title” is missing"),
        ({"programme.toml": 'format = 2\ntitle = "x"\n'}, "programme.toml:1:1", "one of: 1"),
        ({"programme.toml": PROGRAMME + "week = 3\n"}, "programme.toml:3:1", "“week” is not a key"),
        ({"01-a/01-x.md": STEP + "minuts = 4\n+++\n"}, "01-a/01-x.md:4:1", "title, kind, key, minutes"),
        ({"01-a/01-x.md": STEP + "minutes = 4\nminutes = 5\n+++\n"}, "01-a/01-x.md:5:", "overwrite"),
        ({"01-a/01-x.md": STEP + 'minutes = "4"\n+++\n'}, "01-a/01-x.md:4:1", "a whole number"),
        ({"01-a/01-x.md": STEP + "minutes = true\n+++\n"}, "01-a/01-x.md:4:1", "a whole number"),
        ({"01-a/01-x.md": STEP + "minutes = -1\n+++\n"}, "01-a/01-x.md:4:1", "0 or more"),
        ({"01-a/01-x.md": STEP + 'key = "Über"\n+++\n'}, "01-a/01-x.md:4:1", "lower-case"),
        ({"01-a/01-x.md": STEP + 'key = "first-week"\n+++\n'}, "01-a/01-x.md:4:1", "01-a/week.md already"),
        ({"01-a/01-x.md": '+++\ntitle = "x"\nkind = "webinar"\n+++\n'}, "01-a/01-x.md:3:1", "article, video"),
        (
            {"01-a/01-x.md": '+++\ntitle = "x"\nkind = "video"\nmedia = "files/no.mp4"\n+++\n'},
            "01-a/01-x.md:4:1",
            "no.mp4",
        ),
        ({"01-a/01-x.md": f"+++\na = {'[' * 9999}\n+++\n"}, "01-a/01-x.md:", "nested too deeply"),
        ({"01-a/01-x.md": "Just text\n"}, "01-a/01-x.md:1:1", "header is missing"),
        ({"01-a/01-x.md": STEP}, "01-a/01-x.md:4:1", "does not end"),
        ({"01-a/01-x.md": STEP.encode() + b"+++\n\nCaf\xe9"}, "01-a/01-x.md:6:4", "UTF-8"),
        ({"02-b/01-x.md": STEP + "+++\n"}, "02-b:", "week.md is missing"),
    ],
)
def test_an_error_says_file_line_and_what_is_allowed(
    tmp_path: Path, files: dict[str, str | bytes], where: str, words: str
) -> None:
    (message,) = broken(tmp_path, files)
    assert message.startswith(where)
    assert words in message


def test_an_unknown_key_of_the_second_question_is_shown_in_its_line(tmp_path: Path) -> None:
    question = '[[question]]\ntext = "a"\nkind = "essay"\n'
    header = f'+++\ntitle = "x"\nkind = "quiz"\n{question}mark = 1\n{question}marks = 1\nanswer = 3\n+++\n'
    messages = broken(tmp_path, {"01-a/01-x.md": header})
    assert [message.split(" ")[0] for message in messages] == ["01-a/01-x.md:7:1:", "01-a/01-x.md:12:1:"]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    messages = broken(
        tmp_path,
        {
            "programme.toml": 'format = 1\ntitle = ""\n',
            "01-a/01-x.md": STEP + "minuts = 4\npoints = 3\n+++\n",
            "01-a/02-y.md": "no header",
        },
    )
    assert len(messages) == 4


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", HAND_WRITTEN)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "files" / "secret.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(PackageError, match=r"files/secret\.txt: Links"):
        read_folder(folder)


def test_what_is_passed_over_is_named(tmp_path: Path) -> None:
    more = {"README.md": "x", "01-first-week/notes.txt": "x", "drafts/x.txt": "x", ".git/config": "x"}
    body = str(HAND_WRITTEN["01-first-week/01-hello.md"]) + "\n[map](<files/the map.pdf>)\n"
    folder = make_folder(tmp_path / "in", HAND_WRITTEN | more | {"01-first-week/01-hello.md": body})
    names = [entry.name for entry in read_folder(folder).report.not_taken]
    assert sorted(names) == ["01-first-week/notes.txt", "README.md", "drafts", "files/the map.pdf"]


def test_the_writer_names_what_a_package_has_no_place_for(tmp_path: Path) -> None:
    step = StepOutline(
        title="Talk", kind="discussion", download="files/a.pdf", posts=[PostOutline("1", "Ann", "Hello")]
    )
    left_out = write_folder(Outline("x", weeks=[WeekOutline("w", steps=[step])]), tmp_path / "out")
    assert [(entry.what, entry.name) for entry in left_out] == [("download", "Talk"), ("posts", "Talk")]


def test_the_writer_does_not_mix_into_a_folder_in_use(tmp_path: Path) -> None:
    make_folder(tmp_path, {"mine.txt": "x"})
    with pytest.raises(PackageError, match="not empty"):
        write_folder(Outline("x"), tmp_path)


def test_ten_and_more_steps_keep_their_order(tmp_path: Path) -> None:
    steps = [StepOutline(title=f"Step {number}", kind="article") for number in range(120)]
    write_folder(Outline("x", weeks=[WeekOutline("w", steps=steps)]), tmp_path / "out")
    assert [step.title for step in read_folder(tmp_path / "out").outline.weeks[0].steps] == [s.title for s in steps]
