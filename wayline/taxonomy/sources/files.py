"""Publishers' files as they come: plain, gzipped, in a folder or a zip; opened with a limit on what comes out."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.core.exceptions import ValidationError

from wayline.common.uploads import check_entries
from wayline.taxonomy.sources.register import Defect, SourceError

MAX_UNPACKED = 1024**3
"""Bytes of one file, unpacked. The largest that a publisher gives out has a quarter of it."""
CHUNK = 1 << 20
DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a release: on its own, or a member of a zip."""

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        """Without folder and `.gz`: as the publisher named it."""
        return PurePosixPath(self.member or self.path.name).name.removesuffix(".gz")

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The unpacked bytes. What is damaged or unpacks to too much raises SourceError, also while reading."""
        try:
            if self.member:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as packed:
                    yield self._plain(packed, self.member)
            else:
                with self.path.open("rb") as packed:
                    yield self._plain(packed, self.path.name)
        except DAMAGED as error:
            raise SourceError(Defect(self.name, f"is damaged or cut off ({error})")) from error
        except OSError as error:
            raise SourceError(Defect(self.name, f"cannot be read ({error.strerror or error})")) from error

    def _plain(self, packed: IO[bytes], name: str) -> IO[bytes]:
        plain: Any = gzip.GzipFile(fileobj=packed) if name.endswith(".gz") else packed
        return io.BufferedReader(_Bounded(plain, self.name), CHUNK)


class _Bounded(io.RawIOBase):
    """Counts what really comes out, whatever headers say."""

    def __init__(self, inner: IO[bytes], name: str) -> None:
        self._inner = inner
        self._name = name
        self._done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        found = self._inner.read(len(buffer))
        self._done += len(found)
        if self._done > MAX_UNPACKED:
            raise SourceError(Defect(self._name, f"unpacks to more than {MAX_UNPACKED >> 20} MB"))
        buffer[: len(found)] = found
        return len(found)


def parts(files: Sequence[Path]) -> list[Part]:
    """The files, and the members of those that are plain zips (workbooks are zips too, but read whole)."""
    found: list[Part] = []
    for path in files:
        if path.suffix.lower() == ".zip":
            found += [Part(path, name) for name in members(path)]
        else:
            found.append(Part(path))
    return found


def members(path: Path) -> list[str]:
    """Names in a zip, after a look at its table of contents: a bomb or a locked one is refused."""
    check_zip(path)
    with zipfile.ZipFile(path) as archive:
        return [entry.filename for entry in archive.infolist() if not entry.is_dir()]


def check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            check_entries(archive.infolist(), max_unpacked=MAX_UNPACKED)
    except ValidationError as error:
        raise SourceError(Defect(path.name, " ".join(error.messages))) from error
    except (*DAMAGED, OSError) as error:
        raise SourceError(Defect(path.name, f"is damaged or cut off ({error})")) from error


def candidates(path: Path) -> list[Path]:
    """The files directly in a folder, by name; or the file itself."""
    if path.is_dir():
        return sorted(child for child in path.iterdir() if child.is_file() and not child.name.startswith("."))
    return [path] if path.is_file() else []


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
