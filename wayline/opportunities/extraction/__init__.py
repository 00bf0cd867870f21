"""What a text of an offer says, with the words that led there. Plain Python; nothing found is certain.

read(text, language)          # pay, hours, languages, licences, level: facts.py, with cues in five languages
unwanted(text, language)      # where it names what is not needed: unwanted.py
"""

from wayline.opportunities.extraction.facts import Fact, read
from wayline.opportunities.extraction.unwanted import is_unwanted, unwanted

__all__ = ["Fact", "is_unwanted", "read", "unwanted"]
