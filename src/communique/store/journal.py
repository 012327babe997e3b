"""The log, the runs and the quarantine: what was done, by whom, and what could not be read.

The log is append-only and never holds text of a document: ids, counts and names of acts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from communique.errors import NotInRecord
from communique.model.codebook import Codebook
from communique.model.document import Quarantined
from communique.store import sqlite, tables
from communique.store.keys import codebook_sha256
from communique.store.results import Run
from communique.store.schema import package_version, write_meta
from communique.store.types import now

RUN_ACTOR = "run"  # who acts in the log where no person is named


def write_log(
    connection: Connection,
    act: str,
    who: str | None,
    *,
    run_id: int | None = None,
    details: Mapping[str, Any],
    at: str | None = None,
) -> None:
    """Append one line to the log."""
    values = {"at": at or now(), "who": who or RUN_ACTOR, "act": act, "run_id": run_id, "details": dict(details)}
    connection.execute(tables.log.insert().values(**values))


def start_run(
    connection: Connection,
    command: str,
    *,
    makers: Sequence[str],
    codebooks: Sequence[Codebook],
    settings: Mapping[str, Any],
    coder: str | None,
) -> Run:
    """Begin a run; earlier runs that never came to an end are marked as interrupted."""
    r, at = tables.runs, now()
    connection.execute(update(r).where(r.c.status == "running").values(status="interrupted"))
    run = Run(
        id=sqlite.next_number(connection, r),
        command=command,
        package_version=package_version(),
        makers=tuple(makers),
        codebooks={c.id: codebook_sha256(c) for c in codebooks},
        settings=dict(settings),
        coder=coder,
        started_at=at,
        finished_at=None,
        status="running",
        counts={},
    )
    values = {name: getattr(run, name) for name in run.__slots__} | {"makers": list(makers), "makers_key": run.makers_key}
    connection.execute(r.insert().values(**values))
    write_meta(connection, "package_version", package_version())
    for codebook in codebooks:
        keep_codebook(connection, codebook, run)
    write_log(connection, "begin", coder, run_id=run.id, details={"command": command, "makers": list(makers)}, at=at)
    return run


def keep_codebook(connection: Connection, codebook: Codebook, run: Run) -> None:
    """Keep the version of a codebook that rows refer to; nothing changes if it is known."""
    issues = [
        {"id": i.id, "label": i.label, "support": i.support, "oppose": i.oppose, "keywords": list(i.keywords)}
        for i in codebook.issues
    ]
    line = {
        "sha256": codebook_sha256(codebook),
        "id": codebook.id,
        "title": codebook.title,
        "issues": issues,
        "added_in_run": run.id,
    }
    sqlite.insert_new(connection, tables.codebooks, [line])


def end_run(connection: Connection, run: Run, counts: Mapping[str, int], status: str) -> None:
    """Note how a run ended.

    Raises:
        NotInRecord: there is no such run.
    """
    r, at = tables.runs, now()
    change = update(r).where(r.c.id == run.id).values(status=status, finished_at=at, counts=dict(counts))
    if not connection.execute(change).rowcount:
        raise NotInRecord(f"run {run.id} is not in this store")
    write_log(connection, "finish", run.coder, run_id=run.id, details={"status": status, "counts": dict(counts)}, at=at)


def put_in_quarantine(connection: Connection, found: Quarantined, run: Run, at: str) -> None:
    """Note a document that could not be read; one line per id and place, however often it is tried."""
    q = tables.quarantine
    here = (q.c.given_id == found.document_id) & (q.c.place == found.where)
    values = {"code": found.code, "reason": found.reason[:400], "run_id": run.id, "at": at, "resolved_at": None}
    known = connection.execute(select(q.c.n, q.c.code, q.c.resolved_at).where(here)).first()
    if known is None:
        connection.execute(q.insert().values(given_id=found.document_id, place=found.where, **values))
    elif known.code != found.code or known.resolved_at is not None:
        connection.execute(update(q).where(here).values(**values))


def release_from_quarantine(connection: Connection, given_ids: Sequence[str], run: Run, at: str) -> None:
    """Note that documents which an earlier run could not read are read after all."""
    q = tables.quarantine
    if given_ids:
        waiting = q.c.given_id.in_(given_ids) & q.c.resolved_at.is_(None) & (q.c.run_id != run.id)
        connection.execute(update(q).where(waiting).values(resolved_at=at))
