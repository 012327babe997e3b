"""sources.csv in the states people leave it in."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.ingest.metadata import parse_sources, read_sources


@pytest.mark.parametrize(
    "text",
    [
        "file,outlet,published,title\na.txt,The Wire,2013-06-17,Talks go on\n",
        "\ufefffile,outlet,published,title\r\na.txt,The Wire,2013-06-17,Talks go on\r\n".removeprefix("\ufeff"),
        "File;Outlet;Published;Title\na.txt;The Wire;2013-06-17;Talks go on",
        "title\tpublished\tfile\toutlet\tcode\nTalks go on\t2013-06-17\t a.txt \tThe Wire\t7\n",
        'file,outlet,published,title\n"a.txt",The Wire,2013-06-17,"Talks go on"\n\n',
    ],
)
def test_row_of_a_file(text: str) -> None:
    sources = parse_sources(text)
    assert sources.of("a.txt") == {"outlet": "The Wire", "published": "2013-06-17", "title": "Talks go on"}
    assert sources.problem == ""
    assert sources.of("b.txt") == {}


def test_empty_cells_and_short_rows_say_nothing() -> None:
    assert parse_sources("file,outlet,published\na.txt,,2013-06-17\nb.txt\n").of("a.txt") == {"published": "2013-06-17"}
    assert parse_sources("file,outlet,published\na.txt,,2013-06-17\nb.txt\n").of("b.txt") == {}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no column 'file'"),
        ("name,outlet\na.txt,The Wire\n", "no column 'file'"),
        ("file,outlet\n,The Wire\na.txt,The Post\n", "1 rows name no file"),
        ('file,outlet\na.txt,"The Wire\nb.txt,The Post\n', "line 2: a quotation mark is not closed"),
        ('file,outlet\na.txt,"The Wire\nb.txt,"The Post"\nc.txt,The Sun\n', "line 2: a quotation mark is not closed"),
        ("file,outlet\na.txt," + "x" * 200_000 + "\n", "line 2: field larger than field limit"),
    ],
)
def test_bad_table_is_a_problem_in_words(text: str, problem: str) -> None:
    assert problem in parse_sources(text).problem


def test_cell_of_two_lines_is_a_cell() -> None:
    sources = parse_sources('file,outlet,title\na.txt,The Wire,"Talks\ngo on, at last"\nb.txt,The Post,x\n')
    assert (sources.problem, list(sources.rows)) == ("", ["a.txt", "b.txt"])


def test_missing_binary_and_latin_tables(tmp_path: Path) -> None:
    assert read_sources(str(tmp_path)).problem == ""
    for name, data, problem in [("x", b"\x00\x01", "binary file"), ("y", "file,outlet\na.txt,El País\n".encode("latin-1"), "")]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "sources.csv").write_bytes(data)
        (tmp_path / name / "a.txt").touch()
        assert problem in read_sources(str(tmp_path / name)).problem
    assert read_sources(str(tmp_path / "y")).of("a.txt") == {"outlet": "El País"}
