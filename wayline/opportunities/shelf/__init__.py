"""The shelf: what is on show as arrays that all processes share. Plain Python; docs/decisions/0021 says why and how.

Rows are listings, newest first. Dates are days (`date.toordinal`), moments are microseconds since 1970. Nothing is
imported here: a web process that answers no search does without the memory of NumPy.
"""
