"""Wayline: digital guidance for public employment and careers services."""

__version__ = "0.1.0"
