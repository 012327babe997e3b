"""Gephi's tables and UCINET's matrix."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from communique.errors import UsageError
from communique.export.network import write_network
from communique.export.ucinet import to_dl
from communique.runner.exchange import export_record


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_nodes_and_edges(world_store: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "gephi", tmp_path / "g", by="party").path
    nodes, edges = read(out / "nodes.csv"), read(out / "edges.csv")
    assert list(nodes[0]) == ["Id", "Label", "type", "party", "n_statements"]
    assert list(edges[0]) == ["Source", "Target", "Type", "Weight", "issue_id", "n_statements", "first_date", "last_date"]
    ids = {n["Id"] for n in nodes}
    assert all({e["Source"], e["Target"]} <= ids for e in edges)
    assert {(e["Source"], e["issue_id"], e["first_date"]) for e in edges} >= {
        ("TUR", "duty", "2014-04"),
        ("ESP", "corridor", "2014-03-05"),
    }


def test_one_stance_only(world_store: Path, tmp_path: Path) -> None:
    edges = read(export_record(world_store, "gephi", tmp_path / "g", stance="oppose").path / "edges.csv")
    assert [e["issue_id"] for e in edges] == ["corridor"]
    with pytest.raises(UsageError, match="stance"):
        export_record(world_store, "gephi", tmp_path / "h", stance="neutral")


class Matrix:
    """The least that is a network."""

    def __init__(self, rows: tuple[str, ...], columns: tuple[str, ...], values: list[list[float]], one: bool) -> None:
        self.row_labels, self.column_labels, self.is_one_mode = rows, columns, one
        self._values = values

    def to_array(self) -> np.ndarray:
        return np.array(self._values)


def test_dl_one_mode() -> None:
    text = to_dl(Matrix(("A", 'B "b"'), ("A", 'B "b"'), [[0, 1.5], [1.5, 0]], True))
    assert text == 'dl n = 2, format = fullmatrix\nlabels:\n"A"\n"B \'b\'"\ndata:\n0 1.5\n1.5 0\n'


def test_dl_two_mode_by_the_name_of_the_file(tmp_path: Path) -> None:
    path = write_network(Matrix(("A",), ("x\ny", "z"), [[2, -1]], False), tmp_path / "m.dl")  # type: ignore[arg-type]
    assert path.read_text(encoding="utf-8") == (
        'dl nr = 1, nc = 2, format = fullmatrix\nrow labels:\n"A"\ncol labels:\n"x y"\n"z"\ndata:\n2 -1\n'
    )
