"""Tables (`.csv`, `.tsv`): one document a row, its fields in the columns that JSON Lines calls so; other names by mapping.

`id` and `text` are the columns needed; a table without a column for ids has the numbers of its rows. What a row cannot be
read for is said of the row, and the others are read: a cell that was cut in two by a mark without its quotation marks would
be a text with its end missing. Any other column is ignored, as in JSON Lines.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from communique.ingest.decode import Decoded, decode, encoding_ahead
from communique.ingest.readers.base import MAX_DOCUMENT_BYTES
from communique.ingest.readers.jsonl import field_names, read_fields
from communique.model.document import Document, Quarantined

_DELIMITERS = ",;\t|"
_OF_A_RECORD = frozenset(("document_id", "start", "end"))


class TableReader:
    """Reads a table.

    Args:
        mapping: our names to the names of the columns, such as `{"text": "content"}`.
    """

    name = "table"
    version = "1"
    suffixes = (".csv", ".tsv")

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self.position = ""
        self._names = field_names(mapping)

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield a document for each row that is not empty; `position` is the line on which the row just answered begins."""
        csv.field_size_limit(MAX_DOCUMENT_BYTES)
        encoding = _encoding(stream)
        errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
        lines = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="")
        header_line = lines.readline()
        delimiter = max(_DELIMITERS, key=header_line.count)
        header = [_cell(name).text.strip() for name in next(csv.reader([header_line], delimiter=delimiter), [])]
        reason = self._refused(header)
        if reason:
            yield Quarantined(path, f"a table, not reports: {reason}; leave it out if it is none", "format")
            return
        table = csv.reader(lines, delimiter=delimiter, strict=True)
        number = 0
        while True:
            number += 1
            self.position = str(table.line_num + 2)
            place = f"{path}#{number}"
            try:
                row = next(table)
            except StopIteration:
                return
            except csv.Error as err:
                reason = f"row {number} cannot be read ({err}): look at its quotation marks; rows may be missing from there on"
                yield Quarantined(place, reason, "table")
                continue
            if any(cell.strip() for cell in row):
                yield self._read_row(row, header, place, number)

    def _refused(self, header: list[str]) -> str:
        """Why a table with such columns holds no reports, "" if it may."""
        if self._names["text"] not in header:
            shown = ", ".join(name[:40] for name in header[:12] if name)
            return f"it has no column {self._names['text']!r}, but {shown or 'none'} (--map text=… names another)"
        if _OF_A_RECORD.issubset(header):
            return "its rows are passages of documents, as an export writes them"
        return ""

    def _read_row(self, row: list[str], header: list[str], place: str, number: int) -> Document | Quarantined:
        if len(row) > len(header):
            reason = (
                f"row {number} has more cells than the table has columns: a cell with the delimiter in it needs quotation marks"
            )
            return Quarantined(place, reason, "table")
        cells = {name: _cell(cell) for name, cell in zip(header, row, strict=False)}
        fields: dict[str, object] = {name: cell.text for name, cell in cells.items() if cell.text}
        if self._names["id"] not in header:
            fields[self._names["id"]] = place
        text = cells.get(self._names["text"], Decoded("", "utf-8"))
        maker = f"{self.name}@{self.version}"
        return read_fields(fields, self._names, place=place, where=f"row {number}", decoded=text, maker=maker)


def _encoding(stream: BinaryIO) -> str:
    marked = encoding_ahead(stream)
    return "utf-8-sig" if marked is None or marked[0] == "utf-8" else marked[0][:6]


def _cell(words: str) -> Decoded:
    """A cell as it was read, or, where its bytes are no UTF-8, as a text of its kind is read."""
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return decode(words.encode("utf-8", "surrogateescape"))
    return Decoded(words, "utf-8")
