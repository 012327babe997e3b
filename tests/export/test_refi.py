"""REFI-QDA projects and codebooks: round trip, a second reader, foreign projects."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from communique.errors import BadInput, UsageError
from communique.export.refi import PROJECT, write_qdc
from communique.export.refi_reader import read_qdc, read_qdpx
from communique.runner.exchange import export_record
from tests.export.world import ACT, GAS, GRAIN, TALKS, material_of

NS = {"q": PROJECT}


@pytest.fixture
def qdpx(world_store: Path, tmp_path: Path) -> Path:
    return export_record(world_store, "qdpx", tmp_path / "record.qdpx").path


def project_of(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("project.qde"))


def test_texts_are_in_the_archive_character_for_character(qdpx: Path) -> None:
    with zipfile.ZipFile(qdpx) as archive:
        texts = {archive.read(n).decode("utf-8") for n in archive.namelist() if n.startswith("sources/")}
    assert texts == {TALKS, ACT.replace("\ud83d", "\ufffd")}


def test_selections_cut_their_words(qdpx: Path) -> None:
    root = project_of(qdpx)
    source = root.find(".//q:TextSource", NS)
    words = {TALKS[int(s.get("startPosition")) : int(s.get("endPosition"))] for s in source.findall("q:PlainTextSelection", NS)}
    assert "We shall pay 😀 our\tshare," in words
    assert {"that Madrid", 'backs the "grain; corridor"'} <= words


def test_parts_come_in_the_order_of_the_schema(qdpx: Path) -> None:
    names = [etree.QName(e).localname for e in project_of(qdpx)]
    order = ["Users", "CodeBook", "Variables", "Cases", "Sources"]
    assert names == order


def test_every_reference_has_its_target(qdpx: Path) -> None:
    root = project_of(qdpx)
    guids = [e.get("guid") for e in root.iter() if e.get("guid")]
    assert len(set(guids)) == len(guids)
    targets = {e.get("targetGUID") for e in root.iter() if e.get("targetGUID")}
    assert targets <= set(guids)
    assert {e.get("creatingUser") for e in root.iter() if e.get("creatingUser")} <= set(guids)


def test_a_second_export_is_the_same_project(qdpx: Path, world_store: Path, tmp_path: Path) -> None:
    assert export_record(world_store, "qdpx", tmp_path / "again.qdpx").path.read_bytes() == qdpx.read_bytes()


def test_a_second_reader_reads_it(qdpx: Path, tmp_path: Path) -> None:
    pyrefiqda = pytest.importorskip("pyrefiqda")
    project = pyrefiqda.RefiProject.load(qdpx, extract_dir=str(tmp_path / "x"))
    sources = project.sources.text_source
    assert len(sources) == 2
    text = pyrefiqda.RefiProject.resolve_source_path(sources[0].plain_text_path, tmp_path / "x").read_bytes().decode("utf-8")
    selection = next(s for s in sources[0].plain_text_selection if s.name.startswith("Foreign Minister Ana Ruiz said"))
    assert text[selection.start_position : selection.end_position].startswith("Foreign Minister Ana Ruiz said, after")
    assert {c.name for c in project.code_book.codes.code} == {GRAIN.title, "Gas", "record"}


def test_round_trip_of_every_kind(qdpx: Path) -> None:
    found = read_qdpx(qdpx)
    assert not found.not_taken
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for row in found.rows:
        by_kind.setdefault(row.kind, []).append(row.fields)
    assert {kind: len(rows) for kind, rows in by_kind.items()} == {
        "statements": 4, "alignments": 1, "meetings": 1, "commitments": 1, "figures": 1, "quotes": 1, "attributions": 1,
    }  # fmt: skip
    statement = by_kind["statements"][0]
    assert (statement["actor"], statement["party"], statement["issue"], statement["stance"], statement["mode"]) == (
        "Ana Ruiz", "ESP", "corridor", "support", "indirect",
    )  # fmt: skip
    assert by_kind["meetings"][0]["status"] == "held"
    assert by_kind["alignments"][0]["kind"] == "agree"
    assert [TALKS[a:b] for a, b in by_kind["attributions"][0]["content"]] == ["that Madrid", 'backs the "grain; corridor"']
    assert [(d.id, d.outlet) for d in found.documents] == [("madrid/1.txt", "The Courier"), ("act-2", None)]
    assert {(b.id, tuple(i.id for i in b.issues)) for b in found.codebooks} == {
        ("grain", ("corridor", "duty")),
        ("gas", ("transit",)),
    }


def test_utf16_positions_round_trip(world_store: Path, qdpx: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "qdpx", tmp_path / "u.qdpx", offsets="utf-16").path
    rows = [r.fields for r in read_qdpx(qdpx).rows]
    assert [r.fields for r in read_qdpx(out, offsets="utf-16").rows] == rows
    assert [r.fields for r in read_qdpx(out).rows] != rows


def foreign(path: Path, selections: str, cases: str = "", text: str = "Oslo backs the pact.") -> Path:
    """A project as another program writes it: its own ids, braces, a folder `Sources`."""
    xml = f"""<?xml version="1.0" encoding="utf-8"?><Project xmlns="{PROJECT}" name="Pact">
    <Users><User guid="U1" name="Kim"/></Users>
    <CodeBook><Codes><Code guid="C1" name="Joint pact" isCodable="true"><Description>signs it</Description>
    <Code guid="C2" name="Support" isCodable="true"/></Code>
    <Code guid="C3" name="Mood" isCodable="true"/></Codes></CodeBook>{cases}
    <Sources><TextSource guid="S1" name="one" plainTextPath="internal://one.txt">{selections}</TextSource>
    <PictureSource guid="S2" name="map" path="internal://map.png"/><TextSource guid="S3" name="lost" plainTextPath="internal://no.txt"/>
    </Sources></Project>"""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr("Sources/one.txt", text.encode("utf-8-sig"))
    return path


def selection(guid: str, start: object, end: object, code: str) -> str:
    return (
        f'<PlainTextSelection guid="{guid}" startPosition="{start}" endPosition="{end}" creatingUser="U1">'
        f'<Coding guid="K{guid}"><CodeRef targetGUID="{{{code}}}"/></Coding></PlainTextSelection>'
    )


def test_foreign_project_gives_rows_and_names_what_it_cannot(tmp_path: Path) -> None:
    cases = """<Cases><Case guid="A1" name="Norway"><SelectionRef targetGUID="{p1}"/></Case></Cases>"""
    parts = [
        ("p1", 0, 20, "C2"),
        ("p2", 0, 4, "C2"),
        ("p3", 0, 4, "C3"),
        ("p4", 0, 99, "C2"),
        ("p5", "x", 4, "C2"),
        ("p6", 0, 4, "C9"),
    ]
    found = read_qdpx(foreign(tmp_path / "f.qdpx", "".join(selection(*p) for p in parts), cases))
    [row] = found.rows
    assert (row.fields["actor"], row.fields["issue"], row.fields["stance"], row.coder) == (
        "Norway",
        "joint-pact",
        "support",
        "Kim",
    )
    assert row.fields["evidence"] == "Oslo backs the pact."
    reasons = [n.reason for n in found.not_taken]
    assert len(reasons) == 7
    for expected in (
        "no case",
        "no stance",
        "outside",
        "whole numbers",
        "not in the project",
        "PictureSource",
        "not in the archive",
    ):
        assert any(expected in r for r in reasons), expected


@pytest.mark.parametrize(
    "data",
    [b"no zip", b"<Project/>"],
)
def test_other_files_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.qdpx").write_bytes(data)
    with pytest.raises(BadInput):
        read_qdpx(tmp_path / "x.qdpx")


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush")
    evil = (
        f'<!DOCTYPE c [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]><CodeBook><Codes><Code guid="1" name="x" isCodable="true">'
    )
    evil += "<Description>&e;</Description></Code></Codes></CodeBook>"
    (tmp_path / "x.qdc").write_text(evil)
    try:
        found = read_qdc(tmp_path / "x.qdc")
    except BadInput:
        return
    assert "hush" not in repr(found)


def test_codebook_round_trip(world_store: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "qdc", tmp_path / "books.qdc").path
    found = {b.id: b for b in read_qdc(out)}
    for book in (GRAIN, GAS):
        assert (found[book.id].title, found[book.id].issues) == (book.title, book.issues)


def test_foreign_codebook(tmp_path: Path) -> None:
    (tmp_path / "themes.qdc").write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="1" name="Trade" isCodable="false">'
        '<Code guid="2" name="Free trade" isCodable="true"><Description>wants it</Description></Code></Code></Codes></CodeBook>'
    )
    [book] = read_qdc(tmp_path / "themes.qdc")
    assert book.id == "themes"
    assert [(i.id, i.label, i.support, i.oppose) for i in book.issues] == [
        ("free-trade", "Free trade", "wants it", "not: wants it")
    ]


def test_no_codebook_no_file(tmp_path: Path) -> None:
    material = material_of([])
    with pytest.raises(UsageError, match="no codebook"):
        write_qdc(type(material)(read=material.read), tmp_path / "x.qdc")
    assert not list(tmp_path.iterdir())
