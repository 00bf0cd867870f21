"""How often something may be done: posting, asking for mail."""

from __future__ import annotations

import hashlib
import time

from django.core.cache import cache


class TooMany(Exception):
    """Raised when a limit is passed. The middleware answers with a page that says when to try again (status 429)."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many requests; try again in {seconds} seconds.")
        self.seconds = seconds

    @property
    def minutes(self) -> int:
        return max(1, -(-self.seconds // 60))


def allow(key: str, limit: int, seconds: int) -> bool:
    """Count one use of `key`; False when it was used `limit` times already in this window of `seconds`.

    Each use takes the first free place of the window. `cache.add` says who was first, so that two requests at the same
    moment never share a place, on every cache.
    """
    now = time.time()
    window = int(now // seconds)
    rest = max(1, int((window + 1) * seconds - now))
    name = hashlib.sha256(key.encode()).hexdigest()[:32]
    taken = cache.get(f"limit:{name}:{window}", 0)
    for place in range(taken, limit):
        if cache.add(f"limit:{name}:{window}:{place}", 1, rest):
            cache.set(f"limit:{name}:{window}", place + 1, rest)
            return True
    return False


def insist(key: str, limit: int, seconds: int) -> None:
    """`allow`, or raise TooMany."""
    if not allow(key, limit, seconds):
        raise TooMany(max(1, int(seconds - time.time() % seconds)))
