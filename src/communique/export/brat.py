"""The record as a folder of brat: for each document `.txt` and `.ann`, with `annotation.conf` and `visual.conf`.

brat counts code points of the text file, which has the text as it is. In the words that stand beside an offset a line end
is one space, as brat writes it. What a row says stands as JSON in its note; its stance, issue and mode are attributes too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from communique.export.bundle import CsvWriter
from communique.export.cells import utf8_text
from communique.export.material import Json, Material, note_of
from communique.export.offsets import CODE_POINTS, Offsets
from communique.files import whole_folder

CONF, VISUAL, INDEX = "annotation.conf", "visual.conf", "documents.csv"
ENTITIES = {
    "statements": "Statement",
    "alignments": "Alignment",
    "meetings": "Meeting",
    "commitments": "Commitment",
    "figures": "Figure",
    "quotes": "Quote",
}
ROLES = {"source": "Source", "cue": "Cue", "content": "Content"}
STANCES = ("Support", "Oppose", "Conditional")
MODES = ("Direct", "Mixed", "Indirect", "Act")
REVIEWS = ("Read", "Accepted", "Corrected", "Added")
INDEX_HEADER = ("file", "document_id", "outlet", "published", "title", "url", "byline", "text_sha256", "published_origin")
_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")
_BREAKS = re.compile("[\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029]")


def write_brat(material: Material, out: str | Path, *, offsets: str = CODE_POINTS) -> dict[str, int]:
    """Write the folder; documents and text-bound annotations.

    Args:
        offsets: `code-points` as brat counts, or `utf-16` for tools in Java or JavaScript that read its files.

    Raises:
        UsageError: `out` holds something else.
        StoreUnwritable: it cannot be written.
    """
    counts = {"documents": 0, "annotations": 0}
    issues: dict[str, None] = {i.id: None for book in material.codebooks.values() for i in book.issues}
    with whole_folder(out, mark=CONF) as folder:
        with (folder / INDEX).open("w", encoding="utf-8", newline="") as file:
            index = CsvWriter(file)
            index.write(INDEX_HEADER)
            for n, record in enumerate(material.texts(), start=1):
                stem = f"{n:05d}-{_UNSAFE.sub('-', record['id'])[-40:].strip('-')}"
                lines = list(_Lines(record, offsets).all())
                _write(folder / f"{stem}.txt", utf8_text(record["text"]))
                _write(folder / f"{stem}.ann", "".join(f"{line}\n" for line in lines))
                index.write([stem, record["id"], *(record.get(name) for name in INDEX_HEADER[2:])])
                issues |= dict.fromkeys(row["issue"] for row in record["statements"])
                counts["documents"] += 1
                counts["annotations"] += sum(line.startswith("T") for line in lines)
        _write(folder / CONF, _configuration(list(issues)))
        _write(folder / VISUAL, _VISUAL)
    return counts


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


class _Lines:
    """The lines of one `.ann` file, numbered by kind."""

    def __init__(self, record: Json, offsets: str) -> None:
        self._record = record
        self._text = record["text"]
        self._places = Offsets(self._text, offsets)
        self._n = dict.fromkeys("TRA#", 0)

    def all(self) -> Iterator[str]:
        """Every line, attributions first."""
        for row in self._record["attributions"]:
            yield from self._attribution(row)
        for kind, entity in ENTITIES.items():
            for row in self._record[kind]:
                key, line = self._bound(entity, [(row["start"], row["end"])])
                yield line
                if kind == "statements":
                    yield self._line("A", f"Stance {key} {row['stance'].title()}")
                    yield self._line("A", f"Mode {key} {row['mode'].title()}")
                    yield self._line("A", f"Issue {key} {row['issue']}")
                yield self._line("A", f"Review {key} {row['review'].title()}")
                yield self._note(key, kind, row)

    def _attribution(self, row: Json) -> Iterator[str]:
        keys: dict[str, str] = {}
        for role, entity in ROLES.items():
            if row[role]:
                keys[role], line = self._bound(entity, row[role])
                yield line
        head = keys.get("content") or keys.get("cue") or keys.get("source")
        for role, relation in (("source", "Said_by"), ("cue", "Cued_by")):
            if role in keys and keys[role] != head:
                yield self._line("R", f"{relation} Arg1:{head} Arg2:{keys[role]}")
        if head:
            yield self._line("A", f"Mode {head} {row['kind'].title()}")
            yield self._note(head, "attributions", row)

    def _bound(self, entity: str, pieces: Sequence[Sequence[int]]) -> tuple[str, str]:
        out = self._places.outward
        spans = ";".join(f"{out(start)} {out(end)}" for start, end in pieces)
        words = " ".join(_BREAKS.sub(" ", utf8_text(self._text[start:end])) for start, end in pieces)
        line = self._line("T", f"{entity} {spans}\t{words}")
        return line.partition("\t")[0], line

    def _note(self, key: str, kind: str, row: Json) -> str:
        told = json.dumps(note_of(kind, row), ensure_ascii=True)
        return self._line("#", f"AnnotatorNotes {key}\t{told}")

    def _line(self, letter: str, rest: str) -> str:
        self._n[letter] += 1
        return f"{letter}{self._n[letter]}\t{rest}"


def _configuration(issues: list[str]) -> str:
    entities = "\n".join([*ROLES.values(), *ENTITIES.values()])
    listed = "|".join(issues) or "none"
    return f"""[entities]
{entities}

[relations]
Said_by\tArg1:<ENTITY>, Arg2:Source
Cued_by\tArg1:<ENTITY>, Arg2:Cue
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
Stance\tArg:Statement, Value:{"|".join(STANCES)}
Mode\tArg:<ENTITY>, Value:{"|".join(MODES)}
Issue\tArg:Statement, Value:{listed}
Review\tArg:<ENTITY>, Value:{"|".join(REVIEWS)}
"""


_VISUAL = """[labels]
Said_by | said by
Cued_by | cued by

[drawing]
SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken
ARC_DEFAULT\tcolor:black, dashArray:-, arrowHead:triangle-5
Source\tbgColor:#9fc5e8
Cue\tbgColor:#ffe599
Content\tbgColor:#d9ead3
Statement\tbgColor:#f9cb9c
Alignment\tbgColor:#b4a7d6
Meeting\tbgColor:#a2c4c9
Commitment\tbgColor:#ead1dc
Figure\tbgColor:#eeeeee
Quote\tbgColor:#d5a6bd
"""
