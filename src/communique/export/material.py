"""What every export is made of: the records of a store with their texts, codebooks, reviews and positions.

Records come in the interchange format, each row with `id` and, where a person judged it, `status`. They can be read
more than once, are never held all at once, and nothing is looked up anywhere else.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from communique.model.codebook import Codebook, Issue
from communique.model.ids import make_key
from communique.model.record import KINDS

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Review:
    """Who judged a row last, and when."""

    coder: str
    at: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Args:
        type: `string`, `integer`, `number` or `boolean`.
        choices: the values it can have; empty where any text is allowed.
    """

    name: str
    type: str
    choices: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Material:
    """The record as exports take it.

    Args:
        read: gives the records anew at each call, one for each document and codebook, with text.
        documents: gives one row a document and outlet that printed it, as columns of `documents`.
        codebooks: the last version of each codebook by its id.
        reviews: by row id, for rows that a person judged.
        settled: how a commitment was settled, by row id.
        positions: rows of the table `positions`.
        clusters: the story cluster of a document; a document that is not in it is a cluster of its own.
        title: what the record is called.
        made_at: the time of the last change of the record, so that the same record gives the same file.
        version: of the package.
    """

    read: Callable[[], Iterator[Json]]
    documents: Callable[[], Iterator[Json]] = lambda: iter(())
    codebooks: Mapping[str, Codebook] = field(default_factory=dict)
    reviews: Mapping[str, Review] = field(default_factory=dict)
    settled: Mapping[str, str] = field(default_factory=dict)
    positions: Sequence[Json] = ()
    clusters: Mapping[str, str] = field(default_factory=dict)
    title: str = "record"
    made_at: str = "1970-01-01T00:00:00Z"
    version: str = "0"

    def entries(self) -> Iterator[Json]:
        """The records with every row once: what stands in the objects of two codebooks of a document comes with the first.

        `review` of a row is `read`, `accepted`, `corrected` or `added`; `reviewer` is who judged it last.
        """
        last, seen = None, set[str]()
        for record in self.read():
            if record["id"] != last:
                last, seen = record["id"], set()
            rows = {kind: [self._reviewed(kind, row) for row in record[kind] if row["id"] not in seen] for kind in KINDS}
            seen.update(row["id"] for found in rows.values() for row in found)
            yield record | rows

    def texts(self) -> Iterator[Json]:
        """One record a document, with the rows of all its codebooks; statements and alignments name theirs."""
        held: Json | None = None
        for entry in self.entries():
            for kind in ("statements", "alignments"):
                entry[kind] = [{"codebook": entry["codebook"], **row} for row in entry[kind]]
            if held is not None and held["id"] == entry["id"]:
                held = held | {kind: held[kind] + entry[kind] for kind in KINDS}
                continue
            if held is not None:
                yield held
            held = entry
        if held is not None:
            yield held

    def cluster(self, record: Mapping[str, Any]) -> str:
        """The story cluster of a record's document."""
        return self.clusters.get(record["id"]) or make_key("documents", record["text_sha256"])

    def issue(self, codebook: str | None, issue: str | None) -> Issue | None:
        """The entry of a codebook, None where there is none."""
        found = self.codebooks.get(codebook or "")
        return next((i for i in found.issues if i.id == issue), None) if found else None

    def _reviewed(self, kind: str, row: Json) -> Json:
        judged, review = (
            row.get("review_status") or (None if kind == "meetings" else row.get("status")),
            self.reviews.get(row["id"]),
        )
        return row | {"review": judged or "read", "reviewer": review.coder if judged and review else None}


def told_of(kind: str, row: Json) -> Json:
    """What a row says, for formats that have no columns: its kind as `row`, its id, its fields, maker and confidence."""
    dropped = {"review", "review_status", "reviewer", "start", "end"} | (set() if kind == "meetings" else {"status"})
    return {"row": kind, **{k: v for k, v in row.items() if k not in dropped and v is not None}}


def note_of(kind: str, row: Json) -> Json:
    """What `told_of` gives, with who judged the row and a key by which an import knows whether it came back changed."""
    judged = {"reviewer": row["reviewer"]} if row.get("reviewer") else {}
    told = told_of(kind, row)
    return {**told, **judged, "said": said_of(kind, fields_of(told) | {"start": row["start"], "end": row["end"]})}


_NOT_SET = (
    "row", "id", "confidence", "maker", "rule", "codebook", "actor_confidence", "actor_rule", "actor_as_read",
    "participants_as_read", "evidence", "quote", "reviewer", "said",
)  # fmt: skip


def fields_of(told: Json) -> Json:
    """The fields that a person can set, from what `told_of` gave."""
    return {k: v for k, v in told.items() if k not in _NOT_SET}


def said_of(kind: str, fields: Mapping[str, Any]) -> str:
    """A key over what a row says and where: the fields that a person can set. Empty ones count as absent.

    Example:
        >>> said_of("quotes", {"speaker": "Ida", "start": 3}) == said_of("quotes", {"start": 3, "speaker": "Ida", "party": None})
        True
    """
    dropped = {*_NOT_SET, *(("start", "end") if kind == "attributions" else ()), *(() if kind == "meetings" else ("status",))}
    said = {k: v for k, v in fields.items() if k not in dropped and v not in (None, [], ())}
    return make_key(kind, json.dumps(said, sort_keys=True))


def actor_id(name: str | None, party: str | None) -> str:
    """The id of an actor, the one that the store gives it; empty for nobody."""
    return make_key("actors", name, party or "") if name else ""


def split_maker(maker: str) -> tuple[str, str]:
    """The name and the version of a maker.

    Example:
        >>> split_maker("cues@3 (model 1.0)")
        ('cues', '3 (model 1.0)')
    """
    name, _, version = maker.partition("@")
    return name, version


def day_of(published: str | None) -> str:
    """The date of a publication without its time; what is known of it."""
    return (published or "")[:10]


@cache
def columns() -> dict[str, tuple[Column, ...]]:
    """The columns of every table, in their order, from `columns.csv`."""
    found: dict[str, list[Column]] = {}
    path = resources.files("communique.export").joinpath("columns.csv")
    for line in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        choices = tuple(line["choices"].split("|")) if line["choices"] else ()
        found.setdefault(line["table"], []).append(Column(line["name"], line["type"], choices, line["description"]))
    return {table: tuple(cols) for table, cols in found.items()}
