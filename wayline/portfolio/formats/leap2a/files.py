"""Files of a feed: beside it in the zip, named by links of the entries they belong to."""

from typing import Any
from urllib.parse import unquote

from wayline.portfolio.formats import plain, safe_xml
from wayline.portfolio.formats.safe_xml import children
from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.formats.xml_rest import TakingXml
from wayline.portfolio.record import Attachment, Note


class Files:
    def __init__(self, members: dict[str, bytes]) -> None:
        self._members = members

    def of(self, own: TakingXml, fields: dict[str, Any], notes: list[Note]) -> tuple[Attachment, ...]:
        """The files that an entry encloses. One that is not in the zip is told, and its link kept."""
        found: list[Attachment] = []
        said = fields.get("attachments")
        descriptions = said if isinstance(said, list) else []
        for one in children(own.element, "link"):
            if one.get("rel") != "enclosure":
                continue
            href = one.get("href", "")
            content = self._members.get(href, self._members.get(unquote(href)))
            if content is None:
                says = _("The file “{name}” is not in the export.").format(name=href[:100])
                notes.append(Note(safe_xml.place(own.original), says))
                continue
            about = descriptions[len(found)] if len(found) < len(descriptions) else {}
            found.append(self._attachment(href, one.get("type", ""), content, about))
            safe_xml.remove(one)
        return tuple(found)

    @staticmethod
    def _attachment(href: str, media_type: str, content: bytes, about: Any) -> Attachment:
        known = about if isinstance(about, dict) else {}
        last = unquote(href).rpartition("/")[2]
        number, _dash, rest = last.partition("-")
        name = plain.text_of(known, "name") or (rest if number.isdecimal() and rest else last)
        return Attachment(name, media_type or "application/octet-stream", content, plain.text_of(known, "description"))
