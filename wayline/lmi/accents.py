"""The accent colour that a site chooses for its widgets: only a plain colour comes through, and it stays readable.

Plain Python. Contrast as in WCAG 2.2 (relative luminance): text of 4.5 to 1 on its ground.
"""

from __future__ import annotations

import re

USUAL = {"light": "0f4c52", "dark": "7fc7c0"}
GROUND = {"light": "ffffff", "dark": "16262c"}
NEEDED = 4.5


def accent(asked: str, theme: str) -> str:
    """Six hexadecimal digits without #. Anything else gives the usual colour; a faint one is made stronger."""
    given = asked.strip().lstrip("#").lower()
    colour = given if re.fullmatch(r"[0-9a-f]{6}", given) else USUAL[theme]
    towards = 0 if theme == "light" else 255
    for _step in range(20):
        if contrast(colour, GROUND[theme]) >= NEEDED:
            return colour
        colour = "".join(f"{round(part + (towards - part) * 0.15):02x}" for part in _parts(colour))
    return USUAL[theme]


def contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)
