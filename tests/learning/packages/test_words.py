"""What readers say to people is translated by whatever the room hands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from wayline.learning.packages import words
from wayline.learning.packages.archive import unpack
from wayline.learning.packages.outline import PackageError


@pytest.fixture
def shouting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_translate", [str])
    words.use(str.upper)


def problem(path: Path) -> str:
    path.write_text("no archive")
    with pytest.raises(PackageError) as caught:
        unpack(path, path.parent / "out")
    return caught.value.problem


def test_problems_are_said_in_the_language_of_the_reader(tmp_path: Path, shouting: None) -> None:
    assert problem(tmp_path / "x.zip") == "THE FILE IS NEITHER A ZIP NOR A GZIPPED TAR ARCHIVE."


def test_without_a_translation_they_are_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_translate", [str])
    assert problem(tmp_path / "x.zip") == "The file is neither a zip nor a gzipped tar archive."
