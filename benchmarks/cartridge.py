"""How long does a Common Cartridge of 50 MB take to import, and with how much memory?"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from html import escape
from pathlib import Path
from random import Random

from benchmarks import filling
from benchmarks.report import Table

FILE_MB = 1
PAGES_PER_MB = 6
XMLNS = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
SENTENCE = "Ask which tasks somebody liked, and where the day went well; the title of a job says little about it. "


def run() -> list[Table]:
    table = Table(
        "Importing a Common Cartridge",
        "python -m benchmarks cartridge",
        (
            "cartridge MB",
            "pages",
            "files",
            "seconds",
            "memory before, MB",
            "highest memory, MB",
            "progress told, times",
        ),
        budget="50 MB with bounded memory and progress shown.",
        note="A process of its own for each; the highest memory is the kernel's count (VmHWM). The import reads "
        "the package, makes the programme and copies every file; the database works beside it.",
    )
    with tempfile.TemporaryDirectory() as folder:
        for size in (5, 50):
            path = Path(folder) / f"{size}.imscc"
            pages = write_cartridge(path, size)
            found = take_in(path)
            mb = path.stat().st_size / 1e6
            table.rows.append(
                [mb, pages, size, found["seconds"], found["before"], found["highest"], found["told"]]
            )  # fmt: skip
    return [table]


def take_in(path: Path) -> dict[str, float]:
    """Import a package in a process of its own; returns seconds, memory and how often progress was told."""
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing", str(path), filling.staff().facilitator.user.email],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def write_cartridge(path: Path, size_mb: int) -> int:
    """Pages of 12 kB in weeks of thirty, and files that do not compress, a megabyte each. Returns the pages."""
    dice = Random(5)
    pages = size_mb * PAGES_PER_MB
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(size_mb):
            archive.writestr(f"files/sheet-{number}.pdf", b"%PDF-1.4\n" + dice.randbytes(FILE_MB * 1_000_000))
        for number in range(pages):
            link = f'<p><a href="../files/sheet-{number % size_mb}.pdf">The sheet</a></p>'
            body = "".join(f"<h2>Part {part}</h2><p>{SENTENCE * 12}</p>" for part in range(9))
            archive.writestr(f"pages/{number}.html", f"<html><body>{body}{link}</body></html>")
        archive.writestr("imsmanifest.xml", _manifest(pages, size_mb))
    return pages


def _manifest(pages: int, files: int) -> str:
    weeks = "".join(
        f'<item identifier="w{first}"><title>Week {first // 30 + 1}</title>'
        + "".join(
            f'<item identifier="i{number}" identifierref="p{number}"><title>Page {number}</title></item>'
            for number in range(first, min(first + 30, pages))
        )
        + "</item>"
        for first in range(0, pages, 30)
    )
    resources = "".join(_resource(f"p{number}", f"pages/{number}.html") for number in range(pages))
    resources += "".join(_resource(f"f{number}", f"files/sheet-{number}.pdf") for number in range(files))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest identifier="m" xmlns="{XMLNS}"><metadata>'
        "<schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion></metadata><organizations>"
        f'<organization identifier="o" structure="rooted-hierarchy"><item identifier="root">{weeks}</item>'
        f"</organization></organizations><resources>{resources}</resources></manifest>"
    )


def _resource(key: str, href: str) -> str:
    return (
        f'<resource identifier="{key}" type="webcontent" href="{escape(href)}"><file href="{escape(href)}"/></resource>'
    )
