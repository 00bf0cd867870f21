"""What the command says: plain lines, and progress bars where a person watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_out = Console(highlight=False, markup=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

Advance = Callable[[int, int], None]
"""Told how much is done, and of how much (0: nobody knows)."""


class Refused(Exception):
    """What was asked cannot be done. The message says why and what to do; the command ends with status 1."""


def say(text: str) -> None:
    _out.print(text)


def complain(text: str) -> None:
    _err.print(text)


@contextmanager
def progress(what: str) -> Iterator[Advance]:
    """A bar on a terminal; one line elsewhere, so that logs stay readable."""
    if not _err.is_terminal:
        complain(f"{what} …")
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_err, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)
