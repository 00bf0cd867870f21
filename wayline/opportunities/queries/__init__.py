"""Composed reads for pages."""
