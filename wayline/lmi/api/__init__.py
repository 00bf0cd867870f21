"""Figures and words for programs: public, read only, with the source of each figure."""
