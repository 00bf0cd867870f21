"""The words of a PDF from a stranger: `python -m wayline.common.pdf_words MOST`, the file on standard input.

A process of its own, because a page can ask for endless work: it takes so much time and memory and no more. Its words
come out in UTF-8; what is wrong with the file is said by how it ends (`FAULTS`).
"""

from __future__ import annotations

import io
import logging
import resource
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

# pypdf is imported in that process alone: others read the limits here.
if TYPE_CHECKING:
    from pypdf import PdfReader

SECONDS = 10
"""Of a processor; of the clock twice as many."""
MEMORY = 768 * 1024**2
"""Bytes of addresses; a CV of ten pages takes a quarter."""
MOST_PAGES = 100
FAULTS = {3: "broken", 4: "locked", 5: "pages", 6: "pictures"}


class Fault(Exception):
    """One of `FAULTS`."""


def words(content: bytes, most: int) -> str:
    """Page by page until there are `most` characters. Raises Fault."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content), strict=False)
    # an empty password opens what is only protected against changes
    if reader.is_encrypted and not reader.decrypt(""):
        raise Fault("locked")
    if len(reader.pages) > MOST_PAGES:
        raise Fault("pages")
    said = "\n\n".join(_pages(reader, most))
    if not said.strip():
        raise Fault("pictures")
    return said


def _pages(reader: PdfReader, most: int) -> Iterator[str]:
    found = 0
    for page in reader.pages:
        if found < most:
            said = page.extract_text()
            found += len(said)
            yield said


def main() -> int:
    from pypdf.errors import PyPdfError

    # what pypdf wonders about helps nobody here
    logging.disable()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        said = words(sys.stdin.buffer.read(), int(sys.argv[1]))
    except Fault as fault:
        return next(code for code, name in FAULTS.items() if name == str(fault))
    # pypdf meets broken files with whatever its parts raise
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OSError):
        return 3
    except (RecursionError, MemoryError, ArithmeticError, NotImplementedError, ImportError):
        return 3
    sys.stdout.buffer.write(said.encode("utf-8", errors="replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
