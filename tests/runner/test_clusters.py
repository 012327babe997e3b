"""A wire story printed many times counts once, in whatever is asked of a store."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

import communique as cq
from communique.analysis.network import Network
from communique.model.codebook import Codebook, Issue
from communique.model.document import Document
from communique.model.record import Mode, Record, Stance, Statement
from communique.runner.brief import write_brief
from communique.runner.exchange import export_record
from communique.runner.pictures import write_picture
from communique.runner.stored import read_lineage
from communique.store.store import open_store

WIRE = (
    "Foreign Minister Ida Poe said on Monday that the dam must never be built because it would drown four villages and a"
    " monastery, and she told reporters in the port that her government had written so to the council twice since the spring."
)
AGAINST, FOR, OTHER = "the dam must never be built", "the dam could be built after all", "Adam Roe of Borea praised the dam"
TEXTS = [(f"w{n}", f"(Paper {n}) {WIRE}", "XAA", Stance.OPPOSE, AGAINST) for n in range(4)] + [
    ("s1", f"At a dinner Ida Poe surprised her hosts: {FOR}, she thought.", "XAA", Stance.SUPPORT, FOR),
    ("s2", f"{OTHER} before farmers and promised water for all of them.", "XBB", Stance.SUPPORT, OTHER),
]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """XAA opposes a dam in one wire story that four papers print, and supports it in a story of its own; XBB supports it."""
    path, book = tmp_path / "record.db", Codebook("c", "C", (Issue("dam", "A dam", "build it", "leave it"),))
    with open_store(path) as opened:
        run = opened.begin_run("run", makers=["t@1"], codebooks=[book])
        for id_, text, party, stance, words in TEXTS:
            row = Statement(
                actor=f"leader of {party}", party=party, issue="dam", stance=stance, mode=Mode.INDIRECT, codebook="c",
                evidence=words, start=text.index(words), end=text.index(words) + len(words), confidence=0.9, maker="t@1",
            )  # fmt: skip
            document = Document(id_, text, outlet=f"Paper {id_}", published="2014-05-06")
            opened.commit_document(document, Record(statements=(row,)), run=run, codebook=book)
    return path


def test_the_fixture_is_one_story_and_two_more(store: Path) -> None:
    assert sorted(read_lineage(str(store)).clusters.values()) == ["s1", "s2", *["w0"] * 4]


def test_convergence_and_matrix_count_stories(store: Path) -> None:
    project = cq.open(store)
    assert project.matrix()["XAA", "dam"].balance == 0
    (window,) = project.converge("XAA", "XBB").windows
    assert (window.n_units, window.agreement) == (3, 0.5)


def test_pictures_count_stories(store: Path, tmp_path: Path) -> None:
    picture = write_picture(str(store), "matrix", tmp_path / "m.svg")
    assert picture.spec is not None
    balances = {row["party"]: row["balance"] for row in picture.spec["data"]["values"]}
    assert balances == {"XAA": 0, "XBB": 1}
    convergence = write_picture(str(store), "convergence", tmp_path / "c.svg", parties=("XAA", "XBB"))
    assert convergence.spec is not None
    assert "0.5" in str(convergence.spec["data"]["values"])


def test_a_brief_counts_stories(store: Path, tmp_path: Path) -> None:
    brief = write_brief(str(store), ("XAA", "XBB"), tmp_path / "b.md")
    assert [s.lines for s in brief.sections if s.title == "Differences"] == [()]  # five sentences, but no two thirds of stories


def test_exported_positions_have_their_mean_over_stories(store: Path, tmp_path: Path) -> None:
    export_record(store, "csv", tmp_path / "out", clusters=read_lineage(str(store)).clusters)
    with open(tmp_path / "out/positions.csv", encoding="utf-8", newline="") as file:
        found = {row["party"]: (row["stance"], row["n_clusters"], float(row["mean_stance"])) for row in csv.DictReader(file)}
    assert found == {"XAA": ("mixed", "2", 0.0), "XBB": ("support", "1", 1.0)}


def test_a_network_takes_one_value_to_exclude_and_dates(store: Path) -> None:
    network = cq.open(store).network(exclude={"party": "XAA"}, start=date(2014, 5, 1), end=datetime(2014, 6, 1, 12))
    assert isinstance(network, Network)
    assert network.row_labels == ("XBB",)


@pytest.mark.parametrize("type_", ["onemode", "twomode"])
@pytest.mark.parametrize("qualifier", [None, "agreement", "start", "stance"])
def test_a_network_of_no_statement_is_empty(store: Path, type_: str, qualifier: str | None) -> None:
    aggregation = "ignore" if qualifier is None else "subtract"
    options = {"type": type_, "qualifier": qualifier, "aggregation": aggregation, "start": "2030-01-01"}
    network = cq.open(store).network(**options)
    assert isinstance(network, Network)
    assert network.rows == []


def test_a_network_of_stories(store: Path) -> None:
    network = cq.open(store).network(type="onemode", aggregation="conflict", duplicates="cluster")
    assert isinstance(network, Network)
    assert [row["weight"] for row in network.rows] == [1.0]
