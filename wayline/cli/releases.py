"""`wayline data`: releases of classifications and figures, as publishers give them out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wayline.cli.download import fetched, file_name, is_address
from wayline.cli.ground import django
from wayline.cli.screen import Refused, complain, progress, say
from wayline.config import environment

if TYPE_CHECKING:
    from wayline.taxonomy.actions import Outcome
    from wayline.taxonomy.models import Release
    from wayline.taxonomy.sources.register import Source

MOST_FOLDERS = 2000
SHOWN_DEFECTS = 10
WORDS = ("new", "changed", "gone", "same")


@contextmanager
def _ready() -> Iterator[None]:
    """The database is up and has our tables, also on a machine where nothing ran before."""
    with django():
        from wayline.cli.data import migrate

        migrate()
        yield


def data_folder() -> Path | None:
    given = environment.text("DATA")
    return Path(given).expanduser() if given else None


def show(source: str) -> int:
    with _ready():
        from wayline.taxonomy.models import Release
        from wayline.taxonomy.sources.register import all_sources

        if source:
            _source(source)
        releases = Release.objects.filter(source=source) if source else Release.objects.current()
        for release in releases.order_by("source", "-added_at"):
            _tell_release(release, fully=bool(source))
        if source:
            return 0
        installed = set(releases.values_list("source", flat=True))
        folder = data_folder()
        others = [one for one in all_sources() if one.key not in installed]
        for one in others:
            there = bool(folder and folder.is_dir() and places(one, folder))
            where = f"in {folder}" if there else f"from {one.homepage}"
            say(f"not installed  {one.key}: {one.title} ({one.publisher}), {where}")
    return 0


def _tell_release(release: Release, *, fully: bool) -> None:
    published = f", published {release.published_on:%d %B %Y}" if release.published_on else ""
    superseded = f", replaced {release.superseded_at:%d %B %Y}" if release.superseded_at else ""
    say(f"{release.pk}  {release.source}: {release.title}, version {release.version}")
    say(f"    {release.publisher}{published}, added {release.added_at:%d %B %Y}{superseded}")
    say(f"    licence: {release.licence}")
    say(f"    to be shown: {release.attribution}")
    say(f"    {release.rows:,} rows from {len(release.files)} files, sha256 {release.digest}")
    if release.defects:
        say(f"    {len(release.defects)} faults in the publisher's files")
    if not fully:
        return
    for file in release.files:
        say(f"    {file['sha256']}  {file['bytes']:>11,}  {file['name']}")
    for defect in release.defects:
        say(f"    fault: {defect['place']}: {defect['what']}")


def add(source: str, place: str, *, write: bool, again: bool) -> int:
    if not source:
        raise Refused("Name a source and where its files are, or --all. wayline data list shows the sources.")
    with _ready():
        found = _source(source)
        with _located(found, place) as paths:
            for path in paths:
                _add_one(found, path, write=write, again=again)
        _take_up_titles(write=write)
        _take_up_skills(write=write)
        _take_up_moves(write=write)
    return 0


def add_all(folder: str, *, write: bool, again: bool) -> int:
    """Every source that is found in the folder, those that others refer to first. One that fails stops none of the
    others; the status says whether one did."""
    where = Path(folder) if folder else data_folder()
    if where is None or not where.is_dir():
        raise Refused(f"There is no folder {where or '(WAYLINE_DATA is not set)'}.")
    failed = 0
    with _ready():
        from wayline.taxonomy.sources.register import all_sources

        found = [(source, path) for source in all_sources() for path in places(source, where)]
        if not found:
            raise Refused(f"{where} holds no files of a source that Wayline reads.")
        for source, path in found:
            try:
                _add_one(source, path, write=write, again=again)
            except Refused as refused:
                complain(str(refused))
                failed += 1
        _take_up_titles(write=write)
        _take_up_skills(write=write)
        _take_up_moves(write=write)
    return 1 if failed else 0


def _take_up_titles(*, write: bool) -> None:
    """Names that came or went are searched from now on; `train` learns from them."""
    from wayline.taxonomy import title_index

    if not write or title_index.is_fresh():
        return
    with progress("Indexing titles") as advance:
        title_index.refresh(advance)
    say("New names can be searched. wayline data train makes the search learn from them.")


def _take_up_skills(*, write: bool) -> None:
    """Names of skills that came or went are read in texts from now on."""
    from wayline.taxonomy import skill_index

    if not write or skill_index.is_fresh():
        return
    with progress("Indexing skills") as advance:
        skill_index.refresh(advance)


def _take_up_moves(*, write: bool) -> None:
    """To which jobs one could move, from what is loaded now."""
    from wayline.lmi import move_index

    if not write or move_index.is_fresh():
        return
    with progress("Working out moves between occupations") as advance:
        move_index.remake(advance)


def train() -> int:
    with _ready():
        from wayline.taxonomy import skill_index, title_index

        with progress("Learning from the names of occupations") as advance:
            number = title_index.retrain(advance)
        if not number:
            raise Refused("No names of occupations are loaded. Add some first: wayline data add --all --write")
        say(f"Title search learnt from {number:,} names. It lies in {title_index.folder()}.")
        with progress("Learning how texts speak of skills") as advance:
            number = skill_index.retrain(advance)
        say(f"Reading of texts learnt from {number:,} names and sentences. It lies in {skill_index.folder()}.")
        _take_up_moves(write=True)
    return 0


def places(source: Source, folder: Path) -> list[Path]:
    """Folders and zips at or below `folder` that hold files of the source."""
    from wayline.taxonomy.sources.register import SourceError

    found: list[Path] = []
    for number, (name, folders, files) in enumerate(os.walk(folder)):
        if number > MOST_FOLDERS:
            raise Refused(f"{folder} holds more than {MOST_FOLDERS} folders. Name a smaller one.")
        folders.sort()
        here = Path(name)
        for candidate in (here, *(here / file for file in sorted(files) if file.lower().endswith(".zip"))):
            try:
                if source.find(candidate):
                    found.append(candidate)
            except SourceError as error:
                complain(f"{error}")
    return found


@contextmanager
def _located(source: Source, place: str) -> Iterator[list[Path]]:
    """Where the files are: as named, in the folder of WAYLINE_DATA, or fetched."""
    folder = data_folder()
    if is_address(place):
        kept = sorted(folder.rglob(file_name(place))) if folder and folder.is_dir() else []
        if kept:
            say(f"{kept[0]} is taken instead of fetching {place}.")
            yield kept[:1]
            return
        with fetched(place) as path:
            yield [path]
        return
    if place:
        if not Path(place).exists():
            raise Refused(f"There is no file or folder {place}.")
        yield [Path(place)]
        return
    found = places(source, folder) if folder and folder.is_dir() else []
    if not found:
        advice = f"WAYLINE_DATA has none. Its publisher: {source.homepage}"
        raise Refused(f"Name the file, folder or address of {source.title}; {advice}")
    yield found


def _add_one(source: Source, path: Path, *, write: bool, again: bool) -> None:
    from django.db import Error

    from wayline.taxonomy.actions import add_release
    from wayline.taxonomy.sources.register import SourceError

    try:
        with progress(f"Reading {source.title}") as advance:
            outcome = add_release(source, path, write=write, again=again, advance=advance)
    except SourceError as error:
        raise Refused(f"{source.key} was refused, and everything is as it was:\n{error}") from error
    except Error as error:
        raise Refused(f"{source.key} could not be written, and everything is as it was:\n{error}") from error
    _tell(outcome, write=write)


def _tell(outcome: Outcome, *, write: bool) -> None:
    release = outcome.release
    if outcome.already:
        say(f"{release.source}: {release}: the same files were added on {release.added_at:%d %B %Y}; nothing changes.")
        return
    verb = "added" if write else "would be added"
    say(f"{release.source}: {release} {verb}, {release.rows:,} rows.")
    for word in WORDS:
        things = [
            f"{n:,} {what.removesuffix(f' {word}')}"
            for what, n in sorted(outcome.counts.items())
            if what.endswith(f" {word}")
        ]
        if things:
            say(f"    {word}: {', '.join(things)}")
    if not outcome.changes:
        say("    nothing changes but the name of the release")
    for title in outcome.replaced:
        say(f"    takes the place of {title}")
    for defect in release.defects[:SHOWN_DEFECTS]:
        say(f"    fault in the files: {defect['place']}: {defect['what']}")
    if len(release.defects) > SHOWN_DEFECTS:
        say(f"    and {len(release.defects) - SHOWN_DEFECTS} faults more: wayline data list {release.source}")
    if not write:
        say("    Nothing was written. With --write it is.")


def check() -> int:
    with _ready():
        from wayline.taxonomy.actions import check_releases

        faults = check_releases()
        for fault in faults:
            say(str(fault))
        if not faults:
            say("Everything that is loaded is whole.")
    return 1 if faults else 0


def remove(name: str, *, write: bool) -> int:
    with _ready():
        from django.db import transaction

        from wayline.taxonomy.actions import InUse, remove_release
        from wayline.taxonomy.models import Release

        chosen = Release.objects.filter(pk=int(name)) if name.isdecimal() else Release.objects.filter(source=name)
        releases = list(chosen.order_by("-added_at"))
        if not releases:
            raise Refused(f"There is no release {name}. wayline data list shows them.")
        with transaction.atomic():
            for release in releases:
                title = str(release)
                try:
                    remove_release(release)
                except InUse as error:
                    users = "\n".join(f"  {user}" for user in error.users)
                    raise Refused(
                        f"{title} cannot be removed: others refer to it. Remove these first:\n{users}"
                    ) from error
                say(f"{title} {'is' if write else 'would be'} removed.")
            if not write:
                transaction.set_rollback(True)
                say("Nothing was removed. With --write it is.")
    return 0


def _source(key: str) -> Source:
    from wayline.taxonomy.sources.register import all_sources, source_of

    found = source_of(key)
    if found is None:
        raise Refused(f"There is no source {key!r}. There are: {', '.join(one.key for one in all_sources())}.")
    return found
