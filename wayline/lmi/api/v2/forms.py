"""Lists as JSON, CSV or Parquet, whichever was asked for."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from wayline.common.csvfile import csv_lines
from wayline.common.downloads import attachment_headers
from wayline.lmi.api.answers import JSON, Refusal, dumps
from wayline.lmi.api.v2 import asking, written
from wayline.lmi.api.v2.written import Row

if TYPE_CHECKING:
    import pyarrow

MEDIA = {"json": "application/json", "csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
NO_PARQUET = "This service has no Parquet: it is installed without wayline[parquet]."
HAS_PARQUET = find_spec("pyarrow") is not None


def form_of(request: HttpRequest, asked: str, offered: Sequence[str] = ("json", "csv")) -> str:
    """By `format`, else by Accept: the first kind in it that is offered."""
    form = asked or _accepted(request.headers.get("Accept", "*/*"), offered)
    if form not in offered:
        raise Refusal(406, f"This can be had as {', '.join(offered)}.", offered=[MEDIA[one] for one in offered])
    if form == "parquet" and not HAS_PARQUET:
        raise Refusal(406, NO_PARQUET, offered=["text/csv"])
    return form


def _accepted(accept: str, offered: Sequence[str]) -> str:
    names = {media: form for form, media in MEDIA.items()}
    for one in accept.split(","):
        media = one.partition(";")[0].strip().lower()
        if media in {"*/*", "application/*", "", "text/html"}:
            return "json"
        if names.get(media) in offered:
            return names[media]
    return ""


def names_of(fields: str, columns: Sequence[str]) -> Sequence[str]:
    asked = [name.strip() for name in fields.split(",") if name.strip()]
    unknown = [name for name in asked if name not in columns]
    if unknown:
        raise Refusal(422, f"Unknown field: {', '.join(unknown)[:200]}.", known=list(columns))
    return asked or columns


def listed(
    request: HttpRequest, rows: Iterable[Row], *, columns: Sequence[str], fields: str, form: str, name: str,
    next_page: str = "", **beside: Any,
) -> HttpResponse:  # fmt: skip
    """`beside` are members of the JSON answer beside the list: what its entries refer to."""
    names = names_of(fields, columns)
    if form == "csv":
        lines = csv_lines(names, ([_cell(row[name]) for name in names] for row in rows))
        response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
        _attach(response, f"{name}.csv")
    elif form == "parquet":
        response = HttpResponse(parquet(list(rows), names), content_type=MEDIA["parquet"])
        _attach(response, f"{name}.parquet")
    else:
        told = {"items": written.chosen(rows, names), **beside}
        response = HttpResponse(dumps(told | ({"next": next_page} if next_page else {})), content_type=JSON)
    return asking.after(response, next_page)


def _attach(response: HttpResponse, filename: str) -> None:
    """Saved and never opened in our name."""
    for name, value in attachment_headers(filename).items():
        response.headers[name] = value


def _cell(value: Any) -> Any:
    return dumps(value) if isinstance(value, dict | list) else value


def schema(names: Sequence[str]) -> pyarrow.Schema:
    import pyarrow

    return pyarrow.schema([(name, _kind(name)) for name in names])


def _kind(name: str) -> Any:
    import pyarrow

    if name in written.NUMBERS:
        return pyarrow.float64()
    if name in written.WHOLE:
        return pyarrow.int64()
    return pyarrow.bool_() if name == "break" else pyarrow.string()


def parquet(rows: list[Row], names: Sequence[str]) -> bytes:
    import pyarrow
    from pyarrow.parquet import write_table

    out = io.BytesIO()
    table = pyarrow.Table.from_pylist(written.chosen(rows, names), schema=schema(names))
    write_table(table, out, compression="zstd")
    return out.getvalue()
