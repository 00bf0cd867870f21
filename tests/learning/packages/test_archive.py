"""Archives from strangers are unpacked whole or refused with a plain word; nothing leaves the folder."""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from tests.learning.packages.samples import contents, make_folder, make_tar, make_zip
from wayline.learning.packages import archive
from wayline.learning.packages.archive import Limits, member_names, unpack, write_zip
from wayline.learning.packages.outline import PackageError

GOOD: dict[str, str | bytes] = {"a.txt": "hello", "in/deep/Übung 1.txt": b"\x00\x01", "empty.txt": ""}


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_every_file_comes_out_as_it_went_in(tmp_path: Path, make: type) -> None:
    packed = make(tmp_path / "x", GOOD)
    unpack(packed, tmp_path / "out")
    expected = {name: data.encode() if isinstance(data, str) else data for name, data in GOOD.items()}
    assert contents(tmp_path / "out") == expected
    assert sorted(member_names(packed)) == sorted(GOOD)


BAD_NAMES = [
    "../evil.txt",
    "a/../../evil.txt",
    "/etc/evil.txt",
    "a//b",
    "./a/./b",
    "C:/evil.txt",
    "a\\..\\evil.txt",
    "a\nb",
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_could_lead_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackageError, match="name that is not allowed"):
        unpack(make_zip(tmp_path / "x.zip", {"good.txt": "x", name: "evil"}), tmp_path / "in" / "out")
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize("name", [name for name in BAD_NAMES if not name.startswith("./")])
def test_the_same_names_are_refused_in_a_tar(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackageError, match="name that is not allowed"):
        unpack(make_tar(tmp_path / "x.tgz", {name: "evil"}), tmp_path / "in" / "out")
    assert not list(tmp_path.rglob("*evil*"))


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    packed = make_zip(tmp_path / "x.zip", {"good.txtX.exe": "x"})
    packed.write_bytes(packed.read_bytes().replace(b"good.txtX.exe", b"good.txt\x00.exe"))
    with pytest.raises(PackageError, match="name that is not allowed"):
        unpack(packed, tmp_path / "out")


def test_dots_inside_a_name_are_fine(tmp_path: Path) -> None:
    unpack(make_zip(tmp_path / "x.zip", {"a..b/..c": "x", "d...txt": "y"}), tmp_path / "out")
    assert set(contents(tmp_path / "out")) == {"a..b/..c", "d...txt"}


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_in_a_zip_are_refused(tmp_path: Path, mode: int) -> None:
    info = zipfile.ZipInfo("link")
    info.create_system = 3
    info.external_attr = (mode | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        packed.writestr(info, "/etc/passwd")
    with pytest.raises(PackageError, match="neither a file nor a folder"):
        unpack(tmp_path / "x.zip", tmp_path / "out")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_a_tar_are_refused(tmp_path: Path, kind: bytes) -> None:
    with tarfile.open(tmp_path / "x.tgz", "w:gz") as packed:
        info = tarfile.TarInfo("link")
        info.type = kind
        info.linkname = "/etc/passwd"
        packed.addfile(info)
    with pytest.raises(PackageError, match="neither a file nor a folder"):
        unpack(tmp_path / "x.tgz", tmp_path / "out")


def test_the_same_place_twice_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        packed.writestr("a.txt", "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("a.txt", "two")
    with pytest.raises(PackageError, match="same place"):
        unpack(tmp_path / "x.zip", tmp_path / "out")
    with pytest.raises(PackageError, match="same place"):
        unpack(make_zip(tmp_path / "y.zip", {"a": "file", "a/b": "in it"}), tmp_path / "out2")


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_the_number_of_files_is_limited_to_the_one(tmp_path: Path, make: type) -> None:
    packed = make(tmp_path / "x", {f"{number}.txt": "" for number in range(6)})
    unpack(packed, tmp_path / "fits", limits=Limits(members=6))
    with pytest.raises(PackageError, match="more than 5 files"):
        unpack(packed, tmp_path / "out", limits=Limits(members=5))


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_a_bomb_is_refused_and_what_is_just_below_is_not(tmp_path: Path, make: type) -> None:
    packed = make(tmp_path / "x", {"zeros": bytes(1_000_000)})
    size = packed.stat().st_size
    unpack(packed, tmp_path / "fits", limits=Limits(ratio=1_100_000 // size, free=0))
    with pytest.raises(PackageError, match="far more than its size"):
        unpack(packed, tmp_path / "ratio", limits=Limits(ratio=900_000 // size, free=0))
    with pytest.raises(PackageError, match="far more than its size"):
        unpack(packed, tmp_path / "total", limits=Limits(unpacked=999_999))


def test_a_bomb_whose_header_lies_is_stopped_while_it_is_unpacked(tmp_path: Path) -> None:
    packed = make_zip(tmp_path / "x.zip", {"zeros": bytes(1_000_000)})
    data = packed.read_bytes()
    assert data.count(struct.pack("<L", 1_000_000)) == 2
    packed.write_bytes(data.replace(struct.pack("<L", 1_000_000), struct.pack("<L", 1_000)))
    with pytest.raises(PackageError):
        unpack(packed, tmp_path / "out", limits=Limits(unpacked=500_000, free=500_000))
    assert all(len(content) <= 500_000 for content in contents(tmp_path / "out").values())


def test_a_tar_header_of_many_megabytes_does_not_fill_the_memory(tmp_path: Path) -> None:
    header = tarfile.TarInfo("pax")
    header.type = tarfile.XHDTYPE
    header.size = 100 * 1024**2
    with tarfile.open(tmp_path / "x.tgz", "w:gz") as packed, (tmp_path / "zeros").open("w+b") as zeros:
        zeros.truncate(header.size)
        packed.addfile(header, zeros)
    tracemalloc.start()
    with pytest.raises(PackageError):
        unpack(tmp_path / "x.tgz", tmp_path / "out", limits=Limits(ratio=2000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 1024**2


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    packed = make_zip(tmp_path / "x.zip", {"a.txt": "hello"})
    data = bytearray(packed.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    packed.write_bytes(data)
    with pytest.raises(PackageError, match="encrypted"):
        unpack(packed, tmp_path / "out")


def test_rare_compression_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("a.txt", "hello")
    with pytest.raises(PackageError, match="rare kind of compression"):
        unpack(tmp_path / "x.zip", tmp_path / "out")


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_a_cut_or_changed_archive_is_called_broken(tmp_path: Path, make: type) -> None:
    data = make(tmp_path / "whole", {"a.txt": bytes(range(256)) * 40}).read_bytes()
    middle = len(data) // 3
    for number, wrong in enumerate([data[:middle], data[:middle] + b"\xff\x00\xff" + data[middle + 3 :], data[:6]]):
        (tmp_path / "x").write_bytes(wrong)
        with pytest.raises(PackageError, match="broken"):
            unpack(tmp_path / "x", tmp_path / f"out{number}")


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_text("Dear all")
    with pytest.raises(PackageError, match="neither a zip"):
        unpack(tmp_path / "letter.zip", tmp_path / "out")


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_progress_grows_to_the_total(tmp_path: Path, make: type) -> None:
    seen: list[tuple[int, int]] = []
    packed = make(tmp_path / "x", {"a": bytes(range(256)) * 2000, "b": bytes(300_000)})
    unpack(packed, tmp_path / "out", progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1][0] == seen[-1][1] > 0


def test_memory_stays_small_for_a_large_file(tmp_path: Path) -> None:
    packed = make_zip(tmp_path / "x.zip", {"large": bytes(range(256)) * 200_000})
    tracemalloc.start()
    unpack(packed, tmp_path / "out", limits=Limits(ratio=2000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "out" / "large").stat().st_size == 51_200_000
    assert peak < 2 * 1024**2


def test_traces_of_macos_are_left_behind(tmp_path: Path) -> None:
    unpack(make_zip(tmp_path / "x.zip", {"a.txt": "x", "__MACOSX/._a.txt": "y", ".DS_Store": "z"}), tmp_path / "out")
    assert set(contents(tmp_path / "out")) == {"a.txt"}


def test_a_zip_is_written_the_same_on_another_day(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_folder(tmp_path / name, dict(sorted(GOOD.items(), reverse=name == "two")))
    (tmp_path / "two" / "a.txt").touch()
    (tmp_path / "two" / "a.txt").chmod(0o600)
    write_zip(tmp_path / "one", tmp_path / "one.zip")
    write_zip(tmp_path / "two", tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert archive.kind(tmp_path / "one.zip") == "zip"
    with zipfile.ZipFile(io.BytesIO((tmp_path / "one.zip").read_bytes())) as packed:
        assert packed.testzip() is None
