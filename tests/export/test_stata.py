"""Stata files, read back by pandas."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.export.tables import TABLES
from communique.runner.exchange import export_record

pandas = pytest.importorskip("pandas")


def test_labels_and_types(world_store: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "stata", tmp_path / "dta").path
    assert {p.stem for p in out.glob("*.dta")} == set(TABLES)
    with pandas.read_stata(out / "statements.dta", iterator=True) as reader:
        frame = reader.read()
        assert reader.variable_labels()["stance"] == "stance on the issue"
        assert set(reader.value_labels()["stance"].values()) == {"support", "oppose", "conditional"}
        assert reader.data_label.startswith("communique")
    assert list(frame["stance"].astype(str)) == ["support", "support", "oppose", "conditional"]
    assert (frame["start"][0], frame["stop"][0]) == (21, 108)
    assert frame["party_cown"].tolist() == [230, 230, 640, 640]
    assert frame["text"][0].endswith('"grain; corridor".')
    quotes = pandas.read_stata(out / "quotes.dta")
    assert quotes["text"][0] == "We shall pay 😀 our\tshare,"


def test_the_same_record_gives_the_same_bytes(world_store: Path, tmp_path: Path) -> None:
    first, second = (export_record(world_store, "stata", tmp_path / n).path for n in ("a", "b"))
    assert (first / "statements.dta").read_bytes() == (second / "statements.dta").read_bytes()
