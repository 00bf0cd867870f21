"""Loops over numbers, compiled by Numba when they are called first and kept in the folder that NUMBA_CACHE_DIR names.

What a loop calls, and constants that it uses, stand in its own file: only when that changes is it compiled anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])
Value = Any
"""A number or flag in a loop, where NumPy's and Python's are one kind."""


def compiled(loop: F) -> F:
    """Threads may run it side by side."""
    return cast("F", numba.njit(cache=True, nogil=True, error_model="numpy")(loop))


def summed(loop: F) -> F:
    """The same for a sum that may be added up in any order, always in the same one: many times faster."""
    return cast("F", numba.njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})(loop))


def fixed(array: NDArray[Any], kind: type[np.generic] | None = None) -> NDArray[Any]:
    """As a plain array that is only read: one kind of array, so that loops are compiled once."""
    found = np.ascontiguousarray(array, kind).view(np.ndarray)
    found.flags.writeable = False
    return found
