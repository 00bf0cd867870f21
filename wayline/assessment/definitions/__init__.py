"""Definitions of questionnaires: what they are made of, read, checked, written and routed. Plain Python."""
