"""Reads of runs, codebooks, the quarantine, the log, and the counts of what a store holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from communique.model.codebook import Codebook, Issue
from communique.store import tables
from communique.store.codec import KIND_TABLES
from communique.store.queries.documents import count_documents, is_current
from communique.store.queries.rows import effective
from communique.store.results import LogEntry, QuarantinedDocument, Run


def iter_runs(connection: Connection) -> Iterator[Run]:
    """Every run, oldest first."""
    r = tables.runs
    for line in connection.execute(select(r).order_by(r.c.id)).mappings():
        values: dict[str, Any] = {name: line[name] for name in Run.__slots__}
        yield Run(**values | {"makers": tuple(line["makers"])})


def iter_codebooks(connection: Connection) -> Iterator[Codebook]:
    """Every version of every codebook that rows refer to; of the versions of one, the last is the one used last."""
    c, r = tables.codebooks, tables.readings
    last_used = select(func.max(r.c.n)).where(r.c.codebook_sha256 == c.c.sha256).scalar_subquery()
    for line in connection.execute(select(c).order_by(func.coalesce(last_used, 0), c.c.added_in_run, c.c.id)).mappings():
        issues = tuple(Issue(**issue | {"keywords": tuple(issue["keywords"])}) for issue in line["issues"])
        yield Codebook(line["id"], line["title"], issues, line["sha256"])


def iter_quarantined(connection: Connection, *, include_resolved: bool = False) -> Iterator[QuarantinedDocument]:
    """Documents that could not be read, oldest first; with `include_resolved` also those that were read later."""
    q = tables.quarantine
    query = select(q).order_by(q.c.n)
    query = query if include_resolved else query.where(q.c.resolved_at.is_(None))
    for line in connection.execute(query):
        yield QuarantinedDocument(line.given_id, line.place, line.code, line.reason, line.run_id, line.at, line.resolved_at)


def iter_log(connection: Connection, *, last: int | None = None) -> Iterator[LogEntry]:
    """The log, oldest line first; with `last` only so many lines from its end."""
    t = tables.log
    query = select(t).order_by(t.c.n.desc()).limit(last) if last is not None else select(t).order_by(t.c.n)
    lines = connection.execute(query).mappings().all() if last is not None else connection.execute(query).mappings()
    for line in reversed(lines) if isinstance(lines, list) else lines:
        yield LogEntry(**{name: line[name] for name in LogEntry.__slots__})


def count(connection: Connection, *, as_of: str | None = None) -> dict[str, int]:
    """How many documents, witnesses, rows of each kind, judgements and documents in quarantine the store holds.

    Rows are those of the record as it stands; `documents_superseded` stay readable with `as_of`.
    """
    standing, total = count_documents(connection, as_of)
    w, d, q, j = tables.witnesses, tables.documents, tables.quarantine, tables.judgements
    out = {"documents": standing, "documents_superseded": total - standing}
    out["witnesses"] = _count(connection, select(func.count()).select_from(w).where(w.c.superseded_at.is_(None)))
    for kind in KIND_TABLES.values():
        joined = kind.table.join(d, d.c.id == kind.table.c.document_id)
        query = select(func.count()).select_from(joined).where(effective(kind, as_of), is_current(as_of))
        out[kind.kind] = _count(connection, query)
    out["judgements"] = _count(connection, select(func.count()).select_from(j))
    out["quarantined"] = _count(connection, select(func.count()).select_from(q).where(q.c.resolved_at.is_(None)))
    return out


def _count(connection: Connection, query: Any) -> int:
    return int(connection.execute(query).scalar() or 0)
