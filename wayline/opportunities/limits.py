"""How much of other people's files is read. Plain Python; docs/operating.md names these."""

from __future__ import annotations

MB = 1024 * 1024
SENT_MB = 50
"""A file sent in the browser, which waits for it. `wayline vacancies import` reads larger ones."""
FEED_MB = 10_000
"""A feed that is fetched: a million vacancies are some 5 GB."""
WHOLE_MB = 100
"""What can only be read as a whole: web pages, JSON-LD, the JSON answers of EURES. JSON lists and lines, XML and tables
are read one vacancy after the other, whatever their size."""
ONE_MB = 8
"""One vacancy of a list."""
SECONDS = 60.0
"""For a feed, however slowly it drips; and a second more for each MB that has come, but no more than an hour."""
LONGEST_SECONDS = 3600.0
