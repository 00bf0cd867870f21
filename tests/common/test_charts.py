"""Charts are clean SVG with a name."""

import pytest
from lxml import etree

from wayline.common import charts

SVG = "{http://www.w3.org/2000/svg}"
DIRTY = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="5"
 onload="alert(1)"><style>*{fill:red}</style><script>alert(1)</script>
 <a xlink:href="javascript:alert(1)"><text>in a link</text></a>
 <rect style="fill: red; stroke: url(http://evil.example)" aria-label="one" role="graphics-symbol"/><foreignObject/>
 <image href="http://evil.example/x.png"/></svg>"""


def clean() -> etree._Element:
    return etree.fromstring(charts.clean_svg(DIRTY, title="T & t", description="D", element_id="c1"))


def test_nothing_that_runs_or_calls_another_host_stays() -> None:
    text = etree.tostring(clean(), encoding="unicode")
    for refused in ("script", "onload", "style", "foreignObject", "evil", "javascript", "<image"):
        assert refused not in text


def test_inline_style_becomes_attributes() -> None:
    rect = clean().find(f"{SVG}rect")
    assert rect is not None
    assert dict(rect.attrib) == {"fill": "red"}


def test_the_drawing_has_a_name_and_a_description() -> None:
    root = clean()
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "c1-title c1-desc"
    assert [child.text for child in root[:2]] == ["T & t", "D"]


def test_a_drawing_can_be_scaled() -> None:
    assert clean().get("viewBox") == "0 0 10 5"


def test_a_bar_chart_is_drawn_and_its_names_are_in_it() -> None:
    drawn = charts.draw(charts.bars([("Week 1", 3), ("Week 2", 5)], category="Week", amount="Learners"), title="T")
    assert "Week 2" in drawn
    assert "Learners" in drawn
    assert "style=" not in drawn


def test_a_missing_value_breaks_the_line() -> None:
    whole = charts.lines([("a", "1", 3), ("a", "2", 4), ("a", "3", 5)], period="W", amount="N")
    broken = charts.lines([("a", "1", 3), ("a", "2", None), ("a", "3", 5)], period="W", amount="N")
    assert _points(charts.draw(whole, title="T")) == 3
    assert _points(charts.draw(broken, title="T")) == 2


def _points(svg: str) -> int:
    """Points are the marks that are filled circles."""
    return sum("A" in (path.get("d") or "") for path in etree.fromstring(svg).iter(f"{SVG}path"))


def test_the_second_time_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = charts.bars([("a", 1)], category="c", amount="n")
    first = charts.draw(chart, title="T")
    monkeypatch.setattr(charts, "_svg", lambda spec: pytest.fail("drawn again"))
    assert charts.draw(chart, title="T") == first
