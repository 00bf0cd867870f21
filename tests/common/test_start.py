"""What a process that starts does without: it is imported where it is used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SLOW = ("docx", "icalendar", "matplotlib", "pypdf", "scipy", "weasyprint")
ASKED = f"import django, sys; django.setup(); print(*(name for name in {SLOW!r} if name in sys.modules))"


def test_libraries_that_take_long_to_load_wait_until_they_are_used(tmp_path: Path) -> None:
    known = {**os.environ, "DJANGO_SETTINGS_MODULE": "wayline.config.settings", "WAYLINE_HOME": str(tmp_path)}
    told = subprocess.run([sys.executable, "-c", ASKED], env=known, capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
