"""Readers of publishers' files, one file a source."""

from __future__ import annotations

from wayline.taxonomy.sources.register import Source


def all_readers() -> list[Source]:
    """In a function, because readers need the tables, which are not there before Django is ready."""
    from wayline.lmi.sources.skills_imperative import SKILLS_IMPERATIVE

    return [SKILLS_IMPERATIVE]
