"""`wayline check`: is this installation fit for use?"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wayline.cli.ground import LEAST_POSTGRESQL, django, too_old
from wayline.cli.screen import Refused, say

GOOD, NOTE, BAD = "ok", "note", "REPAIR"
LEAST_FREE_BYTES = 1_000_000_000
NOT_OURS = {
    "security.W008",  # the reverse proxy sends http to https
    "security.W021",  # the browsers' preload list is the decision of whoever owns the domain
}


@dataclass(frozen=True, slots=True)
class Finding:
    level: str
    text: str


Findings = Iterator[Finding]


def check() -> int:
    try:
        with django():
            found = [finding for one in _checks() for finding in _tried(one)]
    except Refused as refused:
        found = [Finding(BAD, f"Database: {refused}")]
    for finding in found:
        say(f"{finding.level:<7}{finding.text}")
    bad = sum(finding.level == BAD for finding in found)
    say(f"{bad} to repair." if bad else "Nothing to repair.")
    return 1 if bad else 0


def _tried(one: Callable[[], Findings]) -> list[Finding]:
    """A check that breaks is a finding, and the others still run."""
    try:
        return list(one())
    except Exception as error:  # noqa: BLE001 - whatever it is, the operator must read it
        return [Finding(BAD, f"{one.__name__.strip('_').capitalize()}: {type(error).__name__}: {error}")]


def _checks() -> list[Callable[[], Findings]]:
    return [_settings, _database, _worker, _demo, _mail, _storage, _files]


def _is_local() -> bool:
    from wayline.home import demo_guard

    return not demo_guard.strange_hosts()


def _settings() -> Findings:
    from django.conf import settings
    from django.core.checks import ERROR, run_checks

    yield Finding(GOOD, f"Settings: people reach this service at {settings.PUBLIC_URL}")
    for message in run_checks(include_deployment_checks=True):
        if message.id in NOT_OURS or message.is_silenced():
            continue
        # On one's own machine there is no https, and Django warns of each consequence.
        level = BAD if message.level >= ERROR or not _is_local() else NOTE
        yield Finding(level, f"Settings: {message.msg} {message.hint or ''} ({message.id})".replace("\n", " "))


def _database() -> Findings:
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('server_version_num')::int")
        version, number = cursor.fetchone()
        cursor.execute("SELECT to_regclass(%s)", [str(settings.CACHES["default"]["LOCATION"])])
        has_cache = cursor.fetchone()[0] is not None
    old = number < LEAST_POSTGRESQL
    yield Finding(BAD, f"Database: {too_old(version)}") if old else Finding(GOOD, f"Database: PostgreSQL {version}")
    waiting = _waiting_migrations()
    if waiting or not has_cache:
        how = "`wayline run` brings it up to date when it starts, `wayline prepare` now"
        yield Finding(NOTE, f"Database: {waiting} migrations wait. {how}")


def _waiting_migrations() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _worker() -> Findings:
    from wayline.home import health

    found = health.measure()
    if found.worker:
        yield Finding(GOOD, f"Worker: it lives, {found.worker_seconds} seconds ago")
    else:
        yield Finding(NOTE, "Worker: it does not run now. `wayline run` has one; else start `wayline worker`")


def _demo() -> Findings:
    from django.conf import settings

    from wayline.home import demo, demo_guard

    if _waiting_migrations():
        yield Finding(NOTE, "Demo: whom this database holds can be asked when it is up to date")
    elif settings.DEMO:
        reason = demo_guard.refusal()
        yield Finding(BAD, f"Demo: {reason}") if reason else Finding(NOTE, "Demo: on; anybody signs in as anybody")
    elif demo.is_filled() and not _is_local():
        yield Finding(NOTE, "Demo: off, but the invented people are in this database. Nobody can sign in as them")
    else:
        yield Finding(GOOD, "Demo: off")


def _mail() -> Findings:
    from django.conf import settings
    from django.core.mail import get_connection

    if not getattr(settings, "EMAIL_HOST", "") or "console" in settings.EMAIL_BACKEND:
        level = NOTE if _is_local() else BAD
        yield Finding(level, "Mail: no server is named (WAYLINE_MAIL_HOST); letters are printed to the log")
        return
    server = get_connection(timeout=10)
    server.open()
    server.close()
    yield Finding(GOOD, f"Mail: {settings.EMAIL_HOST} answers, from {settings.DEFAULT_FROM_EMAIL}")


def _storage() -> Findings:
    from django.conf import settings

    media, home = Path(settings.MEDIA_ROOT), Path(settings.HOME)
    media.mkdir(parents=True, exist_ok=True)
    if not os.access(media, os.W_OK | os.X_OK):
        yield Finding(BAD, f"Storage: {media} cannot be written by this user")
    else:
        free = shutil.disk_usage(media).free
        level = GOOD if free >= LEAST_FREE_BYTES else BAD
        yield Finding(level, f"Storage: {media}, {free / 1e9:.1f} GB free")
    if media.stat().st_mode & 0o002:
        yield Finding(BAD, f"Storage: everybody on this machine may write to {media}. Run: chmod o-w {media}")
    key = home / "secret_key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield Finding(BAD, f"Storage: others may read {key}. Run: chmod 600 {key}")


def _files() -> Findings:
    from django.conf import settings
    from django.contrib.staticfiles import finders

    if finders.find("wayline/app.css") is None:
        yield Finding(BAD, "Files: the style sheet was not built. Run: make assets")
    if shutil.which("ffmpeg") is None or shutil.which("ffprobe") is None:
        yield Finding(NOTE, "Files: ffmpeg is not installed; videos of portfolios wait until it is")
    if not list(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.mo")):
        yield Finding(NOTE, "Files: no translations were compiled; pages are in English. Run: make install")
    import weasyprint

    yield Finding(
        GOOD, f"Files: Python {sys.version.split()[0]}, WeasyPrint {weasyprint.__version__} with Pango for PDF"
    )
