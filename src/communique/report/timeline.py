"""Timeline of meetings, due dates and statements as a picture.

Rows in plain values come in. What has no date is counted in the picture's words, never placed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from communique.model.iso_period import days_of
from communique.report.picture import Picture, make_spec
from communique.report.svg import INK, PAPER, SOFT, STANCE_COLOURS, SUPPORT, Drawing, shorten, width_of
from communique.report.time_axis import TimeAxis

Json = Mapping[str, Any]

HORIZON_DAYS = 730
WIDTH, LEFT, RIGHT = 960, 118, 936
MOST_LABELS = 24
LABEL_ROOM = 330
ROW = 17
BARS_HIGH = 70
STANCES = ("support", "oppose", "conditional")


@dataclass(frozen=True, slots=True)
class _Mark:
    """One thing on a lane: from where to where, what it is called, and how it is drawn."""

    start: str
    label: str
    hint: str
    is_hollow: bool
    rank: int  # labels are given to the lowest first


def timeline_chart(
    meetings: Sequence[Json],
    commitments: Sequence[Json] = (),
    statements: Sequence[Json] = (),
    *,
    as_of: str | None = None,
    title: str = "Timeline",
) -> Picture:
    """What happened when: meetings, due dates of commitments, and how many statements of each stance.

    Args:
        meetings: merged ones: `date`, `parties`, `place`, `status`, `kind`, `witnesses`.
        commitments: `due`, `by`, `what`.
        statements: `date`, `stance`.
        as_of: a day that is marked, such as that of reading.
    """
    said = [(str(s["date"])[:10], str(s["stance"])) for s in statements if days_of(str(s.get("date") or "")[:10])]
    met, due = _meeting_marks(meetings), _due_marks(commitments)
    near = _near(due, [m.start for m in met] + [day for day, _ in said])
    n_far = len(due) - len(near)
    lanes = [("Meetings", met), ("Due", near)]
    days = sorted([m.start for _, marks in lanes for m in marks] + [day for day, _ in said], key=lambda v: days_of(v) or ())
    n_undated = len(meetings) + len(commitments) - len(met) - len(due)
    alt = _timeline_words(lanes, said, n_undated)
    spec = _timeline_spec(lanes, said, title, alt)
    if not days:
        drawing = Drawing(WIDTH, 80, title=title, alt=alt)
        drawing.text(12, 22, title, font_size=15, font_weight=600)
        drawing.text(WIDTH / 2, 52, "nothing has a date", text_anchor="middle", fill=SOFT)
        return Picture(drawing.to_text(), spec, title, alt)
    axis = TimeAxis(days[0], max(days, key=lambda v: (days_of(v) or (date.min, date.min))[1]), LEFT, RIGHT - 60)
    placed = [(name, _place(marks, axis)) for name, marks in lanes if marks]
    heights = [26 + ROW * (1 + max(row for _, row in marks)) for _, marks in placed] + [BARS_HIGH + 22] * bool(said)
    drawing = Drawing(WIDTH, 44 + sum(heights) + 40, title=title, alt=alt)
    drawing.text(12, 22, title, font_size=15, font_weight=600)
    left_out = [f"{n_undated} without a date"] * bool(n_undated) + [f"{n_far} due years later"] * bool(n_far)
    if left_out:
        drawing.text(RIGHT, 20, f"{', '.join(left_out)} not shown", text_anchor="end", fill=SOFT)
    axis.draw(drawing, 36, 44 + sum(heights), label_y=44 + sum(heights) + 18)
    y = 44.0
    for (name, marks), high in zip(placed, heights, strict=False):
        _draw_lane(drawing, name, marks, axis, y, high, is_due=name == "Due")
        y += high
    if said:
        _draw_bars(drawing, said, axis, y)
    if as_of and axis.start <= (days_of(as_of) or (date.min,))[0] <= axis.stop:
        drawing.line(axis.x(as_of), 36, axis.x(as_of), 44 + sum(heights), stroke=INK, stroke_dasharray="2 3")
        drawing.text(axis.x(as_of) + 3, 34, f"as of {as_of[:10]}", font_size=10.5)
    return Picture(drawing.to_text(), spec, title, alt)


def _meeting_marks(meetings: Iterable[Json]) -> list[_Mark]:
    marks = []
    for m in meetings:
        if not m.get("date") or not days_of(str(m["date"])):
            continue
        parties, n = (
            "–".join(m["parties"]) if len(m["parties"]) < 4 else f"{len(m['parties'])} parties",
            len(m.get("witnesses", ())),
        )
        where = f", {m['place']}" if m.get("place") else ""
        status = "" if m["status"] == "held" else f" ({m['status']})"
        hint = f"{m['date']}: {', '.join(m['parties'])}{where}{status}; told by {n} report{'' if n == 1 else 's'}"
        marks.append(_Mark(str(m["date"]), f"{parties}{where}{status}", hint, m["status"] != "held", -n))
    return marks


def _due_marks(commitments: Iterable[Json]) -> list[_Mark]:
    marks = []
    for c in commitments:
        if c.get("due") and days_of(str(c["due"])):
            by = "–".join(c["by"].split() if isinstance(c["by"], str) else c["by"])
            hint = f"due {c['due']}: {by}: {c['what']}" + (f" ({c['settled']})" if c.get("settled") else "")
            marks.append(_Mark(str(c["due"]), f"{by}: {c['what']}", hint, bool(c.get("conditional")), -len(by)))
    return marks


def _near(due: list[_Mark], days: list[str]) -> list[_Mark]:
    """The due dates up to two years after the last event: "by the end of the century" would press all else together."""
    found = [span[1] for day in days if (span := days_of(day))]
    if not found:
        return due
    horizon = max(found) + timedelta(days=HORIZON_DAYS)
    return [mark for mark in due if (span := days_of(mark.start)) and span[0] <= horizon]


def _timeline_words(lanes: Sequence[tuple[str, Sequence[_Mark]]], said: Sequence[tuple[str, str]], n_undated: int) -> str:
    parts = [f"{len(marks)} {name.lower()}: " + "; ".join(m.hint for m in marks[:30]) for name, marks in lanes if marks]
    if said:
        counts = Counter(stance for _, stance in said)
        parts.append(f"{len(said)} statements, " + ", ".join(f"{counts[s]} {s}" for s in STANCES if counts[s]))
    if n_undated:
        parts.append(f"{n_undated} without a date")
    return ". ".join(parts) or "nothing has a date"


def _place(marks: Sequence[_Mark], axis: TimeAxis) -> list[tuple[_Mark, int]]:
    """A row for each label so that none runs into another; marks beyond the number of labels share the first row, unnamed."""
    named = set(sorted(range(len(marks)), key=lambda n: (marks[n].rank, marks[n].start))[:MOST_LABELS])
    ends: list[float] = []
    placed = []
    for n in sorted(range(len(marks)), key=lambda n: (axis.span(marks[n].start), marks[n].label)):
        if n not in named:
            placed.append((marks[n], -1))
            continue
        left, right = _label_ends(marks[n], axis)
        row = next((r for r, end in enumerate(ends) if end < left - 8), len(ends))
        ends[row : row + 1] = [right]
        placed.append((marks[n], row))
    return placed


def _label_ends(mark: _Mark, axis: TimeAxis) -> tuple[float, float]:
    """Where mark and label start and end: the label stands to the right of the mark, or to the left where the paper ends."""
    first, last = axis.span(mark.start)
    wide = min(width_of(mark.label, 11.5), LABEL_ROOM) + 12
    return (first - 6, max(last, first) + wide) if max(last, first) + wide <= RIGHT + 20 else (first - wide, last + 6)


def _draw_lane(
    drawing: Drawing, name: str, marks: Sequence[tuple[_Mark, int]], axis: TimeAxis, y: float, high: float, *, is_due: bool
) -> None:
    drawing.line(LEFT, y, RIGHT, y)
    drawing.text(12, y + 22, name, font_weight=600)
    drawing.text(12, y + 37, f"{len(marks)}", fill=SOFT)
    colour = SOFT if is_due else SUPPORT  # orange and blue are sides, and a due date takes none
    for mark, row in marks:
        first, last = axis.span(mark.start)
        at = y + 18 + ROW * max(row, 0)
        fill = PAPER if mark.is_hollow else colour
        shape = {"fill": fill, "stroke": colour, "stroke_width": 1.8}
        if last - first > 6:
            drawing.add("rect", mark.hint, x=first, y=at - 4, width=last - first, height=8, rx=4, **shape, fill_opacity=0.55)
        elif is_due:
            drawing.add("path", mark.hint, d=f"M{first:.1f} {at - 6:.1f}l6 6l-6 6l-6 -6z", **shape)
        else:
            drawing.add("circle", mark.hint, cx=first, cy=at, r=5, **shape)
        if row >= 0:
            left, _ = _label_ends(mark, axis)
            label = shorten(mark.label, 11.5, LABEL_ROOM)
            is_left = left < first - 7
            drawing.text(
                first - 9 if is_left else max(last, first) + 9,
                at + 4,
                label,
                font_size=11.5,
                text_anchor="end" if is_left else "start",
            )


def _bins(axis: TimeAxis) -> list[tuple[date, date]]:
    """Stretches of the axis of equal length, forty or fewer, a day or longer."""
    days = max((axis.stop - axis.start).days + 1, 1)
    size = max(1, -(-days // 40))
    return [(axis.start + timedelta(days=n), axis.start + timedelta(days=n + size)) for n in range(0, days, size)]


def _draw_bars(drawing: Drawing, said: Sequence[tuple[str, str]], axis: TimeAxis, y: float) -> None:
    drawing.line(LEFT, y, RIGHT, y)
    drawing.text(12, y + 22, "Statements", font_weight=600)
    drawing.text(12, y + 37, str(len(said)), fill=SOFT)
    counts = []
    for first, stop in _bins(axis):
        inside = Counter(stance for day, stance in said if first <= (days_of(day) or (date.min,))[0] < stop)
        counts.append((first, stop, inside))
    most = max((sum(c.values()) for *_, c in counts), default=1) or 1
    base = y + BARS_HIGH + 10
    for first, stop, inside in counts:
        top = base
        x = axis.at(first)
        wide = max(axis.at(min(stop, axis.stop + timedelta(days=1))) - x - 1.5, 2.0)
        for stance in STANCES:
            high = (BARS_HIGH - 6) * inside[stance] / most
            if high:
                hint = f"{first} to {stop - timedelta(days=1)}: {inside[stance]} {stance}"
                drawing.add("rect", hint, x=x, y=top - high, width=wide, height=high, fill=STANCE_COLOURS[stance])
                top -= high
    drawing.line(LEFT, base, RIGHT, base, stroke=SOFT)
    for n, stance in enumerate(STANCES):
        drawing.add("rect", x=12, y=y + 46 + 14 * n, width=9, height=9, rx=2, fill=STANCE_COLOURS[stance])
        drawing.text(25, y + 54 + 14 * n, stance, font_size=10.5, fill=SOFT)


def _timeline_spec(
    lanes: Sequence[tuple[str, Sequence[_Mark]]], said: Sequence[tuple[str, str]], title: str, alt: str
) -> dict[str, Any]:
    """Lanes of marks above, statements by month and stance below, over one stretch of time."""
    rows = []
    for name, marks in lanes:
        for mark in marks:
            first, last = (day.isoformat() for day in days_of(mark.start) or (date.min, date.min))
            rows.append({"lane": name, "start": first, "stop": last, "label": mark.label, "hint": mark.hint})
    days = sorted([r["start"] for r in rows] + [r["stop"] for r in rows] + [day for day, _ in said])
    x: dict[str, Any] = {"field": "start", "type": "temporal", "title": None}
    if days:
        x["scale"] = {"domain": [days[0], days[-1]]}
    hints = [{"field": "start", "type": "temporal"}, {"field": "hint", "type": "nominal"}]
    lane = {"field": "lane", "type": "nominal", "title": None, "sort": ["Meetings", "Due"]}
    colours = {"domain": list(STANCES), "range": [STANCE_COLOURS[s] for s in STANCES]}
    above = {
        "width": 720,
        "encoding": {"x": x, "y": lane, "tooltip": hints},
        "layer": [
            {"mark": {"type": "bar", "opacity": 0.4, "height": 8, "color": SUPPORT}, "encoding": {"x2": {"field": "stop"}}},
            {"mark": {"type": "point", "filled": True, "size": 60, "color": SUPPORT, "opacity": 0.6}},
        ],
    }
    below = {
        "width": 720,
        "height": 100,
        "data": {"values": [{"start": day, "stance": stance} for day, stance in said]},
        "mark": "bar",
        "encoding": {
            "x": {**x, "timeUnit": "yearmonth"},
            "y": {"aggregate": "count", "title": "statements"},
            "color": {"field": "stance", "type": "nominal", "title": None, "scale": colours},
        },
    }
    return make_spec(rows, title=title, alt=alt, vconcat=[above, below])
