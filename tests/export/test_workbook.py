"""The workbook, read back by openpyxl."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.export.material import columns
from communique.export.tables import TABLES
from communique.runner.exchange import export_record

openpyxl = pytest.importorskip("openpyxl")


@pytest.fixture
def book(world_store: Path, tmp_path: Path):  # type: ignore[no-untyped-def]
    return openpyxl.load_workbook(export_record(world_store, "xlsx", tmp_path / "record.xlsx").path)


def test_one_sheet_a_table_with_frozen_header_and_filter(book) -> None:  # type: ignore[no-untyped-def]
    assert set(book.sheetnames) == set(TABLES)
    for sheet in book:
        assert [c.value for c in sheet[1]] == [c.name for c in columns()[sheet.title]]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref


def test_cells_are_typed_and_no_title_becomes_a_formula(book) -> None:  # type: ignore[no-untyped-def]
    sheet = book["statements"]
    names = [c.value for c in sheet[1]]
    row = dict(zip(names, sheet[2], strict=True))
    assert (row["title"].value, row["title"].data_type) == ('=Talks "resume", again', "s")
    assert (row["party_cown"].value, row["confidence"].value) == (230, 0.9)
    assert row["url"].value == "https://courier.test/a?b=1&c=<2>"
    assert row["url"].hyperlink.target == "https://courier.test/a?b=1&c=%3c2%3e"
    assert row["strength"].value is None


def test_control_characters_and_emoji_come_back(book) -> None:  # type: ignore[no-untyped-def]
    sheet = book["quotes"]
    place = [c.value for c in sheet[1]].index("text")
    assert sheet[2][place].value == "We shall pay 😀 our\tshare,"


def test_the_same_record_gives_the_same_bytes(world_store: Path, tmp_path: Path) -> None:
    first, second = (export_record(world_store, "xlsx", tmp_path / f"{n}.xlsx").path.read_bytes() for n in "ab")
    assert first == second
