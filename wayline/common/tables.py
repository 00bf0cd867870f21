"""Tables, and charts with their table, written in Python: a page holds hundreds of cells, and a template took ten
times as long.

Everything is escaped, except what says itself that it is clean HTML (SafeString), as in a template.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wayline.common.parts import Column


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    caption: str,
    caption_size: str = "m",
    row_heads: bool = True,
) -> SafeString:
    """With a caption; `row_heads` makes each first cell the head of its row. Wide ones scroll."""
    name, heads = written(caption), "".join(map(_head, columns))
    lines = "".join(_line(columns, row, head=row_heads) for row in rows)
    return SafeString(
        f'<div class="wl-scroll" role="group" aria-label="{name}" tabindex="0"><table class="govuk-table">'
        f'<caption class="govuk-table__caption govuk-table__caption--{written(caption_size)}">{name}</caption>'
        f'<thead class="govuk-table__head"><tr class="govuk-table__row">{heads}</tr></thead>'
        f'<tbody class="govuk-table__body">{lines}</tbody></table></div>'
    )


def chart(
    drawing: str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    summary: str = "",
    source: str = "",
    csv_url: str = "",
    level: int = 3,
) -> SafeString:
    """A drawing (clean SVG), what it shows in a sentence, its figures as a table, and a link to the CSV."""
    name, head = written(title), f"h{written(level)}"
    said = f'<p class="wl-chart__summary">{written(summary)}</p>' if summary else ""
    whose = f'<p class="wl-chart__source">{_("Source:")} {written(source)}</p>' if source else ""
    file = ""
    if csv_url:
        link = f'<a class="govuk-link" href="{written(csv_url)}" download>{_("Download the figures (CSV)")}</a>'
        file = f'<p class="wl-chart__csv">{link}</p>'
    opened = _("The figures as a table")  # not within the text below, where `make messages` sees nothing
    return SafeString(
        f'<figure class="wl-chart"><figcaption><{head} class="wl-chart__title">{name}</{head}>{said}</figcaption>'
        f'<div class="wl-chart__drawing" tabindex="0" role="group" aria-label="{name}">{written(drawing)}</div>{whose}'
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        f'<span class="govuk-details__summary-text">{opened}</span></summary>'
        f'<div class="govuk-details__text">{table(columns, rows, title, caption_size="s", row_heads=True)}</div>'
        f"</details>{file}</figure>"
    )


def _head(column: Column) -> str:
    label, numeric = written(column.label), " govuk-table__header--numeric" if column.numeric else ""
    order = f' aria-sort="{written(column.sorted)}"' if column.sorted else ""
    if column.sort_url:
        label = f'<a class="govuk-link wl-sort" href="{written(column.sort_url)}">{label}</a>'
    return f'<th scope="col" class="govuk-table__header{numeric}"{order}>{label}</th>'


def _line(columns: Sequence[Column], row: Sequence[object], *, head: bool) -> str:
    cells = [_cell(column, cell) for column, cell in zip(columns, row, strict=True)]
    if head and cells:
        cells[0] = f'<th scope="row" class="govuk-table__header">{written(row[0])}</th>'
    return f'<tr class="govuk-table__row">{"".join(cells)}</tr>'


def _cell(column: Column, cell: object) -> str:
    numeric = " govuk-table__cell--numeric" if column.numeric else ""
    return f'<td class="govuk-table__cell{numeric}">{written(cell)}</td>'


def written(value: object) -> str:
    """As `{{ value }}` in a template: escaped, numbers and dates in the way of the language."""
    if type(value) is str:
        return escape(value)
    return value if isinstance(value, SafeString) else render_value_in_context(value, Context())
