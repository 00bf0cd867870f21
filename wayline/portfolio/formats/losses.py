"""What an export loses, found by doing it: the file is written, read again and compared with what went in.

So the list is complete by construction: what is not on it comes back as it was. What may stand on it for a format is
held by the tests and told in docs/formats.md.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from operator import attrgetter

from wayline.portfolio.record import Entry, Holder, Loss, Reading, Record

WHOLE = "entry"
"""The `what` of an entry the format has no place for at all."""
_APART = {"key", "supports", "details"}
_COMPARED = [what.name for what in fields(Entry) if what.name not in _APART]
_values = attrgetter(*_COMPARED)
_everything = attrgetter(*(what.name for what in fields(Entry)))
Pairs = list[tuple[Entry, Entry | None]]


def measured(record: Record, write: Callable[[Record], bytes], read: Callable[[bytes], Reading]) -> list[Loss]:
    """The losses of writing `record`: names of fields (`details.grade`, `attachments`), `entry` for a whole one."""
    return list(differences(record, read(write(record)).record))


def differences(before: Record, after: Record) -> Iterator[Loss]:
    yield from (Loss("", f"record.{name}") for name in ("language", "beyond") if _differ(before, after, name))
    yield from (Loss("", what.name) for what in fields(Holder) if _differ(before.holder, after.holder, what.name))
    pairs = paired(before.entries, after.entries)
    keys = {old.key: new.key for old, new in pairs if new is not None}
    for old, new in pairs:
        if new is None:
            yield Loss(old.key, WHOLE)
        else:
            yield from (Loss(old.key, what) for what in _changed(old, new, keys))


def _differ(before: object, after: object, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))


def _changed(old: Entry, new: Entry, keys: dict[str, str]) -> Iterator[str]:
    was, is_now = _values(old), _values(new)
    if was != is_now:
        yield from (name for name, one, other in zip(_COMPARED, was, is_now, strict=True) if one != other)
    for key in sorted(old.details.keys() | new.details.keys()):
        if old.details.get(key) != new.details.get(key):
            yield f"details.{key}"
    if tuple(keys.get(key, "") for key in old.supports) != new.supports:
        yield "supports"


def paired(before: Iterable[Entry], after: Iterable[Entry]) -> Pairs:
    """Each entry with the one it came back as: by key, by kind and title, else by what else is alike."""
    old, left = list(before), list(after)
    found: dict[int, Entry] = {}
    for alike in (_same_key, _same_title, _title_only, _same_kind):
        _match(old, left, found, alike)
    return [(entry, found.get(number)) for number, entry in enumerate(old)]


def _same_key(entry: Entry) -> object:
    return (entry.key, entry.kind) if entry.key else None


def _same_title(entry: Entry) -> object:
    return (entry.kind, entry.title)


def _same_kind(entry: Entry) -> object:
    return entry.kind


def _title_only(entry: Entry) -> object:
    return entry.title or None


def _match(old: list[Entry], left: list[Entry], found: dict[int, Entry], alike: Callable[[Entry], object]) -> None:
    groups: dict[object, list[Entry]] = defaultdict(list)
    for entry in left:
        groups[alike(entry)].append(entry)
    taken: set[int] = set()
    for number, entry in enumerate(old):
        candidates = groups.get(alike(entry), []) if alike(entry) is not None else []
        if number in found or not candidates:
            continue
        # the first of the best: readers keep the order of what is alike
        first = candidates[:50]
        best = max(first, key=lambda other: _likeness(entry, other)) if len(first) > 1 else first[0]
        candidates.remove(best)
        taken.add(id(best))
        found[number] = best
    left[:] = [entry for entry in left if id(entry) not in taken]


def _likeness(one: Entry, other: Entry) -> int:
    shared = sum(bool(was == is_now) for was, is_now in zip(_everything(one), _everything(other), strict=True))
    alike = sum(bool(other.details.get(key) == value) for key, value in one.details.items())
    return 4 * (one.kind == other.kind) + shared + alike
