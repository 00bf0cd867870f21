"""Verbs on offers, employers, searches and sources."""
