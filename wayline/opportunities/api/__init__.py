"""Opportunities for programs: public, read only. Version 1 stays when the next one comes."""

from __future__ import annotations


def description() -> str:
    """The published description (OpenAPI), as it is written to docs/api/."""
    from wayline.opportunities.api import v1  # the views need the apps loaded

    return v1.written()
