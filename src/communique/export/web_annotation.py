"""The record as W3C Web Annotations in JSON-LD, with who made each row after PROV-O.

Every annotation selects its words twice, by position (code points, as the standard has it) and by quotation with the words
around it, so that it finds them in a copy of the report that differs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from communique.export.cells import utf8_text
from communique.export.material import Json, Material, told_of
from communique.export.offsets import CODE_POINTS, Offsets
from communique.files import whole_file
from communique.model.record import KINDS

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"prov": "http://www.w3.org/ns/prov#", "cq": "urn:communique:term:", "textSha256": "cq:text-sha256"},
]
AROUND_CHARS = 32


def write_web_annotations(material: Material, out: str | Path, *, offsets: str = CODE_POINTS) -> dict[str, int]:
    """Write one annotation page; annotations by kind.

    Args:
        offsets: `utf-16` for libraries in JavaScript that count so against the standard; the page says which it is.

    Raises:
        StoreUnwritable: the file cannot be written.
    """
    counts = dict.fromkeys(KINDS, 0)
    with whole_file(out) as file:
        page = {"@context": CONTEXT, "id": f"urn:communique:record:{quote(material.title)}", "type": "AnnotationPage"}
        head = {**page, "cq:positionsIn": offsets, "generated": material.made_at}
        file.write(json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "items": [')
        separator = "\n"
        for record in material.texts():
            for kind, item in _annotations(record, material, offsets):
                file.write(separator + utf8_text(json.dumps(item, ensure_ascii=False)))
                separator = ",\n"
                counts[kind] += 1
        file.write("\n ]\n}\n")
    return counts


def _annotations(record: Json, material: Material, offsets: str) -> Iterator[tuple[str, Json]]:
    places = Offsets(record["text"], offsets)
    for kind in KINDS:
        for row in record[kind]:
            yield kind, _annotation(record, material, places, kind, row)


def _annotation(record: Json, material: Material, places: Offsets, kind: str, row: Json) -> Json:
    spans = [[row["start"], row["end"]]]
    if kind == "attributions":
        spans = row["content"] or spans
    targets = [_target(record, places, span) for span in spans]
    told = {f"cq:{name}": value for name, value in told_of(kind, row).items() if name not in ("row", "id", "evidence", "quote")}
    review = material.reviews.get(row["id"])
    out: dict[str, Any] = {
        "id": f"urn:communique:row:{row['id']}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [{"type": f"cq:{kind[:-1]}", **told}, *_tags(kind, row)],
        "target": targets if len(targets) > 1 else targets[0],
        "prov:wasAttributedTo": _agent(row["maker"]),
        "prov:wasGeneratedBy": {"type": "prov:Activity", "prov:used": {"id": targets[0]["source"]}},
        "cq:review": row["review"],
    }
    if review:
        out["creator"] = {"type": "Person", "name": review.coder}
        out["modified"] = review.at
    return out


def _tags(kind: str, row: Json) -> Iterator[Json]:
    """The values that annotation tools show as tags."""
    names = {"statements": ("issue", "stance"), "alignments": ("kind",), "meetings": ("kind", "status")}.get(kind, ())
    for value in (row[name] for name in names):
        if value:
            yield {"type": "TextualBody", "purpose": "tagging", "value": value}


def _agent(maker: str) -> Json:
    if maker.startswith("human:"):
        return {"type": ["prov:Person", "Person"], "name": maker.removeprefix("human:").rpartition("@")[0]}
    return {"type": ["prov:SoftwareAgent", "Software"], "name": maker}


def _target(record: Json, places: Offsets, span: Sequence[int]) -> Json:
    text, (start, end) = record["text"], span
    position = {"type": "TextPositionSelector", "start": places.outward(start), "end": places.outward(end)}
    words = {
        "type": "TextQuoteSelector",
        "prefix": text[max(0, start - AROUND_CHARS) : start],
        "exact": text[start:end],
        "suffix": text[end : end + AROUND_CHARS],
    }
    return {
        "source": record.get("url") or f"urn:communique:document:{quote(record['id'], safe='')}",
        "selector": [position, words],
        "textSha256": record["text_sha256"],
    }
