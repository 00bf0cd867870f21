"""Readers of publishers' files, one file a source."""

from __future__ import annotations

from wayline.taxonomy.sources.register import Source


def all_readers() -> list[Source]:
    """In a function, because readers need the tables, which are not there before Django is ready."""
    from wayline.lmi.sources.ashe import ASHE
    from wayline.lmi.sources.bls import OEWS, OOH
    from wayline.lmi.sources.emp04 import EMP04
    from wayline.lmi.sources.eurostat import EUROSTAT
    from wayline.lmi.sources.mapped import MAPPED
    from wayline.lmi.sources.nomis import NOMIS
    from wayline.lmi.sources.onet_ratings import ONET_EXTRACTS, ONET_RATINGS
    from wayline.lmi.sources.skills_imperative import SKILLS_IMPERATIVE
    from wayline.lmi.sources.starter import STARTER

    british = [SKILLS_IMPERATIVE, ASHE, EMP04, NOMIS]
    return [*british, EUROSTAT, OEWS, OOH, ONET_RATINGS, ONET_EXTRACTS, MAPPED, STARTER]
