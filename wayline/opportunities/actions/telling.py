"""Telling how far a reading is, while its own transaction is not finished."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from types import TracebackType
from typing import Self

from django.db import connection

from wayline.opportunities.models import ImportRun

PAUSE = 2.0
"""Seconds between two notes, and before the first."""


class Telling:
    """Writes the percentage on a connection of its own: what an open transaction writes, nobody else can see."""

    def __init__(self, run: ImportRun) -> None:
        self._run, self._said, self._at = run.pk, run.percent, monotonic()
        self._note: Future[None] | None = None
        self._writer = ThreadPoolExecutor(max_workers=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.shutdown(wait=True)

    def tell(self, percent: int) -> None:
        waiting = self._note is not None and not self._note.done()
        if percent <= self._said or waiting or monotonic() - self._at < PAUSE:
            return
        self._said, self._at = percent, monotonic()
        self._note = self._writer.submit(_write, self._run, percent)

    def quiet(self) -> None:
        """No note is under way any more: the row may be written by the transaction itself."""
        self._writer.shutdown(wait=True)


def _write(run: int, percent: int) -> None:
    try:
        ImportRun.objects.filter(pk=run, percent__lt=percent).update(percent=percent)
    finally:
        connection.close()
