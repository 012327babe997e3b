"""The brat folder: a strict check of every line, a second parser, and our own reader."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from communique.errors import BadInput
from communique.export.brat_reader import read_brat
from communique.runner.exchange import export_record
from tests.export.world import TALKS


@pytest.fixture
def folder(world_store: Path, tmp_path: Path) -> Path:
    return export_record(world_store, "brat", tmp_path / "brat").path


def check(ann: Path, conf: str) -> int:
    """Check one `.ann` file as brat does: ids, types declared, offsets in range, words those of the text; its T lines."""
    text = ann.with_suffix(".txt").read_bytes().decode("utf-8")
    declared = set(re.findall(r"^([A-Z]\w+)", conf, re.M))
    seen: set[str] = set()
    bound: set[str] = set()
    lines = ann.read_bytes().decode("utf-8").split("\n")
    assert lines.pop() == ""
    for line in lines:
        key, rest = line.split("\t", 1)
        assert key not in seen
        seen.add(key)
        if key[0] == "T":
            middle, words = rest.split("\t")
            kind, offsets = middle.split(" ", 1)
            pieces = [tuple(map(int, p.split())) for p in offsets.split(";")]
            assert all(0 <= s < e <= len(text) for s, e in pieces)
            assert pieces == sorted(pieces)
            assert words == " ".join(re.sub(r"[\r\n\t]", " ", text[s:e]) for s, e in pieces)
            bound.add(key)
        elif key[0] == "R":
            kind, *args = rest.split(" ")
            assert [a[:5] for a in args] == ["Arg1:", "Arg2:"]
            assert {a[5:] for a in args} <= bound
        elif key[0] == "A":
            kind, target, value = rest.split(" ")
            assert target in bound
            assert re.search(rf"^{kind}\t.*Value:.*\b{re.escape(value)}\b", conf, re.M)
        else:
            assert key[0] == "#"
            assert rest.split("\t")[0].split(" ")[1] in bound
            continue
        assert kind in declared, kind
    return len(bound)


def test_every_line_is_well_formed(folder: Path) -> None:
    conf = (folder / "annotation.conf").read_text(encoding="utf-8")
    assert re.findall(r"^\[(\w+)\]", conf, re.M) == ["entities", "relations", "events", "attributes"]
    assert sum(check(ann, conf) for ann in folder.glob("*.ann")) == 12
    assert (folder / "visual.conf").exists()


def test_text_is_the_text(folder: Path) -> None:
    [path] = folder.glob("00001*.txt")
    assert path.read_bytes().decode("utf-8") == TALKS


def test_discontinuous_content_is_one_annotation(folder: Path) -> None:
    [ann] = folder.glob("00001*.ann")
    [line] = [x for x in ann.read_text(encoding="utf-8").splitlines() if "\tContent " in x]
    assert re.search(r"Content \d+ \d+;\d+ \d+\tthat Madrid backs the", line)
    assert "Said_by Arg1:T3 Arg2:T1" in ann.read_text(encoding="utf-8")


def test_a_second_parser_reads_it(folder: Path) -> None:
    package = importlib.util.find_spec("peek")
    if package is None or not package.submodule_search_locations:
        pytest.skip("brat-peek is not installed")
    # The module alone: the package itself loads plotting libraries.
    place = Path(package.submodule_search_locations[0]) / "ann_structure.py"
    spec = importlib.util.spec_from_file_location("ann_structure", place)
    assert spec is not None
    assert spec.loader is not None
    peek = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(peek)
    [ann] = folder.glob("00001*.ann")
    found = peek.AnnDocument(str(ann))
    assert {name: len(found.anns[name]) for name in ("entities", "relations", "attributes")} == {
        "entities": 10,
        "relations": 2,
        "attributes": 14,
    }
    [content] = [e for e in found.anns["entities"] if e.tag == "Content"]
    assert " ".join(TALKS[s:e] for s, e in content.span) == content.text


def test_round_trip(folder: Path) -> None:
    found = read_brat(folder)
    assert not found.not_taken
    assert sorted(r.kind for r in found.rows) == sorted(
        ["statements"] * 4 + ["alignments", "meetings", "commitments", "figures", "quotes", "attributions"]
    )
    first = next(r for r in found.rows if r.kind == "statements")
    assert (first.fields["actor"], first.fields["stance"], first.fields["mode"]) == ("Ana Ruiz", "support", "indirect")
    [attribution] = [r for r in found.rows if r.kind == "attributions"]
    assert [TALKS[s:e] for s, e in attribution.fields["content"]] == ["that Madrid", 'backs the "grain; corridor"']
    assert [(d.id, d.outlet) for d in found.documents] == [("madrid/1.txt", "The Courier"), ("act-2", None)]


def test_utf16_round_trip(world_store: Path, folder: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "brat", tmp_path / "u", offsets="utf-16").path
    assert [r.fields for r in read_brat(out, offsets="utf-16").rows] == [r.fields for r in read_brat(folder).rows]


HAND = """T1\tStatement 0 20\tOslo backs the pact.
A1\tStance T1 Oppose
A2\tIssue T1 pact
#1\tAnnotatorNotes T1\tErna Dahl (NOR)
T2\tStatement 0 4\tOslo
T3\tPlace 0 4\tOslo
T4\tStatement 0 99\tOslo
T5\tStatement 0 4;5 10\tOslo backs
A3\tStance T5 Support
A4\tIssue T5 pact
#2\tAnnotatorNotes T5\tErna Dahl (NOR)
R1\tSaid_by Arg1:T1 Arg2:T99
nonsense
"""


def test_annotations_by_hand(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Oslo backs the pact.", encoding="utf-8")
    (tmp_path / "a.ann").write_text(HAND, encoding="utf-8")
    (tmp_path / "b.ann").write_text("", encoding="utf-8")
    found = read_brat(tmp_path)
    [row] = found.rows
    assert (row.fields["actor"], row.fields["party"], row.fields["stance"], row.where) == (
        "Erna Dahl",
        "NOR",
        "oppose",
        "a.ann:1",
    )
    assert {n.where for n in found.not_taken} == {"a.ann:5", "a.ann:6", "a.ann:7", "a.ann:8", "a.ann:12", "a.ann:13", "b.ann"}


def test_no_annotation_no_import(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"\.ann"):
        read_brat(tmp_path)
