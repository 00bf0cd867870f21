"""Whatever is uploaded is told apart by its content, not its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.learning.packages.samples import make_tar, make_zip, sample
from wayline.learning.packages.detect import find_format, read_package
from wayline.learning.packages.outline import PackageError

MARKDOWN: dict[str, str | bytes] = {
    "programme.toml": 'format = 1\ntitle = "T"\n',
    "01-a/week.md": '+++\ntitle = "W"\n+++\n',
}


@pytest.mark.parametrize("make", [make_zip, make_tar])
@pytest.mark.parametrize("folder", ["", "t-main/"])
def test_a_markdown_package_is_read_packed_either_way(tmp_path: Path, make: type, folder: str) -> None:
    packed = make(tmp_path / "upload.bin", {folder + name: text for name, text in MARKDOWN.items()})
    assert read_package(packed, tmp_path / "out").outline.weeks[0].title == "W"


@pytest.mark.parametrize(
    ("name", "source", "weeks"),
    [
        ("imscc/moodle_py4e_export.imscc", "Common Cartridge 1.1", 17),
        ("imscc/single-page.imscc", "Common Cartridge 1.3", 1),
    ],
)
def test_real_packages_are_read(tmp_path: Path, name: str, source: str, weeks: int) -> None:
    imported = read_package(sample(name), tmp_path / "out")
    assert imported.report.source_format == source
    assert len(imported.outline.weeks) == weeks


def test_a_real_moodle_backup_is_told_apart(tmp_path: Path) -> None:
    assert find_format(sample("mbz/backup.mbz")) == "moodle"
    assert read_package(sample("mbz/backup.mbz"), tmp_path / "out").report.source_format.startswith("Moodle")


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"coaching-7_enrolments.csv": "a", "coaching-7_step-activity.csv": "b"}, "FutureLearn"),
        ({"exports/coaching-7_comments.csv": "a"}, "FutureLearn"),
        ({"h5p.json": "{}", "content/content.json": "{}"}, "H5P"),
        ({"cmi5.xml": "<x/>"}, "cmi5"),
        ({"letter.docx": "x", "accounts.csv": "a,b"}, "not a programme package"),
        ({}, "not a programme package"),
    ],
)
def test_other_zips_are_refused_with_what_to_do(tmp_path: Path, members: dict[str, str | bytes], words: str) -> None:
    with pytest.raises(PackageError, match=words) as caught:
        read_package(make_zip(tmp_path / "x.zip", members), tmp_path / "out")
    assert caught.value.advice


@pytest.mark.parametrize(("name", "words"), [("run-1_enrolments.csv", "FutureLearn"), ("a.zip", "not a programme")])
def test_single_files_are_refused_with_what_to_do(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / name).write_text("learner_id,enrolled_at")
    with pytest.raises(PackageError, match=words) as caught:
        read_package(tmp_path / name, tmp_path / "out")
    assert caught.value.advice


def test_a_manifest_deep_inside_a_zip_of_something_else_does_not_mislead(tmp_path: Path) -> None:
    packed = make_zip(tmp_path / "x.zip", {"backup/old/course/imsmanifest.xml": "<x/>"})
    assert find_format(packed) == "unknown"


def test_progress_is_told(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    read_package(
        make_zip(tmp_path / "x.zip", MARKDOWN), tmp_path / "out", lambda done, total: seen.append((done, total))
    )
    assert seen[-1][0] == seen[-1][1] > 0
