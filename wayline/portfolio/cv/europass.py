"""The one place where a CV gets its Europass file: read by other services from inside the PDF."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.common.pdf import Enclosed
from wayline.portfolio.formats import europass
from wayline.portfolio.record import Record

NAME = "europass.xml"


def europass_file(record: Record) -> Sequence[Enclosed]:
    return (Enclosed(NAME, europass.write(record), "The same CV as data in the format of Europass"),)
