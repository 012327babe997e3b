"""What is asked of positions: names that the record does not know are refused, silence is said only of those it knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from communique.model.codebook import Codebook, Issue
from communique.model.document import Document
from communique.model.record import Mode, Quote, Record, Stance, Statement
from communique.store.results import Item
from communique.store.store import open_store

TEXT = "Adam Roe opposes a truce. Ida Poe said “we wait”."
MAKER: dict[str, Any] = {"confidence": 0.9, "maker": "t@1"}
QUIET = "XQU"  # speaks, but on no issue


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of one report: XAA opposes a truce, XQU is quoted."""
    monkeypatch.chdir(tmp_path)  # where pictures go
    path = tmp_path / "record.db"
    words, quote = "Adam Roe opposes a truce", "we wait"
    said = Statement(
        actor="Adam Roe", party="XAA", issue="truce", stance=Stance.OPPOSE, mode=Mode.INDIRECT, evidence=words, codebook="c",
        start=0, end=len(words), **MAKER,
    )  # fmt: skip
    start = TEXT.index(quote)
    quoted = Quote(speaker="Ida Poe", party=QUIET, quote=quote, start=start, end=start + len(quote), **MAKER)
    issues = (Issue("truce", "A truce", "for", "against"), Issue("aid", "Aid", "for", "against"))
    with open_store(path) as opened:
        item = Item(
            Document("a", TEXT, outlet="Post", published="2014-03-02"),
            Record(statements=(said,), quotes=(quoted,)),
            Codebook("c", "C", issues),
        )
        opened.commit_documents([item], run=opened.begin_run("run", makers=["t@1"]))
    return path


UNKNOWN = [
    (("timeline", "xaa", "truce"), "the record says nothing of 'xaa'; it knows XAA, XQU"),
    (("timeline", "XBB", "truce"), "the record says nothing of 'XBB'"),
    (("timeline", "XAA", "peace"), "no issue 'peace' in this store; it has aid, truce"),
    (("timeline", "XAA", "truce", "--by", "actor"), "the record says nothing of 'XAA'; it knows Adam Roe, Ida Poe"),
    (("timeline", "XAA", "truce", "--by", "state"), "by is 'state'; it can be party, actor"),
    (("timeline", "XAA", "truce", "--as-of", "2001-01-01"), "it knows no party"),
    (("timeline", "XAA", "truce", "--codebook", "nope"), "no codebook 'nope' in this store; it has c"),
    (("converge", "XAA", "XBB"), "the record says nothing of 'XBB'"),
    (("converge", "XAA", "XAA"), "convergence is of two, not of 'XAA' twice"),
    (("picture", "convergence", "--parties", "XAA,XBB", "--out", "p.svg"), "the record says nothing of 'XBB'"),
    (("picture", "convergence", "--parties", "XAA,XAA", "--out", "p.svg"), "not of 'XAA' twice"),
    (("commitments", "--party", "xqu"), "the record says nothing of 'xqu'"),
    (("matrix", "--codebook", "nope"), "no codebook 'nope' in this store; it has c"),
    (("changes", "--since", "2014-01-01", "--codebook", "nope"), "no codebook 'nope'"),
    (("rows", "statements", "--codebook", "nope"), "no codebook 'nope'"),
    (("export", "jsonl", "--codebook", "nope"), "no codebook 'nope'"),
    (("coverage", "--document", "a", "--codebook", "nope"), "no codebook 'nope'"),
]


@pytest.mark.parametrize(("arguments", "words"), UNKNOWN, ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_what_the_record_does_not_know_is_refused(call: Any, store: Path, arguments: tuple[str, ...], words: str) -> None:
    done = call(*arguments, "--store", store)
    assert (done.status, done.out) == (2, "")
    assert words in done.err


@pytest.mark.parametrize(("who", "issue"), [("XAA", "aid"), (QUIET, "truce")])
def test_a_known_party_without_a_statement_is_silent(call: Any, store: Path, who: str, issue: str) -> None:
    done = call("timeline", who, issue, "--store", store)
    assert done.status == 0
    assert done.out.splitlines()[1].split()[:5] == [who, issue, "2014-03-02", "2014-04-01", "silent"]
    assert call("converge", "XAA", QUIET, "--store", store).status == 0


@pytest.mark.parametrize("codebook", ["nope", "c"])
def test_a_network_of_a_store(call: Any, store: Path, tmp_path: Path, codebook: str) -> None:
    out = tmp_path / "n.csv"
    given = ("--variable1", "party", "--variable2", "issue", "--out", out, "--codebook", codebook)
    done = call("network", store, *given, "--exclude", "party=ZZZ")
    if codebook == "nope":
        assert (done.status, "no codebook 'nope' in this store" in done.err) == (2, True)
    else:
        assert (done.status, "exclude names party=ZZZ, which no statement has" in done.err) == (0, True)
        early = call("network", store, *given, "--as-of", "2001-01-01")
        assert (early.status, "no statements to make a network of" in early.err) == (2, True)


def test_a_network_to_an_ending_that_is_none(call: Any, store: Path, tmp_path: Path) -> None:
    done = call("network", store, "--variable1", "party", "--variable2", "issue", "--out", tmp_path / "n.foo")
    assert (done.status, done.err) == (
        2,
        "communique: '.foo': a network is written to .csv, .json, .graphml, .gexf, .dl, .html\n",
    )


@pytest.mark.parametrize("qualifier", ["none", "agreement", "start"])
def test_a_network_of_no_statement_says_so(call: Any, store: Path, tmp_path: Path, qualifier: str) -> None:
    given = ("--variable1", "party", "--variable2", "issue", "--qualifier", qualifier, "--start", "2030-01-01")
    done = call("network", store, *given, "--out", tmp_path / "n.csv")
    assert (done.status, "no statement is left: the network is empty" in done.err) == (0, True)


def test_what_has_only_a_month_is_told_of_where_it_is_left_out(call: Any, store: Path) -> None:
    with open_store(store) as opened:
        said = next(iter(opened.iter_rows("statements"))).row
        run = opened.begin_run("run", makers=["t@1"])
        item = Item(Document("b", TEXT + " Again.", published="2014-03"), Record(statements=(said,)), Codebook("c", "C", ()))
        opened.commit_documents([item], run=run)
    says = "1 statement is left out: it has no date, or a month or year that lies only partly in the time asked for"
    for command in (
        ("matrix", "--at", "2014-03-15"),
        ("changes", "--since", "2014-03-15"),
        ("converge", "XAA", QUIET, "--window", "days:9"),
    ):
        done = call(*command, "--store", store)
        assert (command, done.status, done.err.splitlines()[-1:]) == (command, 0, [says])
    assert says not in call("matrix", "--at", "2014-03-31", "--store", store).err
    assert says in call("timeline", "XAA", "truce", "--window", "days:9", "--store", store).err


def test_coverage_tells_of_a_condition_in_words(call: Any, store: Path) -> None:
    with open_store(store, coder="mia") as opened:
        opened.judge(next(iter(opened.iter_rows("statements"))).id, "correct", fields={"stance": "conditional"})
    out = call("coverage", "--document", "a", "--store", store).out
    assert "XAA is conditional on truce (Post)" in out


def test_a_document_that_is_none_points_to_the_list_of_ids(call: Any, store: Path) -> None:
    done = call("coverage", "--document", "nope", "--store", store)
    assert "no document 'nope' in this store: `communique documents` lists the ids" in done.err


def test_an_export_of_nothing_says_so(call: Any, store: Path, tmp_path: Path) -> None:
    done = call("export", "polecat", "--store", store, "--out", tmp_path / "p.txt")
    assert done.err == f"wrote {tmp_path / 'p.txt'}: no rows\n"


def test_days_without_a_report(call: Any, store: Path) -> None:
    done = call("coverage", "--since", "2015-01-01", "--store", store)
    assert (done.status, done.out, done.err) == (0, "", "no report is of these days\n")
