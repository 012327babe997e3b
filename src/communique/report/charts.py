"""Matrix heat map and bar plot, from rows of analyses in plain values.

Sign is always told twice, by colour and by a mark or a dash. Nothing is computed here but places on the paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from communique.report.picture import Picture, make_spec
from communique.report.svg import (
    INK,
    LINE,
    OPPOSE,
    PAPER,
    SOFT,
    STANCE_COLOURS,
    STANCE_MARKS,
    SUPPORT,
    Drawing,
    shorten,
    width_of,
    wrap,
)

Json = Mapping[str, Any]

STANCES = ("support", "oppose", "conditional")
DIVERGING = {"domain": [-1, 0, 1], "range": [OPPOSE, "#f4f4f4", SUPPORT]}
WIDTH = 960


def matrix_chart(
    rows: Sequence[Json], *, by: str = "party", labels: Mapping[str, str] | None = None, title: str = "Positions"
) -> Picture:
    """Who stands where: parties or actors by issues, coloured by side and strength, with the statements of each stance.

    Args:
        rows: of `Positions`: `by`, `issue`, `balance`, `strength`, `n_support`, `n_oppose`, `n_conditional`.
        labels: of the issues, by id.
    """
    labels = labels or {}
    cells = {(str(r[by]), str(r["issue"])): r for r in rows}
    total: dict[str, int] = defaultdict(int)
    for (who, _), row in cells.items():
        total[who] += sum(row[f"n_{s}"] for s in STANCES)
    whos = sorted(total, key=lambda who: (-total[who], who))
    issues = [i for i in labels if any(i == issue for _, issue in cells)] + sorted({i for _, i in cells} - set(labels))
    alt = f"{len(whos)} rows by {len(issues)} issues. " + "; ".join(
        _cell_words(*key, row, labels) for key, row in sorted(cells.items())[:40]
    )
    left, wide, high = 24 + max([width_of(shorten(w, 12, 190), 12) for w in whos], default=40), 104, 30
    heads = [wrap(labels.get(i, i), 12, wide - 10, 3) for i in issues]
    top = 44 + 15 * max(map(len, heads), default=1)
    drawing = Drawing(left + wide * len(issues) + 16, top + high * len(whos) + 44, title=title, alt=alt)
    drawing.text(12, 22, title, font_size=15, font_weight=600)
    for j, head in enumerate(heads):
        drawing.text(left + wide * (j + 0.5), top - 10 - 14.4 * (len(head) - 1), head, text_anchor="middle", fill=SOFT)
    for i, who in enumerate(whos):
        y = top + high * i
        drawing.text(left - 10, y + 20, shorten(who, 12, 190), text_anchor="end")
        for j, issue in enumerate(issues):
            _draw_cell(drawing, cells.get((who, issue)), (left + wide * j, y, wide, high), f"{who} · {labels.get(issue, issue)}")
    marks = [("square", STANCE_COLOURS[s], f"{STANCE_MARKS[s]} {s}") for s in ("support", "oppose")]
    drawing.legend(left, top + high * len(whos) + 26, [*marks, ("square", "#f4f4f4", "level"), ("words", SOFT, "? conditional")])
    return Picture(drawing.to_text(), _matrix_spec(rows, by, labels, title, alt), title, alt)


def _cell_words(who: str, issue: str, row: Json, labels: Mapping[str, str]) -> str:
    counts = ", ".join(f"{row[f'n_{s}']} {s}" for s in STANCES if row[f"n_{s}"])
    return f"{who} on {labels.get(issue, issue)}: {counts}"


def _draw_cell(drawing: Drawing, row: Json | None, place: tuple[float, float, float, float], name: str) -> None:
    x, y, wide, high = place
    lean = 0.0 if row is None else _lean(row)
    fill = PAPER if row is None else _shade(lean)
    hint = "" if row is None else _cell_words(name, "", row, {}).replace(" on :", ":")
    drawing.add("rect", hint, x=x + 1, y=y + 1, width=wide - 2, height=high - 2, rx=3, fill=fill, stroke=LINE)
    if row is not None:
        counts = "  ".join(f"{STANCE_MARKS[s]}{row[f'n_{s}']}" for s in STANCES if row[f"n_{s}"])
        ink = PAPER if abs(lean) > 0.72 else INK  # at 0.72 white and dark read alike on both colours
        drawing.text(x + wide / 2, y + 20, counts, text_anchor="middle", fill=ink, pointer_events="none")


def _lean(row: Json) -> float:
    """The strength of a position, with the sign of its side."""
    return float(row["strength"]) * (1 if (row["balance"] or 0) >= 0 else -1)


def _shade(lean: float) -> str:
    """Between light grey and the colour of the side: one statement is paler than eight."""
    side = SUPPORT if lean > 0 else OPPOSE
    share = min(abs(lean), 1.0)
    mixed = (round(0xF4 + (int(side[k : k + 2], 16) - 0xF4) * share) for k in (1, 3, 5))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def _matrix_spec(rows: Sequence[Json], by: str, labels: Mapping[str, str], title: str, alt: str) -> dict[str, Any]:
    values = [
        {
            by: r[by],
            "issue": labels.get(str(r["issue"]), r["issue"]),
            "lean": _lean(r),
            "balance": r["balance"],
            "said": "  ".join(f"{STANCE_MARKS[s]}{r[f'n_{s}']}" for s in STANCES if r[f"n_{s}"]),
            "n": sum(r[f"n_{s}"] for s in STANCES),
        }
        for r in rows
    ]
    most_first = {"field": "n", "op": "sum", "order": "descending"}
    below = {"labelAngle": -35, "labelLimit": 260}
    axes = {
        "y": {"field": by, "type": "nominal", "title": None, "sort": most_first},
        "x": {"field": "issue", "type": "nominal", "title": None, "axis": below},
    }
    colour = {"field": "lean", "type": "quantitative", "scale": DIVERGING, "title": ["opposes to", "supports"]}
    hints = [{"field": n, "type": "nominal"} for n in (by, "issue", "said")]
    heat = {"mark": {"type": "rect", "stroke": PAPER}, "encoding": {"color": colour, "tooltip": hints}}
    ink = {"condition": {"test": "abs(datum.lean) > 0.72", "value": PAPER}, "value": INK}
    words = {"mark": "text", "encoding": {"text": {"field": "said", "type": "nominal"}, "color": ink}}
    size = {"width": {"step": 88}, "height": {"step": 28}}
    return make_spec(values, title=title, alt=alt, encoding=axes, layer=[heat, words], **size)


def bar_chart(
    rows: Sequence[Json], variable: str, *, title: str = "Statements", most: int = 30, names: Mapping[str, str] | None = None
) -> Picture:
    """Statements by value and level: opposition to the left, support to the right, the most frequent value first.

    Args:
        rows: of `Frequencies`: `variable`, `level`, `n`. Levels `0` and `1` are opposition and support.
        most: values that are drawn.
        names: what values are called, by value.
    """
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        counts[str(row[variable])][str(row["level"])] += int(row["n"])
    order = sorted(counts, key=lambda v: (-sum(counts[v].values()), v))
    values, left_out = order[:most], max(0, len(order) - most)
    is_signed = {str(r["level"]) for r in rows} <= {"0", "1"} and bool(rows)
    sides = [(("0",), OPPOSE, "− oppose"), (("1",), SUPPORT, "+ support")] if is_signed else [(None, SUPPORT, "statements")]
    alt = "; ".join(
        f"{v}: " + ", ".join(f"{n} {_level(k, is_signed)}" for k, n in sorted(counts[v].items()) if n) for v in values
    )
    called = {v: shorten((names or {}).get(v, v), 12, 230) for v in values}
    left = 26 + max([width_of(c, 12) for c in called.values()], default=40)
    drawing = Drawing(WIDTH, 56 + 24 * len(values) + 40, title=title, alt=alt)
    drawing.text(12, 22, title + (f" ({left_out} more left out)" if left_out else ""), font_size=15, font_weight=600)
    most_of = [max((_sum(counts[v], levels) for v in values), default=1) for levels, _, _ in sides]
    unit = (WIDTH - left - 110) / max(sum(most_of), 1)
    zero = left + 44 + (most_of[0] * unit if is_signed else 0)
    for i, value in enumerate(values):
        y = 50 + 24 * i
        drawing.text(left - 8, y + 13, called[value], text_anchor="end")
        for levels, colour, words in sides:
            n = _sum(counts[value], levels)
            is_left = levels == ("0",)
            hint = f"{value}: {n} {words[2:] if is_signed else words}"
            drawing.add("rect", hint, x=zero - n * unit if is_left else zero, y=y, width=n * unit, height=17, fill=colour)
            at = zero - n * unit - 5 if is_left else zero + n * unit + 5
            if n:
                drawing.text(
                    at, y + 13, f"{words[0] if is_signed else ''}{n}", text_anchor="end" if is_left else "start", fill=SOFT
                )
    drawing.line(zero, 44, zero, 50 + 24 * len(values), stroke=SOFT)
    drawing.legend(
        left, 50 + 24 * len(values) + 26, [("square", colour, words) for _, colour, words in sides] if is_signed else []
    )
    return Picture(drawing.to_text(), _bar_spec(values, counts, variable, title, alt, is_signed), title, alt)


def _sum(levels: Mapping[str, int], wanted: tuple[str, ...] | None) -> int:
    return sum(n for level, n in levels.items() if wanted is None or level in wanted)


def _level(level: str, is_signed: bool) -> str:
    return {"0": "oppose", "1": "support"}[level] if is_signed else f"of {level or 'any level'}"


def _bar_spec(
    values: Sequence[str], counts: Mapping[str, Mapping[str, int]], variable: str, title: str, alt: str, is_signed: bool
) -> dict[str, Any]:
    rows = [
        {variable: v, "level": _level(k, is_signed), "n": -n if is_signed and k == "0" else n}
        for v in values
        for k, n in counts[v].items()
    ]
    colour: dict[str, Any] = {"field": "level", "type": "nominal", "title": None}
    if is_signed:
        colour["scale"] = {"domain": ["oppose", "support"], "range": [OPPOSE, SUPPORT]}
    y = {"field": variable, "type": "nominal", "sort": list(values), "title": None}
    return make_spec(
        rows,
        title=title,
        alt=alt,
        mark="bar",
        encoding={"y": y, "x": {"field": "n", "type": "quantitative", "title": "statements"}, "color": colour},
    )
