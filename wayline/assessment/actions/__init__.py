"""Verbs of assessment, by what they change."""
