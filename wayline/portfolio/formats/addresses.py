"""What may stand where an address is asked for: a scheme and no blanks, as `fields.py` has it."""

import re

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+")


def is_address(text: str) -> bool:
    return _ADDRESS.fullmatch(text) is not None
