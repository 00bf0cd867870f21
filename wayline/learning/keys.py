"""Keys of weeks and steps: stable names in a package, unique in the programme."""

from __future__ import annotations

from itertools import count

from wayline.learning.packages.markdown_folder import slug

LONGEST = 70


def free_key(title: str, taken: set[str], *, fallback: str) -> str:
    """A key that is not taken yet, from the title; it is taken from then on."""
    base = slug(title)[:LONGEST].rstrip("-") or fallback
    key = base if base not in taken else next(each for number in count(2) if (each := f"{base}-{number}") not in taken)
    taken.add(key)
    return key
