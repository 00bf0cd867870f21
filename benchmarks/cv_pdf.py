"""How long does a CV take to become a tagged PDF, a DOCX, a page?"""

from __future__ import annotations

from benchmarks.report import Table, timed
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio.actions.cvs import change_cv, make_cv
from wayline.portfolio.cv.files import TYPES, cv_file
from wayline.portfolio.models import CV, Item
from wayline.portfolio.queries import cvs
from wayline.portfolio.record import Kind


def run() -> list[Table]:
    table = Table(
        "A CV as a file",
        "python -m benchmarks cv_pdf",
        ("file", "entries", "ms: median", "p95", "kB"),
        budget="PDF/UA with Europass data inside: ≤ 1 s.",
        note="From the database to the bytes, warm. Europass draws its PDF in the browser: 15 to 19 s, and a picture.",
    )
    for entries in (20, 60):
        cv = _cv(entries)
        for ending in sorted(TYPES):
            took = timed(lambda ending=ending, cv=cv: _file(cv, ending), 15)  # type: ignore[misc]  # bound here
            table.rows.append([ending.upper(), entries, took.median, took.p95, len(_file(cv, ending)) / 1000])
        change_cv(cv, language="el")
        took = timed(lambda cv=cv: _file(cv, "pdf"), 15)  # type: ignore[misc]  # bound here
        table.rows.append(["PDF in Greek", entries, took.median, took.p95, len(_file(cv, "pdf")) / 1000])
    return [table]


def _file(cv: CV, ending: str) -> bytes:
    record = cvs.record_of_cv(cv)
    return cv_file(ending, cvs.document_of(cv, record), design=cv.design, photo=None, record=record)


def _cv(entries: int) -> CV:
    office = Organisation.objects.get_or_create(slug="keepers", defaults={"name": "Keepers"})[0]
    user, made = User.objects.get_or_create(
        email=f"applicant-{entries}@example.org", defaults={"name": f"Applicant {entries}"}
    )
    if made:
        Membership.objects.create(user=user, organisation=office, role=Role.CLIENT)
        kinds = (Kind.EXPERIENCE, Kind.EDUCATION, Kind.SKILL, Kind.LANGUAGE, Kind.PROJECT)
        Item.objects.bulk_create(
            Item(
                owner=user,
                kind=kinds[place % len(kinds)],
                title=f"Something done, number {place}",
                organisation=f"Workshop {place}",
                start=f"{1990 + place % 36}-03",
                end=f"{1991 + place % 36}-02",
                description="" if kinds[place % len(kinds)] == Kind.LANGUAGE else "What I did there.\n\n- One\n- Two",
                details={"code": "it", "reading": "B2"} if kinds[place % len(kinds)] == Kind.LANGUAGE else {},
            )
            for place in range(entries)
        )
    return CV.objects.filter(owner=user).first() or make_cv(user, title="For the benchmark", language="en")
