"""A house without any figures gets those of the starter pack."""

from __future__ import annotations

from wayline.lmi.models import Observation
from wayline.lmi.sources.starter import FOLDER, KEY
from wayline.taxonomy.actions import add_release
from wayline.taxonomy.models import Scheme
from wayline.taxonomy.sources.register import source_of


def load_starter() -> bool:
    """Load the figures of the starter pack where there are its words and no figures. Whether it did."""
    source = source_of(KEY)
    if source is None or Observation.objects.exists() or not Scheme.objects.filter(key="starter").exists():
        return False
    add_release(source, FOLDER, write=True, advance=lambda done, total: None)
    return True
