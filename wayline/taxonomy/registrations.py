"""Which sources this room reads."""

from __future__ import annotations

from wayline.taxonomy.loading import load, remove
from wayline.taxonomy.sources import (
    esco,
    esco_french,
    esco_labels,
    esco_onet,
    isco_us_soc,
    national,
    onet,
    onet_us_soc,
    soc2010,
    soc2010_isco,
    soc2020,
    soc2020_index,
    starter,
    us_soc,
)
from wayline.taxonomy.sources.register import register

READERS = (
    esco,
    esco_labels,
    esco_french,
    soc2010,
    soc2020,
    soc2020_index,
    soc2010_isco,
    onet,
    esco_onet,
    isco_us_soc,
    onet_us_soc,
    us_soc,
    national,
    starter,
)


def register_own() -> None:
    for reader in READERS:
        register(reader.source(load, remove))
