"""The command line: what there is to ask for, and who answers. Modules load when asked, so that `--help` is quick."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import wayline
from wayline.cli.screen import Refused, complain
from wayline.config import environment

DATA = """\
Classifications and figures come from their publishers' own files. Without any, a small starter pack is there.
WAYLINE_DATA names a folder in which files are looked for before the network; docs/data.md says how to get each.
"""
Commands = argparse._SubParsersAction  # argparse names no public class for it

DESCRIPTION = "Wayline: digital guidance for public employment and careers services."
EPILOGUE = """\
Settings come from the environment; docs/operating.md lists them. The most used:
  WAYLINE_HOME   where data live        WAYLINE_PORT   the port (8000)
  DATABASE_URL   another PostgreSQL     WAYLINE_PUBLIC_URL   the address people use
"""


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["manage"]:  # Django reads its own options, --help too
        return _guarded(lambda: _manage(given[1:]))
    parser = build_parser()
    options = parser.parse_args(given)
    if not hasattr(options, "answer"):
        parser.print_help()
        return 2
    return _guarded(lambda: options.answer(options))


def _guarded(answer: Callable[[], int]) -> int:
    try:
        return answer()
    except Refused as refused:
        complain(str(refused))
        return 1
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wayline",
        description=DESCRIPTION,
        epilog=EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Wayline {wayline.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_running(commands)
    _add_organisation(commands)
    _add_programme(commands)
    _add_vacancies(commands)
    _add_data(commands)
    _add_keeping(commands)
    commands.add_parser(
        "manage", add_help=False, help="Django's own commands, for example: wayline manage showmigrations"
    )
    return parser


def _add_running(commands: Commands[argparse.ArgumentParser]) -> None:
    run = commands.add_parser(
        "run",
        help="start everything: database, pages, worker",
        description="Start the database (unless DATABASE_URL names another), bring it up to date, serve pages and run "
        "the worker. Ctrl-C stops all of it.",
    )
    run.add_argument("--demo", action="store_true", help="with an invented service inside, one click signs in")
    run.add_argument("--port", type=_port, default=environment.text("PORT", "8000"), help="default: 8000")
    run.add_argument(
        "--host", default=environment.text("HOST", "127.0.0.1"), help="default: 127.0.0.1, this machine only"
    )
    run.set_defaults(answer=_run)
    worker = commands.add_parser(
        "worker",
        help="run the worker alone",
        description="Run errands (mail, PDF, imports) and the hourly work. `wayline run` has a worker of its own; more "
        "may run beside it, on other machines too.",
    )
    worker.set_defaults(answer=_worker)
    prepare = commands.add_parser(
        "prepare",
        help="create the database, or bring it up to date",
        description="Run the migrations and make the cache table. `wayline run` does this by itself.",
    )
    prepare.add_argument("--demo", action="store_true", help="then fill the demo service, if it is not there yet")
    prepare.set_defaults(answer=_prepare)
    demo = commands.add_parser(
        "demo",
        help="fill the demo service",
        description="Fill an invented employment service: people, a programme, runs, comments. Refused where real "
        "people have accounts. A second call changes nothing.",
    )
    demo.set_defaults(answer=_demo)


def _add_programme(commands: Commands[argparse.ArgumentParser]) -> None:
    programme = commands.add_parser("programme", help="bring a programme in, or take it out")
    verbs = programme.add_subparsers(title="commands", metavar="COMMAND", required=True)
    taking = verbs.add_parser(
        "import",
        help="import a programme package, a Common Cartridge, a Moodle backup or a FutureLearn export",
        description="Import a programme as a draft. What cannot be taken over is listed by name.",
    )
    taking.add_argument("file", type=Path, help="a zip, .imscc or .mbz file, or a folder")
    taking.add_argument("--organisation", help="its short name (slug); not needed when there is only one")
    taking.add_argument("--as-email", help="who imports it: becomes the author; default: an administrator")
    taking.add_argument("--title", default="", help="its title, for a FutureLearn export, which does not say it")
    taking.set_defaults(answer=_import_programme)
    giving = verbs.add_parser(
        "export", help="export a programme as a package", description="Write a programme as a zip of Markdown files."
    )
    giving.add_argument("slug", help="the programme's name in its address")
    giving.add_argument("file", type=Path, help="the zip file to write")
    giving.set_defaults(answer=_export_programme)


def _add_vacancies(commands: Commands[argparse.ArgumentParser]) -> None:
    vacancies = commands.add_parser("vacancies", help="bring in vacancies from elsewhere")
    verbs = vacancies.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = verbs.add_parser("list", help="the sources that are set up")
    listing.set_defaults(answer=_vacancies_list)
    taking = verbs.add_parser(
        "import",
        help="read a file of a source; shows what would change, and changes it with --write",
        description="Read a file of a source: schema.org JobPosting, JobTech JobAd, EURES or CSV, as the source says. "
        "What is no longer in it is taken off. All or nothing: a file that breaks changes nothing.",
    )
    taking.add_argument("file", type=Path)
    taking.add_argument("--source", required=True, metavar="NAME", help="wayline vacancies list shows the names")
    taking.add_argument("--write", action="store_true", help="do it")
    taking.set_defaults(answer=_vacancies_import)
    pulling = verbs.add_parser("pull", help="ask a source's address now")
    pulling.add_argument("source", metavar="NAME")
    pulling.set_defaults(answer=_vacancies_pull)
    reading = verbs.add_parser(
        "read",
        help="read the texts that wait for skills, now",
        description="Read the texts of vacancies whose source names no skill. The worker does it after each reading of "
        "a source, the newest first. Stopped, it goes on where it was.",
    )
    reading.add_argument("--again", action="store_true", help="also those that were read before")
    reading.set_defaults(answer=_vacancies_read)
    counting = verbs.add_parser(
        "count",
        help="count what employers ask for, now",
        description="Count every vacancy that was ever published here, for the page “What employers ask for” and the "
        "labour market pages. The worker does it once a month. Stopped, it goes on where it was.",
    )
    counting.add_argument("--processes", type=int, default=0, help="default: one for each processor")
    counting.set_defaults(answer=_vacancies_count)
    chunks = verbs.add_parser(
        "chunks",
        help="write the facts that are counted into a folder, for a count on Spark",
        description="Write the facts on vacancies as JSON lines (no person, no text, no name), for "
        "wayline.opportunities.intelligence.spark on a cluster.",
    )
    chunks.add_argument("folder", type=Path)
    chunks.set_defaults(answer=_vacancies_chunks)
    taking_sums = verbs.add_parser(
        "sums",
        help="take over sums that were counted elsewhere",
        description="Publish the sums that Spark wrote into a file (Partial.as_bytes), as if they were counted here.",
    )
    taking_sums.add_argument("file", type=Path)
    taking_sums.set_defaults(answer=_vacancies_sums)


def _add_data(commands: Commands[argparse.ArgumentParser]) -> None:
    data = commands.add_parser(
        "data", help="classifications and figures: what is installed, add, check, remove", description=DATA
    )
    verbs = data.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = verbs.add_parser("list", help="what is installed, and what lies in the folder of WAYLINE_DATA")
    listing.add_argument("source", nargs="?", default="", help="tell all of one source: its files and their faults")
    listing.set_defaults(answer=_data_list)
    adding = verbs.add_parser("add", help="read a release; shows what would change, and changes it with --write")
    adding.add_argument("source", nargs="?", default="", help="its short name (wayline data list shows them)")
    adding.add_argument("place", nargs="?", default="", help="file, folder or https address; default: WAYLINE_DATA")
    adding.add_argument("--all", nargs="?", const="", default=None, metavar="FOLDER", help="every source found there")
    adding.add_argument("--write", action="store_true", help="do it")
    adding.add_argument("--again", action="store_true", help="read it even when it was added before")
    adding.set_defaults(answer=_data_add)
    checking = verbs.add_parser("check", help="check counts, references and digests of what is loaded")
    checking.set_defaults(answer=_data_check)
    training = verbs.add_parser(
        "train",
        help="learn title search anew from the names that are loaded",
        description="Learn title search anew from the names of occupations that are loaded: minutes with everything, "
        "seconds with the starter pack. The same names give the same search.",
    )
    training.set_defaults(answer=_data_train)
    removing = verbs.add_parser("remove", help="take a release back, unless others stand on it")
    removing.add_argument("release", help="a source, or its number in wayline data list")
    removing.add_argument("--write", action="store_true", help="do it")
    removing.set_defaults(answer=_data_remove)


def _add_organisation(commands: Commands[argparse.ArgumentParser]) -> None:
    organisation = commands.add_parser(
        "organisation",
        help="set up an organisation with its first administrator",
        description="Make an organisation, unless it is there, and make somebody its administrator. That person signs "
        "up on the site first. Administrators invite everybody else.",
    )
    organisation.add_argument("name", help="its name, as people read it")
    organisation.add_argument("--administrator", required=True, metavar="EMAIL", help="the address of an account")
    organisation.set_defaults(answer=_organisation)


def _add_keeping(commands: Commands[argparse.ArgumentParser]) -> None:
    backup = commands.add_parser(
        "backup",
        help="write database and uploaded files into one file",
        description="Write a tar file with database, uploaded files and version. Wayline may go on running.",
    )
    backup.add_argument("file", type=Path)
    backup.set_defaults(answer=_backup)
    restore = commands.add_parser(
        "restore",
        help="bring a backup back",
        description="Restore a backup into an empty database. Stop `wayline run` first.",
    )
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="throw away what the database and the file store hold")
    restore.set_defaults(answer=_restore)
    check = commands.add_parser(
        "check",
        help="check settings, database, mail, storage and the demo guard",
        description="Check whether this installation is fit for use. Status 1: something must be repaired.",
    )
    check.set_defaults(answer=_check)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port. Write a number from 1 to 65535.")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    from wayline.cli.supervisor import Supervisor

    return Supervisor(options.host, options.port, demo=options.demo or environment.flag("DEMO")).run()


def _worker(options: argparse.Namespace) -> int:
    from wayline.cli.ground import django

    with django():
        from wayline.cli.worker import work

        work()
    return 0


def _prepare(options: argparse.Namespace) -> int:
    from wayline.cli import data

    return data.prepare(demo=options.demo)


def _demo(options: argparse.Namespace) -> int:
    from wayline.cli import data

    return data.prepare(demo=True)


def _organisation(options: argparse.Namespace) -> int:
    from wayline.cli import data

    return data.set_up_organisation(options.name, email=options.administrator)


def _import_programme(options: argparse.Namespace) -> int:
    from wayline.cli import programmes

    return programmes.take_in(
        options.file, organisation=options.organisation, email=options.as_email, title=options.title
    )


def _export_programme(options: argparse.Namespace) -> int:
    from wayline.cli import programmes

    return programmes.give_out(options.slug, options.file)


def _vacancies_list(options: argparse.Namespace) -> int:
    from wayline.cli import vacancies

    return vacancies.show()


def _vacancies_import(options: argparse.Namespace) -> int:
    from wayline.cli import vacancies

    return vacancies.take_in(options.file, name=options.source, write=options.write)


def _vacancies_pull(options: argparse.Namespace) -> int:
    from wayline.cli import vacancies

    return vacancies.pull(options.source)


def _vacancies_read(options: argparse.Namespace) -> int:
    from wayline.cli import vacancies

    return vacancies.read(again=options.again)


def _vacancies_count(options: argparse.Namespace) -> int:
    from wayline.cli import vacancies

    return vacancies.count(options.processes)


def _vacancies_chunks(options: argparse.Namespace) -> int:
    from wayline.cli import vacancies

    return vacancies.write_chunks(options.folder)


def _vacancies_sums(options: argparse.Namespace) -> int:
    from wayline.cli import vacancies

    return vacancies.take_sums(options.file)


def _data_list(options: argparse.Namespace) -> int:
    from wayline.cli import releases

    return releases.show(options.source)


def _data_add(options: argparse.Namespace) -> int:
    from wayline.cli import releases

    if options.all is not None:
        return releases.add_all(options.all, write=options.write, again=options.again)
    return releases.add(options.source, options.place, write=options.write, again=options.again)


def _data_check(options: argparse.Namespace) -> int:
    from wayline.cli import releases

    return releases.check()


def _data_train(options: argparse.Namespace) -> int:
    from wayline.cli import releases

    return releases.train()


def _data_remove(options: argparse.Namespace) -> int:
    from wayline.cli import releases

    return releases.remove(options.release, write=options.write)


def _backup(options: argparse.Namespace) -> int:
    from wayline.cli import backup

    return backup.write(options.file)


def _restore(options: argparse.Namespace) -> int:
    from wayline.cli import backup

    return backup.restore(options.file, replace=options.replace)


def _check(options: argparse.Namespace) -> int:
    from wayline.cli import checks

    return checks.check()


def _manage(arguments: list[str]) -> int:
    from wayline.cli import data

    return data.manage(arguments)
