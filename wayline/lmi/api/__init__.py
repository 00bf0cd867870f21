"""Figures and words for programs: public, read only, with the source of each figure."""

from __future__ import annotations


def descriptions() -> dict[str, str]:
    """The published description of each API, by name, as it is written to docs/api/."""
    from wayline.lmi.api import describing, onet_ws, v1, v2  # the views need the apps loaded

    made = {"v1": v1.description(), "v2": v2.description(), "onet-ws": onet_ws.description()}
    return {name: describing.written(one) for name, one in made.items()}
