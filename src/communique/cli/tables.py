"""Rows of one shape on the terminal: aligned text for a person, CSV or JSON Lines for a program."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from itertools import groupby
from typing import Annotated, Any

import typer

Format = Annotated[str, typer.Option("--format", help="table, csv or jsonl.")]
SILENT = "silent"
MAX_CELL = 40  # characters, where the width of the terminal is not known


def print_rows(rows: Sequence[dict[str, Any]], format_: str, *, columns: Sequence[str] = ()) -> None:
    """Print rows of one shape as aligned text, CSV or JSON Lines; without any, CSV is the header and the table a word on stderr.

    Args:
        columns: the names of the fields, for a CSV without rows.

    Raises:
        UsageError: the format is none of these.
    """
    from communique.errors import UsageError

    if format_ == "jsonl":
        for row in rows:
            print(json.dumps(row, ensure_ascii=False, default=str))
    elif format_ == "csv":
        writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else list(columns), lineterminator="\n")
        if writer.fieldnames:
            writer.writeheader()
        writer.writerows(rows)
    elif format_ == "table":
        if rows:
            _print_table(rows)
        else:
            print("nothing to list", file=sys.stderr)
    else:
        raise UsageError(f"no format {format_!r}; there is table, csv, jsonl")


def print_positions(rows: Sequence[dict[str, Any]], format_: str) -> None:
    """Print positions, in a table only what a person compares; CSV and JSON Lines have all columns."""
    print_rows(position_lines(rows) if format_ == "table" else rows, format_)


def position_lines(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Positions for a table: what each holds, how many statements and reports tell so, and the interval of the share in favour.

    Windows in which somebody is silent on an issue are one line as long as they follow each other.
    """
    lines = []
    for (is_silent, *_), group in groupby(rows, lambda row: (row["stance"] == SILENT, *list(row.values())[:2])):
        found = list(group)
        lines += [_position_line(found[0], found[-1])] if is_silent else [_position_line(row, row) for row in found]
    return lines


def _position_line(first: dict[str, Any], last: dict[str, Any]) -> dict[str, Any]:
    """A line for the windows from one row to another."""
    who = next(iter(first))
    windows = {"from": first["period_start"], "until": last["period_end"]} if first["period_start"] else {}
    dates = {} if windows else {"first": first["first_date"], "last": first["last_date"]}
    share = "" if first["share"] is None else f"{first['share']:.2f} ({first['share_low']:.2f}–{first['share_high']:.2f})"
    return {
        who: first[who],
        "issue": first["issue"],
        **windows,
        "stance": first["stance"],
        **{name: first[f"n_{name}"] for name in ("support", "oppose", "conditional")},
        "reports": first["n_documents"],
        "in favour": share,
        **dates,
    }


def _print_table(rows: Sequence[dict[str, Any]]) -> None:
    def cell(value: Any) -> str:
        return f"{value:.2f}" if isinstance(value, float) else "" if value is None else str(value)

    names = list(rows[0])
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table

        table = Table(*names)
        for row in rows:
            table.add_row(*(cell(row[name]) for name in names))
        Console().print(table)
        return
    lines = [names, *([cell(row[name]) for name in names] for row in rows)]
    widths = [min(MAX_CELL, max(len(line[i]) for line in lines)) for i in range(len(names))]
    for line in lines:
        print("  ".join(value[:width].ljust(width) for value, width in zip(line, widths, strict=True)).rstrip())
