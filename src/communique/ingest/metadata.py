"""`sources.csv`: what a researcher knows about the files beside it. Never crashes on a bad table; says what is wrong.

Columns: `file, outlet, published, title`, and `url, byline` if wanted; any other column is ignored.
"""

from __future__ import annotations

import csv
import io
import os
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from communique.ingest.decode import decode

FILE_NAME = "sources.csv"
MAX_CELL_CHARS = 131_072
FIELDS = ("outlet", "published", "title", "url", "byline")
_MAX_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True)
class Sources:
    """The rows of one `sources.csv`, by file name; `problem` says why the table, or part of it, is not used."""

    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    problem: str = ""

    def of(self, file_name: str) -> Mapping[str, str]:
        """The row of a file; empty where the table names it not."""
        return self.rows.get(file_name, {})


@lru_cache(maxsize=64)
def read_sources(folder: str) -> Sources:
    """The table beside the files of a folder; empty where there is none. Read once for each folder."""
    path = os.path.join(folder, FILE_NAME)
    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_BYTES)
    except FileNotFoundError:
        return Sources()
    except OSError as err:
        return Sources(problem=f"{FILE_NAME} cannot be read ({err.strerror}): metadata unknown")
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Sources(problem=f"{FILE_NAME} is a binary file: metadata unknown")
    sources = parse_sources(decode(data).text)
    return sources if sources.problem else replace(sources, problem=_unmatched(sources.rows, folder))


def _unmatched(rows: Mapping[str, Mapping[str, str]], folder: str) -> str:
    """What a person should know about rows that no file answers to; "" if every row has one."""
    lost = [name for name in rows if not os.path.lexists(os.path.join(folder, name))]
    if not lost:
        return ""
    near = {name.casefold(): name for name in os.listdir(folder)}.get(lost[0].casefold())
    hint = f" (the file is called {near!r})" if near else ""
    return f"{FILE_NAME}: {len(lost)} rows match no file beside it, such as {lost[0]!r}{hint}"


def parse_sources(text: str) -> Sources:
    """The rows of the table; rows that name no file are counted in `problem`.

    Example:
        >>> dict(parse_sources("file,outlet\\na.txt,The Daily Wire\\n").of("a.txt"))
        {'outlet': 'The Daily Wire'}
    """
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    csv.field_size_limit(MAX_CELL_CHARS)  # the limit belongs to the process; another reader may have raised it
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: dict[str, Mapping[str, str]] = {}
    n_bad = 0
    swallowed = ""
    line = 1
    try:
        names = {n.strip().lower(): n for n in table.fieldnames or () if n}
        if "file" not in names:
            return Sources(problem=f"{FILE_NAME} has no column 'file' (file,outlet,published,title): metadata unknown")
        for row in table:
            n_lines, line = table.line_num - line, table.line_num
            if n_lines > 1 and _swallows_rows(row, delimiter, header):
                swallowed = (
                    swallowed or f"{FILE_NAME}, line {line - n_lines + 1}: a quotation mark is not closed; rows after it are lost"
                )
            file_name = _plain((row.get(names["file"]) or "").strip())
            if not file_name:
                n_bad += any(row.values())
                continue
            rows[file_name] = {f: v for f in FIELDS if f in names and (v := (row.get(names[f]) or "").strip())}
    except csv.Error as err:
        return Sources(rows, f"{FILE_NAME}, line {table.line_num + 1}: {err}; the lines from there on are not used")
    return Sources(rows, swallowed or (f"{FILE_NAME}: {n_bad} rows name no file" if n_bad else ""))


def _plain(path: str) -> str:
    """A path as the files beside the table are named: "./a.txt" and "sub\\a.txt" are "a.txt" and "sub/a.txt"."""
    return posixpath.normpath(path.replace("\\", "/")) if path else ""


def _swallows_rows(row: Mapping[str, object], delimiter: str, header: str) -> bool:
    """Whether a cell that goes over lines holds whole rows of the table."""
    cells = (cell for value in row.values() for cell in (value if isinstance(value, list) else [value]))
    lines = (line for cell in cells for line in str(cell).split("\n")[1:])
    return any(line.count(delimiter) >= max(1, header.count(delimiter)) for line in lines)
