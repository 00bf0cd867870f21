"""The demo service keeps out of databases and sites that real people use."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from tests import factories
from wayline.home import demo_guard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_on")]


def test_an_empty_database_on_this_machine_may_have_it() -> None:
    assert demo_guard.refusal() is None


def test_people_who_were_there_before_keep_it_out() -> None:
    factories.user("A real person")
    assert "people who are not invented" in str(demo_guard.refusal())


def test_an_organisation_that_was_there_before_keeps_it_out() -> None:
    factories.organisation("A real office")
    assert "an organisation that is not invented" in str(demo_guard.refusal())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "https://learn.example.org"),
        ("ALLOWED_HOSTS", ["localhost", "10.0.0.7"]),
        ("ALLOWED_HOSTS", ["*"]),
    ],
)
def test_a_name_of_the_world_keeps_it_out(settings: Any, name: str, value: object) -> None:
    setattr(settings, name, value)
    assert "may sign in as an administrator" in str(demo_guard.refusal())
    with pytest.raises(SystemCheckError, match=r"home\.E001"):
        call_command("check")
    settings.DEMO_PUBLIC = True
    assert demo_guard.refusal() is None
    call_command("check")


def test_a_closed_demo_needs_no_guard(settings: Any) -> None:
    settings.DEMO = False
    settings.PUBLIC_URL = "https://learn.example.org"
    assert demo_guard.no_demo_in_public() == []
    assert not demo_guard.is_safe()
