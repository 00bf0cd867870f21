"""JSON objects from which a reader takes what it understands; what is left over is kept word for word."""

from typing import Any

from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.record import Note, PartialDate, UnreadableFile


class Taking:
    """One object of a file. Each method takes a value out; `rest()` is what nobody took.

    A value of another type than expected stays in the rest, with a note: nothing is guessed, nothing dropped.
    """

    def __init__(self, value: dict[str, Any], path: str, notes: list[Note]) -> None:
        self._value = dict(value)
        self.path = path
        self.notes = notes

    def __contains__(self, key: str) -> bool:
        return key in self._value

    def note(self, key: str, says: str) -> None:
        self.notes.append(Note(self._below(key), says))

    def peek(self, key: str) -> Any:
        return self._value.get(key)

    def raw(self, key: str) -> Any:
        return self._value.pop(key, None)

    def text(self, key: str) -> str:
        value = self._value.get(key)
        if value is None or isinstance(value, str):
            return str(self._value.pop(key, None) or "")
        self.note(key, _("This is not text; it is kept as it is, unread."))
        return ""

    def texts(self, key: str) -> list[str]:
        """The texts of a list, without empty ones; [] when it is no list of texts."""
        value = self._value.get(key)
        if value is None or (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            return [one for one in self._value.pop(key, None) or [] if one]
        self.note(key, _("This is not a list of texts; it is kept as it is, unread."))
        return []

    def date(self, key: str) -> PartialDate | None:
        """A date such as 2019, 2019-07 or 2019-07-15; a time behind the day is cut off with a note."""
        value = self._value.get(key)
        if value is None or value == "":
            self._value.pop(key, None)
            return None
        try:
            found = PartialDate.parse(value)
        except (ValueError, AttributeError):
            self.note(key, _("“{value}” is not a date; it is kept as it is, unread.").format(value=str(value)[:40]))
            return None
        self._value.pop(key)
        return found

    def child(self, key: str) -> "Taking":
        """The object under a key, or an empty one. What it has left comes back with `keep`."""
        value = self._value.get(key)
        if value is None or isinstance(value, dict):
            return Taking(self._value.pop(key, None) or {}, self._below(key), self.notes)
        self.note(key, _("This is not an object; it is kept as it is, unread."))
        return Taking({}, self._below(key), self.notes)

    def children(self, key: str) -> list["Taking"]:
        """The objects of a list. Whatever else stands in it stays where it is, with a note."""
        value = self._value.get(key)
        if value is None:
            self._value.pop(key, None)
            return []
        listed = value if isinstance(value, list) else [value]
        found, strange = [], []
        for number, one in enumerate(listed):
            if isinstance(one, dict):
                found.append(Taking(one, f"{self._below(key)}[{number}]", self.notes))
            else:
                strange.append(one)
                self.note(f"{key}[{number}]", _("This is not an object; it is kept as it is, unread."))
        self.keep(key, strange)
        return found

    def keep(self, key: str, value: Any) -> None:
        """Put back what a child left over; nothing when it left nothing."""
        if value in ({}, [], None, ""):
            self._value.pop(key, None)
        else:
            self._value[key] = value

    def rest(self) -> dict[str, Any]:
        return self._value

    def _below(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def object_of(value: Any, notes: list[Note]) -> Taking:
    if not isinstance(value, dict):
        raise UnreadableFile(_("The file holds no object."))
    return Taking(value, "", notes)


def beyond(name: str, rest: dict[str, Any]) -> dict[str, Any]:
    """What a reader leaves over, under the name of its format; nothing when there is nothing."""
    return {name: rest} if rest else {}


def left_of(name: str, kept: dict[str, Any]) -> dict[str, Any]:
    """What an earlier reading in this format left over, for its writer."""
    value = kept.get(name)
    return dict(value) if isinstance(value, dict) else {}
