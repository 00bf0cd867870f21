"""What publishers shorten in titles and their qualifiers, written out. English, as the indexes are."""

from __future__ import annotations

import re

# ONS, coding index of SOC 2020, volume 2, list of abbreviations; NAAFI and HM are names and stay.
SHORT = {
    "nos": "not said which",
    "n.o.s.": "not said which",
    "nec": "not listed elsewhere",
    "n.e.c.": "not listed elsewhere",
    "mfr": "manufacture",
    "mfg": "manufacturing",
    "mfrs": "manufacturers",
    "dept": "department",
    "govt": "government",
    "po": "Post Office",
    "mod": "Ministry of Defence",
    "eng": "engineering",
    "excl": "not",
    "incl": "with",
    "misc": "other",
    "tefl": "English as a foreign language",
}
# Two letters that mean something else in small letters.
_CAPITALS = {"po": "PO", "mod": "MOD", "tefl": "TEFL"}
_WORD = re.compile(r"(?<![\w.])(?:n\.e\.c\.|n\.o\.s\.|[A-Za-z]+)(?![\w])")


def spelt_out(text: str) -> str:
    """ "nos; coal mine" becomes "not said which, coal mine"; words that are no abbreviations stay as they are."""
    return _WORD.sub(_long, text).replace(";", ",")


def _long(found: re.Match[str]) -> str:
    word = found.group(0)
    key = word.casefold()
    if key not in SHORT or word != _CAPITALS.get(key, word):
        return word
    return SHORT[key]
