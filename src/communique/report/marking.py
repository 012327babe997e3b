"""A report's text cut into segments, each with the zone it lies in and the rows read from it. Nothing is lost or changed:
the segments joined are the text.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MARKED_KINDS = ("statements", "meetings", "alignments", "commitments", "figures", "quotes")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with one zone and one set of rows.

    Args:
        start: where it begins in the report.
        text: its characters.
        zone: the kind of its zone, `body` where none is marked.
        kinds: the kinds of the rows whose span covers it.
        hint: what the rows say, one a line.
        is_start: whether a row begins here, so that links can point at it.
    """

    start: int
    text: str
    zone: str
    kinds: tuple[str, ...]
    hint: str
    is_start: bool


def make_segments(record: Mapping[str, Any]) -> list[Segment]:
    """Cut the text of a record at the bounds of its zones and rows.

    Example:
        >>> row = {"start": 0, "end": 5, "actor": "Ann", "party": "OTHER", "issue": "x", "stance": "support"}
        >>> [s.text for s in make_segments({"text": "Peace now.", "statements": [row]})]
        ['Peace', ' now.']
    """
    text = str(record["text"])
    zones = [(int(z["start"]), int(z["end"]), str(z["kind"])) for z in record.get("zones", [])]
    rows = [
        (int(row["start"]), int(row["end"]), kind, describe(kind, row)) for kind in MARKED_KINDS for row in record.get(kind, [])
    ]
    cuts = sorted({0, len(text), *(b for z in zones for b in z[:2]), *(b for r in rows for b in r[:2])})
    return [_segment(text, a, b, zones, rows) for a, b in itertools.pairwise(cuts)]


def _segment(
    text: str, start: int, end: int, zones: list[tuple[int, int, str]], rows: list[tuple[int, int, str, str]]
) -> Segment:
    here = [r for r in rows if r[0] <= start and end <= r[1]]
    return Segment(
        start=start,
        text=text[start:end],
        zone=next((kind for a, b, kind in zones if a <= start and end <= b), "body"),
        kinds=tuple(dict.fromkeys(r[2] for r in here)),
        hint="\n".join(dict.fromkeys(r[3] for r in here)),
        is_start=any(r[0] == start for r in rows),
    )


def describe(kind: str, row: Mapping[str, Any]) -> str:
    """One line that says what a row records."""
    match kind:
        case "statements":
            return f"statement: {row['actor']} ({row['party']}) · {row['issue']} · {row['stance']}"
        case "meetings":
            parties = ", ".join(p["party"] for p in row["participants"])
            return f"meeting: {parties} · {row['status']} · {row['date'] or 'date unknown'}"
        case "alignments":
            return f"{row['kind']}: {', '.join(row['parties'])} · {row['on']}"
        case "commitments":
            return f"commitment: {', '.join(row['by'])} · due {row['due'] or row['due_text'] or 'open'}"
        case "figures":
            return f"figure: {row['bound']} {row['value']} {row['what']}"
        case _:
            return f"quote: {row['speaker']} ({row['party']})"
