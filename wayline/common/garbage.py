"""Python's search for garbage, set for programs that hold much and run long."""

from __future__ import annotations

import gc

YOUNG = 10_000
"""New objects after which it looks for garbage among them. Python's 700 took a tenth of the time of reading texts."""


def spare_what_is_loaded() -> None:
    """What is there now stays as long as the program runs, and is not looked through again: going through all of it
    took a page up to half a second, twice after each start."""
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
