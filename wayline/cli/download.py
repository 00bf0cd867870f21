"""Fetches one file of a publisher, because an operator typed its address. Pages never call another host."""

from __future__ import annotations

import re
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from wayline.cli.screen import Refused, progress

LARGEST = 400 * 1024 * 1024
PATIENCE = 30
"""Seconds without a byte."""
LONGEST = 15 * 60
"""Seconds in all."""
CHUNK = 1 << 16


def is_address(place: str) -> bool:
    return "://" in place


def file_name(address: str) -> str:
    """The last part of an address as a plain file name."""
    name = PurePosixPath(unquote(urlsplit(address).path)).name
    return re.sub(r"[^\w.,() -]", "_", name) or "download"


class _OnlyHttps(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if urlsplit(newurl).scheme != "https":
            raise Refused(f"The address leads on to {newurl}, which is not https.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@contextmanager
def fetched(address: str) -> Iterator[Path]:
    """The file in a folder of its own, which goes away at the end."""
    if urlsplit(address).scheme != "https":
        raise Refused(f"{address} is not an https address.")
    with tempfile.TemporaryDirectory(prefix="wayline-") as folder:
        target = Path(folder) / file_name(address)
        try:
            with progress(f"Fetching {target.name}") as advance:
                _fetch(address, target, advance)
        except urllib.error.URLError as error:
            raise Refused(f"{address} cannot be fetched: {error.reason}.") from error
        except OSError as error:
            raise Refused(f"{address} cannot be fetched: {error}.") from error
        yield target


def _fetch(address: str, target: Path, advance: Any) -> None:
    opener = urllib.request.build_opener(_OnlyHttps)
    began, done = time.monotonic(), 0
    request = urllib.request.Request(address, headers={"User-Agent": "Wayline"})  # noqa: S310 - https, looked at above
    with opener.open(request, timeout=PATIENCE) as answer, target.open("wb") as file:
        expected = int(answer.headers.get("Content-Length") or 0)
        while chunk := answer.read(CHUNK):
            done += len(chunk)
            if done > LARGEST:
                raise Refused(f"{address} is larger than {LARGEST >> 20} MB.")
            if time.monotonic() - began > LONGEST:
                raise Refused(f"{address} took longer than {LONGEST // 60} minutes.")
            file.write(chunk)
            advance(done, expected)
    if expected and done != expected:
        raise Refused(f"{address} ended after {done} of {expected} bytes.")
