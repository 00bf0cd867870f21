"""A feed may not lead into the private network, nor keep us waiting, nor fill the memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest

from wayline.opportunities import fetching
from wayline.opportunities.fetching import NotFetched, fetch, is_public
from wayline.opportunities.limits import MB


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.1.2.3", "100.64.0.1", "224.0.0.1",
        "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "ff02::1", "::",
    ],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/", "only http and https"),
        ("gopher://example.org/", "only http and https"),
        ("https:///nowhere", "only http and https"),
        ("http://example.org:22/", "port 22"),
        ("http://example.org:notaport/", "no address"),
        ("http://user:secret@example.org/", "password"),
        ("http://127.0.0.1/", "not on the open internet"),
        ("http://localhost/", "not on the open internet"),
        ("http://[::1]/", "not on the open internet"),
        ("http://2130706433/", "not on the open internet"),
        ("http://no-such-name.invalid/", "nobody knows"),
    ],
)
def test_addresses_that_are_not_read(url: str, told: str) -> None:
    with pytest.raises(NotFetched, match=told):
        fetch(url, BytesIO())


class Feed(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self.answer(302, {"Location": "/good"})
        elif self.path == "/inside":
            self.answer(302, {"Location": f"http://127.0.0.2:{self.server.server_port}/good"})  # type: ignore[attr-defined]
        elif self.path == "/round":
            self.answer(302, {"Location": "/round"})
        elif self.path == "/packed":
            self.answer(200, {"Content-Encoding": "gzip"}, b"x")
        elif self.path == "/liar":
            self.answer(200, {"Content-Length": "1000"}, b"short")
        elif self.path == "/endless":
            self.drip(b"x" * 100_000, pause=0)
        elif self.path == "/slow":
            self.drip(b"x", pause=0.05)
        elif self.path == "/good":
            self.answer(200, {}, b"vacancies")
        else:
            self.answer(404, {})

    def answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, part: bytes, pause: float) -> None:
        self.answer(200, {})
        try:
            for _ in range(200):
                self.wfile.write(part)
                time.sleep(pause)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def ask(server: ThreadingHTTPServer, path: str, into: BytesIO | None = None, **limits: float) -> tuple[bytes, str]:
    """As if the first address of this machine, and no other, were public."""
    port, into = server.server_port, into or BytesIO()
    there = fetch(
        f"http://127.0.0.1:{port}{path}", into, allowed=lambda address: address == "127.0.0.1", ports={"http": {port}},
        largest=int(limits.get("largest", 1_000_000)), seconds=limits.get("seconds", 20),
    )  # fmt: skip
    return into.getvalue(), there


def test_what_is_there_is_read_also_after_a_redirect(server: ThreadingHTTPServer) -> None:
    assert ask(server, "/good")[0] == b"vacancies"
    content, there = ask(server, "/moved")
    assert (content, there.endswith("/good")) == (b"vacancies", True)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/inside", "not on the open internet"),
        ("/round", "leads on and on"),
        ("/packed", "packed"),
        ("/liar", "ends before its end|does not answer"),
        ("/endless", "larger than"),
        ("/nothing", "status 404"),
    ],
)
def test_feeds_that_misbehave_are_told(server: ThreadingHTTPServer, path: str, told: str) -> None:
    with pytest.raises(NotFetched, match=told):
        ask(server, path)


def test_a_feed_that_drips_is_given_up(server: ThreadingHTTPServer) -> None:
    with pytest.raises(NotFetched, match="too long"):
        ask(server, "/slow", seconds=0.4)


def test_a_large_feed_has_its_time_and_a_full_disk_is_told(server: ThreadingHTTPServer) -> None:
    patience = fetching._Patience(seconds=1.0, begun=time.monotonic() - 30)
    assert patience.left(40 * MB) > 10
    with pytest.raises(NotFetched, match="too long"):
        patience.left(20 * MB)

    class Full(BytesIO):
        def write(self, part: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(NotFetched, match="no room"):
        ask(server, "/good", into=Full())
