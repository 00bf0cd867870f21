"""Zip and gzipped tar files from strangers: unpacked without trust, streaming, with bounded memory."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import stat
import struct
import tarfile
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from wayline.learning.packages.outline import PackageError
from wayline.learning.packages.words import gettext as _

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""

CHUNK = 1 << 16
_TAR_HEADER_LIMIT = 1 << 20
_LONGEST_NAME = 1000
_ENTRY_LIMIT = 46 + 2 * _LONGEST_NAME
_JUNK = ("__MACOSX/", "._")


@dataclass(frozen=True, slots=True)
class Limits:
    members: int = 20_000
    unpacked: int = 2 * 1024**3
    """Bytes, all members together."""
    ratio: int = 100
    """How many times larger than the archive its content may be; text seldom passes 20."""
    free: int = 16 * 1024**2
    """Bytes below which the ratio is not looked at: a short file of blanks is no bomb."""

    def allowance(self, archive_size: int) -> int:
        return min(self.unpacked, max(self.free, self.ratio * archive_size))


DEFAULT_LIMITS = Limits()


class _Meter:
    """Counts the bytes that really come out; headers can lie."""

    def __init__(self, allowance: int, limits: Limits) -> None:
        self.done = 0
        self._allowance = allowance
        self._limits = limits

    def add(self, number: int) -> None:
        self.done += number
        if self.done > self._allowance:
            raise too_large(self._limits)


def too_large(limits: Limits) -> PackageError:
    return PackageError(
        _("The archive unpacks to far more than its size allows."),
        advice=_("At most {size} MB, and {ratio} times the size of the archive, are read. Split it.").format(
            size=limits.unpacked // 1024**2,
            ratio=limits.ratio,
        ),
    )


def kind(path: Path) -> Literal["zip", "gzip", ""]:
    """What the first bytes say it is, whatever its name."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    return "gzip" if start.startswith(b"\x1f\x8b") else ""


def unpack(path: Path, into: Path, *, limits: Limits = DEFAULT_LIMITS, progress: Progress | None = None) -> None:
    """Copy the members of a zip or tar.gz into an empty folder; the caller removes the folder after an error."""
    into.mkdir(parents=True, exist_ok=True)
    found = kind(path)
    if found == "zip":
        _unpack_zip(path, into, limits, progress or _silent)
    elif found == "gzip":
        _unpack_tar(path, into, limits, progress or _silent)
    else:
        raise PackageError(
            _("The file is neither a zip nor a gzipped tar archive."),
            where=path.name,
            advice=_("Upload the file as the other platform exported it."),
        )


def member_names(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> list[str]:
    """The names inside, without unpacking to disk; for telling formats apart."""
    if kind(path) == "zip":
        with _open_zip(path, limits) as archive:
            return [info.filename for info in archive.infolist()]
    with tempfile.TemporaryFile() as plain:
        _gunzip(path, plain, limits, _silent)
        return [member.name for member in _tar_members(plain, limits)]


def safe_name(name: str) -> str:
    """The name of a member as a relative path, or an error for one that could leave the folder."""
    bare = name.rstrip("/")
    parts = bare.split("/")
    drive = len(parts[0]) > 1 and parts[0][1] == ":"
    if not bare or drive or any(part in {"", ".", ".."} or len(part.encode(errors="replace")) > 255 for part in parts):
        raise _bad_name(name)
    strange = any(char == "\\" or unicodedata.category(char) in {"Cc", "Cs"} for char in name)
    if strange or len(name) > _LONGEST_NAME:
        raise _bad_name(name)
    return bare


def _bad_name(name: str) -> PackageError:
    return PackageError(
        _("A file in the archive has a name that is not allowed."),
        where=name.encode("unicode_escape").decode()[:200],
        advice=_("Names must be relative, without “..”, backslashes or control characters. Pack the folder again."),
    )


def _silent(done: int, total: int) -> None:
    pass


def _is_junk(name: str) -> bool:
    return name.startswith(_JUNK[0]) or Path(name).name.startswith(_JUNK[1]) or Path(name).name == ".DS_Store"


# Zip


def _open_zip(path: Path, limits: Limits) -> zipfile.ZipFile:
    _check_directory_size(path, limits)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _broken(path) from error
    if len(archive.infolist()) > limits.members:
        archive.close()
        raise _too_many(limits)
    return archive


def _check_directory_size(path: Path, limits: Limits) -> None:
    """`zipfile` reads the whole list of members at once, so look first how long it says it is."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) < at + 22:
            raise _broken(path)
        length = int(struct.unpack_from("<L", tail, at + 12)[0])
        if length == 0xFFFFFFFF and tail[at - 20 : at - 16] == b"PK\x06\x07":
            file.seek(struct.unpack_from("<Q", tail, at - 12)[0])
            record = file.read(56)
            length = int(struct.unpack_from("<Q", record, 40)[0]) if len(record) == 56 else length
    if length > limits.members * _ENTRY_LIMIT:
        raise _too_many(limits)


def _unpack_zip(path: Path, into: Path, limits: Limits, progress: Progress) -> None:
    with _open_zip(path, limits) as archive:
        infos = [info for info in archive.infolist() if not _is_junk(info.filename)]
        for info in infos:
            _check_zip_member(info)
        total = sum(info.file_size for info in infos)
        allowance = limits.allowance(path.stat().st_size)
        if total > allowance:
            raise too_large(limits)
        meter = _Meter(allowance, limits)
        for info in infos:
            target = into / safe_name(info.filename)
            if info.is_dir():
                _make_folder(target, info.filename)
                continue
            try:
                with archive.open(info) as source:
                    _copy(source, target, info.filename, meter, lambda: progress(min(meter.done, total), total))
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
                raise _broken(path, info.filename) from error
        progress(total, total)


def _check_zip_member(info: zipfile.ZipInfo) -> None:
    # `filename` is already cut at a NUL and has the separators of this system; the original has not.
    safe_name(info.orig_filename)
    file_type = stat.S_IFMT(info.external_attr >> 16) if info.create_system == 3 else 0
    if file_type not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _special(info.filename)
    if info.flag_bits & 0x1:
        raise PackageError(
            _("The zip is encrypted."), where=info.filename, advice=_("Pack it again without a password.")
        )
    # Others need dictionaries of up to gigabytes to unpack.
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PackageError(
            _("The zip uses a rare kind of compression."),
            where=info.filename,
            advice=_("Pack it again with the usual kind (“deflate”)."),
        )


# Tar


def _unpack_tar(path: Path, into: Path, limits: Limits, progress: Progress) -> None:
    with tempfile.TemporaryFile(dir=into.parent) as plain:
        _gunzip(path, plain, limits, progress)
        meter = _Meter(limits.allowance(path.stat().st_size), limits)
        for member in _tar_members(plain, limits):
            name = safe_name(member.name.removeprefix("./") or ".") if member.name not in {".", "./"} else ""
            if not name or _is_junk(name):
                continue
            if member.isdir():
                _make_folder(into / name, name)
            else:
                with _tar_content(plain, member) as source:
                    _copy(source, into / name, name, meter, lambda: None)


def _gunzip(path: Path, plain: IO[bytes], limits: Limits, progress: Progress) -> None:
    """To disk first: a tar read from a pipe would hold the text of its own headers, however long, in memory."""
    total = path.stat().st_size
    meter = _Meter(limits.allowance(total), limits)
    try:
        with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as source:
            while chunk := source.read(CHUNK):
                meter.add(len(chunk))
                plain.write(chunk)
                progress(min(packed.tell(), total), total)
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(path) from error
    plain.seek(0)


class _ShortReads(io.RawIOBase):
    """A tar header may say that it is gigabytes long; refuse to read such a one into memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        if not 0 <= size <= _TAR_HEADER_LIMIT:
            raise tarfile.ReadError("header too long")
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def _tar_members(plain: IO[bytes], limits: Limits) -> Iterator[tarfile.TarInfo]:
    try:
        with tarfile.TarFile(fileobj=_ShortReads(plain)) as archive:
            for number, member in enumerate(archive):
                if number >= limits.members:
                    raise _too_many(limits)
                if not (member.isreg() or member.isdir()) or member.issparse():
                    raise _special(member.name)
                yield member
    except (tarfile.TarError, ValueError) as error:
        raise PackageError(_("The archive is broken."), advice=_broken_advice()) from error


def _tar_content(plain: IO[bytes], member: tarfile.TarInfo) -> IO[bytes]:
    return _Window(plain, member.offset_data, member.size)  # type: ignore[return-value]  # read and close are enough


class _Window(io.RawIOBase):
    """The bytes of one member; leaves the place of the reader of headers as it was."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self._file = file
        self._at = start
        self._end = start + size

    def read(self, size: int = -1, /) -> bytes:
        before = self._file.tell()
        self._file.seek(self._at)
        chunk = self._file.read(min(size, self._end - self._at))
        self._file.seek(before)
        self._at += len(chunk)
        if not chunk and self._at < self._end:
            raise tarfile.ReadError("unexpected end of data")
        return chunk


# Both


def _make_folder(target: Path, name: str) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _twice(name) from error


def _copy(source: IO[bytes], target: Path, name: str, meter: _Meter, tell: Callable[[], None]) -> None:
    _make_folder(target.parent, name)
    try:
        file = target.open("xb")
    except OSError as error:
        raise _twice(name) from error
    with file:
        while chunk := source.read(CHUNK):
            meter.add(len(chunk))
            file.write(chunk)
            tell()


def _twice(name: str) -> PackageError:
    return PackageError(
        _("The archive has two files that would stand in the same place."),
        where=name,
        advice=_("Pack the folder again."),
    )


def _special(name: str) -> PackageError:
    return PackageError(
        _("The archive has something that is neither a file nor a folder, such as a link to another file."),
        where=name,
        advice=_("Replace it with the file itself and pack again."),
    )


def _too_many(limits: Limits) -> PackageError:
    return PackageError(
        _("The archive has more than {number} files.").format(number=limits.members),
        advice=_("Split the package, or leave out what learners do not need."),
    )


def _broken_advice() -> str:
    return _("Download or export it again; it may have been cut off on its way.")


def _broken(path: Path, member: str = "") -> PackageError:
    return PackageError(_("The archive is broken."), where=member or path.name, advice=_broken_advice())


def write_zip(folder: Path, path: Path) -> None:
    """The same files give the same bytes: sorted names, one fixed date, one mode."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()):
            info = zipfile.ZipInfo(file.relative_to(folder).as_posix(), (1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            info.file_size = os.stat(file).st_size
            with file.open("rb") as source, archive.open(info, "w") as target:
                shutil.copyfileobj(source, target, CHUNK)
