"""A table of terms of office on disk, as `actors offices` prints it, for reading other reports with what those told.

One line a term: `party`, `role`, `person`, `seen_from`, `seen_to`, `documents`, and `ended_by` if a report calls the person
a former holder; other columns are left alone.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from communique.errors import BadInput
from communique.resolve.office_term import OfficeTerm

NEEDED = ("party", "role", "person", "seen_from", "seen_to", "documents")


def read_offices(path: str | Path) -> tuple[OfficeTerm, ...]:
    """The terms of a CSV or JSON Lines file, in the order of its lines.

    Raises:
        BadInput: the file cannot be read, or a line is no term of office.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        raise BadInput(
            f"{path}: cannot be read as a table of offices ({err}); write one with `actors offices --format csv`"
        ) from err
    return tuple(_make_term(row, f"{path}, line {number}") for number, row in _rows(text, str(path)))


def _rows(text: str, path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    lines = text.splitlines()
    if not text.lstrip().startswith("{"):
        table = csv.DictReader(lines)
        yield from ((table.line_num, row) for row in table)
        return
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as err:
                raise BadInput(f"{path}, line {number}: not JSON: {err}") from err
            yield number, row if isinstance(row, dict) else {}


def _make_term(row: dict[str, Any], place: str) -> OfficeTerm:
    if missing := [key for key in NEEDED if not row.get(key)]:
        raise BadInput(
            f"{place}: no {missing[0]}; a term of office has {', '.join(NEEDED)}, as `actors offices --format csv` prints"
        )
    try:
        seen_from, seen_to = (date.fromisoformat(str(row[key])) for key in ("seen_from", "seen_to"))
        ended_by = date.fromisoformat(str(row["ended_by"])) if row.get("ended_by") else None
        n_documents = int(row["documents"])
    except ValueError as err:
        raise BadInput(f"{place}: {err}; days are written 2015-03-31, documents as a whole number") from err
    return OfficeTerm(str(row["person"]), str(row["role"]), str(row["party"]), seen_from, seen_to, n_documents, (), ended_by)
