"""Telling how far a long errand is, while its own transaction is not finished.

with Ticker(lambda percent: Errand.objects.filter(pk=pk).update(percent=percent)) as ticker:
    ticker.tell(12)
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from types import TracebackType
from typing import Self

from django.db import connection

PAUSE = 0.5
"""Seconds before the first note, and between two."""


class Ticker:
    """Writes the percentage on a connection of its own: what an open transaction writes, nobody else can see."""

    def __init__(self, write: Callable[[int], object], *, pause: float = PAUSE) -> None:
        self._write, self._pause = write, pause
        self._said, self._at = 0, monotonic()
        self._note: Future[None] | None = None
        self._writer = ThreadPoolExecutor(max_workers=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.quiet()

    def tell(self, percent: int) -> None:
        waiting = self._note is not None and not self._note.done()
        if percent <= self._said or waiting or monotonic() - self._at < self._pause:
            return
        self._said, self._at = percent, monotonic()
        self._note = self._writer.submit(self._noted, percent)

    def quiet(self) -> None:
        """No note is under way any more: the row may be written by the transaction itself."""
        self._writer.shutdown(wait=True)

    def _noted(self, percent: int) -> None:
        try:
            self._write(percent)
        finally:
            connection.close()
