"""Europass 3.4, the format of the CV editor of 2013 to 2020: XML and JSON of one shape, `SkillsPassport`. Read only.

After the schemas V3.4.1 of the CEDEFOP interoperability pages (github.com/europass/ewa-cedefop). XML is turned into the
shape of the JSON first, so that one reader serves both. Europass PDFs of those years carry this XML inside.
"""

from wayline.portfolio.formats import safe_json, safe_xml
from wayline.portfolio.formats.skillspassport.reader import read_value
from wayline.portfolio.formats.skillspassport.shape import value_of
from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.record import Reading, UnreadableFile

__all__ = ["read_json", "read_xml"]


def read_xml(content: bytes) -> Reading:
    root = safe_xml.load(content)
    name = safe_xml.name_of(root)
    if name != "SkillsPassport":
        raise UnreadableFile(_("This is not a Europass 3.4 file: its root is “{name}”.").format(name=name[:60]), "/")
    return read_value(value_of(root))


def read_json(content: bytes) -> Reading:
    value = safe_json.load(content)
    inside = value.get("SkillsPassport") if isinstance(value, dict) else None
    if not isinstance(inside, dict):
        raise UnreadableFile(_("This is not a Europass 3.4 file: it has no “SkillsPassport”."))
    return read_value(inside)
