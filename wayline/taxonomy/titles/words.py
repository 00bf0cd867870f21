"""Titles as they are compared: small letters, no accents, no punctuation, and each grammatical form by itself."""

from __future__ import annotations

import re
import unicodedata

# Letters that do not fall apart into a letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t"}
)
# + and # belong to names such as C++ and C#.
_NOT_WORD = re.compile(r"(?:[^\w+#]|_)+")
# (m/f), (m/w/d), H/F, K/M: addressed to all, part of no title.
_ALL_SEXES = re.compile(r"\(\s*[a-z](\s*[/|]\s*[a-z]){1,3}\s*\)|(?<!\w)[hmfwkdx](/[hmfwkdx]){1,2}(?!\w)", re.IGNORECASE)
# Verkäufer/in, Verkäufer(in), Verkäufer:in, Verkäufer*in, técnico/a, vendeur/euse, vendeur(se)
_ENDING = re.compile(r"(?P<stem>\w{3,})(?:\s?/\s?-?|\*|:|_|\(-?)(?P<end>[^\W\d_]{1,6})(?P<close>\)?)(?![\w*/])")
_VOWELS = "aeiouyаеиоуъ"
# What may stand behind the sign, so that "HGV/LGV driver" and "cashier/sales" stay as they are.
_ENDINGS = frozenset(
    re.findall(
        r"\w+",
        "in innen a as o e es er ere iere se euse teuse trice rice ne enne ienne fe ve ive te le elle ka ca ica nica"
        " ice nja inja kinja cka ova essa esse ra ora tora dora sa na ene ja oja eja а ка",
    )
)
# Where a word and its feminine part: serveur and serveuse have five letters in common.
_COMMON = 3


def normalise(text: str) -> str:
    """`text` in small letters without accents and punctuation, words parted by one space."""
    if text.isascii():
        return _NOT_WORD.sub(" ", text.casefold()).strip()
    # small letters may fall apart further, and what falls apart may hold capitals ("㎒")
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LETTERS)
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", plain).strip()


def forms(text: str) -> list[str]:
    """The normalised titles that `text` writes as one, the masculine first; at least one, possibly empty.

    "Verkäufer/in" stands for "verkaufer" and "verkauferin"; "serveur/serveuse de bar" for "serveur de bar" and
    "serveuse de bar". "Painter/decorator" stays one title: its sides are no forms of one word.
    """
    bare = _ALL_SEXES.sub(" ", text)
    found = _both_sides(bare) or _with_endings(bare) or [bare]
    return list(dict.fromkeys(normalise(one) for one in found))


def _both_sides(text: str) -> list[str] | None:
    """ "Abatteur / Abatteuse de carrière": two forms beside one slash."""
    sides = text.split("/")
    if len(sides) != 2:
        return None
    left, right = sides[0].split(), sides[1].split()
    if not left or not right:
        return None
    place = next((at for at, word in enumerate(left) if _akin(word, right[0])), None)
    if place is None:
        return None
    tail = right[len(left) - place :]
    return [" ".join(left + tail), " ".join(left[:place] + right)]


def _akin(one: str, other: str) -> bool:
    one, other = normalise(one), normalise(other)
    shorter = min(len(one), len(other))
    common = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    return one != other and common >= max(_COMMON, shorter // 2)


def _with_endings(text: str) -> list[str] | None:
    """ "técnico/a comercial": an ending behind a sign."""
    found = [one for one in _ENDING.finditer(text) if _is_ending(one)]
    if not found:
        return None
    plain, other, last = "", "", 0
    for one in found:
        between = text[last : one.start()]
        plain += between + one["stem"]
        other += between + _ended(one["stem"], one["end"])
        last = one.end()
    return [plain + text[last:], other + text[last:]]


def _is_ending(found: re.Match[str]) -> bool:
    return normalise(found["end"]) in _ENDINGS and ("(" in found[0]) == bool(found["close"])


def _ended(stem: str, end: str) -> str:
    """The other form: the ending laid over what it begins like ("direcTeur/Trice"), or put behind."""
    stem, end = normalise(stem), normalise(end)
    if end in ("in", "innen") or (len(end) == 1 and stem[-1] not in _VOWELS):
        return stem + end
    place = stem.rfind(end[0], max(2, len(stem) - len(end) - 2))
    return stem[: place if place > 0 else -1] + end
