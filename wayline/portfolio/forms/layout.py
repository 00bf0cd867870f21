"""Which fields the form of each kind shows: the few that nearly everybody fills in, and those behind “More”."""

from __future__ import annotations

from dataclasses import dataclass

from wayline.portfolio.fields import CEFR_PARTS
from wayline.portfolio.record import Kind


@dataclass(frozen=True, slots=True)
class Layout:
    main: tuple[str, ...]
    more: tuple[str, ...] = ()

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.main, *self.more)


DATES = ("start", "end", "ongoing")
STUDY = (
    "national_level", "study_type", "field", "subjects", "grade", "credits", "credit_scheme", "thesis", "isced_f",
    "organisation_url", "url", "language",
)  # fmt: skip

LAYOUTS: dict[Kind, Layout] = {
    Kind.EXPERIENCE: Layout(
        ("title", "form", "organisation", "place", *DATES, "description"),
        ("country", "highlights", "hours", "sector", "organisation_url", "url", "language"),
    ),
    Kind.EDUCATION: Layout(("title", "organisation", "place", *DATES, "eqf", "description"), ("country", *STUDY)),
    Kind.QUALIFICATION: Layout(
        ("title", "organisation", "start", "expires", "eqf", "number"),
        ("place", "country", "description", "categories", *STUDY),
    ),
    Kind.SKILL: Layout(("title", "level", "years", "description"), ("level_text", "keywords", "group", "language")),
    Kind.LANGUAGE: Layout(("title", "code", "mother_tongue", *CEFR_PARTS), ("level_text", "description")),
    Kind.DIGITAL: Layout(
        ("title", "competence", "level", "description"), ("level_text", "keywords", "group", "language")
    ),
    Kind.ACHIEVEMENT: Layout(
        ("title", "form", "organisation", "start", "description", "url"), ("authors", "number", "expires", "language")
    ),
    Kind.PROJECT: Layout(
        ("title", "organisation", *DATES, "description", "url"),
        ("form", "roles", "highlights", "keywords", "language"),
    ),
    Kind.INTEREST: Layout(("title", "description"), ("keywords", "language")),
    Kind.ASPIRATION: Layout(("title", "description", "areas", "conditions"), ("language",)),
    Kind.GOAL: Layout(("title", "end", "steps", "done", "description"), ("language",)),
    Kind.REFERENCE: Layout(("title", "role", "organisation", "email", "phone", "description"), ("language",)),
    Kind.FILE: Layout(("title", "description"), ("language",)),
    Kind.LINK: Layout(("title", "url", "description"), ("language",)),
    Kind.JOURNAL: Layout(("title", "start", "description", "tags"), ("language",)),
    Kind.CREDENTIAL: Layout(
        ("title", "organisation", "start", "expires", "achievement", "url", "description"), ("language",)
    ),
}
