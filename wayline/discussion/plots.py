"""The drawing of who answers whom, as a Vega-Lite specification."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from wayline.discussion.layout import TOP, layout
from wayline.discussion.network import Edge, Network, Node

PLOTTED = 36
NAMED = 24
"""With more people than this only those with most ties are named in the drawing; the table names everybody."""
LABEL = 18
TEAL, ORANGE, TIE, INK = "#0f4c52", "#c8641b", "#70868a", "#16262c"


def plotted(network: Network, most: int = PLOTTED) -> list[Node]:
    """Those with most ties, for the drawing; who answered nobody and got no answer stands in the table only."""
    tied = [node for node in network.nodes if node.replies_given or node.replies_received]
    return sorted(tied, key=lambda node: -(node.replies_given + node.replies_received))[:most]


def network_plot(
    network: Network, names: Mapping[Hashable, str], *, participant: str, facilitator: str
) -> dict[str, Any]:
    """People as points, larger when they wrote more; a line where one answered the other, thicker for more replies.

    `participant` and `facilitator` are the words of the legend. Facilitators are orange squares in a line above.
    """
    nodes = plotted(network)
    shown = {node.person for node in nodes}
    ties = _undirected([edge for edge in network.edges if edge.source in shown and edge.target in shown])
    people = sorted(shown, key=lambda person: (names[person], str(person)))
    at = layout(
        people,
        [(one, other, weight) for (one, other), weight in ties.items()],
        apart={node.person for node in nodes if node.facilitator},
    )
    points = [
        {
            "x": at[node.person][0],
            "y": at[node.person][1],
            "name": _short(names[node.person]) if place < NAMED else "",
            "kind": facilitator if node.facilitator else participant,
            "comments": node.comments,
        }
        for place, node in enumerate(nodes)
    ]
    lines = [
        {"x": at[one][0], "y": at[one][1], "x2": at[other][0], "y2": at[other][1], "replies": weight}
        for (one, other), weight in ties.items()
    ]
    return _spec(points, lines, [participant, facilitator])


def _undirected(edges: Sequence[Edge]) -> dict[tuple[Hashable, Hashable], int]:
    ties: dict[tuple[Hashable, Hashable], int] = {}
    for source, target, weight in edges:
        pair = (target, source) if (target, source) in ties else (source, target)
        ties[pair] = ties.get(pair, 0) + weight
    return ties


def _short(name: str) -> str:
    return name if len(name) <= LABEL else f"{name[: LABEL - 1].rstrip()}…"


def _spec(points: list[dict[str, Any]], lines: list[dict[str, Any]], kinds: list[str]) -> dict[str, Any]:
    across = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [-1.2, 1.2]}}
    up = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [-1.1, TOP + 0.15]}}
    most = max((line["replies"] for line in lines), default=1)
    width = {"domain": [1, max(most, 2)], "range": [1, 7]}
    tie_layer = {
        "data": {"values": lines},
        "mark": {"type": "rule", "color": TIE, "opacity": 0.55},
        "encoding": {
            "x": across,
            "y": up,
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "strokeWidth": {"field": "replies", "type": "quantitative", "scale": width, "legend": None},
        },
    }
    kind = {"field": "kind", "type": "nominal", "title": None}
    people_layer = {
        "data": {"values": points},
        "mark": {"type": "point", "filled": True, "opacity": 1, "stroke": "#ffffff", "strokeWidth": 1.5},
        "encoding": {
            "x": across,
            "y": up,
            "shape": {**kind, "scale": {"domain": kinds, "range": ["circle", "square"]}},
            "color": {**kind, "scale": {"domain": kinds, "range": [TEAL, ORANGE]}},
            "size": {
                "field": "comments",
                "type": "quantitative",
                "scale": {"type": "sqrt", "range": [90, 800]},
                "legend": None,
            },
        },
    }
    name_layer = {
        "data": {"values": [point for point in points if point["name"]]},
        "mark": {"type": "text", "dy": -18, "fontSize": 13, "color": INK, "stroke": "#ffffff", "strokeWidth": 0},
        "encoding": {"x": across, "y": up, "text": {"field": "name", "type": "nominal"}},
    }
    return {"width": 640, "height": 480, "layer": [tie_layer, people_layer, name_layer]}
