"""How long does it take to check and to issue a credential? `python -m benchmarks badges`"""

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks import report
from benchmarks.report import Table
from wayline.portfolio.badges import issue
from wayline.portfolio.badges.issue import LIST_SIZE
from wayline.portfolio.badges.verify import verify

NOW = datetime(2026, 11, 26, tzinfo=UTC)
REPEAT = 25
SITE = issue.Issuer("did:web:wayline.example", "Riverside careers service", "https://wayline.example")
LIST = "https://wayline.example/credentials/lists/1"


def run() -> list[Table]:
    checks = Table(
        "Checking a credential, with its signature",
        "python -m benchmarks badges",
        ("credential", "judged", "kB", "median ms", "p95 ms", "ms of processor time"),
        [*_samples(), _own()],
        budget="each ≤ 200 ms.",
        note="The samples are those of the 1EdTech validator; the last is ours, with its status list of 131,072 bits. "
        "Processor time leaves out waiting for other programs.",
    )
    return [checks, Table("Issuing", "python -m benchmarks badges", ("what", "median ms", "p95 ms"), _issuing())]


def _samples() -> list[Sequence[object]]:
    folder = Path(os.environ.get("WAYLINE_SHARED") or Path(__file__).parent.parent.parent / "shared")
    files = sorted((folder / "samples" / "openbadges").glob("*.[js][sv][og]*"))
    return [_row(path.name, path.read_bytes(), {}) for path in files]


def _row(name: str, content: bytes, held: dict[str, Any]) -> list[object]:
    judged = verify(content, NOW, held.get)
    began = time.process_time()
    taken = report.timed(lambda: verify(content, NOW, held.get), REPEAT, warm=0)
    worked = 1000 * (time.process_time() - began) / REPEAT
    return [name, judged.outcome.value, len(content) / 1000, taken.median, taken.p95, worked]


def _award(place: int) -> issue.Award:
    achievement = issue.Achievement(f"{SITE.url}/a/1", "Competency", "Customer care", "Serves customers.", "Endorsed.")
    name, subject = (f"urn:uuid:{uuid.UUID(int=one)}" for one in (place, place + LIST_SIZE))
    return issue.Award(name, subject, "Ada Moss", SITE, achievement, NOW - timedelta(days=1), LIST, place)


def _own() -> list[object]:
    key = Ed25519PrivateKey.generate()
    revoked = range(0, 20_000, 7)
    unsigned = issue.status_list(SITE, LIST, revoked, NOW - timedelta(days=1), NOW + timedelta(days=7))
    method = f"{SITE.did}#key-1"
    held = {
        SITE.did: issue.did_document(SITE.did, [("key-1", key.public_key())]),
        LIST: issue.sign(unsigned, key, method, NOW),
    }
    signed = issue.sign(issue.credential(_award(1)), key, method, NOW)
    return _row("issued here, status looked up", json.dumps(signed).encode(), held)


def _issuing() -> list[Sequence[object]]:
    key = Ed25519PrivateKey.generate()
    method = f"{SITE.did}#key-1"
    until = NOW + timedelta(days=7)
    acts = {
        "a credential": lambda: issue.sign(issue.credential(_award(1)), key, method, NOW),
        "a credential as a JWT": lambda: issue.sign_as_token(issue.credential(_award(1)), key, method),
        "a status list of 131,072 places": lambda: issue.sign(
            issue.status_list(SITE, LIST, range(0, 20_000, 7), NOW, until), key, method, NOW
        ),
    }
    taken = {name: report.timed(act, REPEAT) for name, act in acts.items()}
    return [[name, one.median, one.p95] for name, one in taken.items()]
