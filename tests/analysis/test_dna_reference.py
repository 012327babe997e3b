"""The 56 matrices that DNA 3.0.11.5 computed from a made-up table: same labels, same numbers to 1e-9.

The matrices lie beside the repository, or where COMMUNIQUE_SHARED says; without them the tests are skipped by name.
"""

from __future__ import annotations

import csv
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from communique.analysis.discourse_network import build_network
from communique.analysis.options import NetworkOptions
from communique.analysis.table import StatementTable
from communique.analysis.table_reader import read_table

SHARED = Path(os.environ.get("COMMUNIQUE_SHARED") or Path(__file__).resolve().parents[3] / "shared")
FOLDER = SHARED / "reference" / "dna-synthetic"
MANIFEST = FOLDER / "manifest.json"


def entries() -> list[Any]:
    if not MANIFEST.exists():
        reason = f"DNA's reference matrices are not at {FOLDER.name}: set COMMUNIQUE_SHARED"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason), id="no-reference")]
    return [pytest.param(entry, id=entry["id"]) for entry in json.loads(MANIFEST.read_text())["entries"]]


@cache
def table() -> StatementTable:
    return read_table(FOLDER / "synthetic" / "syn.jsonl")


def read_matrix(path: Path) -> tuple[list[str], list[str], np.ndarray]:
    rows = list(csv.reader(path.open(encoding="utf-8")))
    return [r[0] for r in rows[1:]], rows[0][1:], np.array([[float(v) for v in r[1:]] for r in rows[1:]])


def options_of(entry: dict[str, Any]) -> NetworkOptions:
    given = entry["options"]
    return NetworkOptions(
        type=given["network_type"], variable1=given["variable1"], variable2=given["variable2"], qualifier=given["qualifier"],
        aggregation=given["aggregation"], normalization=given["normalization"], duplicates=given["duplicates"],
        isolates=given["isolates"], compat="dna", dna_locale=entry.get("jvm_locale", "en"),
    )  # fmt: skip


@pytest.mark.parametrize("entry", entries())
def test_equals_dna(entry: dict[str, Any]) -> None:
    network = build_network(table(), options_of(entry))
    assert not isinstance(network, list)
    rows, columns, expected = read_matrix(FOLDER / entry["slices"][0]["file"])
    assert list(network.row_labels) == rows
    assert list(network.column_labels) == columns
    np.testing.assert_allclose(network.to_array(), expected, rtol=0, atol=1e-9)
    if "statements_after_filter" in entry:
        assert network.n_statements == entry["statements_after_filter"]
