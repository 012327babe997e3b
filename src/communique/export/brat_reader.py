"""A folder of brat as documents and rows, ready for a store.

A statement is a text-bound annotation of the type `Statement` with the attributes `Stance` and `Issue`; who says it stands
in its note, as an export of ours wrote it or as `Ana Ruiz (ESP)`. Attributes win over what the note says.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from communique.errors import BadInput
from communique.export.brat import ENTITIES, INDEX, ROLES
from communique.export.imported import Imported, ImportedDocument, ImportedRow, NotTaken, exported_row
from communique.export.material import fields_of
from communique.export.offsets import CODE_POINTS, Offsets, find_words, plain_words

_KINDS = {entity: kind for kind, entity in ENTITIES.items()}
_SPANS = re.compile(r"\d+ \d+(?:;\d+ \d+)*")
_ACTOR = re.compile(r"(?P<actor>[^()]{1,120}?)\s*\((?P<party>[^()]{1,40})\)\s*")


@dataclass
class _Bound:
    entity: str
    spans: list[tuple[int, int]]
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    note: str = ""
    links: dict[str, str] = field(default_factory=dict)
    told_spans: list[tuple[int, int]] = field(default_factory=list)  # as the file has them, where the text has been altered
    lost: str = ""


def read_brat(path: str | Path, *, offsets: str = CODE_POINTS) -> Imported:
    """What a folder (or one `.ann` file) holds.

    Raises:
        BadInput: there is no `.ann` file.
    """
    path = Path(path)
    files = [path] if path.suffix == ".ann" and path.is_file() else sorted(path.rglob("*.ann")) if path.is_dir() else []
    if not files:
        raise BadInput(f"{path} holds no .ann file: name a folder of brat, or one .ann file")
    index = _read_index((path if path.is_dir() else path.parent) / INDEX)
    documents: list[ImportedDocument] = []
    rows: list[ImportedRow] = []
    not_taken: list[NotTaken] = []
    for ann in files:
        text_path = ann.with_suffix(".txt")
        if not text_path.is_file():
            not_taken.append(NotTaken(ann.name, f"there is no {text_path.name} beside it"))
            continue
        told = index.get(ann.stem, {})
        try:
            text, lines = text_path.read_bytes().decode("utf-8"), ann.read_bytes().decode("utf-8")
        except UnicodeDecodeError as err:
            name = ann.name if err.object == ann.read_bytes() else text_path.name
            not_taken.append(NotTaken(name, f"not UTF-8 (byte {err.start}): save it as UTF-8; nothing of this document is taken"))
            continue
        named = {name: told.get(name) or None for name in ("outlet", "published", "title", "url", "byline")}
        document = ImportedDocument(
            ann.stem, told.get("document_id") or ann.stem, text, **named,
            text_sha256=told.get("text_sha256", ""), published_origin=told.get("published_origin", ""),
        )  # fmt: skip
        documents.append(document)
        reader = _Reader(document, ann.name, Offsets(text, offsets))
        rows += reader.rows(lines)
        not_taken += reader.not_taken
    return Imported(documents, rows, not_taken)


def _read_index(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file) if row.get("file")}


class _Reader:
    """Reads one `.ann` file against its text."""

    def __init__(self, document: ImportedDocument, name: str, places: Offsets) -> None:
        self._document = document
        self._name = name
        self._places = places
        self.not_taken: list[NotTaken] = []

    def _refuse(self, line: int, reason: str) -> None:
        self.not_taken.append(NotTaken(f"{self._name}:{line}", reason))

    def rows(self, ann: str) -> Iterator[ImportedRow]:
        """The rows of the file; what cannot be taken is noted."""
        bounds = self._bounds(ann.split("\n"))
        used: set[str] = set()
        for key, bound in bounds.items():
            if "Said_by" in bound.links or "Cued_by" in bound.links or _json(bound.note).get("row") == "attributions":
                used |= {key, *bound.links.values()}
                yield self._attribution(bounds, bound)
        for key, bound in bounds.items():
            if key in used:
                continue
            found = self._fields(bound)
            if isinstance(found, str):
                self._refuse(bound.line, found)
                continue
            kind, fields = found
            if len(bound.spans) > 1:
                self._refuse(bound.line, f"a {bound.entity} in {len(bound.spans)} pieces: evidence is one stretch of text")
                continue
            (start, end), (told_start, told_end) = bound.spans[0], bound.told_spans[0]
            words = {"quote" if kind == "quotes" else "evidence": self._document.text[start:end]}
            where, note = f"{self._name}:{bound.line}", _json(bound.note)
            row = exported_row(
                kind, self._document.key, fields | {"start": told_start, "end": told_end}, where, note, lost=bound.lost
            )
            yield replace(row, fields=fields | words | {"start": start, "end": end})

    def _bounds(self, lines: list[str]) -> dict[str, _Bound]:
        bounds: dict[str, _Bound] = {}
        others: list[tuple[int, str]] = []
        for n, line in enumerate(lines, start=1):
            if line.startswith("T"):
                self._read_bound(n, line.rstrip("\r"), bounds)
            elif line.strip():
                others.append((n, line.rstrip("\r")))
        for n, line in others:
            self._read_other(n, line, bounds)
        return bounds

    def _read_bound(self, n: int, line: str, bounds: dict[str, _Bound]) -> None:
        parts = line.split("\t")
        entity, _, spans = parts[1].partition(" ") if len(parts) > 1 else ("", "", "")
        if not entity or not _SPANS.fullmatch(spans):
            return self._refuse(n, "not a text-bound annotation: expected T1, a tab, a type, a space and offsets")
        pairs = [tuple(map(int, pair.split(" "))) for pair in spans.split(";")]
        told = [(self._places.inward(start), self._places.inward(end)) for start, end in pairs]
        found = self._find(told, "\t".join(parts[2:]))
        lost = found if isinstance(found, str) else ""
        if lost and not self._document.text_sha256:
            return self._refuse(n, lost)
        if parts[0] in bounds:
            return self._refuse(n, f"{parts[0]} is written twice")
        bounds[parts[0]] = _Bound(entity, told if isinstance(found, str) else found, n, told_spans=told, lost=lost)
        return None

    def _find(self, told: list[tuple[int, int]], words: str) -> list[tuple[int, int]] | str:
        """Where the words beside the offsets stand in the text, which may have been altered since; why they do not."""
        text = self._document.text
        is_inside = all(0 <= start < end <= len(text) for start, end in told)
        here = plain_words(" ".join(text[start:end] for start, end in told))
        if is_inside and plain_words(words) in ("", here):
            return told
        if not words:
            return f"its offsets {told} lie outside the text"
        found = find_words(words, text) if len(told) == 1 else []
        if len(found) == 1:
            return found
        where = "not those at its offsets" if is_inside else "at offsets outside the text"
        return f"its words are {where}, and {'several' if found else 'no'} other places have them: the text has been altered"

    def _read_other(self, n: int, line: str, bounds: dict[str, _Bound]) -> None:
        head, _, rest = line.partition("\t")
        words = rest.split("\t")[0].split(" ")
        if head[:1] in ("A", "M") and len(words) >= 2 and words[1] in bounds:
            bounds[words[1]].attributes[words[0]] = " ".join(words[2:]) or "true"
        elif head[:1] == "#" and len(words) >= 2 and words[1] in bounds:
            bounds[words[1]].note = rest.partition("\t")[2]
        elif head[:1] == "R" and len(words) == 3 and words[1][5:] in bounds and words[2][5:] in bounds:
            bounds[words[1][5:]].links[words[0]] = words[2][5:]
        elif head[:1] not in ("E", "N", "*"):
            self._refuse(n, "refers to no annotation of this file, or is none of brat's lines")

    def _attribution(self, bounds: dict[str, _Bound], head: _Bound) -> ImportedRow:
        roles = {entity: role for role, entity in ROLES.items()}
        fields: dict[str, Any] = {k: v for k, v in fields_of(_json(head.note)).items() if k not in ROLES}
        fields |= _actor(head.note) if not fields else {}
        bound_here = (head, *(bounds[key] for key in head.links.values()))
        pieces = {roles[bound.entity]: bound for bound in bound_here if bound.entity in roles}
        if "Mode" in head.attributes:
            fields["kind"] = head.attributes["Mode"].lower()
        told_fields = {role: [list(span) for span in bound.told_spans] for role, bound in pieces.items()}
        lost = next((bound.lost for bound in pieces.values() if bound.lost), "")
        where = f"{self._name}:{head.line}"
        row = exported_row("attributions", self._document.key, fields | told_fields, where, _json(head.note), lost=lost)
        return replace(row, fields=fields | {role: [list(span) for span in bound.spans] for role, bound in pieces.items()})

    def _fields(self, bound: _Bound) -> tuple[str, dict[str, Any]] | str:
        """The kind and fields of a row, or why it is none."""
        kind, told = _KINDS.get(bound.entity), _json(bound.note)
        if kind is None:
            return f"its type {bound.entity[:40]!r} is no kind of row; those are {', '.join(_KINDS)}"
        fields = fields_of(told) if told.get("row") == kind else _actor(bound.note)
        if kind != "statements":
            return (kind, fields) if told.get("row") == kind else f"a {bound.entity} needs the note that an export writes"
        for attribute in ("Stance", "Issue", "Mode"):
            value = bound.attributes.get(attribute)
            if value:
                fields[attribute.lower()] = value if attribute == "Issue" else value.lower()
        missing = [name for name in ("stance", "issue", "actor", "party") if not fields.get(name)]
        if missing:
            where = {"stance": "attribute Stance", "issue": "attribute Issue"}.get(missing[0], "note such as Ana Ruiz (ESP)")
            return (
                f"it has no {missing[0]}: give it an {where}" if where[0] == "a" else f"it has no {missing[0]}: give it a {where}"
            )
        return kind, {"mode": "indirect"} | fields


def _actor(note: str) -> dict[str, Any]:
    found = _ACTOR.fullmatch(note)
    return {"actor": found["actor"], "party": found["party"]} if found else {}


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
