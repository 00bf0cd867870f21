"""Settings from the environment, and where data live."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import platformdirs

from wayline.config import embedded

# Matrices are small here. Shared between threads, each product waits for the slower one: on a quiet machine a fifth is
# won by it, on a busy one it takes twelve times as long (docs/decisions/0032). It counts until NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def text(name: str, default: str = "") -> str:
    return os.environ.get(f"WAYLINE_{name}", default)


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name).strip().lower()
    if not value:
        return default
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off"}:
        return False
    raise ValueError(f"WAYLINE_{name} is {value!r}. Write yes or no.")


def words(name: str) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()]


def home() -> Path:
    """Where data live. Root uses a system folder: a home folder is closed to the database's own user."""
    chosen = text("HOME")
    if chosen:
        return Path(chosen).expanduser().resolve()
    if os.geteuid() == 0:
        return Path("/var/lib/wayline")
    return Path(platformdirs.user_data_dir("wayline"))


# What Numba compiles is kept beside the data: the program's own folder may be read-only.
os.environ.setdefault("NUMBA_CACHE_DIR", str(home() / "compiled"))


def database_url() -> str:
    return os.environ.get("DATABASE_URL") or embedded.database_url(home())


def uses_embedded_database() -> bool:
    return not os.environ.get("DATABASE_URL")


def secret_key() -> str:
    """From the environment, or made once and kept beside the data, readable by its owner only."""
    given = text("SECRET_KEY")
    if given:
        return given
    file = home() / "secret_key"
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        embedded.make_home(file.parent)
        key = secrets.token_urlsafe(50)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(key)
        return key
