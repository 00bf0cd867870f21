"""Laying a file of vacancies beside what a source brought before, in temporary tables: a part at a time is in memory.

A thread reads ahead while the database takes in what was read and writes it. What is the same as before goes in without
its text. Of the file as a whole only the keys and signatures are kept (`read_ad`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from typing import Any, BinaryIO

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from wayline.opportunities import likeness
from wayline.opportunities.enums import Need, State
from wayline.opportunities.models import Opportunity, Source
from wayline.opportunities.models.sources import Format
from wayline.opportunities.queries.lookup import Known
from wayline.opportunities.sources import eures, jobtech, schema_org, table
from wayline.opportunities.sources.ad import Ad, BrokenFile, Refusal
from wayline.opportunities.text_search import config

Write = Callable[[], None]
Reader = Callable[[BinaryIO, Mapping[str, str]], Iterator[Ad | Refusal]]
READERS: dict[str, Reader] = {
    Format.SCHEMA_ORG: schema_org.read,
    Format.JOBTECH: jobtech.read,
    Format.EURES: eures.read,
    Format.CSV: table.read,
}
SHORT_TURN = 0.0005
"""Seconds."""
SAID = 3
"""Refusals that are told where a file as a whole is refused."""
TOLD = 500
"""Refusals and duplicates that a report names; all are counted."""
BATCH = 2_000
PLAIN = (
    "title", "text", "town", "postcode", "remote", "hours", "contract", "pay_from", "pay_to", "pay_per", "currency",
    "starts_on", "deadline", "apply_url",
)  # fmt: skip
"""Columns of an opportunity that an ad has under the same name."""
CREATE = """
DROP TABLE IF EXISTS pg_temp.read_ad, pg_temp.read_text, pg_temp.read_sorted, pg_temp.read_held;
CREATE TEMPORARY TABLE read_held (id bigint PRIMARY KEY);
CREATE TEMPORARY TABLE read_ad (n integer, key text, title text, employer text, place bigint, signature bytea);
CREATE TEMPORARY TABLE read_sorted (at integer, n integer, id bigint, new boolean);
CREATE TEMPORARY TABLE read_text (n integer, key text, digest text, title text, text text, town text,
    postcode text, remote text, hours text, contract text, pay_from numeric, pay_to numeric, pay_per text,
    currency text, starts_on date, deadline date, apply_url text, language text, employer text,
    area bigint, url text, contact_name text, email text, phone text, openings integer, occupations bigint[],
    wants text[], needs text[], skills bigint[], words tsvector);
"""
ADS = "COPY read_ad (n, key, title, employer, place, signature) FROM STDIN"
TEXTS = """
COPY read_text (n, key, digest, title, text, town, postcode, remote, hours, contract, pay_from, pay_to, pay_per,
    currency, starts_on, deadline, apply_url, language, employer, area, url, contact_name, email, phone,
    openings, occupations, wants, needs, skills, words) FROM STDIN
"""
WORDS = """
SELECT (setweight(to_tsvector(reader::regconfig, title) || to_tsvector('simple', title), 'A')
    || setweight(to_tsvector('simple', place), 'B') || setweight(to_tsvector(reader::regconfig, text), 'C'))::text
FROM unnest(%b::text[], %b::text[], %b::text[], %b::text[]) WITH ORDINALITY AS said (reader, title, place, text, at)
ORDER BY at
"""
"""They are those of `listings.WORDS`."""
SORT = """
INSERT INTO read_sorted (at, n, id, new)
SELECT row_number() OVER (ORDER BY t.n), t.n, o.id, o.id IS NULL
FROM read_text t LEFT JOIN opportunities_opportunity o ON o.source_id = %s AND o.source_key = t.key
"""
SUMS = "SELECT count(*) FILTER (WHERE new), count(*) FILTER (WHERE NOT new) FROM read_sorted"
KNOW = "ANALYZE read_text (n, key)"
EMPTY = "TRUNCATE read_text, read_sorted"
KEYS = "CREATE INDEX ON read_ad (key); ANALYZE read_ad"
GONE = """
SELECT o.id FROM opportunities_opportunity o WHERE o.source_id = %s AND o.state = 'published'
    AND NOT EXISTS (SELECT 1 FROM read_ad r WHERE r.key = o.source_key)
"""
DROP = "DROP TABLE IF EXISTS pg_temp.read_ad, pg_temp.read_text, pg_temp.read_sorted, pg_temp.read_held"


@dataclass(slots=True)
class Plan:
    """What a reading would change. `gone` are keys of opportunities."""

    new: int = 0
    changed: int = 0
    same: int = 0
    gone: list[int] = field(default_factory=list)
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    """The first TOLD."""

    def refuse(self, one: Refusal) -> None:
        self.refused += 1
        if len(self.refusals) < TOLD:
            self.refusals.append(one)

    def nothing(self) -> str:
        """Why a file of which nothing is taken changes nothing."""
        first = "; ".join(f"{one.place}: {one.reason}" for one in self.refusals[:SAID])
        more = f"; and {self.refused - SAID} more" if self.refused > SAID else ""
        return f"nothing in it can be taken; what is here stays as it is. {first}{more}".rstrip(" .")


def stage(
    source: Source, file: BinaryIO, tell: Callable[[float], None] = lambda part: None, *, write: Write = lambda: None
) -> Plan:
    """Read it part by part into the temporary tables `read_…` of this transaction. BrokenFile when nothing is taken.

    `tell` hears what part of the file was read. `write` is called when `read_text` and `read_sorted` hold the new and
    changed of a part.
    """
    made, size = Plan(), max(1, file.seek(0, 2))
    file.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
    with _short_turns():
        taken = _take_in(source, file, made, lambda: tell(file.tell() / size), write)
    if not taken:
        raise BrokenFile(made.nothing())
    with connection.cursor() as cursor:
        cursor.execute(KEYS)
        cursor.execute(GONE, [source.pk])
        made.gone = [key for (key,) in cursor.fetchall()]
    made.same = taken - made.new - made.changed
    return made


@contextmanager
def _short_turns() -> Iterator[None]:
    """The thread that talks with the database gets its turn at once when an answer is there: with the usual five
    milliseconds for whoever reads ahead, the database waits for one twentieth of the time."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SHORT_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute(DROP)


@dataclass(slots=True)
class _Batch:
    """What a part of the file says."""

    ads: list[Ad]
    marks: list[bytes]
    """Of each ad: the same mark as before means that nothing changed."""
    signatures: likeness.Signatures
    refusals: list[Refusal]


def _take_in(source: Source, file: BinaryIO, made: Plan, tell: Callable[[], None], write: Write) -> int:
    """How many ads were taken."""
    known, standing, taken, waiting = Known(), _standing(source), 0, 0
    config(source.language)  # what it asks the database is kept, so that the thread need not ask
    with (
        closing(connection.copy()) as second,
        closing(_batches(READERS[source.format](file, source.mapping))) as batches,
        ThreadPoolExecutor(2) as ahead,
    ):
        second.inc_thread_sharing()
        coming = ahead.submit(next, batches, None)
        while batch := coming.result():
            coming = ahead.submit(next, batches, None)
            for refusal in batch.refusals:
                made.refuse(refusal)
            fresh = [ad for ad, mark in zip(batch.ads, batch.marks, strict=True) if mark not in standing]
            known.learn(fresh)
            lines = ahead.submit(_lines, source, batch, taken, known, standing, second)
            if waiting >= BATCH // 2:  # of a feed that hardly changed, few and whole parts are written
                _hand_on(source, made, write)
                waiting = 0
            _lay(*lines.result())
            waiting += len(fresh)
            taken += len(batch.ads)
            tell()
    if waiting:
        _hand_on(source, made, write)
    return taken


def _standing(source: Source) -> set[bytes]:
    """Marks of what is on show."""
    rows = Opportunity.objects.filter(source=source, state=State.PUBLISHED).values_list("source_key", "digest")
    return {_mark(key, digest) for key, digest in rows.iterator(chunk_size=10_000)}


def _mark(*said: str) -> bytes:
    return blake2b("\n".join(said).encode(), digest_size=12).digest()


def _batches(found: Iterator[Ad | Refusal]) -> Generator[_Batch, None, None]:
    """Runs in the thread that reads ahead: no database here."""
    seen: set[bytes] = set()
    today = timezone.localdate()
    with closing(found):  # type: ignore[type-var]  # readers are generators, which hold the file
        while part := list(islice(found, BATCH)):
            ads, refusals = [], []
            for one in part:
                refusal = one if isinstance(one, Refusal) else _refused(one, seen, today)
                if refusal:
                    refusals.append(refusal)
                elif isinstance(one, Ad):
                    ads.append(one)
            marks = [_mark(ad.key, ad.digest) for ad in ads]
            yield _Batch(ads, marks, likeness.signatures([f"{ad.title} {ad.text}" for ad in ads]), refusals)


def _refused(ad: Ad, seen: set[bytes], today: Any) -> Refusal | None:
    mark = _mark(ad.key)
    if mark in seen:
        return Refusal(f"“{ad.title}”", f"its key {ad.key[:60]} stands there twice; the first is taken")
    if ad.deadline and ad.deadline < today:
        return Refusal(f"“{ad.title}”", f"its deadline {ad.deadline} has passed")
    seen.add(mark)
    return None


def _hand_on(source: Source, made: Plan, write: Write) -> None:
    """Which of what is laid out is new, and which is another than before; then it is written, and its place is free."""
    with connection.cursor() as cursor:
        cursor.execute(KNOW)
        cursor.execute(SORT, [source.pk])
        cursor.execute(SUMS)
        new, changed = cursor.fetchone()
        made.new += new
        made.changed += changed
        write()
        cursor.execute(EMPTY)


def _lines(
    source: Source, batch: _Batch, taken: int, known: Known, standing: set[bytes], second: BaseDatabaseWrapper
) -> tuple[bytes, bytes]:
    """A part as the database reads it: all of it, and with its text what is not the same as before.

    Runs in a thread while the database writes the part before: its session is not to be used here.
    """
    ads, fresh = [], []
    for n, (ad, mark, minima) in enumerate(zip(batch.ads, batch.marks, batch.signatures, strict=True), start=taken):
        place = place_of(ad.employer, ad.town)
        ads.append(_line((n, ad.key, ad.title, ad.employer, place, f"\\x{minima.tobytes().hex()}")))
        if mark not in standing:
            fresh.append((n, ad))
    words = _words(source, [ad for _n, ad in fresh], second)
    texts = [_line((*_row(source, n, ad, known), said)) for (n, ad), said in zip(fresh, words, strict=True)]
    return "".join(ads).encode(), "".join(texts).encode()


def _words(source: Source, ads: list[Ad], second: BaseDatabaseWrapper) -> list[str]:
    """By which search finds them. A second session makes them: another processor works on that while the first writes,
    and this is a fifth of the work."""
    if not ads:
        return []
    readers = [config(ad.language or source.language) for ad in ads]
    places = [f"{ad.employer or source.name} {ad.town}" for ad in ads]
    with second.cursor() as cursor:
        cursor.execute(WORDS, [readers, [ad.title for ad in ads], places, [ad.text for ad in ads]])
        return [words for (words,) in cursor.fetchall()]


def _line(values: Iterable[Any]) -> str:
    """A row in PostgreSQL's text format of COPY, in a third of the time that psycopg takes for each value by itself."""
    return "\t".join([_field(value) for value in values]) + "\n"


def _field(value: Any) -> str:
    if value is None:
        return r"\N"
    return str(value).replace("\\", r"\\").replace("\n", r"\n").replace("\r", r"\r").replace("\t", r"\t")


def _lay(ads: bytes, texts: bytes) -> None:
    """Copy a part into the temporary tables."""
    with connection.cursor() as cursor:
        for statement, lines in ((ADS, ads), (TEXTS, texts)):
            with cursor.copy(statement) as copy:
                copy.write(lines)


def place_of(employer: str, town: str) -> int | None:
    """A number for employer and place, within which texts are compared; None when neither is said."""
    folded = likeness.folded(employer, town)
    if not folded.strip("|"):
        return None
    return int.from_bytes(blake2b(folded.encode(), digest_size=8).digest(), "big", signed=True)


def _row(source: Source, n: int, ad: Ad, known: Known) -> tuple[Any, ...]:
    wanted = _wanted(ad)
    return (
        n, ad.key, ad.digest, *(getattr(ad, name) for name in PLAIN), ad.language or source.language,
        ad.employer or source.name, known.area(ad.town, ad.region, ad.country) or source.area_id, ad.url,
        ad.contact_name, ad.email, ad.phone, ad.openings, _numbers(known.occupations(ad)), _texts(wanted),
        _texts(wanted.values()), _numbers(known.skill(text) for text in wanted),
    )  # fmt: skip


def _numbers(values: Iterable[int | None]) -> str:
    """A list as the database reads it."""
    return f"{{{','.join('NULL' if value is None else str(value) for value in values)}}}"


def _texts(values: Iterable[str]) -> str:
    said = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in said) + "}"


def _wanted(ad: Ad) -> dict[str, str]:
    """What is needed is not also welcome."""
    return dict.fromkeys(ad.nice, str(Need.NICE)) | dict.fromkeys(ad.must, str(Need.MUST))
