"""A coded table (CSV, TSV or a sheet of an Excel workbook) as rows, ready for a store.

Each line says which document, which words (by `start` and `end`, or by the words themselves), and what they say. The columns
are those of the CSV export, or others by a mapping; whatever else the table has is left alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from communique.errors import BadInput, BadTable, MissingExtra
from communique.export.imported import STANCES, Imported, ImportedRow, NotTaken, is_machine
from communique.export.offsets import CODE_POINTS
from communique.export.parties import party_of

# Other names of columns, ours first; those of the CSV export and of DNA's event list among them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "document_id": ("document_id", "document", "doc_id", "id_document", "file"),
    "start": ("start", "start_position", "begin"),
    "end": ("end", "stop_position", "stop"),
    "evidence": ("evidence", "text", "quotation", "passage"),
    "actor": ("actor", "actor_name", "person", "speaker"),
    "party": ("party", "organization"),
    "issue": ("issue", "issue_id", "concept", "code"),
    "stance": ("stance", "agreement", "position"),
    "mode": ("mode",),
    "coder": ("coder", "annotator"),
    "codebook": ("codebook", "codebook_version"),
    "kind": ("kind", "row_kind"),
    "row_id": ("row_id", "statement_id"),
    "confidence": ("confidence",),
    "reviewer": ("reviewer",),
    "reviewed_at": ("reviewed_at",),
}
_STANCES = {
    **dict.fromkeys(("support", "1", "1.0", "+1", "for", "pro", "agree", "yes", "true", "favour", "favor"), "support"),
    **dict.fromkeys(("oppose", "0", "0.0", "-1", "-1.0", "against", "contra", "disagree", "no", "false"), "oppose"),
    **dict.fromkeys(("conditional", "if", "depends"), "conditional"),
}
_NUMBER = re.compile(r"[01](?:\.\d+)?")
_WHOLE = re.compile(r"\d+(?:\.0+)?")
_TABULAR = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")


def read_coded_table(path: str | Path, *, columns: Mapping[str, str] | None = None, offsets: str = CODE_POINTS) -> Imported:
    """The rows of a table.

    Args:
        columns: our names to those of the table, such as `{"issue": "theme"}`.
        offsets: what `start` and `end` count.

    Raises:
        BadInput: the file cannot be read.
        BadTable: a column that every row needs is missing.
        MissingExtra: a workbook, and openpyxl is not installed.
    """
    path = Path(path)
    lines = _lines(path)
    header = next(lines, (0, []))[1]
    titles = [str(cell or "").strip() for cell in header]
    names = _find_columns(path, titles, columns or {})
    has_organizations = "party" in names and titles[names["party"]].lower() == "organization"
    rows: list[ImportedRow] = []
    not_taken: list[NotTaken] = []
    for number, cells in lines:
        values = {ours: _cell(cells[place]) for ours, place in names.items() if place < len(cells)}
        if not any(values.values()):
            continue
        if has_organizations:
            values["party"] = party_of(values.get("party", ""))
        where = f"{path.name}:{number}"
        found = _row(values, where)
        (rows if isinstance(found, ImportedRow) else not_taken).append(found)  # type: ignore[arg-type]
    return Imported((), rows, not_taken, offsets=offsets)


def _lines(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """The lines of the table with their numbers in the file."""
    if not path.is_file():
        raise BadInput(f"{path}: no such file")
    if path.suffix.lower() not in _TABULAR:
        raise BadInput(f"{path}: a coded table is a .csv, .tsv or .xlsx file")
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        yield from _sheet(path)
        return
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise BadInput(f"{path}: not UTF-8 (byte {err.start}); save the table as CSV UTF-8") from err
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    last = 0
    try:
        for cells in reader:
            yield last + 1, cells
            last = reader.line_num
    except csv.Error as err:
        raise BadInput(f"{path}:{reader.line_num}: {err}") from err


def _sheet(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """The lines of the sheet `statements` of a workbook, or of its first sheet."""
    try:
        import openpyxl
    except ImportError as err:
        raise MissingExtra(f"{path}: workbooks need openpyxl: pip install 'communique[imports]'") from err
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as err:  # damaged files raise all kinds
        raise BadInput(f"{path}: cannot be read as a workbook ({type(err).__name__})") from err
    sheet = book["statements"] if "statements" in book.sheetnames else book.worksheets[0]
    yield from ((number, list(cells)) for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1))
    book.close()


def _find_columns(path: Path, header: list[str], given: Mapping[str, str]) -> dict[str, int]:
    unknown = sorted(set(given) - set(COLUMNS))
    if unknown:
        raise BadTable(f"{path}: {unknown[0][:40]!r} is no column of ours; those are {', '.join(COLUMNS)}")
    absent = [name for name in given.values() if name not in header]
    if absent:
        raise BadTable(f"{path}: no column {absent[0][:40]!r}; it has {', '.join(header)[:200]}")
    places = {name.lower(): n for n, name in reversed(list(enumerate(header)))}
    found = {ours: header.index(theirs) for ours, theirs in given.items()}
    for ours, names in COLUMNS.items():
        place = next((places[name] for name in names if name in places), None)
        if ours not in found and place is not None:
            found[ours] = place
    missing = [name for name in ("document_id", "actor", "issue", "stance") if name not in found]
    if not {"start", "end"} <= set(found) and "evidence" not in found:
        missing.append("start and end, or evidence")
    if missing:
        raise BadTable(f"{path}: no column for {', '.join(missing)}; name it with --set columns=issue=theme")
    return found


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return text if "\n" in text or "\r" in text else text.strip()


def _row(values: Mapping[str, str], where: str) -> ImportedRow | NotTaken:
    """One line as a row, or why it is none."""
    for name in ("document_id", "actor", "issue", "stance"):
        if not values.get(name):
            return NotTaken(where, f"the cell for {name} is empty")
    if values.get("kind", "statements") not in ("", "statement", "statements"):
        return NotTaken(where, f"its kind is {values['kind'][:40]!r}; a coded table holds statements")
    stance = _STANCES.get(values["stance"].lower())
    if stance is None:
        return NotTaken(where, f"its stance is {values['stance'][:40]!r}; it is one of {', '.join(STANCES)}, or 1 and 0")
    fields: dict[str, Any] = {"actor": values["actor"], "party": values.get("party") or "OTHER", "issue": values["issue"]}
    fields |= {"stance": stance, "mode": values.get("mode", "").lower() or "indirect"}
    place = [values.get("start", ""), values.get("end", "")]
    if all(place):
        if not all(_WHOLE.fullmatch(p) for p in place):
            return NotTaken(where, f"start and end are {place[0][:20]!r} and {place[1][:20]!r}, not whole numbers")
        fields |= {"start": int(float(place[0])), "end": int(float(place[1]))}
    if values.get("evidence"):
        fields["evidence"] = values["evidence"]
    if "start" not in fields and "evidence" not in fields:
        return NotTaken(where, "it has neither start and end nor evidence")
    coder, confidence = values.get("coder", ""), values.get("confidence", "")
    is_maker = "@" in coder or is_machine(coder)
    return ImportedRow(
        "statements", values["document_id"], fields, where,
        coder="" if is_maker else coder,
        maker=coder if is_maker else "",
        codebook=values.get("codebook", "").partition("@")[0],
        row_id=values.get("row_id", ""),
        confidence=float(confidence) if _NUMBER.fullmatch(confidence) else None,
        reviewer=values.get("reviewer", ""),
        reviewed_at=values.get("reviewed_at"),
    )  # fmt: skip
