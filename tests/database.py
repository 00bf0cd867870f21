"""Starts an embedded PostgreSQL for the tests, before Django reads its settings (`pytest -p tests.database`).

WAYLINE_TEST_HOME says where it lives (default: a folder of the temporary directory, kept between runs). A server that
already runs there is used and left running. DATABASE_URL, when set, names another PostgreSQL.
"""

import os
import tempfile
from pathlib import Path

import pytest

HOME = Path(os.environ.get("WAYLINE_TEST_HOME") or Path(tempfile.gettempdir()) / f"wayline-tests-{os.geteuid()}")
os.environ["WAYLINE_HOME"] = str(HOME)
os.environ.setdefault("WAYLINE_SECRET_KEY", "for the tests only")
os.environ.setdefault("WAYLINE_DATABASE_POOL", "6")

(HOME / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is absent

from tests import template  # noqa: E402 - asks for WAYLINE_HOME
from wayline.config import embedded  # noqa: E402 - reads WAYLINE_HOME

_started = False
if not os.environ.get("DATABASE_URL") and "PYTEST_XDIST_WORKER" not in os.environ:
    # Tests lose nothing when the machine stops, so the server need not wait for the disk.
    _started = embedded.start(HOME, options=("-c", "fsync=off", "-c", "synchronous_commit=off"))


def pytest_configure(config: pytest.Config) -> None:
    """With several processes that make databases anew, all copy one."""
    controls = "PYTEST_XDIST_WORKER" not in os.environ and config.getoption("numprocesses", None)
    if controls and config.getoption("create_db", False):
        template.begin()


def pytest_unconfigure() -> None:
    if _started:
        embedded.stop(HOME)
