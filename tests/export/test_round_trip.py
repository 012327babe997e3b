"""Properties: whatever a text holds, a span that goes out as brat, REFI-QDA or web annotation comes back as it was."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.export.brat import write_brat
from communique.export.brat_reader import read_brat
from communique.export.dna import dna_text, write_dna
from communique.export.dna_reader import read_dna
from communique.export.offsets import UNITS
from communique.export.refi import write_qdpx
from communique.export.refi_reader import read_qdpx
from communique.export.web_annotation import write_web_annotations
from communique.model.record import KINDS
from tests.export.world import material_of

TEXTS = st.text(st.sampled_from("ab .\r\n\t😀é\u2028;\"'<&\x0b|"), min_size=1, max_size=40)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """One document with some statements anywhere in it."""
    text = draw(TEXTS)
    rows = []
    for n in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        row = {"id": f"r{n}", "actor": draw(st.sampled_from(("Ana Ruiz", "Foreign ministry", "O'Neill & <Co>"))), "party": "ESP"}
        row |= {"issue": draw(st.sampled_from(("corridor", "duty"))), "mode": "direct", "start": start, "end": end}
        row |= {"stance": draw(st.sampled_from(("support", "oppose"))), "evidence": text[start:end], "confidence": 0.5}
        rows.append(row | {"maker": "x@1", "codebook": "grain"})
    base = {kind: [] for kind in KINDS} | {"statements": rows}
    head = {"id": "d", "outlet": None, "published": None, "title": None, "codebook": "grain", "text": text}
    return head | base | {"text_sha256": "0" * 64}


def told(rows: Any) -> list[tuple[Any, ...]]:
    names = ("start", "end", "evidence", "actor", "party", "issue", "stance")
    return sorted(tuple(row[name] for name in names) for row in rows)


@settings(max_examples=40, deadline=None)
@given(records(), st.sampled_from(UNITS))
def test_spans_come_back(record: dict[str, Any], offsets: str) -> None:
    material = material_of([record])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_brat(material, folder / "brat", offsets=offsets)
        assert told(r.fields for r in read_brat(folder / "brat", offsets=offsets).rows) == told(record["statements"])
        write_qdpx(material, folder / "p.qdpx", offsets=offsets)
        found = read_qdpx(folder / "p.qdpx", offsets=offsets)
        assert found.documents[0].text == record["text"]
        assert told(r.fields for r in found.rows) == told(record["statements"])
        write_web_annotations(material, folder / "a.jsonld")
        items = json.loads((folder / "a.jsonld").read_text(encoding="utf-8"))["items"]
        assert sorted(i["target"]["selector"][1]["exact"] for i in items) == sorted(r["evidence"] for r in record["statements"])


@settings(max_examples=15, deadline=None)
@given(records())
def test_dna_keeps_places_and_lengths(record: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        write_dna(material_of([record]), Path(name) / "r.dna")
        found = read_dna(Path(name) / "r.dna")
    assert not found.not_taken
    expected = [row | {"evidence": dna_text(record["text"])[row["start"] : row["end"]]} for row in record["statements"]]
    assert told(r.fields for r in found.rows) == told(expected)
