"""Fetching a feed from the world: never from the private network, never more than is bearable. Plain Python.

The name is resolved once, every address it has must be public, and the connection goes to the address that was looked
at: a name that changes its mind between the two (DNS rebinding) gains nothing. Each redirect is looked at anew.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import SplitResult, urljoin, urlsplit

from wayline.opportunities.limits import FEED_MB, LONGEST_SECONDS, MB, SECONDS

STEPS = 5
PORTS = {"http": {80, 8080}, "https": {443, 8443}}
CHUNK = 65_536
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""NAT64: leads to IPv4 addresses, private ones too."""
Allowed = Callable[[str], bool]


class NotFetched(Exception):
    """Nothing was read; the text says why."""


@dataclass(frozen=True, slots=True)
class _Patience:
    """Until when it may go on: `seconds`, and one more for each MB that came, so that a large feed has its time."""

    seconds: float
    begun: float

    def left(self, size: int = 0) -> float:
        allowed = min(self.seconds + size / MB, max(self.seconds, LONGEST_SECONDS))
        left = self.begun + allowed - time.monotonic()
        if left <= 0:
            raise NotFetched("it takes too long")
        return left


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in TRANSLATED:
            return False
    return ip.is_global and not ip.is_multicast


def fetch(
    url: str,
    into: BinaryIO,
    *,
    allowed: Allowed = is_public,
    ports: dict[str, set[int]] | None = None,
    largest: int = FEED_MB * MB,
    seconds: float = SECONDS,
) -> str:
    """Write the content of an http or https address, at most `largest` bytes; the address where it was in the end."""
    patience = _Patience(seconds, time.monotonic())
    for _step in range(STEPS + 1):
        parts = _looked_at(url, ports or PORTS)
        there = _ask(parts, into, allowed, largest, patience)
        if there is None:
            return url
        url = urljoin(url, there)
    raise NotFetched("it leads on and on")


def _looked_at(url: str, ports: dict[str, set[int]]) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotFetched("it is no address") from error
    if parts.scheme not in ports or not parts.hostname:
        raise NotFetched("only http and https addresses are read")
    if port is not None and port not in ports[parts.scheme]:
        raise NotFetched(f"port {port} is not read")
    if parts.username or parts.password:
        raise NotFetched("an address with a password in it is not read")
    return parts


def _resolved(host: str, port: int, allowed: Allowed) -> str:
    try:
        found = {str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NotFetched(f"nobody knows the name {host}") from error
    if not found or not all(allowed(address) for address in found):
        raise NotFetched(f"{host} is not on the open internet")
    return min(found, key=lambda address: ":" in address)  # IPv4 first: it is there on every machine


def _ask(parts: SplitResult, into: BinaryIO, allowed: Allowed, largest: int, patience: _Patience) -> str | None:
    """None when all is written, or where it leads on to."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    address = _resolved(host, port, allowed)
    connection = _Pinned(host, port, address, secure=parts.scheme == "https", timeout=patience.left())
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", target, headers={"User-Agent": "Wayline", "Accept-Encoding": "identity"})
        return _read(connection, connection.getresponse(), into, largest, patience)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotFetched(f"{host} does not answer as it should: {type(error).__name__}") from error
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """Connects to one address, whatever the name means by now."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address, self._secure = address, secure

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _read(
    connection: _Pinned, response: http.client.HTTPResponse, into: BinaryIO, largest: int, patience: _Patience
) -> str | None:
    if response.status in (301, 302, 303, 307, 308) and (there := response.headers.get("Location")):
        return there
    if response.status != 200:
        raise NotFetched(f"it answers with status {response.status}")
    if response.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
        raise NotFetched("it sends a packed answer although none was asked for")
    size = 0
    while True:
        left = patience.left(size)
        if connection.sock is not None:  # a server that closes at the end has taken it over
            connection.sock.settimeout(left)
        part = response.read1(CHUNK)
        if not part:
            break
        size += len(part)
        if size > largest:
            raise NotFetched(f"it is larger than {largest // MB} MB")
        _write(into, part)
    if response.length:
        raise NotFetched("it ends before its end")
    return None


def _write(into: BinaryIO, part: bytes) -> None:
    try:
        into.write(part)
    except OSError as error:
        raise NotFetched("there is no room for it on this machine") from error
