"""Keeps documents with all that was read from them; each goes in whole or not at all.

What is there already and says the same stays untouched; what a newer reading no longer says, or says otherwise, is
marked as superseded and stays readable. Versions made by hand are never touched here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table, and_, insert, select, update

from communique.model.codebook import Codebook, PartOfCodebook
from communique.model.document import Document, Quarantined
from communique.model.reading import MentionKind, Office
from communique.model.record import Alignment, Attribution, Meeting, Quote, Record, Row, Statement
from communique.store import sqlite, tables
from communique.store.carrying import carry_to_codebook, carry_to_text
from communique.store.codec import KIND_TABLES, KindTable, content_key, row_content_key
from communique.store.journal import keep_codebook, put_in_quarantine, release_from_quarantine, write_log
from communique.store.keys import actor_key, codebook_sha256, document_key, row_keys
from communique.store.literal import find_first_fault
from communique.store.results import Item, Outcome, Run
from communique.store.types import now
from communique.store.witnesses import add_witness, find_refusal, latest_witness

CHANGED = "the store was changed while the document was coded again: run once more"
Known = dict[str, tuple[int, str]]  # by the id of the row: number and content key of its version
Made = dict[str, tuple[Row, str]]
UNCODED = ""  # the codebook of readings and rows that no codebook decides


def is_read(connection: Connection, document: Document, document_id: str, codebook: Codebook | None, run: Run) -> bool:
    """Whether these makers have read the text under this version of the codebook.

    Dates are resolved against the day of publication: the witness that was read counts as unread when its date changes.
    """
    return find_version(connection, document, document_id, codebook, run) == codebook_sha256(codebook)


def find_version(connection: Connection, document: Document, document_id: str, codebook: Codebook | None, run: Run) -> str | None:
    """The version of the codebook under which these makers have read the text; None if they have not."""
    r = tables.readings
    query = select(r.c.given_id, r.c.published, r.c.codebook_sha256).where(
        r.c.document_id == document_id,
        r.c.makers_key == run.makers_key,
        r.c.codebook == (codebook.id if codebook else UNCODED),
        r.c.superseded_at.is_(None),
    )
    found = connection.execute(query)
    return next((sha256 for given, published, sha256 in found if given != document.id or published == document.published), None)


def keep_items(connection: Connection, items: Sequence[Item], run: Run) -> list[Outcome]:
    """Keep documents in one transaction, in their order; how each ended, in the same order."""
    keeper = _Keeper(connection, run)
    outcomes = [keeper.keep(item) for item in items]
    keeper.flush()
    release_from_quarantine(connection, [o.document_id for o in outcomes if o.status == "done"], run, keeper.at)
    return outcomes


class _Keeper:
    """One unit of work. Lines that nothing in the same unit asks for are gathered and inserted together at the end."""

    def __init__(self, connection: Connection, run: Run) -> None:
        self.connection = connection
        self.run = run
        self.at = now()
        self.pending: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        self.numbers: dict[Table, int] = {}
        self.words: list[dict[str, Any]] = []
        self.codebooks: set[str] = set()
        self.kept: set[str] = set()

    def keep(self, item: Item) -> Outcome:
        document = item.document
        key = document_key(document.text_sha256)
        latest = latest_witness(self.connection, document.id)
        refusal = find_refusal(self.connection, document, key, latest, self.run)
        if refusal:
            return _quarantine(self.connection, document, "duplicate-id", refusal, self.run, self.at)
        fault = find_first_fault(item.record, document.text)
        if fault is not None:
            return _quarantine(self.connection, document, "span", fault, self.run, self.at)
        if isinstance(item.codebook, PartOfCodebook) and not is_read(self.connection, document, key, None, self.run):
            return _quarantine(self.connection, document, "changed", CHANGED, self.run, self.at)
        is_new = self._keep_text(document, key)
        superseded = add_witness(self.connection, document, key, latest, run=self.run, at=self.at)
        status = "done"
        if not is_new and is_read(self.connection, document, key, item.codebook, self.run):
            status = "skipped:known" if superseded is None else "skipped:duplicate"
        else:
            self._keep_reading(item, key, is_new)
        if superseded:
            self.flush()
        return Outcome(document.id, status, replaces=_carry(self.connection, superseded, key, self.run))

    def _keep_text(self, document: Document, key: str) -> bool:
        """Add the text; False if it is there."""
        d = tables.documents
        if self.connection.execute(select(d.c.n).where(d.c.id == key)).first() is not None:
            return False
        line = {
            "n": self._number(d),
            "id": key,
            "text_sha256": document.text_sha256,
            "text": document.text,
            "n_chars": len(document.text),
            "zones": _zones_of(document),
            "zones_maker": document.maker,
            "added_at": self.at,
            "added_in_run": self.run.id,
        }
        self.connection.execute(insert(d), line)
        self.words.append({"n": line["n"], "text": document.text})
        return True

    def _keep_reading(self, item: Item, key: str, is_new: bool) -> None:
        """Keep the rows that no codebook decides, unless these makers have made them; then those that one does.

        Events are read more carefully under a codebook, so the first one brings those rows anew.
        """
        codebook = item.codebook
        if key in self.kept:
            self.flush()  # what follows compares with what is in the tables
        self.kept.add(key)
        is_first_coding = codebook is not None and not is_new and not self._is_coded(key)
        if is_new or is_first_coding or not is_read(self.connection, item.document, key, None, self.run):
            self._note_reading(item, key, None, is_new)
            self._keep_zones(item.document, key, is_new)
            self._keep_offices(item.offices, key, is_new)
            self._keep_kinds(item, key, None, is_new)
        if codebook is not None:
            self._keep_codebook(codebook)
            self._note_reading(item, key, codebook, is_new)
        if codebook is not None or is_new or not self._is_coded(key):
            self._keep_kinds(item, key, codebook, is_new, coded=True)
        if codebook is not None and not is_new:
            self.flush()
            carry_to_codebook(self.connection, key, item.document.text_sha256, codebook, self.run)
        self._keep_actors(item, key)

    def _keep_codebook(self, codebook: Codebook) -> None:
        sha256 = codebook_sha256(codebook)
        if sha256 not in self.codebooks:
            keep_codebook(self.connection, codebook, self.run)
            self.codebooks.add(sha256)

    def _is_coded(self, key: str) -> bool:
        r = tables.readings
        query = select(r.c.n).where(r.c.document_id == key, r.c.codebook != UNCODED, r.c.superseded_at.is_(None)).limit(1)
        return self.connection.execute(query).first() is not None

    def _note_reading(self, item: Item, key: str, codebook: Codebook | None, is_new: bool) -> None:
        r = tables.readings
        scope = codebook.id if codebook else UNCODED
        if not is_new:
            self._supersede(r, and_(r.c.document_id == key, r.c.codebook == scope))
        line = {
            "document_id": key,
            "codebook": scope,
            "codebook_sha256": codebook_sha256(codebook),
            "makers_key": self.run.makers_key,
            "given_id": item.document.id,
            "published": item.document.published,
        }
        self.connection.execute(insert(r), line | self._made())

    def _keep_zones(self, document: Document, key: str, is_new: bool) -> None:
        """A newer reader of the same text may mark its zones otherwise; only the newest marks are kept."""
        if not is_new:
            d = tables.documents
            zones = {"zones": _zones_of(document), "zones_maker": document.maker}
            self.connection.execute(update(d).where(d.c.id == key).values(**zones))

    def _keep_offices(self, offices: Iterable[Office], key: str, is_new: bool) -> None:
        t = tables.offices
        lines = {}
        for office in offices:
            line = {"person": office.person, "role": office.role, "party": office.party, "is_former": office.is_former}
            line |= {"span_start": office.start, "span_end": office.end}
            lines[content_key(line)] = line
        known = {} if is_new else self._known(t, t.c.content_key, t.c.document_id == key)
        self._supersede_numbers(t, [n for k, (n, _) in known.items() if k not in lines])
        self.pending[t] += [
            line | {"content_key": k, "document_id": key} | self._made() for k, line in lines.items() if k not in known
        ]

    def _keep_kinds(self, item: Item, key: str, codebook: Codebook | None, is_new: bool, *, coded: bool = False) -> None:
        sha256 = item.document.text_sha256
        for kind, rows in item.record.rows().items():
            if KIND_TABLES[kind].is_coded == coded:
                self._keep_rows(KIND_TABLES[kind], rows, (key, sha256), codebook, is_new)

    def _keep_rows(
        self, kind: KindTable, rows: Sequence[Row], document: tuple[str, str], codebook: Codebook | None, is_new: bool
    ) -> None:
        """Bring the versions that makers made to what this reading says, touching only what differs.

        Of a part of a codebook, the rows on the issues that it does not code stay whatever this reading says.
        """
        key, text_sha256 = document
        t, scope = kind.table, codebook.id if codebook else UNCODED
        if kind.row_type is Statement:
            rows = [replace(row, codebook=scope) for row in rows if isinstance(row, Statement)]
        sha256 = codebook_sha256(codebook)
        keys = row_keys(text_sha256, rows, scope)
        made = {k: (row, row_content_key(row, sha256)) for k, row in zip(keys, rows, strict=True)}
        known = {} if is_new else self._known(t, t.c.row_id, _of_makers(t, key, scope))
        if isinstance(codebook, PartOfCodebook) and kind.is_coded:
            known, made = self._outdated(kind, codebook, (key, scope), known, made)
        self._supersede_numbers(t, [n for k, (n, content) in known.items() if k not in made or made[k][1] != content])
        coded = {"codebook": scope, "codebook_sha256": sha256} if kind.is_coded else {}
        for row_id, (row, content) in made.items():
            if row_id not in known or known[row_id][1] != content:
                self._add_version(kind, row, {"row_id": row_id, "document_id": key, "content_key": content, **coded})

    def _outdated(
        self, kind: KindTable, codebook: PartOfCodebook, where: tuple[str, str], known: Known, made: Made
    ) -> tuple[Known, Made]:
        """The versions that a part of a codebook makes outdated, and the rows that take their place or come new.

        An alignment is on one issue or none, which is no part of its id: one that was on no issue may be on one now.
        """
        t = kind.table
        query = select(t.c.row_id, t.c.issue).where(_of_makers(t, *where), t.c.superseded_at.is_(None))
        was = {k: issue for k, issue in self.connection.execute(query) if k in known}
        now_on = {k: row.issue for k, (row, _) in made.items() if isinstance(row, Statement | Alignment)}
        stay = {i.id for i in codebook.issues if not codebook.codes(i.id)}
        kept = {k for k, i in was.items() if i in stay or (i is None and not codebook.codes(now_on.get(k) or ""))}
        new = {k for k, i in now_on.items() if k not in kept and (k in was or codebook.codes(i or ""))}
        return {k: v for k, v in known.items() if k not in kept}, {k: v for k, v in made.items() if k in new}

    def _add_version(self, kind: KindTable, row: Row, where: dict[str, Any]) -> None:
        n = self._number(kind.table)
        line = kind.to_columns(row) | where | {"n": n, "by_hand": False, "status": "read"} | self._made()
        self.pending[kind.table].append(line)
        if kind.lists is not None:
            self.pending[kind.lists.table] += kind.to_lists(row, n)

    def _known(self, table: Table, name: Any, which: Any) -> dict[str, tuple[int, str]]:
        query = select(name, table.c.n, table.c.content_key).where(which, table.c.superseded_at.is_(None))
        return {k: (n, content) for k, n, content in self.connection.execute(query)}

    def _supersede_numbers(self, table: Table, numbers: Sequence[int]) -> None:
        for i in range(0, len(numbers), 500):
            self._supersede(table, table.c.n.in_(numbers[i : i + 500]))

    def _supersede(self, table: Table, which: Any) -> None:
        gone = update(table).where(which, table.c.superseded_at.is_(None))
        self.connection.execute(gone.values(superseded_at=self.at, superseded_by_run=self.run.id))

    def _made(self) -> dict[str, Any]:
        return {"run_id": self.run.id, "made_at": self.at}

    def _number(self, table: Table) -> int:
        number = self.numbers.get(table) or sqlite.next_number(self.connection, table)
        self.numbers[table] = number + 1
        return number

    def _keep_actors(self, item: Item, key: str) -> None:
        persons = {(o.person, o.party): MentionKind.PERSON for o in item.offices}
        kinds = {**item.kinds, **persons}
        for who in sorted(_actors_of(item.record) | set(persons)):
            name, party = who
            kind = kinds[who].value if who in kinds else None
            line = {"id": actor_key(name, party), "name": name, "party": party, "kind": kind}
            self.pending[tables.actors].append(line)
            self.pending[tables.actor_documents].append({"actor_id": line["id"], "document_id": key})

    def flush(self) -> None:
        """Insert what was gathered: tables before those that point at them."""
        for table in tables.metadata.sorted_tables:
            lines = self.pending.pop(table, [])
            if table is tables.actors:
                sqlite.keep_actors(self.connection, table, lines)
            elif table is tables.actor_documents:
                sqlite.insert_new(self.connection, table, lines)
            elif lines:
                self.connection.execute(insert(table), lines)
        sqlite.index_words(self.connection, self.words)
        self.words = []


def _of_makers(table: Table, key: str, scope: str) -> Any:
    """What makers, not people, made of a document; for a codebook also what was read before there was one."""
    which = and_(table.c.document_id == key, table.c.by_hand.is_(False))
    return and_(which, table.c.codebook.in_([UNCODED, scope])) if "codebook" in table.c else which


def _zones_of(document: Document) -> list[list[Any]]:
    return [[zone.kind.value, zone.start, zone.end] for zone in document.zones]


def _actors_of(record: Record) -> set[tuple[str, str]]:
    """Everybody whom a record names, with the party."""
    found: set[tuple[str, str]] = set()
    for rows in record.rows().values():
        for row in rows:
            match row:
                case Attribution(actor=str(name), party=party):
                    found.add((name, party or ""))
                case Statement():
                    found.add((row.actor, row.party))
                case Quote():
                    found.add((row.speaker, row.party))
                case Meeting():
                    found |= {(p.name, p.party) for p in row.participants}
    return found


def note_witness(connection: Connection, document: Document, run: Run) -> Outcome:
    """Note where a known text appeared; how the document ended."""
    key, at = document_key(document.text_sha256), now()
    latest = latest_witness(connection, document.id)
    refusal = find_refusal(connection, document, key, latest, run)
    if refusal:
        return _quarantine(connection, document, "duplicate-id", refusal, run, at)
    superseded = add_witness(connection, document, key, latest, run=run, at=at)
    if superseded is not None:
        write_log(connection, "witness", run.coder, run_id=run.id, details={"document": document.id, "text": key}, at=at)
    replaces = _carry(connection, superseded, key, run)
    return Outcome(document.id, "skipped:known" if superseded is None else "skipped:duplicate", replaces=replaces)


def _carry(connection: Connection, superseded: Sequence[str] | None, key: str, run: Run) -> str:
    """Take judgements along to the text that supersedes others; what it replaces, for a person."""
    if not superseded:
        return ""
    n_carried, n_left = carry_to_text(connection, superseded, key, run)
    told = f"; of the judgements on it {n_carried} went along, {n_left} stay with the earlier text" * bool(n_carried + n_left)
    return f"takes the place of the text that stood for this report{told}"


def _quarantine(connection: Connection, document: Document, code: str, reason: str, run: Run, at: str) -> Outcome:
    put_in_quarantine(connection, Quarantined(document.id, reason, code=code), run, at)
    return Outcome(document.id, f"quarantined:{code}", reason)
