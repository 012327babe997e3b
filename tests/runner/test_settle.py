"""Commitments settled by the words of a report."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from communique.errors import UsageError
from communique.model.document import Document
from communique.model.record import Commitment, Quote, Record
from communique.runner.brief import write_brief
from communique.runner.exchange import export_record
from communique.runner.pictures import write_picture
from communique.runner.report import write_report
from communique.runner.stored import reader_error, settle_commitment, settlements
from communique.store.store import open_store

PROMISE, LATER = "Norway will open the port by May.", "Norway opened the port on Friday."


@pytest.fixture
def store(tmp_path: Path) -> str:
    path = tmp_path / "record.db"
    with open_store(path, coder="mia") as opened:
        run = opened.begin_run("test", makers=["t@1"])
        row = Commitment(
            by=("NOR",), what="open the port", due=None, due_text="by May", conditional=False, evidence=PROMISE,
            start=0, end=len(PROMISE), confidence=1.0, maker="t@1",
        )  # fmt: skip
        quote = Quote(speaker="Adam Roe", party="SWE", quote="May", start=29, end=32, confidence=1.0, maker="t@1")
        promise = Record(commitments=(row,), quotes=(quote,))
        opened.commit_document(Document("a", PROMISE, published="2014-03-01"), promise, run=run)
        opened.commit_document(Document("b", LATER, published="2014-06-01"), Record(), run=run)
    return str(path)


def row_id(store: str) -> str:
    with open_store(store, create=False) as opened:
        return next(opened.iter_rows("commitments")).id


def test_the_latest_word_stands_and_can_be_taken_back(store: str) -> None:
    row = row_id(store)
    done = settle_commitment(store, row, "kept", document="b", evidence="opened the port", coder="mia")
    assert LATER[done["start"] : done["end"]] == "opened the port"
    with open_store(store, create=False) as opened:
        assert settlements(opened)[row]["outcome"] == "kept"
        assert settlements(opened, documents={"a"}) == settlements(opened, as_of="2001-01-01") == {}
    settle_commitment(store, row, "open", document="b", evidence="opened the port", coder="mia")
    with open_store(store, create=False) as opened:
        assert settlements(opened) == {}


def test_every_view_says_how_a_promise_was_settled(store: str, tmp_path: Path) -> None:
    settle_commitment(store, row_id(store), "kept", document="b", evidence="opened the port", coder="mia")
    export_record(store, "csv", tmp_path / "bundle")
    (line,) = csv.DictReader((tmp_path / "bundle/commitments.csv").read_text(encoding="utf-8").splitlines())
    assert line["status"] == "kept"
    write_report(store, tmp_path / "page.html")
    assert '<span class="code">kept</span>' in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "kept: open the port" in write_picture(store, "ledger", tmp_path / "ledger.svg").svg


@pytest.mark.parametrize(("day", "is_open"), [("2014-03-31", True), ("2014-06-02", False)])
def test_a_brief_knows_what_the_reports_until_its_day_settle(store: str, tmp_path: Path, day: str, is_open: bool) -> None:
    settle_commitment(store, row_id(store), "kept", document="b", evidence="opened the port", coder="mia")
    brief = write_brief(store, ("NOR", "SWE"), tmp_path / "brief.md", as_of=day)
    assert ["open the port" in line.text for s in brief.sections for line in s.lines if s.title == "Open promises"] == (
        [True] if is_open else []
    )


@pytest.mark.parametrize(
    ("outcome", "evidence", "words"), [("done", "opened", "kept"), ("kept", "closed", "0 times"), ("kept", "o", "times")]
)
def test_words_must_stand_there_once(store: str, outcome: str, evidence: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        settle_commitment(store, row_id(store), outcome, document="b", evidence=evidence, coder="mia")


def test_the_error_of_the_shipped_reader_is_known() -> None:
    error = reader_error()
    assert error is not None
    assert error.table().sum() > 100
