"""Tables: a document a row, and rows as they come out of other people's programs."""

from __future__ import annotations

import io

import pytest

from communique.ingest.documents import IngestOptions, iter_documents
from communique.ingest.readers.table import TableReader
from communique.model.document import Document, Quarantined


def read(data: bytes, mapping: dict[str, str] | None = None) -> list[Document | Quarantined]:
    return list(TableReader(mapping).read("a.csv", io.BufferedReader(io.BytesIO(data))))  # type: ignore[arg-type]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_rows_are_documents(delimiter: str, encoding: str) -> None:
    rows = [
        ["key", "published", "content", "other"],
        ["7", "2014-03-04", f'"Norway agreed{delimiter} Roe said ""gladly"".\r\nKenya – too."', "SECRET"],
        ["", "", "", ""],
        ["8", "", "Poe did not.", ""],
    ]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    first, second = read(data, {"id": "key", "text": "content"})
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, first.published) == ("7", "2014-03-04")
    assert first.text == f'Norway agreed{delimiter} Roe said "gladly".\r\nKenya – too.'
    assert (second.id, second.published, second.text) == ("8", None, "Poe did not.")
    assert "SECRET" not in repr(first)


def test_table_without_ids_has_the_numbers_of_its_rows() -> None:
    assert [d.id for d in read(b"title,text\nA,Roe agreed.\nB,Poe did not.\n") if isinstance(d, Document)] == [
        "a.csv#1",
        "a.csv#2",
    ]


def test_cells_in_another_encoding_are_read_as_a_text_would_be() -> None:
    first, second = read(b'id,text\n1,"Se\xf1or Roe \x93agreed\x94."\n2,Poe did not.\n')
    assert isinstance(first, Document)
    assert (first.text, first.encoding) == ("Señor Roe “agreed”.", "cp1252")
    assert first.warnings == ("not valid UTF-8: read as cp1252",)
    assert isinstance(second, Document)
    assert second.warnings == ()


@pytest.mark.parametrize(
    ("row", "code", "reason"),
    [
        ("2,Norway agreed, Roe said.", "table", "row 2 has more cells than the table has columns"),
        ('2,"Norway" agreed.', "table", "row 2 cannot be read"),
        ("2,", "text", "row 2 has no 'text'"),
        (",Norway agreed.", "id", "row 2 has no 'id'"),
    ],
)
def test_bad_row_is_named_and_the_others_are_read(row: str, code: str, reason: str) -> None:
    first, second, third = read(f"id,text\n1,Roe agreed.\n{row}\n3,Poe did not.\n".encode())
    assert isinstance(second, Quarantined)
    assert second.code == code
    assert second.reason.startswith(reason)
    assert [d.id for d in (first, third) if isinstance(d, Document)] == ["1", "3"]


def test_quotation_mark_that_is_never_closed_is_said() -> None:
    first, second = read(b'id,text\n1,Roe agreed.\n2,"Poe did not.\n3,Nor did Loe.\n')
    assert isinstance(first, Document)
    assert isinstance(second, Quarantined)
    assert "rows may be missing from there on" in second.reason


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("country,year", "it has no column 'text', but country, year (--map text=… names another)"),
        ("statement_id,document_id,start,end,text", "its rows are passages of documents, as an export writes them"),
    ],
)
def test_other_tables_are_refused_once(header: str, reason: str) -> None:
    [found] = read(f"{header}\n1,2,3,4,5\n6,7,8,9,0\n".encode())
    assert isinstance(found, Quarantined)
    assert found.code == "format"
    assert reason in found.reason


def test_table_through_the_front_door(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "reports.csv"
    path.write_text("id,body\n1,Adam Roe agreed.\n\n2,Ida Poe, too.\n", encoding="utf-8")
    first, second = iter_documents([str(path)], options=IngestOptions(mapping={"text": "body"}))
    assert isinstance(first, Document)
    assert first.text == "Adam Roe agreed."
    assert isinstance(second, Quarantined)
    assert second.where == f"{path}:4"
