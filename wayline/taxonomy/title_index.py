"""The index of title search: trained from the labels that are loaded, kept as files, shared by all processes.

It lies in `titles/` of WAYLINE_HOME. `retrain` learns the model anew (minutes with everything loaded, seconds with the
starter pack); `refresh` only takes up labels that came or went, with the model there is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from wayline.taxonomy import crosswalk
from wayline.taxonomy.enums import OCCUPATIONAL, ConceptKind
from wayline.taxonomy.models import Label
from wayline.taxonomy.sources.register import Advance
from wayline.taxonomy.titles.labels import Label as Title

# NumPy and SciPy are imported where they are needed: a web process that answers no search does without their memory.
if TYPE_CHECKING:
    from wayline.taxonomy.titles.model import Model
    from wayline.taxonomy.titles.search import Search

FEW = 5_000
"""Up to so many labels the small setting is enough."""


def folder() -> Path:
    return Path(settings.HOME) / "titles"


def retrain(progress: Advance) -> int:
    """Learn from the labels loaded, and index them. Returns their number; with none nothing changes."""
    from wayline.taxonomy.titles.training import FULL, SMALL, train

    titles = list(_titles())
    if not titles:
        return 0
    model = train(titles, setting=FULL if len(titles) > FEW else SMALL, progress=progress)
    model.save(folder() / "model")
    _index(model, titles)
    return len(titles)


def refresh(progress: Advance) -> int:
    """Index the labels loaded with the model there is; learn one when there is none."""
    from wayline.taxonomy.titles.model import Model
    from wayline.taxonomy.titles.store import BrokenStore

    try:
        model = Model.load(folder() / "model")
    except BrokenStore:
        return retrain(progress)
    titles = list(_titles())
    if titles:
        _index(model, titles)
    return len(titles)


def is_fresh() -> bool:
    """Whether the index was made from what is loaded now."""
    return bool(_about().get("stamp") == crosswalk.stamp())


def search() -> Search | None:
    """What answers questions; None before the first training. A newer index on the disk is taken up at once."""
    try:
        changed = (folder() / "index" / "about.json").stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _opened(folder(), changed)


@lru_cache(maxsize=1)
def _opened(place: Path, _changed: int) -> Search | None:
    from wayline.taxonomy.titles.index import Index
    from wayline.taxonomy.titles.model import Model
    from wayline.taxonomy.titles.search import Search
    from wayline.taxonomy.titles.store import BrokenStore

    try:
        return Search(Index.load(place / "index", Model.load(place / "model")))
    except BrokenStore:  # another process is writing it, or an older Wayline wrote it: plain search answers meanwhile
        return None


def _index(model: Model, titles: list[Title]) -> None:
    from wayline.taxonomy.titles.index import Index

    Index.build(model, titles).save(folder() / "index")
    about = {"stamp": crosswalk.stamp(), "titles": len(titles), "made": timezone.now().isoformat()}
    (folder() / "made.json").write_text(json.dumps(about))


def _about() -> dict[str, object]:
    try:
        found: dict[str, object] = json.loads((folder() / "made.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found


def number_of_titles() -> int:
    return _labels().count()


def _labels() -> QuerySet[Label]:
    """Names of occupations and their groups in the current versions, retired ones too: they are still found."""
    rows = Label.objects.filter(concept__scheme__is_current=True, concept__kind__in=OCCUPATIONAL)
    return rows.exclude(concept__scheme__key__startswith="national-")


def _titles() -> Iterator[Title]:
    columns = ("concept__scheme__key", "concept_id", "language", "text", "kind", "qualifier", "concept__kind")
    rows = _labels().values_list(*columns)
    for scheme, concept, language, text, kind, qualifier, what in rows.iterator(chunk_size=20_000):
        yield Title(scheme, str(concept), language, text, kind, qualifier, what == ConceptKind.GROUP)
