"""What a text of an offer says, with the words that led there. Plain Python; nothing found is certain.

read(text, language)          # pay, hours, languages, licences, level: facts.py, with cues in five languages

What it names and does not need is left out (`common/negation.py`).
"""

from wayline.opportunities.extraction.facts import Fact, read

__all__ = ["Fact", "read"]
