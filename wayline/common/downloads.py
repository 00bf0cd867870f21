"""Files handed to browsers so that nothing in them can run on our pages."""

import os
import re
from collections.abc import Iterator
from typing import IO, Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from wayline.common.streams import FileStream, Stream

# Shown in a page; everything else is only ever downloaded.
INLINE_TYPES = {
    "image/png", "image/jpeg", "image/gif", "image/webp",
    "audio/mpeg", "audio/ogg", "video/mp4", "video/webm", "text/vtt",
}  # fmt: skip
CHUNK = 64 * 1024
Answer = TypeVar("Answer", bound=HttpResponseBase)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
_SANDBOX = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"


def safe_filename(name: str, fallback: str = "file") -> str:
    """A name without folders, control characters or leading dots, at most 120 characters."""
    plain = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", name.replace("\\", "/").rsplit("/", 1)[-1])
    plain = re.sub(r"[^-\w.]", "", plain.strip().replace(" ", "_")).lstrip(".")
    if not plain.strip("._-"):
        return fallback
    stem, dot, extension = plain.rpartition(".")
    return f"{(stem or extension)[:100]}{dot if stem else ''}{extension[:19] if stem else ''}"


def attachment_headers(filename: str) -> dict[str, str]:
    return _headers(filename, as_attachment=True)


def attachment(
    content: bytes | IO[bytes], filename: str, content_type: str = "application/octet-stream"
) -> HttpResponseBase:
    """A download that the browser saves and never opens in our name."""
    headers = attachment_headers(filename)
    if isinstance(content, bytes):
        return HttpResponse(content, content_type=content_type, headers=headers)
    # It writes its own Content-Disposition over ours, so it must be told the same.
    name = safe_filename(filename)
    return FileStream(content, as_attachment=True, filename=name, content_type=content_type, headers=headers)


def media(request: HttpRequest, file: IO[bytes], filename: str, content_type: str) -> HttpResponseBase:
    """A picture, sound or film for a page. Answers ranges: without them players cannot jump."""
    if content_type not in INLINE_TYPES:
        return attachment(file, filename, content_type)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    headers = _headers(filename, as_attachment=False) | {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, max-age=3600",
    }
    wanted = _range(request.headers.get("Range", ""), size)
    if wanted is None:
        return FileStream(file, content_type=content_type, headers=headers | {"Content-Length": str(size)})
    start, stop = wanted
    if start >= stop:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers |= {"Content-Range": f"bytes {start}-{stop - 1}/{size}", "Content-Length": str(stop - start)}
    return Stream(_slice(file, start, stop), status=206, content_type=content_type, headers=headers)


def unkept(answer: Answer) -> Answer:
    """No browser and no server on the way keeps it, no search engine lists it.

    No other site learns the address: that is the house's own Referrer-Policy, same-origin. A stricter one would make
    the browser send forms of the page without saying where from, and those are refused.
    """
    answer["Cache-Control"] = "no-store, private"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _headers(filename: str, *, as_attachment: bool) -> dict[str, str]:
    disposition = content_disposition_header(as_attachment, safe_filename(filename)) or "inline"
    return {
        "Content-Disposition": disposition,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": _SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _range(header: str, size: int) -> tuple[int, int] | None:
    """First byte and the one after the last. None when no single range is asked for, then the whole file is sent."""
    match = _RANGE.match(header.strip())
    if not match or match.group(0) == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1 if last else size)


def _slice(file: IO[Any], start: int, stop: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = stop - start
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
