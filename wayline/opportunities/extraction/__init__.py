"""What a text of an offer says, with the words that led there. Plain Python; nothing found is certain.

read(text, language)          # pay, hours, languages, licences, level: facts.py, with cues in five languages
windows(sentence)             # pieces of a sentence that may name a skill: windows.py
"""

from wayline.opportunities.extraction.facts import Fact, read

__all__ = ["Fact", "read"]
