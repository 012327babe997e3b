"""Which rows are events, and of which type; the columns of POLECAT and GDELT."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from communique.errors import UsageError
from communique.export.event_table import GDELT, POLECAT
from communique.export.plover import Event, find_act, iter_events
from communique.runner.exchange import export_record
from tests.export.world import TALKS, material_of


def record(**rows: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": "d", "outlet": "Wire", "published": "2014-03-05", "title": None, "codebook": "grain", "text": "x" * 200,
        "text_sha256": "0" * 64,
    }  # fmt: skip
    kinds = ("attributions", "statements", "alignments", "meetings", "commitments", "figures", "quotes")
    return base | {kind: [] for kind in kinds} | rows


def events_of(**rows: Any) -> list[Event]:
    return list(iter_events(material_of([record(**rows)])))


@pytest.mark.parametrize(
    ("words", "where", "act"),
    [
        ("Russia vetoed the resolution", "act", ("REJECT", "")),
        ("France recognised the coalition", "act", ("SUPPORT", "")),
        ("the army withdrew its troops and released prisoners", "act", ("RETREAT", "withdraw")),
        ("Norway expelled two diplomats", "act", ("SANCTION", "expel")),
        ("called on", "cue", ("REQUEST", "")),
        ("has condemned", "cue", ("ACCUSE", "disapprove")),
        ("warned", "cue", ("THREATEN", "")),
        ("said", "cue", None),
        ("told reporters", "cue", None),
        ("unsigned", "act", None),
    ],
)
def test_acts(words: str, where: str, act: tuple[str, str] | None) -> None:
    assert find_act(words, where) == act


MEETING = {
    "id": "m", "participants": [{"name": "Ana Ruiz", "party": "ESP"}, {"name": "EU", "party": "EU"}], "place": "Ankara",
    "date": "2014-03-01/2014-03-02", "kind": "bilateral", "status": "held", "start": 0, "end": 5, "evidence": "xxxxx",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ("CONSULT", "", 2.5)),
        ({"kind": "call"}, ("CONSULT", "phone", 1.5)),
        ({"kind": "multilateral"}, ("CONSULT", "multilateral", 4)),
        ({"status": "planned"}, ("AGREE", "", 2.5)),
        ({"status": "cancelled"}, ("REJECT", "meet", -2)),
    ],
)
def test_meetings(change: dict[str, str], expected: tuple[str, str, float]) -> None:
    [event] = events_of(meetings=[MEETING | change])
    assert (event.type, event.mode, event.score.score) == expected
    assert (event.date, event.is_symmetric, event.place) == ("2014-03-01", True, "Ankara")


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("send 40 trucks", "AGREE"),
        ("impose sanctions on Turkey", "THREATEN"),
        ("withdraw its forces by June", "CONCEDE"),
        ("help those who were attacked", "AGREE"),
    ],
)
def test_commitments(what: str, expected: str) -> None:
    [event] = events_of(commitments=[{"id": "c", "by": ["ESP"], "what": what, "start": 0, "end": 5}])
    assert event.type == expected


def test_parties_that_differ_have_no_home() -> None:
    rows = [{"id": k, "parties": ["ESP", "TUR"], "kind": k, "start": 0, "end": 5, "codebook": ""} for k in ("agree", "differ")]
    assert [e.type for e in events_of(alignments=rows)] == ["AGREE"]


def test_statements_map_by_their_cue_only_if_it_is_an_act() -> None:
    text = "Ruiz urged a truce. Ruiz said no."
    attributions, statements = [], []
    for n, (start, end, cue) in enumerate(((0, 19, [5, 10]), (20, 33, [25, 29]))):
        attributions.append({"id": f"a{n}", "actor": "Ruiz", "cue": [cue], "content": [], "start": start, "end": end})
        row = {"id": f"s{n}", "actor": "Ruiz", "party": "ESP", "issue": "i", "mode": "indirect", "start": start, "end": end}
        statements.append(row | {"evidence": text[start:end], "stance": "support"})
    events = list(iter_events(material_of([record(attributions=attributions, statements=statements) | {"text": text}])))
    assert [(e.id, e.type) for e in events] == [("s0", "REQUEST")]


def test_polecat_columns(world_store: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "polecat", tmp_path / "p.tsv").path
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(POLECAT) == 40
    assert all(list(row) == list(POLECAT) and None not in row.values() for row in rows)
    consult = next(r for r in rows if r["Event Type"] == "CONSULT")
    assert (consult["Actor Name"], consult["Actor Country"], consult["Actor COW"]) == (
        "Ana Ruiz; Mehmet Aydin",
        "ESP; TUR",
        "230; 640",
    )
    assert (consult["Event Date"], consult["Raw Placename"], consult["Recipient Name"]) == (
        "2014-03-04",
        "Ankara, Turkey",
        "None",
    )
    act = next(r for r in rows if r["Event Type"] == "COERCE")
    assert (act["Actor Name"], act["Event Mode"], act["Quad Code"]) == ("Turkey", "restrict", "4")


def test_polecat_in_latin_1(world_store: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "polecat", tmp_path / "p.tsv", encoding="latin-1").path
    assert out.read_bytes().decode("latin-1").startswith("Event ID\t")


@pytest.mark.parametrize("encoding", ["foo", "base64", "undefined"])
def test_polecat_in_no_encoding(world_store: Path, tmp_path: Path, encoding: str) -> None:
    with pytest.raises(UsageError, match="utf-8 and latin-1"):
        export_record(world_store, "polecat", tmp_path / "p.tsv", encoding=encoding)
    assert not list(tmp_path.iterdir())


def test_gdelt_counts_documents_and_outlets(world_store: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "gdelt", tmp_path / "g.tsv").path
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert list(rows[0]) == list(GDELT)
    meeting = [r for r in rows if r["EventRootCode"] == "04"]
    assert [(r["Actor1Code"], r["Actor2CountryCode"]) for r in meeting] == [("ESPGOV", "TUR"), ("TURGOV", "ESP")]
    assert (meeting[0]["NumArticles"], meeting[0]["NumSources"], meeting[0]["SQLDATE"]) == ("2", "2", "20140304")
    assert len({r["GLOBALEVENTID"] for r in rows}) == len(rows)


def test_quotes_stand_between_the_words_around_them(world_store: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "quotes", tmp_path / "q.jsonl").path
    [line] = [json.loads(x) for x in out.read_text(encoding="utf-8").splitlines()]
    [quote] = line["quotes"]
    assert quote["pre"] + quote["quote"] + quote["post"] in TALKS
    assert (quote["source"], TALKS[quote["start"] : quote["end"]]) == ("Ana Ruiz", quote["quote"])
