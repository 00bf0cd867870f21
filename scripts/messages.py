"""Collect and compile the interface texts without GNU gettext on the host (Babel does both).

python scripts/messages.py compile    # .po to .mo
python scripts/messages.py missing    # list what is not translated
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent.parent / "wayline" / "locale"


def compile_catalogues() -> int:
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return 0


def list_missing() -> int:
    missing = 0
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        for message in catalogue:
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and (not all(texts) or message.fuzzy):
                missing += 1
                sys.stdout.write(f"{source.parts[-3]}: {message.id!r}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    commands = {"compile": compile_catalogues, "missing": list_missing}
    if command not in commands:
        sys.exit(__doc__)
    sys.exit(commands[command]())
