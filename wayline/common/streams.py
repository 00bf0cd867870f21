"""Answers that are sent as they are made, whatever server stands in front.

Under ASGI Django reads a plain iterator to its end before it sends anything: a large table, or a film, would lie in
memory as a whole. Here each part is asked for in the request's own thread, and sent before the next.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator

from asgiref.sync import sync_to_async
from django.http import FileResponse, StreamingHttpResponse

PART = 64 * 1024
"""Characters that are sent at once: fewer would cost a change of threads for each line."""


class Stream(StreamingHttpResponse):
    """Its content is an iterator of `bytes` or `str`."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in _in_threads(iter(self)):
            yield part


class FileStream(FileResponse):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in _in_threads(iter(self)):
            yield part


async def _in_threads(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    following = sync_to_async(_following)
    while (part := await following(parts)) is not None:
        yield part


def _following(parts: Iterator[bytes]) -> bytes | None:
    return next(parts, None)


def joined(lines: Iterable[str]) -> Iterator[str]:
    """The same text in parts of some size."""
    kept: list[str] = []
    length = 0
    for line in lines:
        kept.append(line)
        length += len(line)
        if length >= PART:
            yield "".join(kept)
            kept.clear()
            length = 0
    if kept:
        yield "".join(kept)
