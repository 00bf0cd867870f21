"""Commands on the database as a whole: bring it up to date, fill the demo, Django's own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wayline.cli.ground import LEAST_POSTGRESQL, database, django, too_old
from wayline.cli.screen import Refused, progress, say

if TYPE_CHECKING:
    from wayline.people.models import Organisation

WITHOUT_DATABASE = {"", "help", "--help", "--version", "check", "diffsettings", "makemessages", "compilemessages"}


def prepare(*, demo: bool) -> int:
    if demo:
        os.environ["WAYLINE_DEMO"] = "yes"
    with django():
        from wayline.home import demo_guard

        migrate()
        start_words()
        if demo or _demo_is_on():
            if reason := demo_guard.refusal():
                raise Refused(reason)
            _fill_demo()
    return 0


def _demo_is_on() -> bool:
    from django.conf import settings

    return bool(settings.DEMO)


def migrate() -> None:
    from django.core.management import call_command
    from django.db import OperationalError, connection

    from wayline.cli import fresh

    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0])
    except OperationalError as error:
        raise Refused("The database that DATABASE_URL names did not let us in; the lines above say why.") from error
    if version < LEAST_POSTGRESQL:
        raise Refused(f"{too_old(f'{version // 10_000}.{version % 10_000}')}.")
    with connection.cursor() as cursor:  # two machines that start at once take turns
        cursor.execute("SELECT pg_advisory_lock(hashtext('wayline prepare'))")
        try:
            if fresh.is_empty():
                fresh.create()
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('wayline prepare'))")


def start_words() -> None:
    """A house without any classification gets the starter pack, so that occupations are there from the first page."""
    from wayline.lmi import starting
    from wayline.taxonomy import actions

    if actions.load_starter():
        say("The starter pack of occupations is loaded. wayline data add brings the publishers' own classifications.")
    if starting.load_starter():
        say("Published figures for some of them are loaded too.")
    _start_search()
    _renew_moves()


def _renew_moves() -> None:
    """Half a minute for ESCO, once after an upgrade that brought other weights."""
    from wayline.lmi import move_index

    if not move_index.is_of_older_weights():
        return
    with progress("Working out moves between occupations anew") as advance:
        move_index.remake(advance)


def _start_search() -> None:
    """A machine that has no index yet gets one: seconds for the starter pack; for more, the command is named."""
    from wayline.taxonomy import skill_index, title_index

    if title_index.search() is not None or not title_index.number_of_titles():
        return
    if title_index.number_of_titles() > title_index.FEW:
        say("Job titles are searched by their words only, until `wayline data train` has run on this machine.")
        return
    title_index.retrain(lambda done, total: None)
    skill_index.retrain(lambda done, total: None)


def _fill_demo() -> None:
    from wayline.home import demo

    if demo.is_filled():
        return
    with progress("Filling the demo service") as advance:
        demo.fill(advance)
    say("The demo service is filled. Everybody in it is invented.")


def set_up_organisation(name: str, *, email: str) -> int:
    with django():
        from django.conf import settings

        from wayline.people import actions
        from wayline.people.enums import Role
        from wayline.people.models import User

        user = User.objects.filter(email__iexact=email, is_active=True, is_demo=False).first()
        if user is None:
            raise Refused(
                f"Nobody has signed up with {email}. Sign up at {settings.PUBLIC_URL} first, then repeat this."
            )
        organisation = _organisation(name)
        actions.join_organisation(user, organisation=organisation, role=Role.ADMINISTRATOR)
        say(f"{user.name} administers {organisation.name}, and invites the others at {settings.PUBLIC_URL}.")
    return 0


def _organisation(name: str) -> Organisation:
    from django.utils.text import slugify

    from wayline.people.models import Organisation

    known = Organisation.objects.filter(name__iexact=name).first()
    if known:
        return known
    slug = slugify(name)[:60]
    if not slug or Organisation.objects.filter(slug=slug).exists():
        raise Refused(f"Another organisation has a name that is too much like {name!r}. Choose another one.")
    return Organisation.objects.create(name=name, slug=slug)


def manage(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayline.config.settings")
    from django.core.management import execute_from_command_line

    if (arguments[0] if arguments else "") in WITHOUT_DATABASE:
        execute_from_command_line(["wayline manage", *arguments])
        return 0
    with database():
        execute_from_command_line(["wayline manage", *arguments])
    return 0
