"""Networks as results: the statements behind every number, nodes, rows, frames."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import pytest

from communique.analysis.discourse_network import build_network
from communique.analysis.network import Network
from communique.analysis.options import NetworkOptions
from communique.errors import MissingExtra, UsageError

ROWS = [
    {"document_id": d, "date": day, "organization": o, "concept": c, "agreement": a, "frame": "f" + c, "evidence": f"{o} on {c}"}
    for d, day, o, c, a in [
        ("1", "2013-06-18", "A", "x", True), ("1", "2013-06-18", "B", "x", False), ("2", "2013-07-01", "A", "y", True),
        ("3", "", "C", "y", True), ("3", "", "B", "z", True),
    ]
]  # fmt: skip


def make(**options: object) -> Network:
    network = build_network(ROWS, NetworkOptions(**options))  # type: ignore[arg-type]
    assert isinstance(network, Network)
    return network


def said(network: Network, *labels: str) -> list[str]:
    return [row["evidence"] for row in network.statements(*labels)]


def test_statements_behind_a_two_mode_cell() -> None:
    assert said(make(aggregation="subtract"), "A", "y") == ["A on y"]
    assert said(make(aggregation="subtract"), "A", "z") == []


def test_statements_behind_a_tie_are_those_on_what_both_speak_of() -> None:
    network = make(type="onemode", aggregation="conflict")
    assert network.weight("A", "B") == 1
    assert said(network, "A", "B") == ["A on x", "B on x"]
    assert said(network, "B") == ["B on z", "B on x"]


def test_with_texts_what_one_says_alone_counts_too() -> None:
    network = make(type="onemode", aggregation="conflict", qualifier="frame")
    assert sorted(said(network, "A", "B")) == ["A on x", "A on y", "B on x", "B on z"]


def test_rows_name_a_tie_once_and_nodes_have_dates() -> None:
    network = make(type="onemode")
    assert network.rows == [{"source": "A", "target": "B", "weight": 1.0}, {"source": "A", "target": "C", "weight": 1.0}]
    assert network.node_rows()[2] == {
        "label": "C", "variable": "organization", "n_statements": 1, "n_documents": 1, "first_date": "", "last_date": "",
    }  # fmt: skip
    assert network.node_rows()[0]["last_date"] == "2013-07-01"


def test_undated_statements_stay_unless_a_date_is_needed() -> None:
    assert make().n_statements == 5
    assert make(start="2013-06-01").n_statements == 3
    assert make(duplicates="year").n_statements == 3
    assert make(start="2013-06-01").counts["out_of_range"] == 2


def test_a_table_without_any_date_has_no_stretch_and_no_windows() -> None:
    rows = [{**row, "date": None} for row in ROWS]
    network = build_network(rows, NetworkOptions())
    assert isinstance(network, Network)
    assert network.n_statements == 5
    assert network.provenance()["start"] == ""
    assert build_network(rows, NetworkOptions(window="days:3")) == []
    assert build_network(rows, NetworkOptions(window="days:3", kernel="uniform")) == []


def test_a_count_without_qualifier_keeps_its_statements_at_hand() -> None:
    rows = [{k: v for k, v in row.items() if k != "agreement"} for row in ROWS]
    network = build_network(rows, NetworkOptions(type="onemode"))
    assert isinstance(network, Network)
    assert [row["evidence"] for row in network.statements("A", "C")] == ["C on y", "A on y"]


def test_isolates_keep_labels_of_dropped_statements() -> None:
    dropped = {"exclude": {"organization": frozenset("B")}}
    assert make(**dropped).row_labels == ("A", "C")
    assert make(**dropped, isolates=True).row_labels == ("A", "B", "C")
    assert make(**dropped, isolates=True).to_array()[1].tolist() == [0, 0, 0]


def test_invert_may_be_for_one_variable() -> None:
    exclude = {"organization": frozenset("A"), "concept": frozenset("x")}
    assert make(exclude=exclude, invert=True).n_statements == 1
    assert make(exclude=exclude, invert=frozenset({"organization"})).n_statements == 1
    assert said(make(exclude=exclude, invert=frozenset({"organization"})), "A") == ["A on y"]


def test_unknown_labels_and_modes_say_so() -> None:
    with pytest.raises(UsageError, match="'Z' is not in the network; it has 3 labels"):
        make().weight("Z", "x")
    with pytest.raises(UsageError, match="row_labels and column_labels"):
        _ = make().labels


def test_provenance_has_all_that_was_asked() -> None:
    about = make(duplicates="document").provenance()
    assert about["options"]["duplicates"] == "document"
    assert about["n_statements"] == about["counts"]["kept"] == 5


@pytest.mark.parametrize(("method", "library"), [("to_pandas", "pandas"), ("to_polars", "polars"), ("to_arrow", "pyarrow")])
def test_frames_or_the_name_of_what_is_missing(method: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec(library):
        assert len(getattr(make(), method)()) == 5
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra, match=f"pip install {library}"):
        getattr(make(), method)()
