"""Whether a document is PDF/UA-1, by a checker that is not ours (it passes veraPDF's own corpus)."""

from __future__ import annotations

from typing import Any

MADE_HERE = b"%PDF-1.7\n%\xf0\x9f\x96\xa4"
"""So begins what WeasyPrint draws. What people sent is handed on as it came, and often is no PDF in tests."""


def check(answer: Any) -> None:
    """Fails with each rule that is broken and where. A stream is left to whoever asked for it."""
    document = b"" if answer.streaming else answer.content
    if not document.startswith(MADE_HERE):
        return
    import page  # 12 MB of rules: only for tests that make a document

    report = page.validate_pdf_bytes(document)
    assert report.profile == page.ValidationProfile.PDF_UA_1, report.profile
    faults = [f"{one.rule_id}: {one.message}" for one in report.failures]
    assert not faults, faults
