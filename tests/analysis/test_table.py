"""Tables of statements: what is read, and which complaints name file, line and column."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from communique.analysis.table import UNDATED, parse_date, table_from_rows, to_datetime
from communique.analysis.table_reader import read_attributes, read_table
from communique.errors import BadInput, BadTable, UsageError

CSV = 'document_id,date,organization,concept,agreement\n1,2013-06-18,UN,"a, b",1\n2,2013-06-19T10:30:00Z,EU,x,0\n'


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_csv_keeps_values_as_text(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "t.csv", CSV))
    assert table.rows([0, 1])[0]["concept"] == "a, b"
    assert to_datetime(table.dates[1]).isoformat() == "2013-06-19T10:30:00"
    assert table.qualifier_type("agreement") == "boolean"


def test_byte_order_mark_and_gzip_and_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(("\ufeff" + CSV.replace(",", ";")).encode()))
    assert read_table(path).row(1)["organization"] == "EU"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("document_id,organization\n1,UN\n", "line 1: no column 'date'"),
        ("date,organization\n2013-06-18,UN\n", "line 1: no column 'document_id'"),
        ("document_id,date,x,x\n", "column 'x' comes twice"),
        ("document_id,date\n1,2013-06-18\n2,18/06/2013\n", "line 3, column 'date': '18/06/2013' is not an ISO 8601 date"),
        ("document_id,date\n1\n", "line 2: 1 cells; the header has 2 columns"),
        ('document_id,date\n1,"2013\n', "not CSV"),
    ],
)
def test_bad_csv_says_where(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadTable, match=r"t\.csv") as caught:
        read_table(write(tmp_path / "t.csv", text))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}\n", "line 1: no column 'date'"),
        ('{"document_id": 1, "date": "2013-06-18"}\n[1]\n', "line 2: a JSON object is expected"),
        ('{"date": "2013-06-18", "x": \n', "line 1, column "),
        ('{"id": 1, "date": "2013-06-18", "statements": ["x"]}\n', "statement 1 is not a JSON object"),
    ],
)
def test_bad_json_lines_say_where(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadTable, match=r"t\.jsonl") as caught:
        read_table(write(tmp_path / "t.jsonl", text))
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["2013-12-31T23:30:00-05:00", "2013-12-31T23:30+09:00", "2013-12-31T23:30Z", "2013-12-31T23:30"])
def test_the_wall_clock_dates_a_report_wherever_it_is_from(text: str) -> None:
    assert to_datetime(parse_date(text)).isoformat() == "2013-12-31T23:30:00"


def test_bad_qualifier_names_line_and_column(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "t.csv", CSV.replace("x,0", "x,maybe")))
    with pytest.raises(BadTable, match=r"t.csv, line 3, column 'agreement': 'maybe' is not true or false"):
        table.integers("agreement", "boolean")


def test_missing_file_and_unknown_ending(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_table(tmp_path / "absent.csv")
    with pytest.raises(BadTable, match=r"a table is a \.csv"):
        read_table(tmp_path / "t.xls")


def test_nested_documents_give_their_columns_and_the_range_of_all_dates(tmp_path: Path) -> None:
    lines = (
        '{"id": "a", "outlet": "Gazette", "published": "2013-06-18", "text": "t", '
        '"statements": [{"id": 7, "actor": "UN", "stance": "oppose", "start": 3}]}\n'
        '{"id": "b", "published": "2013-07-01", "statements": []}\n'
    )
    table = read_table(write(tmp_path / "t.jsonl", lines))
    row = table.row(0)
    assert (row["document_id"], row["statement_id"], row["agreement"]) == ("a", "7", "0")
    assert "outlet" in table.document_columns
    assert "actor" not in table.document_columns
    assert table.date_range == (parse_date("2013-06-18"), parse_date("2013-07-01"))


@pytest.mark.parametrize(
    ("conditional", "values"), [(None, ["1", "0", ""]), ("support", ["1", "0", "1"]), ("level", ["1", "-1", "0"])]
)
def test_stance_becomes_agreement(conditional: str | None, values: list[str]) -> None:
    rows = [{"document_id": "d", "date": "2013-06-18", "stance": s} for s in ("support", "oppose", "conditional")]
    table = table_from_rows(rows, conditional=conditional)
    assert [row["agreement"] for row in table.rows(range(3))] == values


def test_a_way_to_count_conditionals_replaces_an_agreement_that_leaves_them_out() -> None:
    row = {"document_id": "d", "date": "2013-06-18", "stance": "conditional", "agreement": None}
    assert table_from_rows([row], conditional="support").row(0)["agreement"] == "1"
    assert table_from_rows([row]).row(0)["agreement"] == ""


def test_unknown_way_to_count_conditionals() -> None:
    with pytest.raises(UsageError, match="'support', 'level'"):
        table_from_rows([], conditional="yes")


@pytest.mark.parametrize("text", ["", "2013", "2013-06"])
def test_a_date_without_a_day_is_no_date(text: str) -> None:
    assert parse_date(text) == UNDATED


def test_documents_sort_by_number_if_they_are_numbers() -> None:
    rows = [{"document_id": d, "date": "2013-06-18", "start": s} for d, s in [("10", 0), ("9", 5), ("9", 1)]]
    assert table_from_rows(rows).order.tolist() == [2, 1, 0]


def test_columns_may_differ_from_row_to_row() -> None:
    rows = [{"document_id": 1, "date": "2013-06-18", "x": "a"}, {"document_id": 1, "date": None, "y": 2.5}]
    table = table_from_rows(rows)
    assert [(r["x"], r["y"]) for r in table.rows([0, 1])] == [("a", ""), ("", "2.5")]


def test_attributes_become_a_variable(tmp_path: Path) -> None:
    variable, found = read_attributes(write(tmp_path / "a.csv", "organization,kind\nUN,body\n"))
    rows = [{"document_id": 1, "date": "2013-06-18", "organization": o} for o in ("UN", "EU")]
    table = table_from_rows(rows).with_attribute(variable, "kind", found["kind"])
    assert [r["organization.kind"] for r in table.rows([0, 1])] == ["body", ""]


def test_an_unknown_column_lists_those_there_are() -> None:
    with pytest.raises(BadTable, match="no column 'z'; the columns are: document_id, date"):
        table_from_rows([{"document_id": 1, "date": "2013-06-18"}]).column("z")
