"""Network files, read back by other readers: the csv module, json, networkx."""

from __future__ import annotations

import csv
import errno
import json
from pathlib import Path
from typing import Any

import networkx
import numpy as np
import pytest

from communique.analysis.discourse_network import build_network
from communique.analysis.network import Network
from communique.analysis.options import NetworkOptions
from communique.errors import StoreUnwritable, UsageError
from communique.export.network import to_csv, write_network, write_series


def rows() -> list[dict[str, Any]]:
    said = [('Ä, "B"', "x", True), ("C", "x", False), ("C", "y", True), ("D\x01", "y", True), ('Ä, "B"', "x", True)]
    return [
        {"document_id": n, "date": f"2013-0{n + 1}-05", "organization": o, "concept": c, "agreement": a, "outlet": "Gazette"}
        for n, (o, c, a) in enumerate(said)
    ]


def make(**options: Any) -> Network:
    network = build_network(rows(), NetworkOptions(**options))
    assert isinstance(network, Network)
    return network


def test_csv_has_an_empty_first_cell_and_full_precision(tmp_path: Path) -> None:
    network = make(normalization="prominence")
    path = write_network(network, tmp_path / "deep" / "m.csv")
    found = list(csv.reader(path.open(encoding="utf-8", newline="")))
    assert found[0] == ["", "x", "y"]
    assert [row[0] for row in found[1:]] == list(network.row_labels)
    values = np.array([[float(v) for v in row[1:]] for row in found[1:]])
    np.testing.assert_array_equal(values, network.to_array())
    assert "0.6666666666666666" in to_csv(network)


def test_json_has_matrix_nodes_ties_and_provenance(tmp_path: Path) -> None:
    network = make(type="onemode", aggregation="conflict")
    body = json.loads(write_network(network, tmp_path / "m.json").read_text(encoding="utf-8"))
    assert network.labels == ("C", "D\x01", 'Ä, "B"')
    assert body["matrix"] == [[0, 0, 2], [0, 0, 0], [2, 0, 0]]
    assert body["edges"] == [{"source": "C", "target": 'Ä, "B"', "weight": 2}]
    assert body["nodes"][0] == {
        "label": "C", "variable": "organization", "n_statements": 2,
        "n_documents": 2, "first_date": "2013-02-05", "last_date": "2013-03-05",
    }  # fmt: skip
    assert body["options"]["aggregation"] == "conflict"
    assert body["counts"] == {"read": 5, "out_of_range": 0, "excluded": 0, "empty": 0, "duplicates": 0, "kept": 5}


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_graph_files_are_read_back_by_networkx(tmp_path: Path, suffix: str) -> None:
    network = make(aggregation="subtract")
    path = write_network(network, tmp_path / f"m{suffix}")
    graph = networkx.read_graphml(path) if suffix == ".graphml" else networkx.read_gexf(path)
    labels = {node: data["label"] for node, data in graph.nodes(data=True)}
    assert sorted(labels.values()) == sorted(["C", "D ", 'Ä, "B"', "x", "y"])
    key = "weight" if suffix == ".graphml" else "signed_weight"
    signed = {frozenset((labels[a], labels[b])): data[key] for a, b, data in graph.edges(data=True)}
    assert signed == {frozenset(('Ä, "B"', "x")): 2.0, frozenset("Cx"): -1.0, frozenset("Cy"): 1.0, frozenset(("D ", "y")): 1.0}
    assert all(isinstance(data["n_statements"], int) for _, data in graph.nodes(data=True))


def test_gexf_has_no_negative_weight_and_no_day_of_writing(tmp_path: Path) -> None:
    text = write_network(make(aggregation="subtract"), tmp_path / "m.gexf").read_text(encoding="utf-8")
    assert text.startswith("<?xml")
    assert 'weight="-' not in text
    assert "lastmodified" not in text


def test_4_graphml_of_a_document_variable(tmp_path: Path) -> None:
    """DNA crashes here (defect 4)."""
    network = make(variable1="outlet")
    graph = networkx.read_graphml(write_network(network, tmp_path / "m.graphml"))
    assert {data["variable"] for _, data in graph.nodes(data=True)} == {"outlet", "concept"}


def test_same_label_on_both_sides_is_two_nodes(tmp_path: Path) -> None:
    same = [{"document_id": 1, "date": "2013-01-01", "organization": "x", "concept": "x", "agreement": True}]
    network = build_network(same)
    assert isinstance(network, Network)
    assert networkx.read_graphml(write_network(network, tmp_path / "m.graphml")).number_of_nodes() == 2


@pytest.mark.parametrize("suffix", [".csv", ".json", ".graphml", ".gexf"])
def test_5_series_have_names_that_any_system_takes(tmp_path: Path, suffix: str) -> None:
    """DNA breaks the ending and writes colons (defect 5)."""
    series = build_network(rows(), NetworkOptions(window="months:2"))
    assert isinstance(series, list)
    folder = write_series(series, tmp_path / f"m{suffix}")
    manifest = json.loads((folder / "manifest.json").read_text())
    names = [entry["file"] for entry in manifest["networks"]]
    assert folder.name == "m"
    assert names[0] == f"1_2013-02-05{suffix}"
    assert all((folder / name).exists() for name in names)
    assert not any(set(name) & set(':*?"<>| ') for name in names)
    assert [entry["n_statements"] for entry in manifest["networks"]] == [2, 2, 2, 2]


def test_dynamic_gexf_has_a_spell_for_each_window(tmp_path: Path) -> None:
    series = build_network(rows(), NetworkOptions(window="months:2"))
    assert isinstance(series, list)
    text = (write_series(series, tmp_path / "m.gexf") / "dynamic.gexf").read_text(encoding="utf-8")
    assert 'mode="dynamic"' in text
    assert '<spell start="2013-02-05" end="2013-03-05" />' in text
    assert networkx.read_gexf(tmp_path / "m" / "dynamic.gexf").number_of_edges() == 4


def test_a_second_series_replaces_the_first_and_spares_other_folders(tmp_path: Path) -> None:
    series = build_network(rows(), NetworkOptions(window="months:2"))
    assert isinstance(series, list)
    write_series(series, tmp_path / "m.csv")
    (tmp_path / "m" / "notes.md").write_text("mine")
    (tmp_path / "m" / "plots").mkdir()
    write_series(series[:1], tmp_path / "m.csv")
    assert len(list((tmp_path / "m").glob("*.csv"))) == 1
    assert (tmp_path / "m" / "notes.md").read_text() == "mine"
    assert (tmp_path / "m" / "plots").is_dir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match="something else"):
        write_series(series, tmp_path / "other.csv")


def test_a_series_that_fails_on_the_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    series = build_network(rows(), NetworkOptions(window="months:2"))
    assert isinstance(series, list)
    monkeypatch.setattr(type(series[-1]), "to_array", refuse_last(series[-1], type(series[-1]).to_array))
    with pytest.raises(StoreUnwritable, match="No space left"):
        write_series(series, tmp_path / "m.csv")
    assert not list(tmp_path.iterdir())


def refuse_last(last: Network, to_array: Any) -> Any:
    """A disk that is full when the last window is written."""

    def refuse(network: Network) -> Any:
        if network is last:
            raise OSError(errno.ENOSPC, "No space left on device")
        return to_array(network)

    return refuse


def test_unknown_ending_and_unwritable_place(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.csv, \.json, \.graphml, \.gexf"):
        write_network(make(), tmp_path / "m.xls")
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreUnwritable, match="cannot be written"):
        write_network(make(), tmp_path / "file" / "m.csv")
