"""`sources.csv`: what a researcher knows about the files beside it. Never crashes on a bad table; says what is wrong.

Columns: `file, outlet, published, title`, and `url, byline` if wanted; any other column is ignored.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    return parse_sources(decode(data).text)


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
    try:
        names = {n.strip().lower(): n for n in table.fieldnames or () if n}
        if "file" not in names:
            return Sources(problem=f"{FILE_NAME} has no column 'file' (file,outlet,published,title): metadata unknown")
        for row in table:
            file_name = (row.get(names["file"]) or "").strip()
            if not file_name:
                n_bad += any(row.values())
                continue
            rows[file_name] = {f: v for f in FIELDS if f in names and (v := (row.get(names[f]) or "").strip())}
    except csv.Error as err:
        return Sources(rows, f"{FILE_NAME}, line {table.line_num + 1}: {err}; the lines from there on are not used")
    return Sources(rows, f"{FILE_NAME}: {n_bad} rows name no file" if n_bad else "")
