"""Leap2A, the exchange format of e-portfolios (2010-07): an Atom feed, alone or in a zip with its files.

leapspecs.org is gone; what Mahara and Moodle write and read is the specification there is. The format allows elements
of other names beside its own, as Mahara's `mahara:view`: what it has no place for goes into `wayline:fields`, as JSON,
so that a portfolio moved from Wayline to Wayline loses nothing. Other programs read the rest.
"""

from wayline.portfolio.formats.leap2a.reader import read
from wayline.portfolio.formats.leap2a.writer import losses, write

__all__ = ["losses", "read", "write"]
