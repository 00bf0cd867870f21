"""The texts that readers of files write for people, in the language of whoever reads them.

This package knows no Django, so the room tells it at start how to translate:
`words.use(django.utils.translation.gettext)`.
"""

from collections.abc import Callable

_translate: list[Callable[[str], str]] = [str]


def use(translate: Callable[[str], str]) -> None:
    _translate[0] = translate


def gettext(message: str) -> str:
    return _translate[0](message)
