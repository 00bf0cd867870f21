"""`wayline programme import` and `export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wayline.cli.ground import django
from wayline.cli.screen import Refused, progress, say

if TYPE_CHECKING:
    from wayline.learning.packages.outline import Report
    from wayline.people.models import Membership, Organisation


def take_in(file: Path, *, organisation: str | None, email: str | None, title: str = "") -> int:
    if not file.exists():
        raise Refused(f"There is no file or folder {file}.")
    with django():
        from wayline.learning.actions.packages import import_package
        from wayline.learning.packages.outline import PackageError

        owner = _organisation(organisation, email)
        by = _author(owner, email)
        try:
            with progress(f"Importing {file.name}") as advance:
                programme, report = import_package(file, organisation=owner, by=by, progress=advance, title=title)
        except PackageError as error:
            raise Refused("\n".join(str(problem) for problem in error.problems)) from error
        say(f"Imported as a draft: {programme.title} ({owner.name}), at {programme.get_absolute_url()}")
        _tell(report)
    return 0


def give_out(slug: str, file: Path) -> int:
    with django():
        from wayline.learning.export import export_package
        from wayline.learning.models import Programme

        programme = Programme.objects.filter(slug=slug).first()
        if programme is None:
            known = ", ".join(Programme.objects.order_by("slug").values_list("slug", flat=True)[:20]) or "none yet"
            raise Refused(f"There is no programme {slug!r}. There are: {known}.")
        if not file.parent.is_dir():
            raise Refused(f"There is no folder {file.parent}.")
        with progress(f"Exporting {programme.title}"):
            left_out = export_package(programme, file)
        say(f"Written: {file}")
        for thing in left_out:
            say(f"  not in the package: {thing.what} “{thing.name}”: {thing.reason}")
    return 0


def _organisation(slug: str | None, email: str | None) -> Organisation:
    from wayline.people.models import Membership, Organisation

    if slug:
        found = Organisation.objects.filter(slug=slug).first()
        if found is None:
            raise Refused(f"There is no organisation {slug!r}. There are: {_slugs()}.")
        return found
    everyone = list(Organisation.objects.all()[:2])
    if len(everyone) == 1:
        return everyone[0]
    member = Membership.objects.active().filter(user__email__iexact=email or "").order_by("pk").first()
    if member is None:
        raise Refused(f"Name the organisation that the programme shall belong to: --organisation SLUG. ({_slugs()})")
    return member.organisation


def _slugs() -> str:
    from wayline.people.models import Organisation

    return ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True)[:20]) or "none yet"


def _author(organisation: Organisation, email: str | None) -> Membership | None:
    from wayline.people.enums import Role
    from wayline.people.models import Membership

    members = Membership.objects.active().filter(organisation=organisation).order_by("pk")
    if not email:
        return members.filter(role=Role.ADMINISTRATOR).first()
    found = members.filter(user__email__iexact=email).first()
    if found is None:
        raise Refused(f"Nobody with the address {email} belongs to {organisation.name}.")
    return found


def _tell(report: Report) -> None:
    taken = ", ".join(f"{number} × {what}" for what, number in sorted(report.taken.items())) or "nothing"
    say(f"  from: {report.source_format}")
    say(f"  taken over: {taken}")
    for changed in report.changed:
        say(f"  changed: {changed.what} “{changed.name}”: {changed.how}")
    for left in report.not_taken:
        say(f"  NOT taken over: {left.what} “{left.name}”: {left.reason}")
