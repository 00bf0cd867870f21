"""Guards for every test: what Django forgives, these do not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import factories, paper, standing, template, turns
from wayline.people.middleware import SESSION_KEY
from wayline.people.models import Membership

# A busy machine is no fault: no test measures time.
hypothesis_settings.register_profile("wayline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("wayline")

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first that is here. The shell is the same engine without the browser's own windows: a third of the work."""
WRITES = ("INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE")
# Tables that a reading page may touch: sessions, counters of rate limits and openings, and where a learner is.
MAY_BE_WRITTEN_ON_GET = (
    '"django_session"',
    '"common_cache"',
    '"people_limituse"',
    '"learning_progress"',
    '"learning_enrolment"',
    '"discussion_visit"',
    '"people_auditrecord"',
    '"people_notice"',
    '"portfolio_sharevisit"',
    '"opportunities_daycount"',
    '"portfolio_pageday"',
    '"opportunities_applicationvisit"',
    '"opportunities_applicationvisit_opened"',
    '"opportunities_foundperson"',
    '"opportunities_foundshowing"',
    '"opportunities_shownmatch"',
    '"opportunities_opened"',  # what a client opened, while they let suggestions use it
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Groups first, since those are what takes long: else the last one may run alone at the end.

    In a file, tests that stand on the same rows come one after the other.
    """
    another_day = [item for item in items if not turns.has_its_turn(item)]
    config.hook.pytest_deselected(items=another_day)
    items[:] = [item for item in items if item not in another_day]
    files: dict[Path, int] = {}
    for item in items:
        files.setdefault(item.path, len(files))
    items.sort(
        key=lambda item: (item.get_closest_marker("xdist_group") is None, files[item.path], standing.wanted(item))
    )


def pytest_make_parametrize_id(val: object) -> str | None:
    """Long bytes and texts are named by their length: a zip made in two processes holds two times of day."""
    if isinstance(val, bytes | str) and len(val) > LONGEST_NAME:
        return f"{len(val)} {'bytes' if isinstance(val, bytes) else 'characters'}"
    return None


LONGEST_NAME = 60


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Before the database of this process is made: it is copied from the one with every migration, if there is one."""
    if name := template.wait():
        connection.settings_dict["TEST"]["TEMPLATE"] = name


class UndefinedVariable(str):
    """Stands for a template variable that nobody defined. Using it in a page fails the test."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"The template variable {name} is undefined.")


@contextmanager
def reads_only() -> Iterator[None]:
    """Refuse SQL that changes anything but what a visit itself leaves behind."""

    def guard(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> CursorWrapper:
        if sql.lstrip().upper().startswith(WRITES) and not any(table in sql for table in MAY_BE_WRITTEN_ON_GET):
            raise AssertionError(f"A GET wrote to the database: {sql[:200]}")
        return execute(sql, params, many, context)  # type: ignore[no-any-return]

    with connection.execute_wrapper(guard):
        yield


class GuardedClient(Client):
    """GET never writes. `acting(member)` signs a person in, in a role."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        with reads_only():
            answer = super().get(*args, **kwargs)
        if answer.get("Content-Type") == "application/pdf":
            paper.check(answer)
        return answer  # type: ignore[return-value]

    def acting(self, member: Membership) -> GuardedClient:
        self.force_login(member.user)
        session = self.session
        session[SESSION_KEY] = member.pk
        session.save()
        return self


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A page that was asked for in French leaves its thread speaking French."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _undefined_variables_fail() -> Iterator[None]:
    """Set once: whenever this setting changes, Django forgets all templates that it has read."""
    templates: dict[str, Any] = django_settings.TEMPLATES[0]
    options = {**templates["OPTIONS"], "string_if_invalid": UndefinedVariable()}
    with override_settings(TEMPLATES=[{**templates, "OPTIONS": options}]):
        yield


@pytest.fixture(autouse=True)
def _surroundings(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.HOME = tmp_path / "home"  # no index of titles: it belongs to another database
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {**django_settings.TASKS["default"], "BACKEND": "tests.tasks.RaisingBackend"}}
    settings.CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
        for name in django_settings.CACHES
    }
    yield
    for cache in caches.all():
        cache.clear()


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        message = f"No Chromium here (looked for {', '.join(BROWSERS)}); the browser tests need one."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture
def client() -> GuardedClient:
    return GuardedClient(enforce_csrf_checks=False)


@pytest.fixture
def as_member() -> Callable[[Membership], GuardedClient]:
    def signed_in(member: Membership) -> GuardedClient:
        return GuardedClient().acting(member)

    return signed_in


standing_cast = standing.rows("standing_cast", factories.cast)


@pytest.fixture
def cast(standing_cast: factories.Cast) -> factories.Cast:
    return standing_cast


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with data and samples of other people's tools, which is not part of the product."""
    import os

    folder = Path(os.environ.get("WAYLINE_SHARED") or Path(__file__).parent.parent.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"No samples at {folder}; set WAYLINE_SHARED to their folder.")
    return folder
