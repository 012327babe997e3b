"""A network as a picture: nodes where the layout put them, ties by sign and weight, labels that keep apart.

Agreement is a solid blue line, conflict a dashed orange one. What is too much to read is left out by rank, and said so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from communique.report.picture import Picture, make_spec
from communique.report.svg import CONDITIONAL, INK, OPPOSE, PAPER, SOFT, SUPPORT, Drawing, width_of, wrap

Json = Mapping[str, Any]

WIDTH, MARGIN = 960, 56
MOST_NODES, MOST_LABELS = 60, 45
FONT_SIZE = 12.5
FULL_SIZE_STATEMENTS = 90  # so many make the largest node, if none has more


@dataclass(frozen=True, slots=True)
class _Paper:
    """How much is put on paper: its height, the largest radius, the room of a label, and ties for each node.

    More ties than these cannot be told apart: the strongest are drawn.
    """

    height: float
    radius: float
    room: float
    ties_a_node: int

    @classmethod
    def of(cls, n_nodes: int) -> _Paper:
        return cls(640, 26, 150, 4) if n_nodes <= 30 else cls(940, 17, 112, 2)


@dataclass(slots=True)
class _Node:
    label: str
    variable: str
    n: int
    x: float
    y: float
    radius: float
    lines: list[str]
    half_width: float = field(init=False)
    bottom: float = field(init=False)  # how far the label reaches below the middle

    def __post_init__(self) -> None:
        self.half_width = max([self.radius, *(width_of(line, FONT_SIZE) / 2 for line in self.lines)]) + 3
        self.bottom = self.radius + (4 + 15 * len(self.lines) if self.lines else 2)


def network_chart(
    nodes: Sequence[Json],
    ties: Sequence[Json],
    positions: Mapping[str, tuple[float, float]],
    *,
    title: str = "Network",
    names: Mapping[str, str] | None = None,
) -> Picture:
    """A one-mode or two-mode network.

    Args:
        nodes: of `Network.node_rows`: `label`, `variable`, `n_statements`.
        ties: of `Network.rows`: `source`, `target`, `weight`; a negative weight is conflict.
        positions: of each label, from 0 to 1 in both directions; in a two-mode network of `variable:label`.
        names: what labels are called, by label.
    """
    keys = _keys(nodes)
    kinds = list(dict.fromkeys(str(n["variable"]) for n in nodes))
    ranked = sorted(nodes, key=lambda n: (-int(n["n_statements"]), str(n["label"])))[:MOST_NODES]
    paper = _Paper.of(len(ranked))
    most = max([FULL_SIZE_STATEMENTS, *(int(n["n_statements"]) for n in ranked)])
    drawn = {}
    for rank, row in enumerate(ranked):
        key = keys[str(row["variable"]), str(row["label"])]
        words = (names or {}).get(str(row["label"]), str(row["label"])) if rank < MOST_LABELS else ""
        drawn[key] = _node(row, words, positions[key], paper, most)
    kept = _kept_ties(ties, nodes, keys, drawn)[-paper.ties_a_node * max(len(drawn), 1) :]
    _keep_apart(list(drawn.values()), paper.height)
    note = _note(len(nodes), len(drawn), sum(bool(t["weight"]) for t in ties), len(kept))
    alt = f"{len(nodes)} nodes. " + "; ".join(f"{t['source']} and {t['target']}: {t['weight']:.3g}" for t in ties[:60])
    drawing = Drawing(WIDTH, paper.height + 70, title=title, alt=alt)
    drawing.text(12, 22, title, font_size=15, font_weight=600)
    if note:
        drawing.text(WIDTH - 12, 22, note, text_anchor="end", fill=SOFT)
    _draw_ties(drawing, kept, drawn)
    _draw_nodes(drawing, drawn, kinds[1:])
    entries = [("solid", SUPPORT, "agreement" if any(t["weight"] < 0 for _, _, t in kept) else "tie")]
    if any(t["weight"] < 0 for _, _, t in kept):
        entries.append(("dashed", OPPOSE, "conflict"))
    entries += [
        (shape, colour, kind) for (shape, colour), kind in zip([("circle", INK), ("square", CONDITIONAL)], kinds, strict=False)
    ]
    drawing.legend(20, paper.height + 54, entries)
    sizes = "width: weight of the tie; size: number of statements"
    drawing.text(WIDTH - 12, paper.height + 54, sizes, text_anchor="end", fill=SOFT)
    return Picture(drawing.to_text(), _network_spec(drawn, kept, kinds, paper.height, title, alt), title, alt)


def _keys(nodes: Sequence[Json]) -> dict[tuple[str, str], str]:
    """How positions name each node: by its label, in a two-mode network with its variable."""
    variables = {str(n["variable"]) for n in nodes}
    pairs = [(str(n["variable"]), str(n["label"])) for n in nodes]
    return {(v, label): f"{v}:{label}" if len(variables) > 1 else label for v, label in pairs}


def _node(row: Json, words: str, place: tuple[float, float], paper: _Paper, most: int) -> _Node:
    n = int(row["n_statements"])
    x, y = MARGIN + place[0] * (WIDTH - 2 * MARGIN), 56 + place[1] * (paper.height - 90)
    radius = 5 + (paper.radius - 5) * sqrt(n / most)  # the area grows with the number
    return _Node(str(row["label"]), str(row["variable"]), n, x, y, radius, wrap(words, FONT_SIZE, paper.room, 2))


def _kept_ties(
    ties: Sequence[Json], nodes: Sequence[Json], keys: Mapping[tuple[str, str], str], drawn: Mapping[str, _Node]
) -> list[tuple[str, str, Json]]:
    """The ties between drawn nodes, as keys; the weakest first, so that strong ones lie above."""
    kinds = list(dict.fromkeys(str(n["variable"]) for n in nodes))
    first, second = (kinds[0], kinds[-1]) if kinds else ("", "")
    pairs = [(keys.get((first, str(t["source"])), ""), keys.get((second, str(t["target"])), ""), t) for t in ties if t["weight"]]
    kept = [(a, b, t) for a, b, t in pairs if a in drawn and b in drawn and a != b]
    return sorted(kept, key=lambda p: (abs(p[2]["weight"]), p[0], p[1]))


def _note(n_nodes: int, n_drawn: int, n_ties: int, n_kept: int) -> str:
    parts = [f"{n_drawn} of {n_nodes} nodes"] if n_drawn < n_nodes else []
    parts += [f"{n_kept} of {n_ties} ties"] if n_kept < n_ties else []
    return "the strongest: " + ", ".join(parts) if parts else ""


def _keep_apart(nodes: list[_Node], height: float) -> None:
    """Move nodes with their labels until none lies on another, as little as it takes; the paper's edge holds them."""
    for _ in range(500):
        is_settled = True
        for i, a in enumerate(nodes):
            for b in nodes[i + 1 :]:
                across = a.half_width + b.half_width - abs(a.x - b.x)
                upper, lower = (a, b) if a.y <= b.y else (b, a)
                down = upper.bottom + lower.radius + 4 - (lower.y - upper.y)
                if across <= 0 or down <= 0:
                    continue
                is_settled = False
                if down < across:
                    upper.y, lower.y = upper.y - down / 2, lower.y + down / 2
                else:
                    left, right = (a, b) if a.x <= b.x else (b, a)
                    left.x, right.x = left.x - across / 2, right.x + across / 2
        for node in nodes:
            node.x = min(max(node.x, node.half_width + 4), WIDTH - node.half_width - 4)
            node.y = min(max(node.y, 44 + node.radius), height + 26 - node.bottom)
        if is_settled:
            return


def _draw_ties(drawing: Drawing, ties: Sequence[tuple[str, str, Json]], drawn: Mapping[str, _Node]) -> None:
    strongest = max((abs(t["weight"]) for *_, t in ties), default=1) or 1
    for one, two, tie in ties:
        a, b, share = drawn[one], drawn[two], abs(tie["weight"]) / strongest
        is_conflict = tie["weight"] < 0
        drawing.add(
            "line", f"{a.label} and {b.label}: {tie['weight']:.3g}", x1=a.x, y1=a.y, x2=b.x, y2=b.y,
            stroke=OPPOSE if is_conflict else SUPPORT, stroke_width=1 + 5 * share, stroke_opacity=0.3 + 0.5 * share,
            stroke_dasharray="7 5" if is_conflict else None,
        )  # fmt: skip


def _draw_nodes(drawing: Drawing, drawn: Mapping[str, _Node], second: Sequence[str]) -> None:
    for node in drawn.values():
        hint = f"{node.label}: {node.n} statement{'' if node.n == 1 else 's'}"
        edge = {"stroke": PAPER, "stroke_width": 1.5}
        if node.variable in second:
            side = 1.8 * node.radius
            drawing.add(
                "rect", hint, x=node.x - side / 2, y=node.y - side / 2, width=side, height=side, rx=3, fill=CONDITIONAL, **edge
            )
        else:
            drawing.add("circle", hint, cx=node.x, cy=node.y, r=node.radius, fill=INK, **edge)
    for node in drawn.values():
        if node.lines:
            halo = {"stroke": PAPER, "stroke_width": 3.5, "paint_order": "stroke", "stroke_linejoin": "round"}
            drawing.text(node.x, node.y + node.radius + 14, node.lines, text_anchor="middle", font_size=FONT_SIZE, **halo)


def _network_spec(
    drawn: Mapping[str, _Node], ties: Sequence[tuple[str, str, Json]], kinds: Sequence[str], height: float, title: str, alt: str
) -> dict[str, Any]:
    """Nodes and ties as layers with the places of the picture; y grows downwards there."""
    places = [
        {"label": " ".join(n.lines) or n.label, "variable": n.variable, "n": n.n, "x": round(n.x, 1), "y": round(n.y, 1)}
        for n in drawn.values()
    ]
    lines = []
    for one, two, tie in ties:
        a, b = drawn[one], drawn[two]
        ends = {"x": round(a.x, 1), "y": round(a.y, 1), "x2": round(b.x, 1), "y2": round(b.y, 1)}
        sign = "conflict" if tie["weight"] < 0 else "agreement"
        lines.append(
            {**ends, "weight": tie["weight"], "size": abs(tie["weight"]), "sign": sign, "pair": f"{a.label} – {b.label}"}
        )
    x: dict[str, Any] = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, WIDTH]}}
    y: dict[str, Any] = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [height + 40, 0]}}
    signs = ["agreement", "conflict"]
    rule = {
        "x": x,
        "y": y,
        "x2": {"field": "x2"},
        "y2": {"field": "y2"},
        "color": {"field": "sign", "type": "nominal", "title": None, "scale": {"domain": signs, "range": [SUPPORT, OPPOSE]}},
        "strokeDash": {"field": "sign", "type": "nominal", "title": None, "scale": {"domain": signs, "range": [[1, 0], [7, 5]]}},
        "strokeWidth": {"field": "size", "type": "quantitative", "legend": None, "scale": {"range": [1, 6]}},
        "tooltip": [{"field": "pair", "type": "nominal"}, {"field": "weight", "type": "quantitative"}],
    }
    node = {
        "x": x,
        "y": y,
        "size": {"field": "n", "type": "quantitative", "legend": None, "scale": {"range": [60, 900]}},
        "shape": {
            "field": "variable",
            "type": "nominal",
            "title": None,
            "scale": {"domain": kinds, "range": ["circle", "square"]},
        },
        "tooltip": [{"field": "label", "type": "nominal"}, {"field": "n", "type": "quantitative", "title": "statements"}],
    }
    words = {"x": x, "y": y, "text": {"field": "label", "type": "nominal"}}
    layers = [
        {"data": {"values": lines}, "mark": {"type": "rule", "opacity": 0.6}, "encoding": rule},
        {"mark": {"type": "point", "filled": True, "color": INK, "opacity": 1}, "encoding": node},
        {"mark": {"type": "text", "dy": 24}, "encoding": words},
    ]
    return make_spec(places, title=title, alt=alt, width=WIDTH, height=height, layer=layers)
