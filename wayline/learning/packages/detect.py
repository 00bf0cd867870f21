"""One door for every package: finds out by its content what an uploaded file is, and reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Literal

from wayline.learning.packages import archive, cartridge, markdown_folder, scorm
from wayline.learning.packages.ims_manifest import MANIFEST_FILE
from wayline.learning.packages.moodle_backup import read_backup
from wayline.learning.packages.outline import Imported, PackageError
from wayline.learning.packages.words import gettext as _

Format = Literal["markdown", "cartridge", "moodle", "futurelearn", "h5p", "cmi5", "unknown"]

_FUTURELEARN = (
    "enrolments",
    "step-activity",
    "comments",
    "leaving-survey-responses",
    "video-stats",
    "question-response",
    "team-members",
    "weekly-sentiment-survey-responses",
    "archetype-survey-responses",
    "peer-review-assignments",
    "peer-review-reviews",
)
_MARKERS: dict[str, Format] = {
    markdown_folder.PROGRAMME_FILE: "markdown",
    "moodle_backup.xml": "moodle",
    MANIFEST_FILE: "cartridge",
    "h5p.json": "h5p",
    "cmi5.xml": "cmi5",
    "tincan.xml": "cmi5",
}


def read_package(path: Path, into: Path, progress: archive.Progress | None = None) -> Imported:
    """Read whatever this is into an empty folder, or refuse with what the person can do instead."""
    found = find_format(path)
    refusals: dict[Format, Callable[[str], PackageError]] = {
        "futurelearn": _futurelearn,
        "h5p": _player,
        "cmi5": _player,
        "unknown": _unknown,
    }
    if found in refusals:
        raise refusals[found](path.name)
    if found == "moodle":
        return read_backup(path, into, progress)
    archive.unpack(path, into, progress=progress)
    if found == "markdown":
        return markdown_folder.read_folder(markdown_folder.find_root(into))
    return _read_with_manifest(cartridge.find_root(into))


def find_format(path: Path) -> Format:
    """By the names inside; a file at the top, or in the one folder at the top, tells."""
    if path.suffix.lower() == ".csv" and not archive.kind(path):
        return "futurelearn" if _is_futurelearn(path.name) else "unknown"
    if not archive.kind(path):
        return "unknown"
    names = [PurePosixPath(name.removeprefix("./")) for name in archive.member_names(path)]
    shallow = {name.name for name in names if len(name.parts) <= 2}
    for marker, found in _MARKERS.items():
        if marker in shallow:
            return found
    return "futurelearn" if any(_is_futurelearn(name.name) for name in names) else "unknown"


def _is_futurelearn(name: str) -> bool:
    return name.lower().endswith(tuple(f"{table}.csv" for table in _FUTURELEARN))


def _read_with_manifest(root: Path) -> Imported:
    manifest = root / MANIFEST_FILE
    if scorm.is_scorm(manifest):
        raise scorm.refusal(MANIFEST_FILE)
    try:
        return cartridge.read_unpacked(root)
    except PackageError as error:
        if error.where.startswith(MANIFEST_FILE) and not error.advice:
            # A manifest too broken to tell what it was meant to be.
            hint = _("If it is a Common Cartridge, export it again. If it is SCORM: {advice}")
            error.advice = hint.format(advice=scorm.advice())
        raise


def _futurelearn(where: str) -> PackageError:
    return PackageError(
        _("This is a FutureLearn run export: what learners did, not the programme they did it in."),
        where=where,
        advice=_("Use the import of FutureLearn runs, which reads all its CSV files together."),
    )


def _player(where: str) -> PackageError:
    return PackageError(
        _("This package is a program for a player that Wayline does not have (H5P, cmi5 or xAPI)."),
        where=where,
        advice=scorm.advice(),
    )


def _unknown(where: str) -> PackageError:
    return PackageError(
        _("This is not a programme package that can be read."),
        where=where,
        advice=_(
            "Readable are: a zip of Markdown with programme.toml, a Common Cartridge 1.0 to 1.3 (.imscc), "
            "and a Moodle backup (.mbz)."
        ),
    )
