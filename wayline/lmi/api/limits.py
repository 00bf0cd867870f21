"""How often one may ask: counted by all web processes together, in a table that keeps no address but its digest.

A window of a minute for each caller (the key, or else the address; of IPv6 the network).
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from wayline.people import limits

WINDOW = 60


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


def take(request: HttpRequest, key: str) -> Standing:
    who = f"key {key}" if key else caller(request)
    limit = settings.API_KEY_LIMIT if key else settings.API_LIMIT
    used, reset = limits.count(f"api:{who}", WINDOW)
    return Standing(limit, max(0, limit - used), reset, used <= limit)


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
