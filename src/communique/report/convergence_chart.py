"""How near two parties are over time as a picture: the line of inferred agreement, and what reports say outright below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from communique.report.picture import Picture, make_spec
from communique.report.svg import INK, OPPOSE, SOFT, SUPPORT, Drawing
from communique.report.time_axis import TimeAxis

Json = Mapping[str, Any]

WIDTH, HEIGHT, LEFT = 960, 400, 64
TOP, BOTTOM = 52, 286  # of the scale from 0 to 1


def convergence_chart(rows: Sequence[Json], alerts: Sequence[Json] = (), *, title: str = "") -> Picture:
    """How near two parties are, window after window, with the interval; what reports say outright stands below.

    Args:
        rows: of `Convergence`: `party_a`, `party_b`, `start`, `stop`, `agreement`, `low`, `high`, `n_agree`, `n_differ`.
        alerts: `alert_rows()`; those over all issues are marked.
    """
    title = title or ("{party_a} and {party_b}: agreement".format(**rows[0]) if rows else "Agreement")
    known = [r for r in rows if r["agreement"] is not None]
    alt = "; ".join(f"{r['start']} to {r['stop']}: {r['agreement']:.2f}" for r in known) or "no window with a shared issue"
    spec = _convergence_spec(rows, title, alt)
    drawing = Drawing(WIDTH, HEIGHT, title=title, alt=alt)
    drawing.text(12, 22, title, font_size=15, font_weight=600)
    if not rows:
        drawing.text(WIDTH / 2, HEIGHT / 2, "no window", text_anchor="middle", fill=SOFT)
        return Picture(drawing.to_text(), spec, title, alt)
    axis = TimeAxis(rows[0]["start"], rows[-1]["stop"], LEFT, WIDTH - 24)
    for value in (0, 0.25, 0.5, 0.75, 1):
        drawing.line(LEFT, _height(value), WIDTH - 24, _height(value))
        drawing.text(LEFT - 8, _height(value) + 4, f"{value:g}", text_anchor="end", fill=SOFT)
    axis.draw(drawing, TOP, BOTTOM + 66, label_y=BOTTOM + 82)
    for run in _runs(rows):
        _draw_run(drawing, run, axis)
    for alert in alerts:
        if not alert.get("issue"):
            x = axis.x(alert["date"])
            drawing.line(x, TOP - 10, x, BOTTOM, stroke=INK, stroke_width=1.5, stroke_dasharray="2 3")
            drawing.text(x + 4, TOP - 4, f"{alert['direction']} from {alert['date']}", font_size=11)
    _draw_explicit(drawing, rows, axis, BOTTOM + 30)
    said = [("words", SUPPORT, "▲ reports say they agree"), ("words", OPPOSE, "▼ reports say they differ")]
    drawing.legend(LEFT, HEIGHT - 10, [("solid", SUPPORT, "inferred from positions, with interval"), *said])
    return Picture(drawing.to_text(), spec, title, alt)


def _height(value: float) -> float:
    return BOTTOM - value * (BOTTOM - TOP)


def _draw_run(drawing: Drawing, run: Sequence[Json], axis: TimeAxis) -> None:
    """One unbroken stretch of the line with its interval; a single window is a point with a bar."""
    middles = [axis.middle(r["start"], r["stop"]) for r in run]
    known = [(x, r) for x, r in zip(middles, run, strict=True) if r["low"] is not None]
    upper = [f"{x:.1f},{_height(r['high']):.1f}" for x, r in known]
    lower = [f"{x:.1f},{_height(r['low']):.1f}" for x, r in reversed(known)]
    if len(known) > 1:
        drawing.add("polygon", points=" ".join([*upper, *lower]), fill=SUPPORT, fill_opacity=0.15)
    for x, r in known if len(known) == 1 else []:
        drawing.line(x, _height(r["low"]), x, _height(r["high"]), stroke=SUPPORT, stroke_width=8, stroke_opacity=0.2)
    line = [f"{x:.1f},{_height(r['agreement']):.1f}" for x, r in zip(middles, run, strict=True)]
    drawing.add("polyline", points=" ".join(line), fill="none", stroke=SUPPORT, stroke_width=2.5)
    for x, r in zip(middles, run, strict=True):
        hint = f"{r['start']} to {r['stop']}: {r['agreement']:.2f}"
        drawing.add("circle", hint, cx=x, cy=_height(r["agreement"]), r=4.5, fill=SUPPORT)


def _runs(rows: Sequence[Json]) -> list[list[Json]]:
    """Windows in a row in which agreement can be told: the line is broken where it cannot."""
    runs: list[list[Json]] = [[]]
    for row in rows:
        if row["agreement"] is None:
            runs.append([])
        else:
            runs[-1].append(row)
    return [run for run in runs if run]


def _draw_explicit(drawing: Drawing, rows: Sequence[Json], axis: TimeAxis, y: float) -> None:
    drawing.text(56, y + 4, "said", text_anchor="end", fill=SOFT)
    for row in rows:
        x = axis.middle(row["start"], row["stop"])
        if row["n_agree"]:
            drawing.text(x, y - 2, f"▲{row['n_agree']}", text_anchor="middle", fill=SUPPORT, font_weight=600)
        if row["n_differ"]:
            drawing.text(x, y + 18, f"▼{row['n_differ']}", text_anchor="middle", fill=OPPOSE, font_weight=600)


def _convergence_spec(rows: Sequence[Json], title: str, alt: str) -> dict[str, Any]:
    names = ("start", "stop", "agreement", "low", "high", "n_issues", "n_units", "n_agree", "n_differ")
    x = {"field": "start", "type": "temporal", "title": None}
    scale = {"domain": [0, 1]}
    low = {"field": "low", "type": "quantitative", "scale": scale, "title": "agreement"}
    band = {"mark": {"type": "area", "opacity": 0.15, "color": SUPPORT}, "encoding": {"y": low, "y2": {"field": "high"}}}
    hints = [{"field": n, "type": "quantitative" if n[0] != "s" else "temporal"} for n in names]
    agreement = {"field": "agreement", "type": "quantitative", "scale": scale}
    line = {"mark": {"type": "line", "point": True, "color": SUPPORT}, "encoding": {"y": agreement, "tooltip": hints}}
    said = [
        {
            "transform": [{"filter": f"datum.{name} > 0"}, {"calculate": f"'{mark}' + datum.{name}", "as": "said"}],
            "mark": {"type": "text", "color": colour, "fontWeight": "bold"},
            "encoding": {"y": {"value": y}, "text": {"field": "said", "type": "nominal"}},
        }
        for name, mark, colour, y in (("n_agree", "▲", SUPPORT, 10), ("n_differ", "▼", OPPOSE, 24))
    ]
    values = [{n: r.get(n) for n in names} for r in rows]
    return make_spec(values, title=title, alt=alt, width=720, height=300, encoding={"x": x}, layer=[band, line, *said])
