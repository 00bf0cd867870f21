"""Long work on many rows, done in as many processes as there are processors, part by part."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

LOOK = 2.0
"""Seconds after which a process notices that nobody waits for it any more."""


def each(
    work: Callable[[Sequence[int]], int], keys: Sequence[int], *, together: int, processes: int | None = None
) -> Iterator[tuple[int, int]]:
    """`work` on every part of the keys: (how many keys are done, what it gave), in order.

    One part is done here. More are given to processes of their own, which have Django and their own connections; what
    `work` does must hold by itself, part by part, so that an interrupted run can go on with the keys that are left.
    """
    parts = [keys[begin : begin + together] for begin in range(0, len(keys), together)]
    done = 0
    for part, given in zip(parts, _given(work, parts, processes or os.cpu_count() or 1), strict=True):
        done += len(part)
        yield done, given


def _given(work: Callable[[Sequence[int]], int], parts: Sequence[Sequence[int]], processes: int) -> Iterator[int]:
    if len(parts) < 2:
        yield from map(work, parts)
        return
    with ProcessPoolExecutor(
        min(processes, len(parts)), get_context("spawn"), initializer=_begin, initargs=(os.getpid(),)
    ) as pool:
        yield from pool.map(work, parts)


def _begin(parent: int) -> None:
    import django

    os.nice(5)  # pages go before it
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    django.setup()


def _end_with(parent: int) -> None:
    """A killed parent closes nothing; its processes would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(LOOK)
    os._exit(1)
