"""Readers and writers of programme packages. Plain Python: no Django, no database."""
