"""The command's plain function: file or rows in, files out, warnings for what a person should know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from communique.analysis.options import NetworkOptions
from communique.errors import UsageError
from communique.runner.network import network_command


def row(document: str, date: str | None, actor: str, stance: str) -> dict[str, Any]:
    return {"document_id": document, "date": date, "actor": actor, "party": actor[:1], "issue": "i", "stance": stance}


ROWS = [
    row("a", "2013-06-18", "Ann", "support"),
    row("b", "2013-06-19", "Bob", "conditional"),
    row("c", None, "Cid", "oppose"),
]
ONE_MODE = {"type": "onemode", "variable1": "actor", "variable2": "issue"}


def test_rows_of_a_store(tmp_path: Path) -> None:
    options = NetworkOptions(**ONE_MODE, aggregation="congruence")
    done = network_command(ROWS, options, tmp_path / "m.csv")
    assert done.path.read_text() == ",Ann,Cid\nAnn,0,0\nCid,0,0\n"
    assert done.counts["empty"] == 1
    done = network_command(ROWS, options, tmp_path / "m.csv", conditional="support")
    assert done.path.read_text().splitlines()[1] == "Ann,0,1,0"


def test_conditional_as_a_level_is_half_way(tmp_path: Path) -> None:
    options = NetworkOptions(**ONE_MODE, aggregation="congruence")
    done = network_command(ROWS, options, tmp_path / "m.csv", conditional="level")
    assert done.path.read_text() == ",Ann,Bob,Cid\nAnn,0,0.5,0\nBob,0.5,0,0.5\nCid,0,0.5,0\n"


def test_windows_need_dates_and_say_so(tmp_path: Path) -> None:
    options = NetworkOptions(variable1="actor", variable2="issue", window="days:1")
    done = network_command(ROWS, options, tmp_path / "m.csv")
    assert done.n_networks == 2
    assert "1 statements have no date" in done.warnings[0]


def test_exclusions_that_no_statement_has_are_told(tmp_path: Path) -> None:
    options = NetworkOptions(
        variable1="actor", variable2="issue", qualifier="agreement", exclude={"actor": {"Ann", "ann"}, "agreement": {"true"}}
    )
    assert network_command(ROWS, options, tmp_path / "m.csv").warnings == ("exclude names actor=ann, which no statement has",)


def test_no_rows_make_no_network(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no statements to make a network of"):
        network_command([], NetworkOptions(**ONE_MODE), tmp_path / "m.csv")
    assert not list(tmp_path.iterdir())


def test_no_window_fits(tmp_path: Path) -> None:
    options = NetworkOptions(variable1="actor", variable2="issue", window="years:5")
    done = network_command(ROWS, options, tmp_path / "m.csv")
    assert any("no window of years:5 fits" in warning for warning in done.warnings)
    assert json.loads((done.path / "manifest.json").read_text())["networks"] == []


def test_attributes_are_variables(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("actor,office\nAnn,minister\nCid,minister\n")
    options = NetworkOptions(variable1="actor.office", variable2="issue", aggregation="subtract")
    done = network_command(ROWS, options, tmp_path / "m.csv", attributes=[tmp_path / "a.csv"])
    assert done.path.read_text() == ",i\nminister,0\n"
