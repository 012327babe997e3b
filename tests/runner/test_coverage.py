"""Which reports a coverage is of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from communique.errors import NotInRecord, UsageError
from communique.model.codebook import Codebook
from communique.model.document import Document
from communique.model.record import Meeting, Mode, Participant, Record, Stance, Statement
from communique.runner.coverage import coverage_of
from communique.runner.stored import statement_table
from communique.store.results import Item
from communique.store.store import open_store
from tests.analysis.syndicated import edited, report

MAKER: dict[str, Any] = {"confidence": 0.9, "maker": "t@1"}
HEAD = "Ann Lee and Bo Ray met at Lake Town. Lee opposes a truce."


def meeting(text: str, place: str, date: str) -> Meeting:
    words = "Ann Lee and Bo Ray met"
    who = (Participant("Ann Lee", "FRA"), Participant("Bo Ray", "RUS"))
    start = text.index(words)
    return Meeting(
        participants=who, place=place, date=date, format="bilateral", status="held", evidence=words,
        start=start, end=start + len(words), **MAKER,
    )  # fmt: skip


def statement(text: str) -> Statement:
    words = "Lee opposes a truce"
    start = text.index(words)
    return Statement(
        actor="Ann Lee", party="FRA", issue="truce", stance=Stance.OPPOSE, mode=Mode.INDIRECT, evidence=words, codebook="c",
        start=start, end=start + len(words), **MAKER,
    )  # fmt: skip


@pytest.fixture
def store_path(tmp_path: Path) -> str:
    """Two outlets on a meeting, one copy of the first, and another meeting a year later."""
    path = tmp_path / "record.db"
    wire = report(1, 100)
    bodies = {"a": wire, "b": report(2, 100), "copy": edited(wire, 3), "later": report(4, 100)}
    with open_store(path) as store:
        run = store.begin_run("run", makers=["t@1"])
        items = []
        for id_, body in bodies.items():
            text = f"{HEAD}\n\n{' '.join(body)}"
            date = "2015-05-06" if id_ == "later" else "2014-03-02"
            rows = () if id_ == "copy" else (meeting(text, "Hill Town" if id_ == "later" else "Lake Town", date),)
            record = Record(meetings=rows, statements=(statement(text),))
            items.append(Item(Document(id_, text, outlet=f"outlet {id_}", published=date), record, Codebook("c", "C", ())))
        store.commit_documents(items, run=run)
    return str(path)


def test_a_meeting_is_found_by_its_place(store_path: str) -> None:
    found = coverage_of(store_path, meeting="lake town")
    assert found.title == "meeting of FRA, RUS in Lake Town, 2014-03-02"
    assert [r.document_id for r in found.reports] == ["a", "b"]


def test_words_of_two_meetings_are_refused(store_path: str) -> None:
    with pytest.raises(UsageError, match=r"'Lee' names 2 meetings: .*Lake Town, 2014-03-02; .*Hill Town"):
        coverage_of(store_path, meeting="Lee")


def test_a_place_named_elsewhere_in_a_report_finds_its_meeting(store_path: str) -> None:
    found = coverage_of(store_path, meeting=" ".join(report(2, 4)))
    assert [r.document_id for r in found.reports] == ["a", "b"]


def test_words_of_no_meeting_list_the_known(store_path: str) -> None:
    with pytest.raises(NotInRecord, match="tells of 2: meeting of FRA, RUS in Lake Town"):
        coverage_of(store_path, meeting="Geneva")


def test_a_story_is_what_shares_its_wording(store_path: str) -> None:
    assert {r.document_id for r in coverage_of(store_path, story="copy").reports} >= {"a", "copy"}
    with pytest.raises(NotInRecord):
        coverage_of(store_path, story="nobody")


def test_days_choose_reports(store_path: str) -> None:
    assert [r.document_id for r in coverage_of(store_path, since="2015-01-01").reports] == ["later"]
    assert len(coverage_of(store_path, documents=["a", "later"], until="2014-12-31").reports) == 1


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2016-01-01", "2013-01-01", "since 2016-01-01 is after until 2013-01-01"),
        ("2016", None, "since is '2016'"),
        (None, "x", "until is 'x'"),
    ],
)
def test_days_that_are_none_are_refused(store_path: str, since: str | None, until: str | None, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        coverage_of(store_path, since=since, until=until)


def test_nothing_to_choose_by_is_refused(store_path: str) -> None:
    with pytest.raises(UsageError, match="name one of them"):
        coverage_of(store_path)
    with pytest.raises(UsageError):
        coverage_of(store_path, story="a", documents=["a"])


def test_statements_of_a_store_get_their_story(store_path: str) -> None:
    rows = {row["document_id"]: row for row in statement_table(store_path, with_clusters=True)}
    assert rows["copy"]["cluster"] == "a"
    assert rows["later"]["cluster"] == "later"
    assert "cluster" not in statement_table(store_path)[0]
