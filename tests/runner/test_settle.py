"""Commitments settled by the words of a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import UsageError
from communique.model.document import Document
from communique.model.record import Commitment, Record
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
        opened.commit_document(Document("a", PROMISE), Record(commitments=(row,)), run=run)
        opened.commit_document(Document("b", LATER), Record(), run=run)
    return str(path)


def row_id(store: str) -> str:
    with open_store(store, create=False) as opened:
        return next(opened.iter_rows("commitments")).id


def test_the_latest_word_stands_and_can_be_taken_back(store: str) -> None:
    row = row_id(store)
    done = settle_commitment(store, row, "kept", document="b", evidence="opened the port", coder="mia")
    assert LATER[done["start"] : done["end"]] == "opened the port"
    assert settlements(store)[row]["outcome"] == "kept"
    settle_commitment(store, row, "open", document="b", evidence="opened the port", coder="mia")
    assert settlements(store) == {}


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
