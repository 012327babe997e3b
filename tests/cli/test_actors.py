"""`actors`: who is listed, who may be one, and that a person's word stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from communique.model.document import Document
from communique.model.reading import MentionKind, Office
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


def test_nothing_alike_is_said(call: Call, with_nobody: Path) -> None:
    found = call("actors", "alike", "--store", with_nobody, "--party", "FRA")
    assert (found.status, found.out) == (0, "")
    assert "no two actors" in found.err


@pytest.fixture
def in_office(tmp_path: Path) -> Path:
    """A store in which two spellings of one name hold one office."""
    path = tmp_path / "offices.db"
    with open_store(path, coder="mia") as opened:
        run = opened.begin_run("test", makers=["t@1"])
        for i, name in enumerate(("Jörn Poe", "Joern Poe")):
            text = f"“Yes,” said President {name}, number {i}."
            quote = Quote(speaker=name, party="NOR", quote="Yes,", start=1, end=5, confidence=1.0, maker="t@1")
            offices = (Office(name, "president", "NOR", False, 12, 30),)
            document = Document(f"d{i}", text, published=f"2015-0{i + 1}-01")
            opened.commit_document(document, Record(quotes=(quote,)), run=run, offices=offices)
    return path


def test_a_merge_reaches_rows_show_and_offices(call: Call, in_office: Path) -> None:
    listed = rows(call("actors", "list", "--store", in_office, "--format", "jsonl"))
    (first, into), (second, _) = ((r["id"], r["name"]) for r in listed)
    assert call("actors", "merge", first, second, "--store", in_office, "--coder", "mia").status == 0
    said = rows(call("rows", "quotes", "--store", in_office))
    assert {row["speaker"] for row in said} == {into}
    assert len({row["document"] for row in said}) == 2
    (read_otherwise,) = [row for row in said if "actor_as_read" in row]
    (shown,) = rows(call("show", read_otherwise["id"], "--store", in_office, "--json"))
    assert shown["row"]["speaker"] == into
    assert f"speaker: {into}" in call("show", read_otherwise["id"], "--store", in_office).out
    held = rows(call("actors", "offices", "--store", in_office, "--format", "jsonl"))
    assert [(o["person"], o["party"], o["documents"]) for o in held] == [(into, "NOR", 2)]
    assert (
        call("undo", "--store", in_office, "--coder", "mia").out == f"undo: actor {second} is split from {first} again, by mia\n"
    )


@pytest.fixture
def with_nobody(in_office: Path) -> Path:
    """The same store, in which only `we` speaks for France."""
    with open_store(in_office, coder="mia") as opened:
        run = opened.begin_run("test", makers=["t@1"])
        quote = Quote(speaker="we", party="FRA", quote="Yes,", start=1, end=5, confidence=1.0, maker="t@1")
        opened.commit_document(Document("d9", "“Yes,” we said in Paris."), Record(quotes=(quote,)), run=run)
    return in_office


@pytest.mark.parametrize("command", ["list", "offices", "alike"])
@pytest.mark.parametrize("party", ["zz", "XXX"])
def test_a_party_of_which_nobody_is_named_is_refused(call: Call, in_office: Path, command: str, party: str) -> None:
    found = call("actors", command, "--party", party, "--store", in_office)
    assert (found.status, found.out) == (2, "")
    assert f"no actor of party '{party}' in this store; it has NOR" in found.err


@pytest.mark.parametrize(
    ("args", "header"),
    [
        (("actors", "list", "--party", "FRA"), "id,documents,party,name,also\n"),
        (("actors", "offices", "--party", "FRA"), "party,role,person,seen_from,seen_to,ended_by,documents,evidence\n"),
        (("actors", "alike", "--party", "FRA"), "id,name,party,documents,other_id,other_name,other_documents,why\n"),
        (("commitments",), "settled,due,due_text,by,what,conditional,outlet,published,document,id,evidence\n"),
    ],
)
def test_a_table_without_rows_has_its_header_in_csv_and_is_empty_elsewhere(
    call: Call, with_nobody: Path, args: tuple[str, ...], header: str
) -> None:
    assert call(*args, "--store", with_nobody, "--format", "csv").out == header
    for format_ in ("table", "jsonl"):
        assert call(*args, "--store", with_nobody, "--format", format_).out == ""


@pytest.mark.parametrize("command", ["list", "offices", "alike"])
def test_the_header_without_rows_is_that_of_the_rows(call: Call, with_nobody: Path, command: str) -> None:
    def header(*more: str) -> str:
        return str(call("actors", command, "--store", with_nobody, "--format", "csv", *more).out).splitlines()[0]

    assert header() == header("--party", "FRA")


def test_no_day_is_no_date(call: Call, in_office: Path) -> None:
    found = call("actors", "offices", "--on", "", "--store", in_office)
    assert (found.status, found.out) == (2, "")
    assert "--on '' is no date" in found.err
