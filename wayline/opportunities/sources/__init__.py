"""Readers of other people's vacancies: one format a file. Plain Python: no database, no network."""
