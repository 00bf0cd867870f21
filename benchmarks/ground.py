"""A service of its own for the benchmarks: an embedded PostgreSQL with its normal durability, in a temporary folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECRET = "for the benchmarks only"


def settle() -> Path:
    """Choose the data folder and the environment. To be called before anything of Wayline is imported."""
    chosen = os.environ.get("WAYLINE_BENCH_HOME")
    # Root's database has a user of its own, who must be able to walk there.
    home = Path(chosen) if chosen else Path(tempfile.mkdtemp(prefix="wayline-bench-"))
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(
        WAYLINE_HOME=str(home),
        WAYLINE_SECRET_KEY=SECRET,
        WAYLINE_LOG_LEVEL="ERROR",
        DJANGO_SETTINGS_MODULE="wayline.config.settings",
    )
    for name in ("WAYLINE_DEMO", "WAYLINE_PORT", "WAYLINE_PUBLIC_URL", "WAYLINE_DEBUG"):
        os.environ.pop(name, None)
    return home


@contextmanager
def service(home: Path) -> Iterator[None]:
    """The database runs and Django is loaded. A folder that was chosen by WAYLINE_BENCH_HOME is kept."""
    import django

    from wayline.config import embedded

    embedded.start(home)
    try:
        django.setup()
        from wayline.cli.data import migrate

        migrate()
        yield
        from django.db import connections

        connections.close_all()
        for connection in connections.all():
            connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's has a pool
    finally:
        embedded.stop(home)
        if not os.environ.get("WAYLINE_BENCH_HOME"):
            shutil.rmtree(home, ignore_errors=True)
