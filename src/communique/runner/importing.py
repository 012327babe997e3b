"""`communique import`: files of other programs into a store. Every row becomes a person's judgement on a literal span.

1. The file is read; what cannot be a row is named. 2. Its documents are found in the store, by hash, id or text, or added.
3. A row that was exported from this store and came back changed is corrected; one that is new is added; one that the record
has already is left. 4. Whatever the store refuses is named with its reason, and the others are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from communique.coding.codebook import read_codebook
from communique.errors import NotInRecord, StoreConflict, UsageError
from communique.export.brat_reader import read_brat
from communique.export.coded_table import read_coded_table
from communique.export.dna_reader import read_dna
from communique.export.imported import Imported, ImportedDocument, ImportedRow, NotTaken
from communique.export.offsets import Offsets
from communique.export.refi_reader import read_qdc, read_qdpx, slug
from communique.files import whole_file
from communique.ingest.complete import complete
from communique.model.codebook import Codebook, Issue
from communique.model.document import Document, Quarantined
from communique.model.record import Record
from communique.store.results import Run, StoredDocument, StoredRow
from communique.store.store import Store, open_store

READERS: dict[str, Callable[..., Imported]] = {
    "csv": read_coded_table,
    "dna": read_dna,
    "qdpx": read_qdpx,
    "brat": read_brat,
}
MAKER = "import"
_MACHINES = ("", "Machine", "Admin")
_CODED = ("statements", "alignments")


@dataclass(slots=True)
class ImportReport:
    """What came of an import: documents and rows added, rows corrected, rows the record has already, and what was not taken."""

    n_documents: int = 0
    n_added: int = 0
    n_corrected: int = 0
    n_known: int = 0
    not_taken: list[NotTaken] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0 when everything was taken, 1 when something was not."""
        return 1 if self.not_taken else 0


def import_file(
    path: str | Path,
    format: str,
    store_path: str | Path,
    *,
    coder: str,
    codebook: str | None = None,
    **options: Any,
) -> ImportReport:
    """Take a file of another program into a store, which is made if it is not there.

    Args:
        format: `csv` (also .tsv and .xlsx), `dna`, `qdpx` or `brat`.
        coder: whose judgements the rows are where the file names nobody.
        codebook: a YAML file, or the id of a codebook of the store; without it the file's own, else one made of its issues.
        options: of the format, such as `offsets="utf-16"` or `columns={"issue": "theme"}`.

    Raises:
        BadInput: the file cannot be read at all.
        BadTable: a coded table lacks a column.
        UsageError: there is no such format or option, or no coder.
        StoreError: the store cannot be used.
    """
    if format not in READERS:
        raise UsageError(
            f"no import format {format[:40]!r}; there are {', '.join(READERS)}; reports are read by `communique run`"
        )
    if not coder.strip():
        raise UsageError("an import needs the name of its coder: --coder NAME")
    try:
        imported = READERS[format](path, **options)
    except TypeError as err:
        raise UsageError(f"format {format}: {str(err)[:120]}") from err
    with open_store(store_path, coder=coder) as store:
        return _Import(store, imported, Path(path), codebook).take()


def import_codebooks(path: str | Path, folder: str | Path) -> list[Path]:
    """The codebooks of a REFI-QDA codebook file (`.qdc`) as YAML files, one each; where they were written.

    Raises:
        BadInput: the file is no REFI-QDA codebook.
        UsageError: a file of that name is there already.
    """
    written = []
    for book in read_qdc(path):
        target = Path(folder) / f"{slug(book.id)}.yaml"
        if target.exists():
            raise UsageError(f"{target} is there already; name another folder with --out")
        with whole_file(target) as file:
            file.write(codebook_to_yaml(book))
        written.append(target)
    return written


def codebook_to_yaml(book: Codebook) -> str:
    """A codebook as a file that `read_codebook` reads."""
    import io

    from ruamel.yaml import YAML

    issues = []
    for issue in book.issues:
        one: dict[str, Any] = {"id": issue.id, "label": issue.label, "support": issue.support, "oppose": issue.oppose}
        issues.append(one | ({"keywords": list(issue.keywords)} if issue.keywords else {}))
    yaml, out = YAML(), io.StringIO()
    yaml.width = 120
    yaml.dump({"codebook": slug(book.id), "title": book.title or book.id, "issues": issues}, out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a document of the file stands in the store, and whether its offsets count there."""

    key: str
    text: str
    fits: bool


class _Import:
    """One file on its way into one store."""

    def __init__(self, store: Store, imported: Imported, path: Path, codebook: str | None) -> None:
        self._store = store
        self._imported = imported
        self._path = path
        self._report = ImportReport(not_taken=list(imported.not_taken))
        self._books = self._find_books(codebook)
        self._one = next(iter(self._books.values())) if codebook else None
        self._own = {document.key for document in imported.documents}
        self._places: dict[str, _Place | str] = {}
        self._known: dict[tuple[str, str], list[StoredRow]] = {}

    def take(self) -> ImportReport:
        """Take everything that can be taken."""
        run = self._store.begin_run("import", makers=(f"{MAKER}@1", self._path.name), codebooks=list(self._books.values()))
        status = "stopped"
        try:
            for document in self._imported.documents:
                self._places[document.key] = self._place(document, run)
            for row in self._imported.rows:
                reason = self._take_row(row)
                if reason:
                    self._report.not_taken.append(NotTaken(row.where, reason))
            status = "done"
        finally:
            self._store.finish_run(run, {"done": self._report.n_documents}, status=status)
        return self._report

    def _find_books(self, codebook: str | None) -> dict[str, Codebook]:
        stored = {book.id: book for book in self._store.codebooks()}
        if codebook:
            if codebook in stored:
                return {codebook: stored[codebook]}
            if not Path(codebook).exists():
                listed = ", ".join(sorted(stored)) or "none"
                raise UsageError(f"--codebook {codebook[:80]}: neither a file nor a codebook of this store ({listed})")
            book = read_codebook(codebook)
            return {book.id: book}
        return {book.id: book for book in self._imported.codebooks if book.issues} | stored

    def _place(self, document: ImportedDocument, run: Run) -> _Place | str:
        """Where a document of the file stands in the store; it is added if it does not. Else why it cannot be."""
        for name in (document.text_sha256, document.id):
            stored = self._stored(name)
            if stored is not None:
                fits = stored.text == document.text or (
                    stored.text_sha256 == document.text_sha256 and len(stored.text) == len(document.text)
                )
                return _Place(stored.key, stored.text, fits)
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
        outcome = self._store.commit_document(made, Record(), run=run)
        if outcome.status.startswith("quarantined"):
            return f"its document was not taken: {outcome.reason}"
        self._report.n_documents += outcome.status == "done"
        stored = self._store.get_document(document.id)
        return _Place(stored.key, stored.text, stored.text == document.text)

    def _stored(self, name: str) -> StoredDocument | None:
        try:
            return self._store.get_document(name) if name else None
        except NotInRecord:
            return None

    def _take_row(self, row: ImportedRow) -> str:
        """Take one row; why it was not taken, "" if it was or the record has it."""
        place = self._places.get(row.document) or self._place_of_id(row.document)
        if isinstance(place, str):
            return place
        fields = self._fitted(row, place)
        if isinstance(fields, str):
            return fields
        book = self._book(row)
        if book is not None and fields.get("issue"):
            issue = _find_issue(book, str(fields["issue"]))
            if issue is None:
                return f"its issue {str(fields['issue'])[:40]!r} is not in the codebook {book.id}"
            fields["issue"] = issue.id
        coder = _person(row.coder)
        try:
            return self._write(row, place, fields, book, coder)
        except StoreConflict:
            self._report.n_known += 1
            return ""
        except (UsageError, NotInRecord) as err:
            return str(err)

    def _place_of_id(self, name: str) -> _Place | str:
        stored = self._stored(name)
        found = _Place(stored.key, stored.text, True) if stored else f"document {name[:60]!r} is not in the store"
        self._places[name] = found
        return found

    def _fitted(self, row: ImportedRow, place: _Place) -> dict[str, Any] | str:
        """The fields with offsets that count in the store's text; why there are none."""
        fields = dict(row.fields)
        words = str(fields.get("evidence") or fields.get("quote") or "")
        is_external = row.document not in self._own
        if place.fits and "start" in fields and "end" in fields:
            if is_external:
                offsets = Offsets(place.text, self._imported.offsets)
                fields |= {"start": offsets.inward(fields["start"]), "end": offsets.inward(fields["end"])}
                if words and place.text[fields["start"] : fields["end"]] != words:
                    return "its words are not those of the text at start and end"
            return {k: v for k, v in fields.items() if k not in ("evidence", "quote")}
        if place.fits or row.kind == "attributions":
            return fields if place.fits else "the text in the store is another one, and pieces cannot be found anew"
        if not words:
            return "the text in the store is another one than the file's"
        kept = {k: v for k, v in fields.items() if k not in ("start", "end")}
        return kept if place.text.count(words) == 1 else "the text in the store is another one, and its words are not there once"

    def _book(self, row: ImportedRow) -> Codebook | None:
        if row.kind not in _CODED:
            return None
        if self._one is not None:
            return self._one
        if row.codebook in self._books:
            return self._books[row.codebook]
        if len(self._books) == 1 and not row.codebook:
            return next(iter(self._books.values()))
        made = _made_codebook(row.codebook or self._path.stem, self._imported.rows)
        return self._books.setdefault(made.id, made)

    def _write(self, row: ImportedRow, place: _Place, fields: dict[str, Any], book: Codebook | None, coder: str | None) -> str:
        standing = self._find_standing(row, place)
        if standing is not None:
            changed = _changes(standing, fields)
            if not changed:
                self._report.n_known += 1
                return ""
            note = f"import {row.where}"
            self._store.judge(standing.id, "correct", fields=changed, any_party=True, note=note, coder=coder)
            self._report.n_corrected += 1
            return ""
        if any(_says_same(known, fields) for known in self._rows_of(row.kind, place.key)):
            self._report.n_known += 1
            return ""
        note = f"import {row.where}"
        self._store.add(row.kind, place.key, fields, codebook=book, any_party=True, note=note, coder=coder)
        self._known.pop((row.kind, place.key), None)
        self._report.n_added += 1
        return ""

    def _find_standing(self, row: ImportedRow, place: _Place) -> StoredRow | None:
        """The row of this store that a row of the file was exported from."""
        return next((r for r in self._rows_of(row.kind, place.key) if r.id == row.row_id), None) if row.row_id else None

    def _rows_of(self, kind: str, key: str) -> list[StoredRow]:
        if (kind, key) not in self._known:
            self._known[kind, key] = list(self._store.iter_rows(kind, document=key, include_rejected=True))
        return self._known[kind, key]


def _person(coder: str) -> str | None:
    """The person who coded a row, None for a machine."""
    if coder.startswith("human:"):
        return coder.removeprefix("human:").rpartition("@")[0]
    return None if coder in _MACHINES or "@" in coder else coder


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


def _comparable(value: Any) -> Any:
    return [list(v) if isinstance(v, tuple) else v for v in value] if isinstance(value, list | tuple) else value


def _changes(standing: StoredRow, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in which a row of the file differs from the row that it was exported from."""
    told = standing.row.to_json()
    return {k: v for k, v in fields.items() if k in told and _comparable(v) != _comparable(told[k])}


def _says_same(known: StoredRow, fields: Mapping[str, Any]) -> bool:
    """Whether the record has a statement of the same actor on the same issue at the same place, made known in whatever mode."""
    told = known.row.to_json()
    names = ("start", "end", "actor", "party", "issue", "stance")
    return known.kind == "statements" and all(told.get(name) == fields.get(name) for name in names)
