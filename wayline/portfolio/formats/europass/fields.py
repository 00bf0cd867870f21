"""Dates, periods, texts and values of a Europass CV, taken from their elements."""

from typing import Any

from wayline.portfolio.fields import faults
from wayline.portfolio.formats import safe_xml
from wayline.portfolio.formats.addresses import is_address
from wayline.portfolio.formats.europass.names import add, say
from wayline.portfolio.formats.markup import to_html, to_markdown
from wayline.portfolio.formats.safe_xml import Element, text_of
from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.formats.xml_rest import TakingXml
from wayline.portfolio.record import Details, Entry, Kind, Note, PartialDate


class Taken(TakingXml):
    """An element being read, with the notes of the file."""

    def __init__(self, element: Element, notes: list[Note]) -> None:
        super().__init__(element)
        self.notes = notes

    def note(self, says: str) -> None:
        self.notes.append(Note(safe_xml.place(self.original), says))

    def markdown(self, path: str) -> str:
        return to_markdown(self.text(path))

    def address(self, path: str) -> str:
        """An address of the web or mail; a text that is none stays where it is."""
        text = self.peek(path)
        return self.text(path) if is_address(text) else ""

    def date(self, path: str) -> PartialDate | None:
        """A date; what is none stays where it is, with a note. A time behind the day is told and left out."""
        if not (text := self.peek(path)):
            return None
        day, _t, time = text.partition("T")
        try:
            date = PartialDate.parse(day)
        except ValueError:
            self.note(_("“{value}” is not a date; it is kept as it is, unread.").format(value=text[:40]))
            return None
        if time:
            self.note(_("The time in “{value}” is left out.").format(value=text[:40]))
        self.text(path)
        return date

    def period(self, path: str, current: str) -> dict[str, Any]:
        """start, end and ongoing of an Entry."""
        prefix = f"{path}/" if path else ""
        values = {
            "start": self.date(f"{prefix}StartDate/FormattedDateTime"),
            "end": self.date(f"{prefix}EndDate/FormattedDateTime"),
        }
        ongoing = self.peek(f"{prefix}{current}").casefold()
        if ongoing in {"true", "false", "1", "0"}:
            self.text(f"{prefix}{current}")
        return values | {"ongoing": ongoing in {"true", "1"}}

    def details(self, kind: Kind, where: dict[str, str]) -> Details:
        """Values of the fields of a kind, by path; what a field refuses stays where it is, with a note."""
        taken: Details = {}
        for key, path in where.items():
            if not (text := self.peek(path)):
                continue
            value = _number(text) if key in {"eqf", "credits"} else text
            if fault := next((says for _key, says in faults(kind, {key: value})), ""):
                self.note(
                    _("“{value}” does not fit its field ({fault}); it is kept as it is.").format(
                        value=text[:40], fault=fault
                    )
                )
            elif self.text(path):
                taken[key] = value
        return taken


def _number(text: str) -> int | float | str:
    try:
        number = float(text) if len(text) < 20 and text.isascii() and "_" not in text else None
    except ValueError:
        return text
    if number is None or number != number or abs(number) == float("inf"):
        return text
    return int(number) if number == int(number) else number


def number_text(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) and value == int(value) else str(value)


def say_date(parent: Element, name: str, date: PartialDate | None, prefix: str | None = None) -> None:
    if date is not None:
        add(add(parent, name, "", prefix), "FormattedDateTime", str(date))


def say_period(parent: Element, name: str, entry: Entry, current: str, prefix: str | None = None) -> None:
    """The period of an entry; none where nothing is known of it."""
    if entry.start is None and entry.end is None and not entry.ongoing:
        return
    period = add(parent, name, "", prefix)
    say_date(period, "StartDate", entry.start, prefix)
    say_date(period, "EndDate", entry.end, prefix)
    add(period, current, "true" if entry.ongoing else "false")


def say_html(parent: Element, name: str, markdown: str, prefix: str | None = None) -> None:
    say(parent, name, to_html(markdown), prefix)


def leaf_texts(parent: Element | None, name: str) -> list[str]:
    return [] if parent is None else [text for one in safe_xml.children(parent, name) if (text := text_of(one))]
