"""A file of another program into a store. Every row that a person made becomes a judgement on a literal span.

1. The file is read; what cannot be a row is named. 2. Its documents are found in the store, by hash or id, or added, with what
a machine read in them and nobody judged. 3. A row that was exported from this store and came back changed is corrected; one
that is new is added; one that the record has, or had when it was exported, is left. 4. Whatever the store refuses is named
with its reason, and the others are taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from communique.coding.codebook import read_codebook
from communique.errors import NotInRecord, StoreConflict, UsageError
from communique.export.imported import Imported, ImportedDocument, ImportedRow, NotTaken
from communique.export.offsets import Offsets, find_words
from communique.export.refi_reader import slug
from communique.ingest.complete import complete
from communique.model.codebook import Codebook, Issue
from communique.model.document import DateOrigin, Document, Quarantined
from communique.model.record import KINDS, Record, Row, Statement
from communique.runner.row_history import RowHistory, Version, read_history
from communique.store.fields import defaults_of, make_row, read_fields
from communique.store.results import Item, Run, StoredDocument
from communique.store.store import Store

MAKER = "import"
UNKNOWN_CONFIDENCE = 0.5  # of a machine's row in a format that has no place for it
NOT_JUDGED = (
    "a machine made it and nobody judged it, and the document has a reading of its own here: read it with `communique run`,"
    " or give the row to its coder in the other program"
)
_STAND_INS = "\ufffd \n"  # for what a format cannot hold: halves of pairs, characters beyond U+FFFF, carriage returns
Coded = tuple[str, Row]  # with the id of its codebook, "" for none
_CODED = ("statements", "alignments")


@dataclass(slots=True)
class ImportReport:
    """What came of an import: documents and rows added, rows corrected, rows the record has already, and what was not taken."""

    n_documents: int = 0
    n_added: int = 0
    n_machine: int = 0  # of those added: a machine made them and nobody has judged them
    n_corrected: int = 0
    n_known: int = 0
    n_older: int = 0  # as they were exported, before the record was told otherwise
    not_taken: list[NotTaken] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0 when everything was taken, 1 when something was not."""
        return 1 if self.not_taken else 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a document of the file stands in the store, and whether its offsets count there."""

    key: str
    text: str
    fits: bool


class FileImport:
    """One file on its way into one store."""

    def __init__(self, store: Store, imported: Imported, path: Path, coder: str, codebook: str | None) -> None:
        self._store = store
        self._imported = imported
        self._path = path
        self._coder = coder
        self._report = ImportReport(not_taken=list(imported.not_taken))
        self._books = _find_books(store, imported, codebook)
        self._one = next(iter(self._books.values())) if codebook else None
        self._own = {document.key for document in imported.documents}
        self._places: dict[str, _Place | str] = {}
        self._histories: dict[tuple[str, str], RowHistory] = {}
        self._rows_of: dict[str, list[int]] = defaultdict(list)
        for n, row in enumerate(imported.rows):
            self._rows_of[row.document].append(n)
        self._settled: set[int] = set()  # rows of the file, by their number, that came in with their document
        self._added: set[str] = set()  # ids of rows of the store that this import has added

    def take(self) -> ImportReport:
        """Take everything that can be taken."""
        run = self._store.begin_run("import", makers=(f"{MAKER}@1", self._path.name), codebooks=list(self._books.values()))
        status = "stopped"
        try:
            for document in self._imported.documents:
                self._places[document.key] = self._find_place(document) or self._add_document(document, run)
            for n, row in enumerate(self._imported.rows):
                if n not in self._settled:
                    self._refuse(row, self._take_row(row))
            status = "done"
        finally:
            self._store.finish_run(run, {"done": self._report.n_documents}, status=status)
        return self._report

    def _refuse(self, row: ImportedRow, reason: str) -> None:
        if reason:
            self._report.not_taken.append(NotTaken(row.where, reason))

    # Documents

    def _find_place(self, document: ImportedDocument) -> _Place | None:
        """Where a document of the file stands in the store, None if it does not."""
        for name in (document.text_sha256, document.id):
            stored = self._stored(name)
            if stored is not None:
                is_as_exported = stored.text_sha256 == document.text_sha256 and _has_same_places(stored.text, document.text)
                return _Place(stored.key, stored.text, stored.text == document.text or is_as_exported)
        return None

    def _add_document(self, document: ImportedDocument, run: Run) -> _Place | str:
        """Add a document, with what a machine read in it and nobody judged; why it cannot be."""
        made = complete(
            Document(
                id=document.id,
                text=document.text,
                outlet=document.outlet,
                published=document.published,
                title=document.title,
                url=document.url,
                byline=document.byline,
                media_type="text/x-import",
                maker=f"{MAKER}@1",
            )
        )
        if isinstance(made, Quarantined):
            self._report.not_taken.append(NotTaken(f"{self._path.name}: document {document.id[:60]}", made.reason))
            return f"its document was not taken: {made.reason}"
        if made.published == document.published and document.published_origin in list(DateOrigin):
            made = replace(made, published_origin=DateOrigin(document.published_origin))
        found = self._machine_rows(document, made.text)
        items = _items(made, list(found.values()), self._books)
        outcome = self._store.commit_documents(items, run=run)[0]
        if outcome.status.startswith("quarantined"):
            return f"its document was not taken: {outcome.reason}"
        if outcome.status == "done":
            self._settled |= set(found)
            self._report.n_documents += 1
            self._report.n_added += len(found)
            self._report.n_machine += len(found)
        stored = self._store.get_document(document.id)
        return _Place(stored.key, stored.text, stored.text == document.text)

    def _machine_rows(self, document: ImportedDocument, text: str) -> dict[int, Coded]:
        """The rows of a document that a machine made and nobody judged, by their number in the file, with their codebook."""
        found = {}
        for n in self._rows_of[document.key]:
            row = self._imported.rows[n]
            if row.is_machine and not row.lost:
                made = self._machine_row(row, _Place("", text, True))
                if isinstance(made, str):
                    self._settled.add(n)
                    self._refuse(row, made)
                else:
                    found[n] = made
        return found

    def _machine_row(self, row: ImportedRow, place: _Place) -> Coded | str:
        fields = self._fitted(row, place, None)
        book = self._book(row)
        reason = fields if isinstance(fields, str) else _set_issue(fields, book)
        if isinstance(fields, str) or reason:
            return reason
        made: dict[str, Any] = {"maker": row.maker if "@" in row.maker else f"{MAKER}@1", "rule": row.rule}
        made["confidence"] = UNKNOWN_CONFIDENCE if row.confidence is None else row.confidence
        try:
            built = make_row(row.kind, defaults_of(row.kind) | read_fields(row.kind, fields, place.text) | made, place.text)
        except UsageError as err:
            return str(err)
        name = book.id if book else ""
        return name, replace(built, codebook=name) if isinstance(built, Statement) else built

    def _stored(self, name: str) -> StoredDocument | None:
        try:
            return self._store.get_document(name) if name else None
        except NotInRecord:
            return None

    def _place_of_id(self, name: str) -> _Place | str:
        stored = self._stored(name)
        found = _Place(stored.key, stored.text, True) if stored else f"document {name[:60]!r} is not in the store"
        self._places[name] = found
        return found

    # Rows

    def _take_row(self, row: ImportedRow) -> str:
        """Take one row; why it was not taken, "" if it was or the record has it."""
        place = self._places.get(row.document) or self._place_of_id(row.document)
        if isinstance(place, str):
            return place
        exported = self._history(row.kind, place.key).find_exported(row)
        if exported is not None and row.is_changed is False:
            return self._note_known(exported, place)
        fields = row.lost or self._fitted(row, place, exported)
        if isinstance(fields, str):
            return fields
        book = self._book(row)
        reason = _set_issue(fields, book)
        if reason:
            return reason
        try:
            return self._write(row, place, fields, book, exported)
        except StoreConflict:
            self._report.n_known += 1
            return ""
        except (UsageError, NotInRecord) as err:
            return str(err)

    def _fitted(self, row: ImportedRow, place: _Place, exported: Version | None) -> dict[str, Any] | str:
        """The fields with offsets that count in the store's text; why there are none."""
        fields = dict(row.fields)
        words = str(fields.get("evidence") or fields.get("quote") or "")
        if place.fits and "start" in fields and "end" in fields:
            if row.document not in self._own:
                offsets = Offsets(place.text, self._imported.offsets)
                fields |= {"start": offsets.inward(fields["start"]), "end": offsets.inward(fields["end"])}
                if words and place.text[fields["start"] : fields["end"]] != words:
                    return "its words are not those of the text at start and end"
            return {k: v for k, v in fields.items() if k not in ("evidence", "quote")}
        if row.kind == "attributions":
            return fields if place.fits else "the text in the store is another one, and pieces cannot be found anew"
        found = find_words(words, place.text)
        here = [(start, end) for start, end in found if exported is not None and start == exported.stored.row.start]
        if len(found) == 1 or here:
            start, end = (here or found)[0]
            return {k: v for k, v in fields.items() if k not in ("evidence", "quote")} | {"start": start, "end": end}
        if place.fits:
            return fields
        return "the text in the store is another one, and " + (
            "its words are not there once" if words else "the row has no words"
        )

    def _book(self, row: ImportedRow) -> Codebook | None:
        if row.kind not in _CODED:
            return None
        if self._one is not None:
            return self._one
        if row.codebook in self._books:
            return self._books[row.codebook]
        if len(self._books) == 1 and not row.codebook:
            return next(iter(self._books.values()))
        if not row.codebook and not row.fields.get("issue"):
            return None
        having = [book for book in self._books.values() if _find_issue(book, str(row.fields.get("issue")))]
        if len(having) == 1 and not row.codebook:
            return having[0]
        made = _made_codebook(row.codebook or self._path.stem, [r for r in self._imported.rows if r.codebook == row.codebook])
        return self._books.setdefault(row.codebook or made.id, made)

    def _write(
        self, row: ImportedRow, place: _Place, fields: dict[str, Any], book: Codebook | None, exported: Version | None
    ) -> str:
        """Correct the row of the store that this one was exported from, or add it; why it is neither."""
        history, codebook = self._history(row.kind, place.key), book.id if book else ""
        if exported is None and history.find_standing(fields, codebook):
            self._report.n_known += 1
            return ""
        if exported is None and history.find_earlier(row, fields, codebook, self._coder):
            self._report.n_older += 1
            return ""
        base = exported or self._find_unmarked(row, history)
        if base is not None and not base.changes_to(fields):
            return self._note_known(base, place)
        standing = history.standing(base.stored.id) if base else None
        if base is not None and standing is not None:
            changed = {k: v for k, v in base.changes_to(fields).items() if k in standing.changes_to(fields)}
            return self._correct(row, place, standing, changed)
        if row.is_machine and base is None:
            return NOT_JUDGED
        return self._add(row, place, fields, book)

    def _find_unmarked(self, row: ImportedRow, history: RowHistory) -> Version | None:
        """The row with the id of one in a file that does not tell what it said when it was exported."""
        is_marked = row.said or row.reviewed_at is not None
        return None if is_marked or row.row_id in self._added else history.standing(row.row_id)

    def _note_known(self, exported: Version, place: _Place) -> str:
        """Count a row that is as it was exported: the record has it, or has been told otherwise since."""
        standing = self._history(exported.stored.kind, place.key).standing(exported.stored.id)
        is_same = standing is not None and not standing.changes_to(exported.kept)
        self._report.n_known += is_same
        self._report.n_older += not is_same
        return ""

    def _correct(self, row: ImportedRow, place: _Place, standing: Version, changed: dict[str, Any]) -> str:
        if not changed:
            self._report.n_known += 1
            return ""
        note = f"import {row.where}"
        self._store.judge(standing.stored.id, "correct", fields=changed, note=note, coder=row.coder or None)
        self._histories.pop((row.kind, place.key))
        self._report.n_corrected += 1
        return ""

    def _add(self, row: ImportedRow, place: _Place, fields: dict[str, Any], book: Codebook | None) -> str:
        note = f"import {row.where}"
        judgement = self._store.add(row.kind, place.key, fields, codebook=book, note=note, coder=row.person or None)
        self._added.add(judgement.row_id)
        self._histories.pop((row.kind, place.key))
        self._report.n_added += 1
        return ""

    def _history(self, kind: str, key: str) -> RowHistory:
        if (kind, key) not in self._histories:
            self._histories[kind, key] = read_history(self._store, kind, key)
        return self._histories[kind, key]


def _find_books(store: Store, imported: Imported, codebook: str | None) -> dict[str, Codebook]:
    """The codebooks that rows may be of: the one that was asked for, else those of the file and the store."""
    stored = {book.id: book for book in store.codebooks()}
    if codebook in stored:
        return {codebook: stored[codebook]}
    if codebook:
        if not Path(codebook).exists():
            listed = ", ".join(sorted(stored)) or "none"
            raise UsageError(f"--codebook {codebook[:80]}: neither a file nor a codebook of this store ({listed})")
        book = read_codebook(codebook)
        return {book.id: book}
    return {book.id: book for book in imported.codebooks if book.issues} | stored


def _has_same_places(stored: str, exported: str) -> bool:
    """Whether an export's text is the stored one but for characters that its format cannot hold, each as long as it was."""
    pairs = zip(stored, exported, strict=False)
    return len(stored) == len(exported) and all(a == b or b in _STAND_INS for a, b in pairs)


def _items(document: Document, rows: Sequence[Coded], books: Mapping[str, Codebook]) -> list[Item]:
    """A document with its rows, once for each codebook that codes them; rows that no codebook decides come with the first."""
    by_id = {book.id: book for book in books.values()}
    names = list(dict.fromkeys(name for name, _ in rows if name)) or [""]
    items = []
    for n, codebook in enumerate(names):
        mine = [row for name, row in rows if name == codebook or (not name and n == 0)]
        kinds: dict[str, Any] = {kind: tuple(row for row in mine if row.kind == kind) for kind in KINDS}
        record = Record(**kinds)
        items.append(Item(document, record, by_id.get(codebook)))
    return items


def _set_issue(fields: dict[str, Any], book: Codebook | None) -> str:
    """Name the issue by its id in the codebook; why it is none of its issues."""
    if book is None or not fields.get("issue"):
        return ""
    issue = _find_issue(book, str(fields["issue"]))
    if issue is None:
        return f"its issue {str(fields['issue'])[:40]!r} is not in the codebook {book.id}"
    fields["issue"] = issue.id
    return ""


def _find_issue(book: Codebook, name: str) -> Issue | None:
    """The issue that a name means: its id, else its label, whatever the case."""
    wanted = name.casefold().strip()
    by_id = next((i for i in book.issues if i.id.casefold() == wanted), None)
    return by_id or next((i for i in book.issues if wanted in (i.label.casefold(), slug(i.label)) or i.id == slug(name)), None)


def _made_codebook(name: str, rows: Sequence[ImportedRow]) -> Codebook:
    """A codebook of the issues that rows name, for files that come without one; a person gives it its sentences."""
    names = dict.fromkeys(str(row.fields["issue"]) for row in rows if row.fields.get("issue"))
    issues = {slug(n): Issue(slug(n), n, f"for: {n}", f"against: {n}") for n in names}
    return Codebook(slug(name), f"Issues of {name}", tuple(issues.values()))
