"""Charts, drawn on the server: they stand in pages, in PDF and in mail, and need no script.

Make an Altair chart (or use `bars` and `lines`), give it to `draw`, and the result to `{% chart_figure %}`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.cache import caches
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from lxml import etree

if TYPE_CHECKING:
    import altair as alt

# Told apart by lightness too, so that they hold in grey print and for colour-blind readers.
PALETTE = ("#0f4c52", "#c8641b", "#5a8f29", "#7b4b94", "#b8933a", "#3b7fb5", "#8a2f4b", "#6b7c80")
INK, QUIET, LINE = "#16262c", "#46555a", "#cdd6d5"
FONT = "Atkinson Hyperlegible Next, sans-serif"
WIDTH, ROW_HEIGHT = 600, 30
SVG = "http://www.w3.org/2000/svg"
REFUSED = {"script", "foreignObject", "style", "iframe", "image", "use", "a", "animate", "set"}
THEME: dict[str, Any] = {
    "font": FONT,
    "background": None,
    "padding": 4,
    "view": {"stroke": None},
    "range": {"category": list(PALETTE), "ramp": ["#e3eeed", "#0a363b"], "heatmap": ["#e3eeed", "#0a363b"]},
    "mark": {"color": PALETTE[0]},
    "bar": {"color": PALETTE[0], "cornerRadiusEnd": 2},
    "line": {"strokeWidth": 2.5, "color": PALETTE[0]},
    "point": {"size": 60, "filled": True, "color": PALETTE[0]},
    "axis": {
        "labelFont": FONT, "titleFont": FONT, "labelFontSize": 14, "titleFontSize": 14, "titleFontWeight": 600,
        "labelColor": INK, "titleColor": QUIET, "gridColor": LINE, "domainColor": QUIET, "tickColor": QUIET,
        "labelLimit": 260, "titlePadding": 10, "labelPadding": 6,
    },
    "axisQuantitative": {"tickCount": 6},
    "axisBand": {"grid": False, "ticks": False, "labelAngle": 0},
    "legend": {
        "labelFont": FONT, "titleFont": FONT, "labelFontSize": 14, "titleFontSize": 14, "labelColor": INK,
        "titleColor": QUIET, "orient": "top", "labelLimit": 260, "symbolSize": 120,
    },
    "text": {"font": FONT, "fontSize": 14, "color": INK},
}  # fmt: skip


def draw(chart: alt.TopLevelMixin | Mapping[str, Any], *, title: str, description: str = "") -> SafeString:
    """The chart as clean SVG. `title` names it and `description` says what it shows, for those who do not see it."""
    spec = dict(chart) if isinstance(chart, Mapping) else chart.to_dict()
    spec["config"] = {**THEME, **_without_defaults(spec.get("config", {}))}
    key = _key(spec, title, description)
    cached = caches["charts"].get(key)
    if cached is None:
        cached = clean_svg(_svg(spec), title=title, description=description, element_id=f"chart-{key[-10:]}")
        caches["charts"].set(key, cached, timeout=None)
    return SafeString(cached)


def bars(
    points: Sequence[tuple[str, float]], *, category: str, amount: str, horizontal: bool = True, width: int = WIDTH
) -> dict[str, Any]:
    """One bar for each name, in the order given."""
    alt = _altair()

    data = alt.Data(values=[{"name": name, "amount": value} for name, value in points])
    names = alt.Axis(labelAngle=0, grid=False)
    name = alt.X("name:N", title=category, sort=None, axis=names)
    value = alt.Y("amount:Q", title=amount, scale=alt.Scale(zero=True))
    chart = alt.Chart(data, width=width, height=240).mark_bar().encode(x=name, y=value)
    if horizontal:
        name_y = alt.Y("name:N", title=None, sort=None, axis=names)
        value_x = alt.X("amount:Q", title=amount, scale=alt.Scale(zero=True))
        height = max(80, ROW_HEIGHT * len(points))
        chart = alt.Chart(data, width=width, height=height).mark_bar(size=18).encode(x=value_x, y=name_y)
    return dict(chart.to_dict())


def lines(
    points: Sequence[tuple[str, str, float | None]], *, period: str, amount: str, width: int = WIDTH
) -> dict[str, Any]:
    """One line for each series: (series, period, value). A missing value breaks the line; it is never drawn as 0."""
    alt = _altair()

    data = alt.Data(values=[{"series": series, "period": when, "amount": value} for series, when, value in points])
    one = len({series for series, _, _ in points}) < 2
    chart = (
        alt.Chart(data, width=width, height=260)
        .mark_line(point=True, invalid="break-paths-filter-domains")
        .encode(
            x=alt.X("period:O", title=period, sort=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("amount:Q", title=amount, scale=alt.Scale(zero=True)),
            color=alt.Color("series:N", title=None, sort=None, legend=None if one else alt.Legend()),
            strokeDash=alt.value([1, 0]) if one else alt.StrokeDash("series:N", sort=None, legend=None),
        )
    )
    return dict(chart.to_dict())


def clean_svg(svg: str, *, title: str, description: str, element_id: str) -> str:
    """SVG that may stand in a page under a strict policy: nothing runs, no inline style, a name."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(svg.encode(), parser)
    for element in list(root.iter()):
        _clean_element(element)
    _size(root)
    texts = [("title", title), *([("desc", description)] if description else [])]
    for name, text in reversed(texts):
        child = etree.Element(f"{{{SVG}}}{name}", id=f"{element_id}-{name}")
        child.text = text
        root.insert(0, child)
    root.set("role", "img")
    root.set("aria-labelledby", " ".join(f"{element_id}-{name}" for name, _ in texts))
    return etree.tostring(root, encoding="unicode")


def _clean_element(element: Any) -> None:
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if not name or name in REFUSED:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
        return
    for declaration in element.attrib.pop("style", "").split(";"):
        attribute, _, value = declaration.partition(":")
        if re.fullmatch(r"[a-z-]+", attribute.strip()) and "url(" not in value.lower():
            element.set(attribute.strip(), value.strip())
    for attribute in list(element.attrib):
        # The figure is one picture with one name; parts that speak for themselves would be read twice.
        if attribute.startswith(("on", "aria-", "{")) or attribute in {"role", "class", "href", "tabindex"}:
            del element.attrib[attribute]


def _size(root: Any) -> None:
    root.attrib.pop("version", None)
    etree.cleanup_namespaces(root)
    if "viewBox" not in root.attrib and {"width", "height"} <= set(root.attrib):
        root.set("viewBox", f"0 0 {root.get('width')} {root.get('height')}")


def _svg(spec: dict[str, Any]) -> str:
    import vl_convert  # starts a JavaScript engine: only when there is something to draw

    return str(vl_convert.vegalite_to_svg(spec))


def _altair() -> Any:
    """Takes a second to load, which most processes never need."""
    import altair  # heavy: only where a chart is made

    return altair


def _without_defaults(config: Mapping[str, Any]) -> dict[str, Any]:
    """Altair writes a view size into every chart; ours is set by width and height."""
    return {name: value for name, value in config.items() if name != "view"}


def _key(spec: Mapping[str, Any], *texts: str) -> str:
    whole = json.dumps([spec, texts, get_language()], sort_keys=True, default=str)
    return f"chart:{hashlib.sha256(whole.encode()).hexdigest()[:32]}"
