"""`actors`: who is listed, who may be one, and that a person's word stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from communique.model.document import Document
from communique.model.reading import MentionKind
from communique.model.record import Quote, Record
from communique.store.store import open_store
from tests.cli.conftest import Called

Call = Callable[..., Called]
NAMES = ("Bashar Assad", "Bashar Assad", "Bashar al-Assad", "Assad", "we")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A store with a quotation of each of the names."""
    path = tmp_path / "record.db"
    with open_store(path, coder="mia") as opened:
        run = opened.begin_run("test", makers=["t@1"])
        for i, name in enumerate(NAMES):
            quote = Quote(speaker=name, party="SYR", quote="Yes,", start=1, end=5, confidence=1.0, maker="t@1")
            text = f"“Yes,” said {name}, number {i}."
            kinds = {(name, "SYR"): MentionKind.PERSON} if name[0].isupper() else {}
            opened.commit_document(Document(f"d{i}", text), Record(quotes=(quote,)), run=run, kinds=kinds)
    return path


def rows(called: Called) -> list[dict[str, Any]]:
    assert called.status == 0, called.err
    return [json.loads(line) for line in called.out.splitlines()]


def test_words_that_name_nobody_are_listed_on_demand(call: Call, record: Path) -> None:
    listed = call("actors", "list", "--store", record, "--format", "jsonl")
    assert [r["name"] for r in rows(listed)] == ["Bashar Assad", "Assad", "Bashar al-Assad"]
    assert "1 left out" in listed.err
    whole = call("actors", "list", "--store", record, "--format", "jsonl", "--all")
    assert [r["name"] for r in rows(whole)] == ["Bashar Assad", "Assad", "Bashar al-Assad", "we"]
    assert whole.err == ""


def test_alike_only_shows(call: Call, record: Path) -> None:
    found = rows(call("actors", "alike", "--store", record, "--format", "jsonl"))
    assert [(r["name"], r["other_name"], r["why"]) for r in found] == [
        ("Bashar Assad", "Bashar al-Assad", "spelling"),
        ("Bashar Assad", "Assad", "last name"),
    ]
    assert len(rows(call("actors", "list", "--store", record, "--format", "jsonl"))) == 3


def test_merged_for_one_reason_and_split_for_good(call: Call, record: Path) -> None:
    merged = call("actors", "alike", "--store", record, "--why", "spelling", "--merge", "--coder", "mia", "--format", "jsonl")
    assert [r["other_name"] for r in rows(merged)] == ["Bashar al-Assad"]
    assert "merged 1 actors into 1" in merged.err
    listed = rows(call("actors", "list", "--store", record, "--format", "jsonl"))
    assert [(r["name"], r["documents"], r["also"]) for r in listed] == [
        ("Bashar Assad", 3, "Bashar al-Assad"),
        ("Assad", 1, ""),
    ]
    other = rows(merged)[0]["other_id"]
    assert call("actors", "split", other, "--store", record, "--coder", "mia").status == 0
    again = rows(call("actors", "alike", "--store", record, "--merge", "--coder", "mia", "--format", "jsonl"))
    assert [r["other_name"] for r in again] == ["Assad"]


def test_an_unknown_reason_is_told(call: Call, record: Path) -> None:
    found = call("actors", "alike", "--store", record, "--why", "mood")
    assert found.status != 0
    assert "no reason 'mood'; there is spelling, listed name" in found.err


def test_nothing_alike_is_said(call: Call, record: Path) -> None:
    found = call("actors", "alike", "--store", record, "--party", "NOR")
    assert (found.status, found.out) == (0, "")
    assert "no two actors" in found.err
