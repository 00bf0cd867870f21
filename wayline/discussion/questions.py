"""How one asks without a question mark: turns of phrase, in English and Italian."""

from __future__ import annotations

import re

# Only phrases that ask whatever follows. "How I did it" and "When we met" tell; they are not here.
PHRASES = (
    r"(?:can|could|would|will) (?:any|some)(?:one|body)\b",
    r"(?:does|has|is|did) any(?:one|body)\b",
    r"any(?:one|body) (?:know|knows|else|have|has|tried)\b",
    r"any (?:ideas|advice|tips|suggestions)\b",
    r"(?:how|what|where|when|why|which|who) (?:do|does|did|can|could|should|would) (?:i|we|you|one|it|they)\b",
    r"(?:i|we) (?:was|were|am|are)? ?wonder(?:ing)? (?:if|whether|how|what|why|who|where)\b",
    r"(?:i|we) (?:do not|don't|don’t) (?:know|understand) (?:how|what|why|where|whether|if|which)\b",
    r"(?:qualcuno|nessuno) (?:sa|ha|può|saprebbe|potrebbe|conosce)\b",
    r"(?:mi|ci) (?:chiedo|domando|chiediamo|domandiamo) (?:se|come|che|cosa|perché|chi|dove|quale)\b",
    r"(?:come|dove|quando|perché|cosa|quale) (?:posso|possiamo|si può|si fa|devo|dobbiamo|conviene)\b",
    r"non (?:so|capisco|sappiamo|capiamo) (?:se|come|cosa|perché|dove|quale)\b",
)
_ASKING = re.compile(rf"(?:^|[.!:;,\n]\s*|\b(?:but|and|so|ma|e)\s+)(?:{'|'.join(PHRASES)})", re.IGNORECASE)


def asks_in_words(text: str) -> bool:
    """A sentence or clause begins with a phrase that asks, whether or not a question mark ends it."""
    return _ASKING.search(text) is not None
