"""Europass CVs as PDF: the data are in a file inside, which both the old and the current editor put there."""

import io
import re

from wayline.portfolio.formats import europass, safe_xml, skillspassport
from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.record import Reading, UnreadableFile

LARGEST = 40 * 1024**2
MOST_FILES = 50


def read(content: bytes) -> Reading:
    """The record of the first file inside that is a Europass CV."""
    if len(content) > LARGEST:
        raise UnreadableFile(_("The file is larger than {size} MB.").format(size=LARGEST // 1024**2))
    for inside in _attached(content):
        if not re.search(rb"<(?:\w+:)?(?:SkillsPassport|Candidate)\b", inside[:20_000]):
            continue
        name = safe_xml.name_of(safe_xml.load(inside))
        return skillspassport.read_xml(inside) if name == "SkillsPassport" else europass.read(inside)
    raise UnreadableFile(
        _("This PDF carries no Europass data inside. In the Europass editor, download the CV as XML, and upload that.")
    )


def _attached(content: bytes) -> list[bytes]:
    from pypdf import PdfReader  # here: it takes longer to load than the whole of this room
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        files = [one for listed in reader.attachments.values() for one in listed]
        return [bytes(one) for one in files[:MOST_FILES]]
    # pypdf meets broken files with whatever its parts raise
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OSError) as error:
        raise UnreadableFile(_("The PDF is broken.")) from error
    except (RecursionError, MemoryError, ArithmeticError, NotImplementedError) as error:
        raise UnreadableFile(_("The PDF is broken.")) from error
