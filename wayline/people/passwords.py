"""Passwords that are long enough and still guessed first."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

# What somebody who knows the service tries first. docs/security.md lists them.
WORDS = (
    "wayline", "practitioner", "facilitator", "administrator", "manager", "client", "employer", "researcher",
    "guidance", "coaching", "counsellor", "career", "careers", "employment", "jobcentre", "service", "office",
    "programme", "learning", "training", "password", "passwort", "welcome", "letmein", "qwerty", "admin", "secret",
)  # fmt: skip
OWN_LETTERS = 6
FEWEST_SIGNS = 5
_WORDS = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))


class GuessableValidator:
    """Refuses words of this service with a few signs around them, and the same few signs again and again."""

    def validate(self, password: str, user: object = None) -> None:
        rest = re.sub(r"[\W\d_]", "", _WORDS.sub("", password.casefold()))
        plain = _WORDS.search(password.casefold()) and len(rest) < OWN_LETTERS
        if plain or len(set(password)) < FEWEST_SIGNS:
            raise ValidationError(gettext("This password is easy to guess. Use three or four words of your own."))

    def get_help_text(self) -> str:
        return gettext("Three or four words that do not belong together make a good password.")
