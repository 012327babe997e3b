"""What a table shows of positions, and that the other formats keep every column."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from communique.analysis.position import position_row, position_series
from communique.cli.tables import position_lines, print_positions, print_rows
from communique.errors import UsageError


def coded(day: str, stance: str, document: str) -> dict[str, Any]:
    return {
        "document_id": document,
        "date": day,
        "party": "NOR",
        "actor": "Ida Berg",
        "issue": "quotas",
        "stance": stance,
        "evidence": "words",
        "outlet": "Wire",
    }


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    """Eight months: support in the first, opposition in the sixth and the eighth, silence between."""
    said = [coded("2015-01-10", "support", "a"), coded("2015-06-12", "oppose", "b"), coded("2015-08-12", "oppose", "c")]
    return [position_row(p) for p in position_series(said, "NOR", "quotas", window="months:1")]


def test_windows_of_silence_are_one_line(rows: list[dict[str, Any]]) -> None:
    lines = position_lines(rows)
    assert [(line["from"], line["until"], line["stance"]) for line in lines] == [
        ("2015-01-10", "2015-02-09", "support"),
        ("2015-02-10", "2015-06-09", "silent"),
        ("2015-06-10", "2015-07-09", "oppose"),
        ("2015-07-10", "2015-08-09", "silent"),
        ("2015-08-10", "2015-09-09", "oppose"),
    ]
    assert [line["in favour"][:4] for line in lines] == ["1.00", "", "0.00", "", "0.00"]


def test_silence_of_two_parties_stays_apart(rows: list[dict[str, Any]]) -> None:
    silent = next(row for row in rows if row["stance"] == "silent")
    assert [line["party"] for line in position_lines([silent, {**silent, "party": "ISL"}, silent])] == ["NOR", "ISL", "NOR"]


def test_positions_over_all_time_have_their_dates(rows: list[dict[str, Any]]) -> None:
    (line,) = position_lines([{**rows[0], "period_start": "", "period_end": ""}])
    assert (line["first"], line["last"]) == ("2015-01-10", "2015-01-10")
    assert "from" not in line


def test_programs_get_every_window_and_column(rows: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    print_positions(rows, "csv")
    found = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(found) == len(rows) == 8
    assert list(found[0]) == list(rows[0])
    print_positions(rows, "jsonl")
    assert [json.loads(line)["stance"] for line in capsys.readouterr().out.splitlines()] == [r["stance"] for r in rows]


def test_no_rows_and_unknown_formats(capsys: pytest.CaptureFixture[str]) -> None:
    print_positions([], "table")
    assert capsys.readouterr().out.strip() == ""
    with pytest.raises(UsageError, match="there is table, csv, jsonl"):
        print_rows([], "yaml")
