"""Labels, texts and dates of Europass 3.4."""

from wayline.portfolio.formats.markup import to_markdown
from wayline.portfolio.formats.taking import Taking
from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.record import PartialDate


def label(taken: Taking, key: str) -> str:
    """What a use is called: its label, or its code."""
    use = taken.child(key)
    return use.text("Label") or use.text("Code")


def labelled(taken: Taking, key: str) -> str:
    """The label of a value with a code; the code stays, since it is of a list of that time."""
    inside = taken.child(key)
    text = inside.text("Label")
    taken.keep(key, inside.rest())
    return text


def markdown(taken: Taking, key: str) -> str:
    return to_markdown(taken.text(key)).strip()


def period(taken: Taking, key: str) -> PartialDate | None:
    """A date of year, month and day; one that is none stays, with a note."""
    inside = taken.child(key)
    parts = [inside.peek(part) for part in ("Year", "Month", "Day")]
    whole = [part if isinstance(part, int) and not isinstance(part, bool) else None for part in parts]
    if all(part is None for part in parts):
        return None
    try:
        date = PartialDate(whole[0] or 0, whole[1], whole[2])
    except (ValueError, OverflowError):
        taken.note(key, _("This is not a date; it is kept as it is, unread."))
        taken.keep(key, inside.rest())
        return None
    return date
