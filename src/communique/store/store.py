"""The store as a program sees it: open it, keep documents, read the record, judge, undo, verify.

Every method is one transaction or one consistent reading; the work is done in the modules beside and in `queries`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from communique.errors import StoreUnwritable, UsageError
from communique.model.codebook import Codebook
from communique.model.document import Document, Quarantined
from communique.model.reading import MentionKind, Office
from communique.model.record import Record
from communique.store import sqlite
from communique.store.forgetting import forget_document
from communique.store.identities import merge_actors, split_actor
from communique.store.journal import end_run, put_in_quarantine, start_run, write_log
from communique.store.judging import add_row, judge_row, undo_judgement, undo_last
from communique.store.keys import codebook_sha256, document_key
from communique.store.queries import actors, documents, journal, judgements, records, rows, words
from communique.store.results import (
    Forgotten,
    Hit,
    Item,
    Judgement,
    LogEntry,
    Merge,
    Outcome,
    Problem,
    QuarantinedDocument,
    Run,
    ShownRow,
    StoredDocument,
    StoredRow,
)
from communique.store.schema import prepare
from communique.store.types import as_of_stamp, now
from communique.store.verifying import iter_problems
from communique.store.writing import find_version, is_read, keep_items, note_witness

T = TypeVar("T")
AsOf = str | date | datetime | None
CONTEXT_CHARS = 200


def open_store(path: str | Path, *, create: bool = True, coder: str | None = None) -> Store:
    """A store on a file, made if it is not there.

    Args:
        create: False where a missing store is a mistake: reading, judging, exporting.
        coder: who judges through this store, if anybody does.

    Raises:
        StoreError: the file is not a store, or is not there and `create` is False.
        StoreTooNew: a later version of the package wrote it.
        StoreUnwritable: it cannot be made.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/record.db") as store:
        ...     store.counts()["documents"]
        0
    """
    file = Path(path)
    engine = sqlite.make_engine(file)
    with sqlite.naming_errors(file):
        prepare(engine, file, create=create)
    return Store(engine, file, coder)


class Store:
    """A record in a database. Use it as a context manager, or call `close`."""

    def __init__(self, engine: Engine, path: Path, coder: str | None) -> None:
        self._engine = engine
        self.path = path
        self.coder = coder

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """One consistent view of the store, whatever is written meanwhile."""
        with sqlite.naming_errors(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self, *, is_durable: bool = False) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing."""
        with (
            sqlite.naming_errors(self.path),
            self._engine.connect().execution_options(writes=True, is_durable=is_durable) as connection,
            connection.begin(),
        ):
            yield connection

    def _iter(self, read: Callable[..., Iterator[T]], *args: Any, **options: Any) -> Iterator[T]:
        with self._reading() as connection:
            yield from read(connection, *args, **options)

    # Runs

    def begin_run(
        self,
        command: str,
        *,
        makers: Mapping[str, str] | Sequence[str] = (),
        codebooks: Sequence[Codebook] = (),
        settings: Mapping[str, Any] | None = None,
    ) -> Run:
        """Begin a run.

        Args:
            makers: everything that decides what is read, by name or as `name@version`: the steps with their versions,
                the model, and options that change rows. A document read by the same makers is known.
        """
        listed = [f"{k}={v}" for k, v in sorted(makers.items())] if isinstance(makers, Mapping) else list(makers)
        with self._writing() as connection:
            return start_run(connection, command, makers=listed, codebooks=codebooks, settings=settings or {}, coder=self.coder)

    def finish_run(self, run: Run, counts: Mapping[str, int], *, status: str = "done") -> None:
        """Note how a run ended, with the number of documents for each status."""
        with self._writing() as connection:
            end_run(connection, run, counts, status)

    def known(self, document: Document, *, run: Run, codebook: Codebook | None = None) -> bool:
        """Whether the makers of this run have read the text under this version of the codebook.

        If so, `note_witness` is all that is left to do. A changed date of publication makes a document unknown.
        """
        with self._reading() as connection:
            return is_read(connection, document, document_key(document.text_sha256), codebook, run)

    def version_read(self, document: Document, *, run: Run, codebook: Codebook) -> str | None:
        """The sha256 of the codebook's version under which the makers of this run have read the text, None if they have not."""
        key = document_key(document.text_sha256)
        with self._reading() as connection:
            if not is_read(connection, document, key, None, run):
                return None
            return find_version(connection, document, key, codebook, run)

    def note_witness(self, document: Document, *, run: Run) -> Outcome:
        """Note where a known text appeared: `skipped:known`, `skipped:duplicate` or `quarantined:duplicate-id`."""
        with self._writing() as connection:
            return note_witness(connection, document, run)

    def commit_document(
        self,
        document: Document,
        record: Record,
        *,
        run: Run,
        codebook: Codebook | None = None,
        offices: Sequence[Office] = (),
        kinds: Mapping[tuple[str, str], MentionKind] | None = None,
    ) -> Outcome:
        """Keep a document with all that was read from it, whole or not at all; how it ended."""
        return self.commit_documents([Item(document, record, codebook, offices, kinds or {})], run=run)[0]

    def commit_documents(self, items: Sequence[Item], *, run: Run) -> list[Outcome]:
        """Keep several documents in one transaction, which is faster; how each ended, in the same order."""
        with self._writing() as connection:
            return keep_items(connection, items, run)

    def quarantine(self, found: Quarantined, *, run: Run) -> None:
        """Note a document that could not be read."""
        with self._writing() as connection:
            put_in_quarantine(connection, found, run, now())

    # Reading

    def documents(self, *, as_of: AsOf = None) -> Iterator[StoredDocument]:
        """Every document that stands, with its witnesses."""
        return self._iter(documents.iter_documents, as_of=as_of_stamp(as_of))

    def get_document(self, document_id: str, *, as_of: AsOf = None) -> StoredDocument:
        """One document, by a given id, its id in the store or the SHA-256 of its text.

        Raises:
            NotInRecord: there is none.
        """
        with self._reading() as connection:
            return documents.get_document(connection, document_id, as_of=as_of_stamp(as_of))

    def iter_rows(
        self,
        kind: str,
        *,
        as_of: AsOf = None,
        codebook: str | None = None,
        document: str | None = None,
        include_rejected: bool = False,
    ) -> Iterator[StoredRow]:
        """The rows of one kind as they stand, or stood; what a person decided stands before what a maker read."""
        options = {"codebook": codebook, "document": document, "include_rejected": include_rejected}
        return self._iter(rows.iter_rows, kind, as_of=as_of_stamp(as_of), **options)

    def iter_versions(self, kind: str, document: str) -> Iterator[tuple[StoredRow, dict[str, Any]]]:
        """Every version of every row of one kind in a document, oldest first, each also under the names that people gave."""
        return self._iter(records.iter_versions, kind, document)

    def iter_named_rows(
        self,
        kind: str,
        *,
        as_of: AsOf = None,
        codebook: str | None = None,
        document: str | None = None,
        include_rejected: bool = False,
    ) -> Iterator[dict[str, Any]]:
        """The rows of `iter_rows` in the interchange format, under the names that people gave to actors, with their document."""
        options = {"codebook": codebook, "document": document, "include_rejected": include_rejected}
        return self._iter(records.iter_named_rows, kind, as_of=as_of_stamp(as_of), **options)

    def iter_records(
        self, *, as_of: AsOf = None, codebook: str | None = None, document: str | None = None, with_text: bool = False
    ) -> Iterator[dict[str, Any]]:
        """The record of each document in the interchange format, one object for each codebook it was read under."""
        options = {"codebook": codebook, "document": document, "with_text": with_text}
        return self._iter(records.iter_records, as_of=as_of_stamp(as_of), **options)

    def get_row(self, row_id: str, *, as_of: AsOf = None) -> StoredRow:
        """One row as it stands, rejected or not.

        Raises:
            NotInRecord: no such row stands.
        """
        with self._reading() as connection:
            return rows.get_row(connection, row_id, as_of=as_of_stamp(as_of))

    def show(self, row_id: str) -> ShownRow:
        """A row with its document, the text around it, its judgements and all its versions.

        Raises:
            NotInRecord: no such row stands.
        """
        with self._reading() as connection:
            stored = rows.get_row(connection, row_id)
            document = documents.get_document(connection, stored.document_id)
            start, end, text = stored.row.start, stored.row.end, document.text
            return ShownRow(
                stored,
                document,
                before=text[max(0, start - CONTEXT_CHARS) : start],
                words=text[start:end],
                after=text[end : end + CONTEXT_CHARS],
                judgements=tuple(judgements.iter_judgements(connection, row_id=row_id)),
                history=tuple(rows.find_history(connection, stored.kind, row_id)),
                says=records.as_named(stored.to_json(), actors.find_names(connection)),
            )

    def search(self, text: str, *, limit: int = 20) -> list[Hit]:
        """The documents that hold all the words, best first; a phrase stands in quotation marks."""
        with self._reading() as connection:
            return words.search_words(connection, text, limit=limit)

    def counts(self, *, as_of: AsOf = None) -> dict[str, int]:
        """How many documents, witnesses, rows of each kind, judgements and documents in quarantine there are."""
        with self._reading() as connection:
            return journal.count(connection, as_of=as_of_stamp(as_of))

    def actors(self) -> Iterator[actors.StoredActor]:
        """Every actor with the number of documents that name it, most first."""
        return self._iter(actors.iter_actors)

    def parted_actors(self) -> set[tuple[str, str]]:
        """The id of each actor that a person has split and not merged again, with that of the one it was merged into."""
        with self._reading() as connection:
            return actors.parted(connection)

    def offices(self, *, as_of: AsOf = None) -> Iterator[tuple[str, Office]]:
        """The evidence for offices, each with the id of its document in the store, under the names that people gave."""
        return self._iter(actors.iter_offices, as_of=as_of_stamp(as_of))

    def runs(self) -> Iterator[Run]:
        """Every run, oldest first."""
        return self._iter(journal.iter_runs)

    def codebooks(self) -> Iterator[Codebook]:
        """Every version of every codebook that rows refer to."""
        return self._iter(journal.iter_codebooks)

    def quarantined(self, *, include_resolved: bool = False) -> Iterator[QuarantinedDocument]:
        """Documents that could not be read."""
        return self._iter(journal.iter_quarantined, include_resolved=include_resolved)

    def log(self, *, last: int | None = None) -> Iterator[LogEntry]:
        """What runs and people did, oldest first; with `last` only so many lines from the end."""
        return self._iter(journal.iter_log, last=last)

    def judgements(self, *, row_id: str | None = None, coder: str | None = None) -> Iterator[Judgement]:
        """Every judgement in the order in which they were made."""
        return self._iter(judgements.iter_judgements, row_id=row_id, coder=coder)

    # Judging

    def _coder(self, coder: str | None) -> str:
        name = (coder or self.coder or "").strip()
        if not name:
            raise UsageError("a judgement needs the name of its coder: open_store(…, coder='name'), or --coder NAME")
        return name

    def judge(
        self,
        row_id: str,
        verdict: str,
        *,
        fields: Mapping[str, Any] | None = None,
        note: str = "",
        coder: str | None = None,
    ) -> Judgement:
        """Accept, correct or reject a row; the row stays so whatever is read later.

        Args:
            verdict: `accept`, `correct` or `reject`.
            fields: what `correct` sets, by the names of the interchange format.

        Raises:
            NotInRecord: no such row stands.
            UsageError: the verdict or the fields cannot be, or there is no coder.
        """
        with self._writing(is_durable=True) as connection:
            who = self._coder(coder)
            return judge_row(connection, row_id, verdict, fields=fields, coder=who, note=note)

    def add(
        self,
        kind: str,
        document: str,
        fields: Mapping[str, Any],
        *,
        codebook: Codebook | None = None,
        note: str = "",
        coder: str | None = None,
    ) -> Judgement:
        """Add a row that no maker made; it must be a literal span of the document.

        Args:
            document: a given id, or the id of the text in the store.
            fields: by the names of the interchange format; `evidence` alone is enough where the text has it once.
            codebook: for statements and alignments.

        Raises:
            NotInRecord: there is no such document.
            StoreConflict: the record says the same already.
            UsageError: the fields make no row, or there is no coder.
        """
        named = (codebook.id, codebook_sha256(codebook)) if codebook else ("", "")
        with self._writing(is_durable=True) as connection:
            who = self._coder(coder)
            return add_row(connection, kind, document, fields, codebook=named, coder=who, note=note)

    def undo(self, judgement_id: int | None = None, *, note: str = "", coder: str | None = None) -> Judgement | Merge:
        """Take back a judgement; an undo can be undone. Without an id: the coder's last that counts, or a later merge of actors.

        Raises:
            NotInRecord: there is no such judgement.
            StoreConflict: it is undone already.
        """
        with self._writing(is_durable=True) as connection:
            if judgement_id is None:
                return undo_last(connection, coder=self._coder(coder), note=note)
            return undo_judgement(connection, judgement_id, coder=self._coder(coder), note=note)

    def merge_actors(self, into: str, others: Sequence[str], *, note: str = "", coder: str | None = None) -> list[str]:
        """Say that some actors are one; no row changes its id or what was read, only the name it is shown under.

        Args:
            into: the id of the actor that stays.
            others: the ids of those that are the same.

        Raises:
            NotInRecord: an id names no actor.
            StoreConflict: an actor would be merged into itself, or is merged already.
        """
        with self._writing(is_durable=True) as connection:
            return merge_actors(connection, into, others, coder=self._coder(coder), note=note)

    def split_actor(self, actor_id: str, *, note: str = "", coder: str | None = None) -> None:
        """Take an actor out of the one it was merged into.

        Raises:
            NotInRecord: the id names no actor.
            StoreConflict: it is not merged.
        """
        with self._writing(is_durable=True) as connection:
            split_actor(connection, actor_id, coder=self._coder(coder), note=note)

    def write_log(self, act: str, details: Mapping[str, Any], *, coder: str | None = None) -> None:
        """Append a line of a person's to the log: ids and numbers, never a text of a document."""
        with self._writing(is_durable=True) as connection:
            write_log(connection, act, self._coder(coder), details=details)

    # Care

    def forget(self, document_id: str, *, who: str | None = None, everywhere: bool = True) -> Forgotten:
        """Remove a document and all that was read from it, from the file too; a line in the log stays.

        Args:
            everywhere: a text is removed under every id that it has; False where nothing is to be removed if it has others.

        Raises:
            NotInRecord: there is no such document.
            StoreConflict: it shares a text with other ids, and is not to be removed everywhere.
            StoreUnwritable: it is removed, but a process that reads the store keeps the text in the write-ahead log.
        """
        with self._writing(is_durable=True) as connection:
            forgotten = forget_document(connection, document_id, who=who or self.coder, everywhere=everywhere)
        with sqlite.naming_errors(self.path):
            is_gone = sqlite.leave_nothing(self._engine)
        if not is_gone:
            raise StoreUnwritable(
                f"{document_id[:100]} is removed, but another process that reads {self.path} still holds its text:"
                " end that process and open the store once more"
            )
        return forgotten

    def verify(self) -> Iterator[Problem]:
        """Everything in the store that disagrees with itself; nothing if it is sound."""
        return self._iter(iter_problems)
