"""Counts by value and level."""

from __future__ import annotations

from tests.analysis.camps import camp_rows

from communique.analysis.frequency import count_values
from communique.analysis.options import NetworkOptions

ROWS = [
    {"document_id": d, "date": "2013-06-18", "organization": o, "concept": c, "agreement": a, "frame": f}
    for d, o, c, a, f in [
        ("1", "A", "x", True, "f"), ("1", "A", "y", True, "g"), ("2", "A", "x", False, ""), ("2", "", "x", True, "f"),
        ("3", "B", "", True, "f"),
    ]
]  # fmt: skip


def test_counts_need_no_second_variable() -> None:
    assert count_values(ROWS, "organization").rows == [
        {"organization": "A", "level": "0", "n": 1}, {"organization": "A", "level": "1", "n": 2},
        {"organization": "B", "level": "0", "n": 0}, {"organization": "B", "level": "1", "n": 1},
    ]  # fmt: skip


def test_duplicates_ignore_what_else_is_said() -> None:
    found = count_values(ROWS, "organization", NetworkOptions(aggregation="combine", duplicates="document"))
    assert found.counts.tolist() == [[1, 1], [0, 1]]


def test_text_levels_and_none() -> None:
    found = count_values(ROWS, "organization", NetworkOptions(qualifier="frame", aggregation="combine"))
    assert found.levels == ("", "f", "g")
    assert found.counts.tolist() == [[0, 1, 1], [0, 1, 0]]
    assert count_values(ROWS, "concept", NetworkOptions(qualifier=None)).counts.ravel().tolist() == [3, 1]


def test_statements_behind_a_count() -> None:
    found = count_values(camp_rows(), "organization")
    assert {row["organization"] for row in found.statements("a3")} == {"a3"}
    assert found.counts.sum() == len(camp_rows())
