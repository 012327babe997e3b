"""Reads of rows: the record as it stands, what a person decided before what a maker read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, exists, or_, select

from communique.errors import NotInRecord, UsageError
from communique.store.codec import KIND_TABLES, KindTable
from communique.store.queries.documents import CHUNK, find_key, is_current
from communique.store.queries.times import stands
from communique.store.results import StoredRow
from communique.store.tables import documents
from communique.store.tables import judgements as j
from communique.store.tables import readings as r

REJECTED = "rejected"
HANDS = {name: kind.table.alias("hand") for name, kind in KIND_TABLES.items()}  # to ask whether a hand has touched a row


def get_kind_table(kind: str) -> KindTable:
    """How a kind is kept.

    Raises:
        UsageError: there is no such kind.
    """
    if kind not in KIND_TABLES:
        raise UsageError(f"no rows of kind {kind[:40]!r}; the kinds are {', '.join(KIND_TABLES)}")
    return KIND_TABLES[kind]


def effective(kind: KindTable, as_of: str | None, *, include_rejected: bool = False) -> ColumnElement[bool]:
    """Whether a version is the one that counts: made by hand, or by a maker where no hand has touched the row."""
    t = kind.table
    by_hand = HANDS[kind.kind]
    touched = exists().where(by_hand.c.row_id == t.c.row_id, by_hand.c.by_hand, stands(by_hand, as_of))
    counts = and_(stands(t, as_of), or_(t.c.by_hand, ~touched))
    if kind.is_coded:
        # What was read before there was a codebook ends when the document is read under one; what a person decided about it
        # stays until it has been carried along.
        coded = exists().where(r.c.document_id == t.c.document_id, r.c.codebook != "", stands(r, as_of))
        carried = exists().where(j.c.carried_from == t.c.judgement_id)
        counts = and_(counts, or_(t.c.codebook != "", ~coded, and_(t.c.by_hand, ~carried)))
    return counts if include_rejected else and_(counts, t.c.status != REJECTED)


def iter_rows(
    connection: Connection,
    kind: str,
    *,
    as_of: str | None = None,
    codebook: str | None = None,
    document: str | None = None,
    include_rejected: bool = False,
) -> Iterator[StoredRow]:
    """The rows of one kind, by document in the order of adding, then by place in the text.

    Args:
        codebook: for statements and alignments only those of this codebook.
        document: only those of this document.
    """
    how = get_kind_table(kind)
    which = effective(how, as_of, include_rejected=include_rejected)
    if codebook is not None and how.is_coded:
        which = and_(which, how.table.c.codebook == codebook)
    for keys in _iter_keys(connection, as_of, document):
        yield from fetch(connection, how, and_(which, how.table.c.document_id.in_(keys)), keys)


def _iter_keys(connection: Connection, as_of: str | None, document: str | None) -> Iterator[list[str]]:
    """The ids of the documents to read rows of, some at a time."""
    if document is not None:
        yield [find_key(connection, document, as_of=as_of)]
        return
    last = 0
    while True:
        query = select(documents.c.n, documents.c.id).where(documents.c.n > last, is_current(as_of))
        lines = connection.execute(query.order_by(documents.c.n).limit(CHUNK)).all()
        if not lines:
            return
        yield [key for _, key in lines]
        last = lines[-1][0]


def fetch(connection: Connection, kind: KindTable, which: ColumnElement[bool], keys: Sequence[str] = ()) -> list[StoredRow]:
    """The versions that a condition holds for, in the order of `keys` (documents), then of the text."""
    t = kind.table
    lines = connection.execute(select(t).where(which)).mappings().all()
    order = {key: i for i, key in enumerate(keys)}
    lines = sorted(
        lines, key=lambda v: (order.get(v["document_id"], 0), v["span_start"], v["span_end"], v["row_id"], v["made_at"])
    )
    lists = _fetch_lists(connection, kind, which)
    return [to_stored(kind, line, lists.get(line["n"], ())) for line in lines]


def _fetch_lists(connection: Connection, kind: KindTable, which: ColumnElement[bool]) -> dict[int, list[RowMapping]]:
    out: dict[int, list[RowMapping]] = defaultdict(list)
    if kind.lists is not None:
        child = kind.lists.table
        joined = select(child).join(kind.table, child.c.version == kind.table.c.n).where(which)
        for element in connection.execute(joined.order_by(child.c.version, child.c.place_in_list)).mappings():
            out[element["version"]].append(element)
    return out


def to_stored(kind: KindTable, line: RowMapping, lists: Sequence[RowMapping]) -> StoredRow:
    """A version as it is handed out."""
    return StoredRow(
        id=line["row_id"],
        kind=kind.kind,
        document_id=line["document_id"],
        row=kind.from_columns(dict(line), [dict(element) for element in lists]),
        status=line["status"],
        codebook=line["codebook"] if kind.is_coded else "",
        codebook_sha256=line["codebook_sha256"] if kind.is_coded else "",
        run_id=line["run_id"],
        made_at=line["made_at"],
        superseded_at=line["superseded_at"],
        judgement_id=line["judgement_id"],
        content_key=line["content_key"],
    )


def get_row(connection: Connection, row_id: str, *, as_of: str | None = None) -> StoredRow:
    """The row with this id as it stands, rejected or not.

    Raises:
        NotInRecord: no such row stands.
    """
    for kind in KIND_TABLES.values():
        found = fetch(connection, kind, and_(kind.table.c.row_id == row_id, effective(kind, as_of, include_rejected=True)))
        if found:
            return found[0]
    raise NotInRecord(f"no row {row_id[:40]!r} stands in this store: `communique rows KIND` lists the rows with their ids")


def find_history(connection: Connection, kind: str, row_id: str) -> list[StoredRow]:
    """Every version of a row, oldest first."""
    how = get_kind_table(kind)
    return sorted(fetch(connection, how, how.table.c.row_id == row_id), key=lambda v: v.made_at)
