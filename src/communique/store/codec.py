"""Rows of the record to columns and back, one `KindTable` for each kind; `pack` and `unpack` do the same for JSON.

What comes out equals what went in; nothing is resolved, corrected or left out on the way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from sqlalchemy import Table

from communique.model import record
from communique.model.document import Span
from communique.model.ids import make_key
from communique.model.record import Bound, Mode, Participant, Row, Stance
from communique.store import tables

BASE_FIELDS = tuple(f.name for f in fields(Row))
FIELDS = {t.kind: tuple(f.name for f in fields(t)) for t in record.ROW_TYPES}
CODED_KINDS = record.CODED_KINDS

# The few fields whose column has another name: `on` and `by` are words of SQL, `status` is that of the version.
COLUMNS = {("alignments", "on"): "on_what", ("meetings", "status"): "meeting_status"}
ENUMS: dict[str, Callable[[str], Any]] = {"mode": Mode, "stance": Stance, "bound": Bound}


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table that holds the lists of one or more fields of a kind.

    Args:
        table: one line per element.
        split: the lines of a row.
        join: the fields of a row from the lines of its version, in order.
    """

    table: Table
    split: Callable[[Any], list[dict[str, Any]]]
    join: Callable[[Sequence[Mapping[str, Any]]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class KindTable:
    """How one kind of row is kept."""

    row_type: type[Row]
    table: Table
    lists: ListTable | None = None

    @property
    def kind(self) -> str:
        return self.row_type.kind

    @property
    def is_coded(self) -> bool:
        return self.kind in CODED_KINDS

    def own_columns(self) -> dict[str, str]:
        """The fields of the kind that are columns of its table, and the name of each column."""
        return _own_columns(self)

    def to_columns(self, row: Row) -> dict[str, Any]:
        """The content of a row as columns, without its lists; confidences to four digits."""
        out = {column: getattr(row, name) for name, column in self.own_columns().items()}
        out.update(span_start=row.start, span_end=row.end, confidence=round(row.confidence, 4), maker=row.maker, rule=row.rule)
        if isinstance(row, record.Figure):
            out.update(value=float(row.value), is_whole=isinstance(row.value, int))
        return out

    def to_lists(self, row: Row, version: int) -> list[dict[str, Any]]:
        """The lists of a row, as lines of the table of lists."""
        return [] if self.lists is None else [element | {"version": version} for element in self.lists.split(row)]

    def from_columns(self, line: Mapping[str, Any], lists: Sequence[Mapping[str, Any]] = ()) -> Row:
        """The row of a version."""
        values = {name: line[column] for name, column in self.own_columns().items()}
        values |= {name: make(values[name]) for name, make in ENUMS.items() if name in values}
        if self.lists is not None:
            values.update(self.lists.join(lists))
        if self.row_type is record.Statement:
            values["codebook"] = line["codebook"]
        if self.row_type is record.Figure and line["is_whole"]:
            values["value"] = int(values["value"])
        return self.row_type(
            start=line["span_start"],
            end=line["span_end"],
            confidence=line["confidence"],
            maker=line["maker"],
            rule=line["rule"],
            **values,
        )


@cache
def _own_columns(kind: KindTable) -> dict[str, str]:
    names = [f.name for f in fields(kind.row_type) if f.name not in BASE_FIELDS and f.name != "codebook"]
    columns = {name: COLUMNS.get((kind.kind, name), name) for name in names}
    return {name: column for name, column in columns.items() if column in kind.table.c}


def _split_spans(row: record.Attribution) -> list[dict[str, Any]]:
    return [
        {"role": role, "place_in_list": i, "span_start": span.start, "span_end": span.end}
        for role in ("source", "cue", "content")
        for i, span in enumerate(getattr(row, role))
    ]


def _join_spans(lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        role: tuple(Span(line["span_start"], line["span_end"]) for line in lines if line["role"] == role)
        for role in ("source", "cue", "content")
    }


def _party_lists(table: Table, field: str) -> ListTable:
    return ListTable(
        table,
        lambda row: [{"place_in_list": i, "party": party} for i, party in enumerate(getattr(row, field))],
        lambda lines: {field: tuple(line["party"] for line in lines)},
    )


KIND_TABLES: dict[str, KindTable] = {
    t.kind: t
    for t in (
        KindTable(record.Attribution, tables.attributions, ListTable(tables.attribution_spans, _split_spans, _join_spans)),
        KindTable(record.Statement, tables.statements),
        KindTable(record.Alignment, tables.alignments, _party_lists(tables.alignment_parties, "parties")),
        KindTable(
            record.Meeting,
            tables.meetings,
            ListTable(
                tables.meeting_participants,
                lambda row: [{"place_in_list": i, "name": p.name, "party": p.party} for i, p in enumerate(row.participants)],
                lambda lines: {"participants": tuple(Participant(line["name"], line["party"]) for line in lines)},
            ),
        ),
        KindTable(record.Commitment, tables.commitments, _party_lists(tables.commitment_parties, "by")),
        KindTable(record.Figure, tables.figures),
        KindTable(record.Quote, tables.quotes),
    )
}


def pack(row: Row) -> dict[str, Any]:
    """A row as JSON values under the names of its fields; `unpack` gives the row back."""
    return {name: _plain(getattr(row, name)) for name in FIELDS[row.kind]}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    match value:
        case Span():
            return [value.start, value.end]
        case Participant():
            return {"name": value.name, "party": value.party}
        case tuple() | list():
            return [_plain(v) for v in value]
        case _:
            return value


def unpack(kind: str, values: Mapping[str, Any]) -> Row:
    """The row that `pack` was given.

    Raises:
        KeyError, TypeError, ValueError: a field is missing, unknown or not of its kind.
    """
    return KIND_TABLES[kind].row_type(**{name: unpack_field(name, value) for name, value in values.items()})


def unpack_field(name: str, value: Any) -> Any:
    """One field of a row from its JSON value."""
    match name:
        case "source" | "cue" | "content" if isinstance(value, list | tuple):
            return tuple(Span(*map(int, pair)) for pair in value)
        case "participants":
            return tuple(Participant(str(p["name"]), str(p["party"])) for p in value)
        case "parties" | "by":
            return tuple(str(v) for v in value)
        case _:
            return ENUMS[name](value) if name in ENUMS else value


def shift(kind: str, values: Mapping[str, Any], by: int) -> dict[str, Any]:
    """Packed fields of a row whose words lie `by` characters further on; fields without a place stay as they are."""
    moved = {name: values[name] + by for name in ("start", "end") if name in values}
    if kind == record.Attribution.kind:
        roles = [name for name in ("source", "cue", "content") if name in values]
        moved |= {name: [[start + by, end + by] for start, end in values[name]] for name in roles}
    return dict(values) | moved


def content_key(values: Mapping[str, Any]) -> str:
    """A key over all that a version says, but not over its confidence: that differs in the last digits between machines."""
    kept = {k: v for k, v in values.items() if k not in ("confidence", "actor_confidence")}
    return make_key(json.dumps(kept, sort_keys=True))


def row_content_key(row: Row, codebook_sha256: str = "") -> str:
    """The content key of a row's version; for coded rows another version of the codebook is another content."""
    return content_key(pack(row) | {"codebook_sha256": codebook_sha256})
