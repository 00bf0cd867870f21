"""Annexes of Europass 3.4: files in base64, referred to by those entries that they prove."""

from collections.abc import Iterator

from wayline.portfolio.formats import data_address
from wayline.portfolio.formats.pictures import fits, picture
from wayline.portfolio.formats.taking import Taking
from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.record import Attachment, Entry, Kind


class Files:
    """The files of a document, by their ids. One without content is told and left out."""

    def __init__(self, whole: Taking) -> None:
        self._by_id: dict[str, Attachment] = {}
        self._used: set[str] = set()
        for taken in whole.children("Attachment"):
            key = taken.text("Id") or taken.path
            content = data_address.decoded(taken.text("Data"))
            name = taken.text("Name") or key
            media_type = taken.text("MimeType") or "application/octet-stream"
            if not content or not fits(media_type, content):
                taken.note(
                    "Data", _("“{name}” has no content that can be read; it is left out.").format(name=name[:80])
                )
                continue
            self._by_id[key] = Attachment(name, media_type, content, taken.text("Description"))

    def of(self, taken: Taking) -> tuple[Attachment, ...]:
        """The files an entry refers to."""
        keys = [one.text("idref") for one in taken.children("ReferenceTo")]
        known = [key for key in dict.fromkeys(keys) if key in self._by_id]
        self._used.update(known)
        return tuple(self._by_id[key] for key in known)

    def left(self) -> Iterator[Entry]:
        """The files that no entry refers to, each an entry of its own."""
        for key, file in self._by_id.items():
            if key not in self._used:
                yield Entry(Kind.FILE, title=file.name, attachments=(file,), key=f"Attachment {key}")

    @staticmethod
    def photo(identity: Taking) -> Attachment | None:
        taken = identity.child("Photo")
        data = taken.text("Data")
        found = picture(data_address.decoded(data) or b"")
        if found is None and data:
            taken.note("Data", _("The photo has no content that can be read; it is left out."))
        return found
