"""Composed reads, one file a page."""
