"""The ledger of commitments as a picture: a line for each, from the report that tells of it to its due date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from communique.model.iso_period import days_of
from communique.report.picture import Picture, make_spec
from communique.report.svg import INK, LEVEL, OPPOSE, SUPPORT, Drawing, shorten
from communique.report.time_axis import TimeAxis

Json = Mapping[str, Any]

WIDTH, RIGHT = 960, 936
ROOM = 440  # for party and promise


def ledger_chart(commitments: Sequence[Json], *, as_of: str | None = None, title: str = "Commitments", most: int = 40) -> Picture:
    """The commitments, one a line, from the report that tells of it to its due date; the nearest due date first.

    Args:
        commitments: of the ledger: `due`, `due_text`, `by`, `what`, `conditional`, `published`, `outlet`; `settled` may be there.
        as_of: the day of reading: what was due before it and is not settled is marked.
        most: lines drawn.
    """
    lines = sorted(commitments, key=lambda c: (not _is_dated(c), str(c["due"] or ""), str(c["published"] or "")))
    shown, left_out = lines[:most], max(0, len(lines) - most)
    alt = "; ".join(_ledger_words(c) for c in shown) or "no commitment"
    drawing = Drawing(WIDTH, 62 + 22 * len(shown) + 34, title=title, alt=alt)
    drawing.text(12, 22, title + (f" ({left_out} more left out)" if left_out else ""), font_size=15, font_weight=600)
    days = [v for c in shown for v in (str(c["published"] or "")[:10], str(c["due"] or "")) if days_of(v)] + (
        [as_of] if as_of else []
    )
    base = 52 + 22 * len(shown)
    axis = (
        TimeAxis(min(days), max(days, key=lambda v: (days_of(v) or (date.min, date.min))[1]), ROOM + 40, RIGHT) if days else None
    )
    if axis:
        axis.draw(drawing, 40, base, label_y=base + 16)
        if as_of:
            drawing.line(axis.x(as_of), 34, axis.x(as_of), base, stroke=INK, stroke_dasharray="2 3")
            drawing.text(axis.x(as_of) - 4, 32, f"as of {as_of[:10]}", font_size=10.5, text_anchor="end")
    for n, c in enumerate(shown):
        y = 50 + 22 * n
        by = c["by"] if isinstance(c["by"], str) else " ".join(c["by"])
        drawing.line(12, y + 16, RIGHT, y + 16)
        drawing.text(12, y + 11, shorten(by, 11.5, 124), font_size=11.5, font_weight=600)
        drawing.text(142, y + 11, shorten(_what(c), 11.5, ROOM - 126), font_size=11.5)
        if axis:
            _draw_promise(drawing, c, axis, y + 7, as_of)
    late = [("square", OPPOSE, "due before that day")] if as_of else []
    drawing.legend(12, base + 36, [("square", SUPPORT, "due"), *late, ("circle", LEVEL, "reported, no due date")])
    return Picture(drawing.to_text(), _ledger_spec(shown, title, alt), title, alt)


def _is_dated(row: Json) -> bool:
    return bool(row["due"]) and days_of(str(row["due"])) is not None


def _ledger_words(row: Json) -> str:
    by = row["by"] if isinstance(row["by"], str) else " ".join(row["by"])
    return f"{by}: {_what(row)}, " + (f"due {row['due']}" if row["due"] else "no date")


def _what(row: Json) -> str:
    """What is promised, and before it how that was settled: "kept: open the port"."""
    return f"{row['settled']}: {row['what']}" if row.get("settled") else str(row["what"])


def _draw_promise(drawing: Drawing, row: Json, axis: TimeAxis, y: float, as_of: str | None) -> None:
    told = str(row["published"] or "")[:10]
    start = axis.x(told) if days_of(told) else None
    if not _is_dated(row):
        if start is not None:
            drawing.add("circle", _ledger_words(row), cx=start, cy=y, r=4, fill=LEVEL)
        return
    first, last = axis.span(str(row["due"]))
    ends = (days_of(str(row["due"])) or (date.min, date.min))[1]
    is_late = row.get("settled", "") in ("", "partly") and as_of is not None and ends < (days_of(as_of) or (date.max,))[0]
    colour = OPPOSE if is_late else SUPPORT
    if start is not None and start < first:
        drawing.line(start, y, first, y, stroke=colour, stroke_width=2, stroke_dasharray="4 3" if row["conditional"] else None)
        drawing.add("circle", f"reported {told}", cx=start, cy=y, r=3, fill=colour)
    hint = _ledger_words(row)
    if last - first > 8:
        drawing.add("rect", hint, x=first, y=y - 5, width=last - first, height=10, rx=3, fill=colour)
    else:
        drawing.add("path", hint, d=f"M{first:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z", fill=colour)


def _ledger_spec(shown: Sequence[Json], title: str, alt: str) -> dict[str, Any]:
    rows = []
    for n, c in enumerate(shown, 1):
        due = days_of(str(c["due"] or ""))
        by = c["by"] if isinstance(c["by"], str) else " ".join(c["by"])
        ends = [day.isoformat() for day in due] if due else [None, None]
        told = str(c["published"] or "")[:10] or None
        rows.append({"line": n, "promise": f"{n}. {by}: {_what(c)}", "told": told, "due": ends[0], "due_end": ends[1]})
    y = {"field": "promise", "type": "nominal", "title": None, "sort": {"field": "line"}, "axis": {"labelLimit": 400}}
    told_at = {"field": "told", "type": "temporal", "title": None}
    due_at = {"field": "due", "type": "temporal", "title": None}
    layers = [
        {"mark": {"type": "rule", "color": SUPPORT}, "encoding": {"x": told_at, "x2": {"field": "due"}}},
        {"mark": {"type": "bar", "height": 9, "color": SUPPORT}, "encoding": {"x": due_at, "x2": {"field": "due_end"}}},
        {"mark": {"type": "point", "shape": "diamond", "filled": True, "color": SUPPORT, "size": 90}, "encoding": {"x": due_at}},
        {"mark": {"type": "point", "filled": True, "color": LEVEL}, "encoding": {"x": told_at}},
    ]
    return make_spec(rows, title=title, alt=alt, width=520, height={"step": 22}, encoding={"y": y}, layer=layers)
