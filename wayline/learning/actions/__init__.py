"""Verbs of learning, by noun: `programmes` (write, import), `runs` (offer), `study` (learn)."""
