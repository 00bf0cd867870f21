"""What publishers gave out: each release with its files and faults, and all of its figures as one file."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path, Query

from wayline.common.csvfile import csv_lines
from wayline.common.downloads import attachment_headers
from wayline.common.streams import Stream, joined
from wayline.lmi import figures
from wayline.lmi.api.answers import Refusal, answer, dumps
from wayline.lmi.api.v2 import asking, forms, shapes, written
from wayline.lmi.api.v2.asking import CURSOR, FIELDS, FORMAT, LIMIT, strict
from wayline.lmi.api.v2.written import FIGURE, Row
from wayline.lmi.models import Observation
from wayline.taxonomy.models import Release

router = Router(tags=["Releases"])
RELEASE = (
    "id", "source", "title", "publisher", "version", "licence", "attribution", "homepage", "published_on", "added_at",
    "is_current", "rows", "digest", "files", "defects",
)  # fmt: skip
BULK = ("csv", "jsonl", "parquet")
CHUNK = 5_000
GROUP = 10_000
"""Rows of Parquet that are kept together: its readers want large groups, our memory small ones."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "parquet": forms.MEDIA["parquet"],
}


@router.get("/releases", response={200: shapes.Releases}, summary="Releases")
@strict
def releases(
    request: HttpRequest,
    source: str = Query("", max_length=60, description="Key of a source."),
    current: bool = Query(True, description="false: those that were replaced too."),
    limit: int = LIMIT, cursor: str = CURSOR, fields: str = FIELDS, format: str = FORMAT,
) -> HttpResponse:  # fmt: skip
    form = forms.form_of(request, format)
    rows = Release.objects.current() if current else Release.objects.public()
    if source:
        rows = rows.filter(source=source)
    if position := asking.position_of(cursor, [int]):
        rows = rows.filter(pk__gt=position[0])
    found = list(rows.order_by("pk")[: limit + 1])
    more = asking.next_of(request, [found[limit - 1].pk]) if len(found) > limit else ""
    return forms.listed(
        request, (written.release(one) for one in found[:limit]), columns=RELEASE, fields=fields, form=form,
        name="releases", next_page=more,
    )  # fmt: skip


@router.get("/releases/{int:number}", response={200: shapes.OneRelease}, summary="One release")
@strict
def one(request: HttpRequest, number: int = Path(...)) -> HttpResponse:
    """With the faults found in the publisher's files, and what it brought."""
    found = _release(number)
    return answer(written.release(found) | {"found_faults": found.defects, "counts": found.counts})


def _release(number: int) -> Release:
    found = Release.objects.public().filter(pk=number).first() if number < 2**31 else None
    if found is None:
        raise Refusal(404, "There is no release of this number.")
    return found


@router.get(
    "/releases/{int:number}/figures", summary="All figures of a release as one file",
    response={200: None},
    openapi_extra={
        "responses": {200: {"content": {media.partition(";")[0]: {} for media in TYPES.values()}}}
    },
)  # fmt: skip
@strict
def download(
    request: HttpRequest, number: int = Path(...), format: str = Query("csv", description="csv, jsonl or parquet.")
) -> Stream:
    """Sent as it is read, some thousand rows at a time: the memory it takes does not grow with the release."""
    release = _release(number)
    if format not in BULK:
        raise Refusal(406, f"This can be had as {', '.join(BULK)}.", offered=list(BULK))
    if format == "parquet" and not forms.HAS_PARQUET:
        raise Refusal(406, forms.NO_PARQUET, offered=["csv"])
    write = {"csv": _csv, "jsonl": _jsonl, "parquet": _parquet}[format]
    headers = attachment_headers(f"{release.source}-{release.version}.{format}")
    return Stream(write(_chunks(release)), content_type=TYPES[format], headers=headers)


def _chunks(release: Release) -> Iterator[list[Row]]:
    """By key, from where the last chunk ended. The connection goes back in between: a slow reader holds none."""
    last = 0
    while True:
        rows = Observation.objects.public().filter(release=release, pk__gt=last).order_by("pk")[:CHUNK]
        found = figures.figures_of(rows)
        if not found:
            return
        last = found[-1].observation
        yield [written.figure(one) for one in found]
        if not connection.in_atomic_block:
            connection.close()


def _csv(chunks: Iterator[list[Row]]) -> Iterator[str]:
    return joined(csv_lines(FIGURE, ([row[name] for name in FIGURE] for rows in chunks for row in rows)))


def _jsonl(chunks: Iterator[list[Row]]) -> Iterator[bytes]:
    for rows in chunks:
        yield "".join(f"{dumps(row)}\n" for row in rows).encode()


def _parquet(chunks: Iterator[list[Row]]) -> Iterator[bytes]:
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema, sink = forms.schema(FIGURE), _Sink()
    with ParquetWriter(sink, schema, compression="zstd") as writer:
        group: list[Row] = []
        for rows in chunks:
            group += rows
            if len(group) >= GROUP:
                writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))
                group = []
                yield sink.taken()
        if group:
            writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))
    yield sink.taken()


class _Sink:
    """A file that hands on what was written to it. Parquet is written from front to back, and asks only where it is."""

    closed = False

    def __init__(self) -> None:
        self._kept: list[bytes] = []
        self._length = 0

    def write(self, part: bytes) -> int:
        self._kept.append(bytes(part))
        self._length += len(part)
        return len(part)

    def tell(self) -> int:
        return self._length

    def flush(self) -> None:
        return None

    def close(self) -> None:
        self.closed = True

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def taken(self) -> bytes:
        content, self._kept = b"".join(self._kept), []
        return content
