"""What the page shell (base.html) shows around every page. A context processor of an upper room fills it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of a menu. `active` marks the part of the site that the page belongs to."""

    label: str
    url: str
    active: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A membership to change to: sent by POST as `field` = `value`."""

    label: str
    value: str
    hint: str = ""
    active: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """The signed-in person, the role they act in, and what they may change to. `mark`: see common/offline.py."""

    name: str
    mark: str = ""
    role: str = ""
    organisation: str = ""
    links: Sequence[Link] = ()
    choices: Sequence[Choice] = ()
    switch_url: str = ""
    switch_field: str = "membership"
    sign_out_url: str = ""


@dataclass(frozen=True, slots=True)
class Notices:
    """Where notices are read, and how many wait."""

    url: str
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Shell:
    """The context variables that base.html reads: `return Shell(navigation=…, account=…).as_context()`."""

    navigation: Sequence[Link] = ()
    footer_links: Sequence[Link] = ()
    account: Account | None = None
    notices: Notices | None = None
    sign_in_url: str = ""
    sign_up_url: str = ""

    def as_context(self) -> dict[str, object]:
        return {each.name: getattr(self, each.name) for each in fields(self)}
