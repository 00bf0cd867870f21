"""Telling how far a long errand is, while its own transaction is not finished."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from types import TracebackType
from typing import Self

from django.db import connection

from wayline.learning.models import PackageImport

PAUSE = 0.5
"""Seconds between two notes."""


class Ticker:
    """Writes the percentage on a connection of its own: what an open transaction writes, nobody else can see."""

    def __init__(self, package: PackageImport) -> None:
        self._package = package.pk
        self._said = 0
        self._at = 0.0
        self._note: Future[None] | None = None
        self._writer = ThreadPoolExecutor(max_workers=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.shutdown(wait=True)

    def tell(self, done: int, total: int) -> None:
        percent = min(99, 100 * done // max(total, 1))
        waiting = self._note is not None and not self._note.done()
        if percent <= self._said or waiting or monotonic() - self._at < PAUSE:
            return
        self._said, self._at = percent, monotonic()
        self._note = self._writer.submit(_write, self._package, percent)


def _write(package: int, percent: int) -> None:
    try:
        PackageImport.objects.filter(pk=package, percent__lt=percent).update(percent=percent)
    finally:
        connection.close()
