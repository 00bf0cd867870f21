"""Rows that many tests begin with: made once, and each of these tests works in a savepoint above them.

    standing_market = standing.rows("standing_market", fill)  # in a conftest; a copy of what `fill` gave for each test

They stand until a test comes that did not ask for them; that one finds none (`pytest -p tests.standing`). Of several
that a test asks for, those of the innermost conftest stand, and the others are made anew.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction

PREFIX = "standing_"
_makers: dict[str, Callable[[], Any]] = {}
_kept = ExitStack()
_name = ""
_made: Any = None
_next: pytest.Item | None = None
_unblocked: Callable[[], AbstractContextManager[Any]] = nullcontext
"""Lets a moment reach the database in which pytest-django lets nobody."""


def rows(name: str, make: Callable[[], Any]) -> Any:
    """The fixture of this name. Its test may change what it gets, in memory and in the database."""
    assert name.startswith(PREFIX), name
    assert name not in _makers, f"{name} is made elsewhere"
    _makers[name] = make

    @pytest.fixture(name=name)
    def copied(db: None) -> Any:
        return deepcopy(_made) if _name == name else make()

    return copied


def wanted(item: pytest.Item) -> str:
    """Tests that commit and empty tables afterwards can stand on nothing."""
    marker = item.get_closest_marker("django_db")
    names: list[str] = getattr(item, "fixturenames", [])
    if (marker and (marker.args or marker.kwargs)) or {"transactional_db", "live_server"} & set(names):
        return ""
    return next((name for name in reversed(_makers) if name in names), "")


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """The last moment before a test's own transaction begins, and the first after it has ended."""
    if fixturedef.argname == "_django_db_helper":
        request.addfinalizer(_make_room)
        _stand_on(wanted(request.node), request)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    global _next
    _next = nextitem


def _make_room() -> None:
    if _next is None or wanted(_next) != _name:
        _fall()


def _stand_on(name: str, request: pytest.FixtureRequest) -> None:
    global _name, _made, _unblocked
    closed = transaction.get_connection().closed_in_transaction  # by a test that closed an answer: nothing stands now
    if name == _name and not closed:
        return
    _fall()
    if not name or transaction.get_connection().in_atomic_block:  # of a fixture of the module, which ends before us
        return
    _unblocked = request.getfixturevalue("django_db_blocker").unblock
    with _unblocked(), ExitStack() as begun:
        begun.enter_context(transaction.atomic())
        begun.callback(transaction.set_rollback, True)
        _made = _makers[name]()
        _name = name
        _kept.push(begun.pop_all())


def _fall() -> None:
    global _name, _made
    _name, _made = "", None
    with _unblocked():
        _kept.close()
