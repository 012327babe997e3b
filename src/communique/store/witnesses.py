"""Where a text appeared, and what happens when a report is printed again, in the same words or in others.

The same text under another id, or in another outlet, is another witness of one document. Another text under the same
id or at the same address, with mostly the same words, is the report re-issued: it supersedes the earlier text, which
stays readable. With other words it is another report: at the same address it stands beside the first; under the same id
it is turned away where next to nothing is shared, since file names and numbers of two collections repeat. Nothing is
ever overwritten: a witness that changes gets a new line.
"""

from __future__ import annotations

import codecs
import hashlib
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select, update

from communique.model.document import Document
from communique.store import tables
from communique.store.journal import write_log
from communique.store.results import Run

SAME_REPORT_SHARE = 0.5  # of the shorter text's runs of three words; pages that only share their address have next to none
OTHER_REPORT_SHARE = 0.1  # under one id a text that shares less is another report, and no version rewritten by half
FEW_RUNS = 20  # a shorter text cannot be told from its own correction
DUPLICATE_ID = "this run has brought another text under the same id: give each its own"
REMEDY = (
    "give this one an id of its own (the id of a file is its path below the folder that is named: name the folder above both),"
    " or remove the other first with `communique forget`"
)
DESCRIBED = ("outlet", "published", "published_origin", "title", "url", "byline")
BOMS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


def latest_witness(connection: Connection, given_id: str) -> RowMapping | None:
    """The last line under a given id, superseded or not."""
    w = tables.witnesses
    return connection.execute(select(w).where(w.c.given_id == given_id).order_by(w.c.n.desc()).limit(1)).mappings().first()


def find_refusal(connection: Connection, document: Document, document_id: str, latest: RowMapping | None, run: Run) -> str:
    """Why a text cannot come in under its id, "" if it can: it would take the place of a report that it is no version of.

    Args:
        latest: what `latest_witness` gives for the document's id.
    """
    if is_duplicate_id(latest, document_id, run):
        return DUPLICATE_ID
    if latest is None or latest["superseded_at"] is not None or latest["document_id"] == document_id:
        return ""
    d, j = tables.documents, tables.judgements
    standing = connection.execute(select(d.c.text).where(d.c.id == latest["document_id"])).scalar_one()
    if shared_share(standing, document.text) >= OTHER_REPORT_SHARE:
        return ""
    n = connection.execute(select(func.count()).select_from(j).where(j.c.document_id == latest["document_id"])).scalar_one()
    if not n and min(len(_word_runs(standing)), len(_word_runs(document.text))) < FEW_RUNS:
        return ""
    place = ", ".join(str(latest[name]) for name in ("outlet", "published") if latest[name])
    described = f" ({place})" * bool(place) + f", with {n} judgements" * bool(n)
    return f"under this id the store has another report{described}, which stays: {REMEDY}"


def is_duplicate_id(latest: RowMapping | None, document_id: str, run: Run) -> bool:
    """Whether one run brings two texts under one id: nobody can say which of them is the later."""
    return latest is not None and latest["document_id"] != document_id and latest["added_in_run"] == run.id


def add_witness(
    connection: Connection, document: Document, document_id: str, latest: RowMapping | None, *, run: Run, at: str
) -> list[str] | None:
    """Note that the text appeared here; the texts that it supersedes, or None if nothing is new.

    Args:
        latest: what `latest_witness` gives for the document's id.
    """
    if latest is not None and latest["document_id"] == document_id and not _has_changed(latest, document):
        return None
    superseded: list[str] = []
    w = tables.witnesses
    if latest is not None:
        superseded += _supersede(connection, w.c.given_id == document.id, document_id, run=run, at=at)
    if document.url:
        for n in _same_report_elsewhere(connection, document, document_id):
            superseded += _supersede(connection, w.c.n == n, document_id, run=run, at=at)
    connection.execute(w.insert().values(_to_columns(document, document_id, run=run, at=at)))
    return superseded


def _has_changed(latest: RowMapping, document: Document) -> bool:
    """Whether the description differs. A text that only another address superseded stays so when it is read again."""
    return any(latest[name] != _plain(getattr(document, name)) for name in DESCRIBED)


def _plain(value: Any) -> Any:
    return str(value) if value is not None else None


def _supersede(connection: Connection, which: Any, document_id: str, *, run: Run, at: str) -> list[str]:
    w = tables.witnesses
    old = connection.execute(select(w.c.given_id, w.c.document_id).where(which, w.c.superseded_at.is_(None))).all()
    connection.execute(
        update(w)
        .where(which, w.c.superseded_at.is_(None))
        .values(superseded_at=at, superseded_by=document_id, superseded_by_run=run.id)
    )
    others = [(given_id, old_id) for given_id, old_id in old if old_id != document_id]
    for given_id, old_id in others:
        details = {"document": given_id, "text": old_id, "by_text": document_id}
        write_log(connection, "supersede", run.coder, run_id=run.id, details=details, at=at)
    return [old_id for _, old_id in others]


def _same_report_elsewhere(connection: Connection, document: Document, document_id: str) -> list[int]:
    """Witnesses of another text at the same address, where most of the words are the same."""
    w, d = tables.witnesses, tables.documents
    query = (
        select(w.c.n, d.c.text)
        .join(d, d.c.id == w.c.document_id)
        .where(w.c.url == document.url, w.c.superseded_at.is_(None), w.c.document_id != document_id)
    )
    return [n for n, text in connection.execute(query) if shared_share(text, document.text) >= SAME_REPORT_SHARE]


def shared_share(a: str, b: str) -> float:
    """How much of the shorter text the two share, by runs of three words: 0 to 1.

    Example:
        >>> shared_share("The talks open on Monday.", "The talks open on Tuesday.")
        0.6666666666666666
    """
    runs_a, runs_b = _word_runs(a), _word_runs(b)
    shorter = min(len(runs_a), len(runs_b))
    return len(runs_a & runs_b) / shorter if shorter else 0.0


def _word_runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}


def _to_columns(document: Document, document_id: str, *, run: Run, at: str) -> dict[str, Any]:
    raw = document.raw
    return {
        "document_id": document_id,
        "given_id": document.id,
        **{name: _plain(getattr(document, name)) for name in DESCRIBED},
        "codebook": document.codebook,
        "media_type": document.media_type,
        "encoding": document.encoding,
        "has_bom": document.has_bom,
        "maker": document.maker,
        "warnings": list(document.warnings),
        "raw": None if raw is None or raw == encode(document.text, document.encoding, document.has_bom) else raw,
        "raw_sha256": None if raw is None else hashlib.sha256(raw).hexdigest(),
        "added_at": at,
        "added_in_run": run.id,
    }


def encode(text: str, encoding: str, has_bom: bool) -> bytes | None:
    """The bytes that a plain text was decoded from; the store keeps raw bytes only where this does not give them."""
    try:
        codec = codecs.lookup(encoding).name
        data = text.encode(codec)
    except (LookupError, UnicodeEncodeError):
        return None
    return BOMS.get(codec, b"") + data if has_bom else data
