"""Tables that say where a field of an entry stands in an object of a format: read and written from the same line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from wayline.portfolio.fields import faults
from wayline.portfolio.formats.addresses import is_address
from wayline.portfolio.formats.taking import Taking, beyond, left_of
from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.record import Details, Entry, Kind, PartialDate


@dataclass(frozen=True, slots=True)
class Place:
    """One key of the format's object and the field of ours: `title`, or `details.grade`."""

    theirs: str
    ours: str
    form: str = "text"  # text, texts, date


@dataclass(frozen=True, slots=True)
class Section:
    """A list of objects in a file, all of one kind."""

    key: str
    kind: Kind
    places: tuple[Place, ...]
    fixed: Details = field(default_factory=dict)  # what standing here says by itself


def read_entry(section: Section, taken: Taking, form: str) -> Entry:
    """The entry an object holds. A value its field refuses is put back, with a note."""
    values: dict[str, Any] = {}
    details: Details = dict(section.fixed)
    for place in section.places:
        value = _take(taken, place)
        if value in (None, "", []):
            continue
        name = place.ours.removeprefix("details.")
        if name == "url" and not is_address(value):
            taken.note(place.theirs, _("This is not an address of the web; it is kept as it is, unread."))
            taken.keep(place.theirs, value)
        elif name == place.ours:
            values[name] = value
        elif fault := next((wrong for _key, wrong in faults(section.kind, {name: value})), ""):
            says = _("This does not fit its field ({fault}); it is kept as it is.").format(fault=fault)
            taken.note(place.theirs, says)
            taken.keep(place.theirs, value)
        else:
            details[name] = value
    return Entry(section.kind, **values, details=details, key=taken.path, beyond=beyond(form, taken.rest()))


def _take(taken: Taking, place: Place) -> Any:
    if place.form == "texts":
        return taken.texts(place.theirs)
    return taken.date(place.theirs) if place.form == "date" else taken.text(place.theirs)


def written(section: Section, entry: Entry, form: str, date: Callable[[PartialDate], str] = str) -> dict[str, Any]:
    """The object of an entry, with what an earlier reading left over behind it."""
    made: dict[str, Any] = {}
    for place in section.places:
        value = value_of(entry, place.ours)
        if isinstance(value, PartialDate):
            value = date(value)
        if value not in (None, "", [], ()):
            made.setdefault(place.theirs, value)
    return made | {key: value for key, value in left_of(form, entry.beyond).items() if key not in made}


def value_of(entry: Entry, name: str) -> Any:
    below = name.removeprefix("details.")
    return getattr(entry, name) if below == name else entry.details.get(below)


def of_kinds(entries: Iterable[Entry], *kinds: Kind) -> list[Entry]:
    return [entry for entry in entries if entry.kind in kinds]
