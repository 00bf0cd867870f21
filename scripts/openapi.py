"""Writes the published descriptions of the APIs into docs/api/: `wayline`'s own Python, no database needed.

    .venv/bin/python scripts/openapi.py

A test compares these files with the code, so that a change of shape is never made unawares: what only adds raises the
second number of the version; what changes or takes away anything is a new path.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "api"


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "wayline.config.settings"
    os.environ.setdefault("WAYLINE_SECRET_KEY", "to write descriptions")
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    import django

    django.setup()
    from wayline.lmi.api import descriptions
    from wayline.opportunities.api import description

    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in descriptions().items():
        (FOLDER / f"{name}.json").write_text(text)
    (FOLDER / "opportunities-v1.json").write_text(description())
    return 0


if __name__ == "__main__":
    sys.exit(main())
