"""A person's word, from the command line: it stands, it can be taken back, and it is in the log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def store(call: Any, report: Path, tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    call("run", report, "--store", path)
    return path


def figures(call: Any, store: Path) -> dict[int, str]:
    rows = [json.loads(line) for line in call("rows", "figures", "--store", store).out.splitlines()]
    return {row["value"]: row["id"] for row in rows}


def test_reject_and_undo(call: Any, store: Path) -> None:
    row = figures(call, store)[40]
    assert call("reject", row, "--store", store, "--coder", "mia", "--note", "no figure").status == 0
    assert 40 not in figures(call, store)
    assert call("undo", "--store", store, "--coder", "mia").status == 0
    assert figures(call, store)[40] == row


def test_correct_keeps_the_id_and_show_tells_the_story(call: Any, store: Path) -> None:
    row = figures(call, store)[7]
    call("correct", row, "value=8", "what=envoys", "--store", store, "--coder", "mia")
    assert figures(call, store)[8] == row
    shown = call("show", row, "--store", store).out
    assert "corrected" in shown
    assert "[[7]]" in shown
    assert "mia" in shown
    assert "correct" in call("log", "--store", store).out


def test_add_needs_literal_words(call: Any, store: Path) -> None:
    quote = ["speaker=Ann Lee", "party=FRA"]
    assert call("add", "quotes", "report.txt", *quote, "quote=a truce", "--store", store, "--coder", "mia").status == 0
    refused = call("add", "quotes", "report.txt", *quote, "quote=a lasting peace", "--store", store, "--coder", "mia")
    assert refused.status == 2
    assert call("verify", "--store", store).status == 0


def test_wrong_ids_and_fields_are_named(call: Any, store: Path) -> None:
    assert "beef" in call("accept", "beef", "--store", store, "--coder", "mia").err
    row = figures(call, store)[7]
    assert call("correct", row, "value", "--store", store, "--coder", "mia").status == 2
    unknown = call("correct", row, "colour=red", "--store", store, "--coder", "mia")
    assert unknown.status == 2
    assert "colour" in unknown.err


def test_forget_leaves_a_line_in_the_log_and_no_text(call: Any, store: Path) -> None:
    assert call("forget", "report.txt", "--store", store).status == 0
    assert b"agreed on a truce" not in store.read_bytes()
    assert "forget" in call("log", "--store", store).out
    assert call("counts", "--store", store, "--json").out.startswith('{"documents": 0')


def test_a_text_that_another_report_has_is_forgotten_only_on_demand(call: Any, store: Path, tmp_path: Path) -> None:
    (tmp_path / "again.txt").write_text((tmp_path / "report.txt").read_text())
    assert call("run", tmp_path / "again.txt", "--store", store).status == 0
    refused = call("forget", "report.txt", "--store", store)
    assert refused.status == 2
    assert "again.txt" in refused.err
    assert call("counts", "--store", store, "--json").out.startswith('{"documents": 1')
    assert "again.txt, report.txt" in call("forget", "report.txt", "--everywhere", "--store", store).out


def test_a_missing_store_is_not_made(call: Any, tmp_path: Path) -> None:
    done = call("counts", "--store", tmp_path / "none.db")
    assert done.status == 2
    assert not (tmp_path / "none.db").exists()
