"""The second law: a person has the last word. Judgements are appended, never changed; their outcome is a version by hand.

The version by hand is what the judgements on a row come to. It is made anew after each of them, in the same
transaction, and stands before whatever any maker reads; `verify` checks that the two agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from communique.errors import NotInRecord, StoreConflict, UsageError
from communique.model.record import Row, Statement
from communique.store import sqlite, tables
from communique.store.codec import CODED_KINDS, KIND_TABLES, pack, row_content_key, unpack
from communique.store.fields import defaults_of, make_row, read_fields
from communique.store.identities import split_actor
from communique.store.journal import write_log
from communique.store.keys import row_key
from communique.store.queries.actors import last_merge
from communique.store.queries.documents import find_key
from communique.store.queries.judgements import UNDO, Standing, find_standing, iter_judgements
from communique.store.queries.rows import get_kind_table, get_row
from communique.store.results import Judgement, Merge, StoredRow
from communique.store.types import now

VERDICTS = ("accept", "correct", "reject")


def judge_row(
    connection: Connection,
    row_id: str,
    verdict: str,
    *,
    fields: Mapping[str, Any] | None,
    coder: str,
    note: str,
) -> Judgement:
    """Append a judgement on a row that stands.

    Raises:
        NotInRecord: no such row stands.
        UsageError: the verdict is none, or the corrected fields cannot be.
    """
    if verdict not in VERDICTS:
        raise UsageError(f"{verdict[:40]!r} is no verdict on a row; it is one of {', '.join(VERDICTS)}")
    if bool(fields) != (verdict == "correct"):
        raise UsageError("`correct` names the fields that it sets, such as stance=oppose; `accept` and `reject` name none")
    stored = get_row(connection, row_id)
    standing = find_standing(list(iter_judgements(connection, row_id=row_id)))
    base = standing.base if standing else pack(stored.row)
    payload = _read_correction(connection, stored, fields) if fields else {}
    if verdict == "accept" and standing:
        payload = standing.changes  # accepted is what the coder sees
    values = {"row_id": row_id, "kind": stored.kind, "document_id": stored.document_id, "verdict": verdict}
    return _append(connection, stored, {**values, "payload": payload, "base": base, "note": note, "coder": coder})


def _read_correction(connection: Connection, stored: StoredRow, fields: Mapping[str, Any]) -> dict[str, Any]:
    text, now_says = _text_of(connection, stored.document_id)["text"], pack(stored.row)
    payload = read_fields(stored.kind, fields, text, now_says)
    _check_issue(connection, payload.get("issue"), stored.codebook_sha256)
    row = pack(make_row(stored.kind, now_says | payload, text))
    return {name: row[name] for name in payload}


def add_row(
    connection: Connection,
    kind: str,
    document: str,
    fields: Mapping[str, Any],
    *,
    codebook: tuple[str, str],
    coder: str,
    note: str,
) -> Judgement:
    """Append a row that no maker made.

    Args:
        document: a given id, or the id of the text in the store.
        codebook: id and SHA-256 of the codebook, for statements and alignments; ("", "") otherwise.

    Raises:
        NotInRecord: there is no such document.
        StoreConflict: the record says the same already.
        UsageError: the fields make no row, or the row is no literal span.
    """
    get_kind_table(kind)
    line = _text_of(connection, find_key(connection, document))
    values = defaults_of(kind) | read_fields(kind, fields, line["text"])
    made = values | {"maker": f"human:{coder}@1", "confidence": 1.0, "rule": ""}
    row = make_row(kind, made, line["text"])
    codebook = codebook if kind in CODED_KINDS else ("", "")
    if kind in CODED_KINDS and not codebook[0]:
        _check_uncoded(connection, line["id"], kind)
    _check_issue(connection, values.get("issue"), codebook[1])
    if isinstance(row, Statement):
        row = replace(row, codebook=codebook[0])
    row_id = _free_key(connection, row, line["text_sha256"], codebook[0])
    stored = StoredRow(row_id, kind, line["id"], row, "added", codebook[0], codebook[1], None, "")
    values = {"row_id": row_id, "kind": kind, "document_id": line["id"], "verdict": "add", "payload": pack(row)}
    return _append(connection, stored, {**values, "base": pack(row), "note": note, "coder": coder})


def _check_issue(connection: Connection, issue: Any, codebook_sha256: str) -> None:
    """Refuse an issue that the codebook does not have; rows under no codebook may name any."""
    c = tables.codebooks
    issues = connection.execute(select(c.c.issues).where(c.c.sha256 == codebook_sha256)).scalar()
    known = [entry["id"] for entry in issues or ()]
    if issue is not None and known and issue not in known:
        raise UsageError(f"the codebook has no issue {str(issue)[:40]!r}; it has {', '.join(known)}")


def _check_uncoded(connection: Connection, document_id: str, kind: str) -> None:
    """Refuse a coded row without codebook where the document has been read under one: nobody would see it."""
    r = tables.readings
    query = select(r.c.codebook).where(r.c.document_id == document_id, r.c.codebook != "", r.c.superseded_at.is_(None))
    names = sorted(connection.execute(query).scalars())
    if names:
        raise UsageError(
            f"the document was read under a codebook: name the one that the row of {kind} is for ({', '.join(names)})"
        )


def _free_key(connection: Connection, row: Row, text_sha256: str, codebook: str) -> str:
    """The id for a new row: the one that a maker would give it, or the next if another row of that place has it."""
    for ordinal in range(1_000):
        row_id = row_key(text_sha256, row, codebook, ordinal)
        try:
            standing = get_row(connection, row_id)
        except NotInRecord:
            return row_id
        if _says(standing.row) == _says(row):
            raise StoreConflict(f"row {row_id} says the same ({standing.status}): accept or correct it instead of adding another")
    raise StoreConflict("a thousand rows at one place of one text: correct those instead of adding another")


def _says(row: Row) -> dict[str, Any]:
    """What a row says, whoever made it."""
    return {k: v for k, v in pack(row).items() if k not in ("maker", "confidence", "rule", "actor_rule", "actor_confidence")}


def undo_last(connection: Connection, *, coder: str, note: str) -> Judgement | Merge:
    """Take back what the coder decided last of what still counts: a judgement on a row, or a merge of actors by a split.

    Raises:
        NotInRecord: the coder has decided nothing that counts.
    """
    judgement, merge = _last_of(connection, coder), last_merge(connection, coder)
    if merge is not None and (judgement is None or judgement.at < merge.at):
        split_actor(connection, merge.actor_id, coder=coder, note=note)
        return merge
    if judgement is None:
        raise NotInRecord(f"{coder[:60]} has no judgement left to undo: `communique log` lists all")
    return undo_judgement(connection, judgement.id, coder=coder, note=note)


def _last_of(connection: Connection, coder: str) -> Judgement | None:
    own = [j for j in iter_judgements(connection, coder=coder) if not j.is_undone and j.verdict != UNDO]
    return own[-1] if own else None


def undo_judgement(connection: Connection, judgement_id: int, *, coder: str, note: str) -> Judgement:
    """Append an undo of a judgement. An undo can be undone.

    Raises:
        NotInRecord: there is no such judgement.
        StoreConflict: it is undone already.
    """
    target = _find_target(connection, judgement_id)
    codebook = codebook_of(connection, target.kind, target.row_id)
    row = unpack(target.kind, target.base)
    stored = StoredRow(target.row_id, target.kind, target.document_id, row, "", codebook[0], codebook[1], None, "")
    values = {"row_id": target.row_id, "kind": target.kind, "document_id": target.document_id, "verdict": UNDO}
    rest = {"payload": {}, "base": target.base, "target": target.id, "note": note, "coder": coder}
    return _append(connection, stored, {**values, **rest})


def codebook_of(connection: Connection, kind: str, row_id: str) -> tuple[str, str]:
    """The codebook that a judged row belongs to, as id and SHA-256; empty for kinds without."""
    if kind not in CODED_KINDS:
        return "", ""
    t = KIND_TABLES[kind].table
    last = select(t.c.codebook, t.c.codebook_sha256).where(t.c.row_id == row_id).order_by(t.c.n.desc()).limit(1)
    name, sha256 = connection.execute(last).one()
    return str(name), str(sha256)


def _find_target(connection: Connection, judgement_id: int) -> Judgement:
    row_id = connection.execute(select(tables.judgements.c.row_id).where(tables.judgements.c.id == judgement_id)).scalar()
    for judgement in iter_judgements(connection, row_id=row_id) if row_id else ():
        if judgement.id == judgement_id:
            if judgement.is_undone:
                raise StoreConflict(f"judgement {judgement_id} is undone already; undo that undo to bring it back")
            return judgement
    raise NotInRecord(f"no judgement {judgement_id} in this store: `communique log` lists all")


def _append(connection: Connection, stored: StoredRow, values: dict[str, Any]) -> Judgement:
    at = now()
    judgement_id = sqlite.next_number(connection, tables.judgements)
    line = {"target": None, **values, "id": judgement_id, "at": at}
    connection.execute(insert(tables.judgements), line)
    details = {"judgement": judgement_id, "row": stored.id, "kind": stored.kind, "text": stored.document_id}
    details |= {"undoes": line["target"]} if line["target"] else {}
    write_log(connection, line["verdict"], line["coder"], details=details, at=at)
    found = list(iter_judgements(connection, row_id=stored.id))
    write_version_by_hand(connection, stored, find_standing(found), at)
    return found[-1]


def write_version_by_hand(connection: Connection, stored: StoredRow, standing: Standing | None, at: str) -> None:
    """Make the version by hand say what the judgements come to; without any that counts there is none.

    Args:
        stored: gives the row's id, document and codebook; its content is not used.
    """
    kind = KIND_TABLES[stored.kind]
    t = kind.table
    old = (t.c.row_id == stored.id) & t.c.by_hand & t.c.superseded_at.is_(None)
    connection.execute(update(t).where(old).values(superseded_at=at))
    if standing is None:
        return
    row, n = unpack(stored.kind, standing.fields()), sqlite.next_number(connection, t)
    line = kind.to_columns(row) | {"n": n, "row_id": stored.id, "document_id": stored.document_id}
    line |= {"by_hand": True, "status": standing.status, "judgement_id": standing.last.id, "run_id": None, "made_at": at}
    line |= {"content_key": row_content_key(row, stored.codebook_sha256)}
    if kind.is_coded:
        line |= {"codebook": stored.codebook, "codebook_sha256": stored.codebook_sha256}
    connection.execute(insert(t), line)
    lists = kind.to_lists(row, n)
    if kind.lists is not None and lists:
        connection.execute(insert(kind.lists.table), lists)


def _text_of(connection: Connection, document_id: str) -> RowMapping:
    d = tables.documents
    return connection.execute(select(d.c.id, d.c.text, d.c.text_sha256).where(d.c.id == document_id)).mappings().one()
