"""SCORM packages: told apart and refused. They are programs for a player that Wayline does not have."""

from __future__ import annotations

import re
from pathlib import Path

from wayline.learning.packages.outline import PackageError
from wayline.learning.packages.words import gettext as _

_MARKS = re.compile(rb"adlnet\.org|ADL SCORM|adlcp[:_]|imsss:", re.IGNORECASE)
_LOOK_AT = 1 << 20


def is_scorm(manifest: Path) -> bool:
    """Whether a manifest has ADL's names in it; looked for in the bytes, for many such manifests are not valid XML."""
    with manifest.open("rb") as file:
        start = file.read(_LOOK_AT)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\x00", b"")
    return bool(_MARKS.search(start))


def refusal(where: str) -> PackageError:
    return PackageError(
        _("This is a SCORM package. Wayline does not play SCORM."),
        where=where,
        advice=advice(),
    )


def advice() -> str:
    return _(
        "Ask its author for a Common Cartridge (1.1 to 1.3) or a Moodle backup of the course. "
        "If there is none, make a programme here: paste the texts as articles, upload videos, sounds and documents, "
        "and write the quiz anew."
    )
