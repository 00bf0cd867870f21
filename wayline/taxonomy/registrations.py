"""Which sources this room reads."""

from __future__ import annotations

from wayline.taxonomy.loading import load, remove
from wayline.taxonomy.sources import esco, onet, soc2020, soc2020_index
from wayline.taxonomy.sources.register import register

READERS = (esco, soc2020, soc2020_index, onet)


def register_own() -> None:
    for reader in READERS:
        register(reader.source(load, remove))
