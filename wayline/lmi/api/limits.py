"""How often one may ask: counted in the memory of the web process, so that reading writes nothing.

A window of a minute for each caller (the key, or else the address; of IPv6 the network). Each web process counts for
itself: with two of them, a caller may get up to twice what the headers of one say, never less.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

WINDOW = 60
MOST = 50_000
"""Callers remembered. When more come within a minute, the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class Standing:
    limit: int
    remaining: int
    reset: int
    """Seconds until the window ends."""
    allowed: bool

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
            "RateLimit-Policy": f"{self.limit};w={WINDOW}",
        }


class Windows:
    def __init__(self) -> None:
        self._used: dict[str, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def take(self, who: str, limit: int, now: float) -> Standing:
        with self._lock:
            began, used = self._used.get(who, (now, 0))
            if now - began >= WINDOW:
                began, used = now, 0
            allowed = used < limit
            used += allowed
            self._used.pop(who, None)  # moves it to the end: the first are the oldest
            self._used[who] = (began, used)
            if len(self._used) > MOST:
                del self._used[next(iter(self._used))]
        return Standing(limit, limit - used, max(1, int(began + WINDOW - now)), allowed)

    def forget(self) -> None:
        with self._lock:
            self._used.clear()


windows = Windows()


def take(request: HttpRequest, key: str) -> Standing:
    who = f"key {key}" if key else caller(request)
    return windows.take(who, settings.API_KEY_LIMIT if key else settings.API_LIMIT, time.monotonic())


def caller(request: HttpRequest) -> str:
    """The address, behind a proxy the one it saw; a whole network of IPv6 is one caller."""
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    passed = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    address = passed[-proxies] if proxies and len(passed) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else str(known)
