"""The record as an Excel workbook: one sheet a table, header frozen, filters on, addresses as links.

Cells are written as text, never as formulas, so that a title that starts with `=` stays a title.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

from communique.errors import MissingExtra, StoreConflict, StoreUnwritable
from communique.export.cells import to_cell
from communique.export.material import Column, Json, Material, columns
from communique.export.tables import TABLES, tables_on_disk
from communique.files import whole_path

MAX_CELL_CHARS = 32_767  # what Excel can hold
MAX_BYTES_IN_MEMORY = 64 * 2**20
MAX_ROWS = 1_048_576
MAX_LINKS = 65_530
MAX_LINK_CHARS = 2_079
_WIDTHS = {"text": 60, "content_text": 60, "title": 40, "url": 30, "outlet": 20, "actor_name": 24, "action": 40, "subject": 40}


def write_workbook(material: Material, out: str | Path) -> dict[str, int]:
    """Write the workbook; rows by table. What is longer than a cell can be is cut there.

    Raises:
        MissingExtra: XlsxWriter is not installed.
        StoreConflict: a table has more rows than a sheet can hold.
        StoreUnwritable: the file cannot be written.
    """
    try:
        import xlsxwriter
        import xlsxwriter.exceptions
    except ImportError as err:
        raise MissingExtra("a workbook needs XlsxWriter: pip install 'communique[excel]'") from err
    counts: dict[str, int] = {}
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with (
            whole_path(out) as part,
            tables_on_disk(material) as rows_of,
            SpooledTemporaryFile(MAX_BYTES_IN_MEMORY) as packed,  # on a full disk XlsxWriter would leave its own file open
        ):
            with xlsxwriter.Workbook(packed, options) as book:
                book.set_properties(
                    {"title": material.title, "comments": f"communique {material.version}", "created": _made(material)}
                )
                header = book.add_format({"bold": True, "bottom": 1})
                links = _Links(book)
                for table in TABLES:
                    sheet = book.add_worksheet(table)
                    counts[table] = _fill(sheet, rows_of(table), table, header, links)
            packed.seek(0)
            with part.open("wb") as file:
                shutil.copyfileobj(packed, file)
    except xlsxwriter.exceptions.XlsxWriterException as err:
        raise StoreUnwritable(f"{out} cannot be written ({str(err)[:80]}); choose another place with --out") from err
    return counts


def _made(material: Material) -> datetime:
    """When the record was last changed: what a workbook made of it says, whenever it is made."""
    return datetime.fromisoformat(material.made_at).replace(tzinfo=None, microsecond=0)


class _Links:
    """Writes addresses as links, as many as a workbook can have."""

    def __init__(self, book: Any) -> None:
        self._format = book.get_default_url_format()
        self._left = MAX_LINKS

    def write(self, sheet: Any, n: int, place: int, address: str) -> None:
        is_link = self._left > 0 and address.startswith(("http://", "https://")) and len(address) <= MAX_LINK_CHARS
        if not is_link or sheet.write_url(n, place, address, self._format, address) != 0:
            sheet.write_string(n, place, address[:MAX_CELL_CHARS])
        self._left -= is_link


def _fill(sheet: Any, rows: Iterable[Json], table: str, header: Any, links: _Links) -> int:
    cols = columns()[table]
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(cols):
        sheet.set_column(place, place, _WIDTHS.get(column.name, 14))
    for place, column in enumerate(cols):
        sheet.write_string(0, place, column.name, header)
    n = 0
    for n, row in enumerate(rows, start=1):
        if n >= MAX_ROWS:
            raise StoreConflict(f"{table} has more rows than the {MAX_ROWS:,} of a sheet: export csv or parquet instead")
        for place, column in enumerate(cols):
            _write_cell(sheet, n, place, column, row[column.name], links)
    sheet.autofilter(0, 0, max(n, 1), len(cols) - 1)
    return n


def _write_cell(sheet: Any, n: int, place: int, column: Column, value: Any, links: _Links) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(n, place, value)
    elif isinstance(value, int | float):
        sheet.write_number(n, place, value)
    elif column.name == "url":
        links.write(sheet, n, place, to_cell(value))
    else:
        sheet.write_string(n, place, to_cell(value)[:MAX_CELL_CHARS])
