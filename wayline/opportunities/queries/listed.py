"""A search answered by the narrow table: exact and fresh, at the speed of reading every row that could fit.

One pass counts every combination of the facets. `shelved.py` answers the same from the shelf, and asks here for what
changed since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import add

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, Count, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Cast, Coalesce, Greatest

from wayline.opportunities.asked import FACETS, Asked
from wayline.opportunities.enums import Hours
from wayline.opportunities.facets import HOURS, Cube
from wayline.opportunities.models import Listing, Opportunity
from wayline.opportunities.queries.resolving import Question
from wayline.opportunities.shelf.days import LATEST, micros

Key = tuple[int, ...]
"""What a row is sorted by, as numbers; the last is its own key, negative: the newest comes first."""


@dataclass(frozen=True, slots=True)
class Listed:
    """`rows`: to which the answer is confined."""

    question: Question
    rows: QuerySet[Listing]

    @classmethod
    def everything(cls, question: Question) -> Listed:
        return cls(question, Listing.objects.public())

    def cube(self) -> Cube:
        rows = _narrowed(self.question, self.rows).order_by().values_list(*FACETS).annotate(number=Count("pk"))
        return [(tuple("" if one is None else str(one) for one in row[:-1]), row[-1]) for row in rows]

    def number(self) -> int:
        return chosen(self.question, self.rows).count()

    def keys(self, stop: int) -> list[int]:
        return list(ordered(self.question, self.rows).values_list("pk", flat=True)[:stop])

    def ranked(self, stop: int) -> list[Key]:
        sort = self.question.sort
        columns = {"pay": ["pay_a_year"], "deadline": ["deadline"], "best": ["hits", "published_at"]}
        rows = ordered(self.question, self.rows).values_list(*columns.get(sort, ["published_at"]), "pk")[:stop]
        return [(*(_sorted_by(sort, one) for one in row[:-1]), -row[-1]) for row in rows]


def _sorted_by(sort: str, value: int | date | datetime | None) -> int:
    """As `shelf/finding.py` has it: the lowest comes first; what is not said comes last."""
    if isinstance(value, datetime):
        return -micros(value)
    if isinstance(value, date):
        return value.toordinal()
    if value is None:
        return 1 if sort == "pay" else LATEST
    return -value


class _Says(Func):
    """Whether a column of lexemes answers a query that is written out."""

    template, arg_joiner = "(%(expressions)s)", " @@ "
    output_field = BooleanField()

    def __init__(self, column: str, query: str) -> None:
        super().__init__(F(column), Cast(Value(query), SearchQueryField()))


def ordered(question: Question, rows: QuerySet[Listing]) -> QuerySet[Listing]:
    """What fits, in its order."""
    return _ordered(question, chosen(question, rows))


def chosen(question: Question, rows: QuerySet[Listing]) -> QuerySet[Listing]:
    """By the facets too."""
    rows = _narrowed(question, rows)
    for name in FACETS:
        value = getattr(question.asked, name)
        if value:
            rows = rows.filter(_facet(name, value))
    return rows


def _facet(name: str, value: str) -> Q:
    if name == "hours":
        return Q(hours__in=HOURS[Hours(value)])
    if name == "level":
        return Q(level__lte=int(value))
    return Q(**{name: value})


def _narrowed(question: Question, rows: QuerySet[Listing]) -> QuerySet[Listing]:
    """By everything but the facets."""
    asked, resolved = question.asked, question.resolved
    if asked.words:
        rows = rows.filter(_words(question))
    if resolved.occupation:
        rows = rows.filter(occupations__overlap=[resolved.occupation.pk])
    if resolved.skill:
        rows = rows.filter(skills__overlap=[resolved.skill.pk])
    if question.reached:
        rows = rows.filter(areas__overlap=[question.reached])
    if asked.access:
        rows = rows.filter(accessibility__contains=list(asked.access))
    if question.since:
        rows = rows.filter(published_at__gte=question.since)
    if question.after:
        rows = rows.filter(published_at__gt=question.after)
    return rows.filter(_plain(asked))


def _plain(asked: Asked) -> Q:
    """What says nothing of its pay or start is left out when one asks for it: a missing figure is not a small one."""
    wanted = Q()
    if asked.pay:
        wanted &= Q(pay_a_year__gte=asked.pay)
    if asked.starts_by:
        wanted &= Q(starts_on__lte=asked.starts_by)
    if asked.language:
        wanted &= Q(language=asked.language)
    return wanted


def _words(question: Question) -> Q:
    """In the text, or by an occupation that is called so."""
    query = " | ".join(f"({' & '.join(map(_quoted, clause))})" for clause in question.clauses)
    keys = [concept.pk for concept in question.resolved.meant]
    if question.of_few:
        says = Coalesce(_Says("opportunity__words", query), Value(False))  # so written, the index cannot be used
        return Q(says) | Q(occupations__overlap=keys)
    in_text = Opportunity.objects.filter(_Says("words", query)).order_by().values("pk")
    if not keys:
        return Q(pk__in=in_text)
    called = Listing.objects.filter(occupations__overlap=keys).values("pk")
    return Q(pk__in=in_text.union(called, all=True))


def _quoted(lexeme: str) -> str:
    """As PostgreSQL writes a lexeme in a `tsquery`."""
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def _ordered(question: Question, found: QuerySet[Listing]) -> QuerySet[Listing]:
    by: dict[str, list[str | OrderBy]] = {
        "pay": [F("pay_a_year").desc(nulls_last=True)],
        "deadline": [F("deadline").asc(nulls_last=True)],
        "newest": ["-published_at"],
        "best": ["-hits", "-published_at"],
    }
    if question.sort == "best":
        found = found.annotate(hits=_title_hits(question.clauses))
    return found.order_by(*by[question.sort], "-pk")


def _title_hits(clauses: tuple[tuple[str, ...], ...]) -> Combinable:
    """How many words of the clause that fits best stand in the title."""
    sums = [reduce(add, [_in_title(lexeme) for lexeme in clause]) for clause in clauses]
    most = Greatest(*sums) if len(sums) > 1 else next(iter(sums), Value(0))
    return Coalesce(most, Value(0))


def _in_title(lexeme: str) -> Combinable:
    return Cast(_Says("title_words", _quoted(lexeme)), IntegerField())
