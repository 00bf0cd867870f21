"""Whether a document is PDF/UA-1, by a checker that is not ours (it passes veraPDF's own corpus)."""

from __future__ import annotations


def check(document: bytes) -> None:
    """Fails with each rule that is broken and where."""
    import page  # 12 MB of rules: only for tests that make a document

    report = page.validate_pdf_bytes(document)
    assert report.profile == page.ValidationProfile.PDF_UA_1, report.profile
    faults = [f"{one.rule_id}: {one.message}" for one in report.failures]
    assert not faults, faults
