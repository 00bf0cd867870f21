"""`wayline vacancies`: bring in vacancies of others from a file, or ask a source's address now."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from wayline.cli.ground import django
from wayline.cli.screen import Refused, progress, say

if TYPE_CHECKING:
    from wayline.opportunities.models import ImportRun, Source, VacancyCount

SHOWN = 20


def take_in(file: Path, *, name: str, write: bool) -> int:
    """Show what the file would change in a source; change it with `write`."""
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    with django(), file.open("rb") as content:
        from wayline.opportunities.actions import imports
        from wayline.opportunities.sources.ad import BrokenFile

        source = _source(name)
        with progress(f"Reading {file.name}") as advance:
            if write:
                run = imports.read_file(
                    source, content, by=None, file_name=file.name, advance=lambda percent: advance(percent, 100)
                )
            else:
                try:
                    run = imports.look(source, content, advance=lambda percent: advance(percent, 100))
                except BrokenFile as error:
                    raise Refused(f"{file.name}: {error}") from error
        if run.fault:
            raise Refused(f"{file.name}: {run.fault}")
        _tell_run(run)
        say("Done." if write else "Nothing is changed. --write does it.")
    return 0


def pull(name: str) -> int:
    with django():
        from wayline.opportunities.actions import imports

        source = _source(name)
        if not source.url:
            raise Refused(f"{source.name} has no address. Send a file: wayline vacancies import FILE --source NAME")
        with progress(f"Asking {source.url}") as advance:
            run = imports.pull(source, advance=lambda percent: advance(percent, 100))
        if run.fault:
            raise Refused(f"Nothing was read: {run.fault}")
        _tell_run(run)
    return 0


def show() -> int:
    with django():
        from wayline.opportunities.models import Source

        sources = list(Source.objects.select_related("service"))
        for one in sources:
            say(f"{one.name}: {one.get_format_display()}, {one.service.name}, {one.url or 'files by hand'}")
        if not sources:
            say("There is no source yet. Add one on the page “Vacancies from elsewhere”.")
    return 0


def read(*, again: bool) -> int:
    """The texts of vacancies whose source names no skill; `again`: also those that were read before."""
    with django():
        from wayline.opportunities.actions import texts
        from wayline.opportunities.queries.texts import waiting

        if again:
            texts.read_again()
        number = waiting().count()
        with progress("Reading texts") as advance:
            done = texts.read_all(lambda read: advance(min(read, number), number))
        say(f"{done} texts are read." if done else "No text waits to be read.")
    return 0


def count(processes: int) -> int:
    """Count every fact in so many processes (0: one for each processor) and publish what may be shown."""
    with django():
        from wayline.opportunities.actions import counting

        with progress("Counting vacancies") as advance:
            made = counting.count(processes=processes or os.cpu_count() or 1, advance=advance)
        _tell_count(made)
    return 0


def write_chunks(folder: Path) -> int:
    """The facts as files, for a count elsewhere, in a folder that is new or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"There is something in {folder}. Name a new folder.")
    with django():
        from wayline.opportunities.actions import counting

        with progress("Writing"):
            written = counting.write_chunks(folder)
        say(f"{len(written)} files in {folder}.")
    return 0


def take_sums(file: Path) -> int:
    """Publish sums that were counted elsewhere."""
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    with django():
        from django.utils import timezone

        from wayline.opportunities.actions import counting
        from wayline.opportunities.intelligence.sums import Partial

        try:
            whole = Partial.from_bytes(file.read_bytes())
        except (ValueError, KeyError) as error:
            raise Refused(f"{file.name} holds no sums of this version of Wayline.") from error
        _tell_count(counting.publish(whole, as_of=timezone.localdate()))
    return 0


def _tell_count(made: VacancyCount) -> None:
    if not made.quarters:
        say(f"{made.vacancies} vacancies, and no quarter that is over: there is nothing to show yet.")
        return
    say(f"{made.vacancies} vacancies, {made.quarters[0]} to {made.quarters[-1]}.")
    if made.handed:
        say(f"Not handed to the labour market pages: {made.handed}")


def _source(name: str) -> Source:
    from wayline.opportunities.models import Source

    found = list(Source.objects.filter(name=name).select_related("service")[:2])
    if len(found) == 1:
        return found[0]
    known = ", ".join(Source.objects.order_by("name").values_list("name", flat=True)[:20]) or "none yet"
    why = "There are several sources of that name" if found else f"There is no source {name!r}"
    raise Refused(f"{why}. There are: {known}.")


def _tell_run(run: ImportRun) -> None:
    say(f"new: {run.new}  changed: {run.changed}  same: {run.same}  gone: {run.gone}  not taken: {run.refused}")
    for place, reason in run.report["refusals"][:SHOWN]:
        say(f"  not taken: {place}: {reason}")
    if run.refused > SHOWN:
        say(f"  … and {run.refused - SHOWN} more not taken")
    for one, other, likeness in run.report["duplicates"][:SHOWN]:
        say(f"  perhaps the same: {one} / {other} ({likeness:.0%} of the words)")
    if run.report["duplicates_in_all"] > SHOWN:
        say(f"  … and {run.report['duplicates_in_all'] - SHOWN} more that are perhaps the same")
