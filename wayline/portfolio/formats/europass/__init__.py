"""The current Europass CV as XML: root `Candidate`, HR-XML 3, OAGIS 9 and EURES names.

No schema of it is published. Read after the schema documentation of 2 June 2020 (v3.0.0, DG EMPL) and a real export of
document version 4.0; tolerant in reading, strict in writing: order and names as that export has them.
"""

from wayline.portfolio.formats.europass.reader import read
from wayline.portfolio.formats.europass.writer import losses, write

__all__ = ["losses", "read", "write"]
