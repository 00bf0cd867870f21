"""`wayline data`: what it says and what it leaves."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.taxonomy.small import esco
from wayline.cli import download, releases
from wayline.cli.screen import Refused
from wayline.taxonomy.models import Concept, Release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "_ready", nullcontext)
    monkeypatch.delenv("WAYLINE_DATA", raising=False)


def test_a_release_is_shown_first_and_added_with_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = esco(tmp_path / "esco_1_1_1")
    releases.add("esco", str(folder), write=False, again=False)
    said = capsys.readouterr().out
    assert "would be added" in said
    assert "2 occupations" in said
    assert "Nothing was written" in said
    assert not Release.objects.exists()
    releases.add("esco", str(folder), write=True, again=False)
    assert Concept.objects.filter(kind="occupation").count() == 2
    releases.add("esco", str(folder), write=True, again=False)
    assert "nothing changes" in capsys.readouterr().out
    releases.show("")
    listed = capsys.readouterr().out
    assert "This service uses the ESCO classification" in listed
    assert Release.objects.get().digest in listed
    releases.show("esco")
    assert "occupations_en.csv" in capsys.readouterr().out
    assert releases.check() == 0


def test_the_folder_of_wayline_data_is_looked_in_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    esco(tmp_path / "deep" / "esco_1_1_1")
    monkeypatch.setenv("WAYLINE_DATA", str(tmp_path))
    releases.add("esco", "", write=True, again=False)
    assert Release.objects.get().source == "esco"


def test_a_file_that_is_there_is_not_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = esco(tmp_path / "esco_1_1_1")
    monkeypatch.setenv("WAYLINE_DATA", str(tmp_path))
    monkeypatch.setattr(releases, "fetched", lambda address: pytest.fail("fetched"))
    with pytest.raises(Refused, match="holds no files of ESCO"):
        releases.add("esco", f"https://example.org/x/{(folder / 'skills_en.csv').name}", write=True, again=False)


def test_all_that_a_folder_holds_is_added_and_what_is_broken_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    esco(tmp_path / "esco_1_1_1")
    (tmp_path / "socDB.js").write_text("nothing")
    assert releases.add_all(str(tmp_path), write=True, again=False) == 1
    assert "soc2010 was refused, and everything is as it was" in capsys.readouterr().err
    assert [one.source for one in Release.objects.all()] == ["esco"]


@pytest.mark.parametrize(
    ("source", "place", "reason"),
    [("nobody", "", "There is no source"), ("esco", "/nowhere", "no file or folder"), ("esco", "", "Name the file")],
)
def test_what_cannot_be_done_is_refused(source: str, place: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        releases.add(source, place, write=True, again=False)


def test_a_release_is_removed_with_write_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    releases.add("esco", str(esco(tmp_path / "esco_1_1_1")), write=True, again=False)
    releases.remove("esco", write=False)
    assert Release.objects.exists()
    releases.remove("esco", write=True)
    assert not Release.objects.exists()
    assert not Concept.objects.exists()
    with pytest.raises(Refused, match="There is no release"):
        releases.remove("esco", write=True)


def test_only_https_is_fetched() -> None:
    for address in ("http://example.org/a.zip", "file:///etc/passwd", "ftp://example.org/a"):
        with pytest.raises(Refused, match="not an https address"), download.fetched(address):
            pass
    assert download.file_name("https://example.org/a/..%2F..%2Fb.zip?x=1") == "b.zip"
