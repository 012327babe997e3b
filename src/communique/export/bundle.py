"""The record as a folder of CSV files with what a stranger needs to read them.

`datapackage.json` (Frictionless) types and explains every column, `codebook.json` has the issues, and
`ro-crate-metadata.json` says what the folder is and by which program it was made.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from communique.export.cells import to_cell
from communique.export.material import Column, Material, columns
from communique.export.tables import TABLES, iter_all_rows
from communique.files import whole_folder

PACKAGE = "datapackage.json"
CODEBOOK = "codebook.json"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CRATE = "ro-crate-metadata.json"
KEYS = {
    "attribution_spans": ["attribution_id", "role", "n"],
    "meeting_participants": None,
    "alignments": ["alignment_id", "party_a", "party_b"],
    "commitments": ["commitment_id", "party"],
    "documents": None,  # a document that several outlets printed has a line for each
}


def write_bundle(material: Material, out: str | Path, *, excel: bool = False) -> dict[str, int]:
    """Write the folder; rows by table.

    Args:
        excel: start each CSV file with a byte order mark, by which Excel knows UTF-8, and each text that Excel would take for
            a formula with an apostrophe.

    Raises:
        UsageError: `out` holds something else.
        StoreUnwritable: it cannot be written.
    """
    counts = dict.fromkeys(TABLES, 0)
    with whole_folder(out, mark=PACKAGE) as folder:
        with ExitStack() as stack:
            writers = {table: _open_table(stack, folder / f"{table}.csv", table, excel=excel) for table in TABLES}
            for table, row in iter_all_rows(material):
                writers[table].write(row.values())
                counts[table] += 1
        _write_json(folder / CODEBOOK, codebooks_json(material))
        _write_json(folder / PACKAGE, data_package(material, counts))
        _write_json(folder / CRATE, ro_crate(material, [f"{table}.csv" for table in TABLES]))
    return counts


class CsvWriter:
    """Lines of a CSV file by RFC 4180, but ending in LF; a cell with any line end in it is quoted, a lone CR too.

    Args:
        no_formulas: put an apostrophe before a text that a spreadsheet would calculate, such as `=HYPERLINK(…)`.
    """

    def __init__(self, out: IO[str], *, delimiter: str = ",", no_formulas: bool = False) -> None:
        self._no_formulas = no_formulas
        self._plain = csv.writer(out, lineterminator="\n", delimiter=delimiter)
        self._quoted = csv.writer(out, lineterminator="\n", delimiter=delimiter, quoting=csv.QUOTE_ALL)

    def write(self, values: Iterable[Any]) -> None:
        """Write one line."""
        cells = [to_cell(value) for value in (map(_as_text, values) if self._no_formulas else values)]
        (self._quoted if any("\r" in cell for cell in cells) else self._plain).writerow(cells)


def _as_text(value: Any) -> Any:
    """The value, a text that begins a formula after an apostrophe; numbers stay numbers."""
    is_text = isinstance(value, str | list | tuple)
    cell = to_cell(value) if is_text else ""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else value


def _open_table(stack: ExitStack, path: Path, table: str, *, excel: bool) -> CsvWriter:
    out = stack.enter_context(path.open("w", encoding="utf-8-sig" if excel else "utf-8", newline=""))
    writer = CsvWriter(out, no_formulas=excel)
    writer.write(column.name for column in columns()[table])
    return writer


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def codebooks_json(material: Material) -> list[dict[str, Any]]:
    """The codebooks with their issues, in plain JSON values."""
    return [
        {
            "codebook": book.id,
            "title": book.title,
            "sha256": book.sha256,
            "issues": [
                {"id": i.id, "label": i.label, "support": i.support, "oppose": i.oppose, "keywords": list(i.keywords)}
                for i in book.issues
            ],
        }
        for book in material.codebooks.values()
    ]


def data_package(material: Material, counts: dict[str, int]) -> dict[str, Any]:
    """The description of the folder after the Data Package standard: every file, column, type and allowed value."""
    return {
        "profile": "tabular-data-package",
        "name": _slug(material.title),
        "title": material.title,
        "created": material.made_at,
        "description": "Offsets are half-open and count Unicode code points of the text with the given SHA-256.",
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": table.replace("_", "-"),
                "path": f"{table}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "rowcount": counts[table],
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
                "schema": {"fields": [_field(c) for c in columns()[table]], "missingValues": [""], **_key(table)},
            }
            for table in TABLES
        ],
    }


def _key(table: str) -> dict[str, list[str]]:
    key = KEYS.get(table, [columns()[table][0].name])
    return {"primaryKey": key} if key else {}


def _field(column: Column) -> dict[str, Any]:
    out: dict[str, Any] = {"name": column.name, "type": column.type}
    if column.description:
        out["description"] = column.description
    if column.choices:
        out["constraints"] = {"enum": list(column.choices)}
    return out


def _slug(title: str) -> str:
    return "".join(c if c.isalnum() and c.isascii() else "-" for c in title.lower()).strip("-") or "record"


def ro_crate(material: Material, files: Iterable[str]) -> dict[str, Any]:
    """The description of the folder as an RO-Crate 1.1: its files, and the program that made them."""
    names = [*files, CODEBOOK, PACKAGE]
    program = {
        "@id": "#communique",
        "@type": "SoftwareApplication",
        "name": "communique",
        "version": material.version,
    }
    action = {
        "@id": "#export",
        "@type": "CreateAction",
        "name": "Export of the record",
        "endTime": material.made_at,
        "instrument": {"@id": "#communique"},
        "result": [{"@id": name} for name in names],
    }
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": material.title,
        "description": "What news reports say, row by row, each with the characters that it was read from.",
        "datePublished": material.made_at[:10],
        "license": "The reports remain their publishers'; quotations from them are evidence.",
        "hasPart": [{"@id": name} for name in names],
    }
    about = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    kinds = {".csv": "text/csv", ".json": "application/json"}
    parts = [{"@id": n, "@type": "File", "name": n, "encodingFormat": kinds[Path(n).suffix]} for n in names]
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [about, root, *parts, program, action]}
