"""A table of offices on disk: read as `actors offices` prints it, refused with the line that is wrong."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from communique.errors import BadInput
from communique.resolve.actor import ActorResolver
from communique.resolve.office_table import read_offices

HEADER = "party,role,person,seen_from,seen_to,ended_by,documents,evidence\n"
LINE = 'NOR,foreign minister,"Berg, Ida",2015-01-02,2015-06-30,,3,"r1:0-9; r2:3-12"\n'
ENDED = "ISL,president,Olaf Roe,2015-01-02,2015-06-30,2015-07-05,1,\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "offices.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_terms_of_a_csv_file(tmp_path: Path) -> None:
    first, second = read_offices(write(tmp_path, HEADER + LINE + ENDED))
    assert (first.person, first.role, first.party, first.n_documents) == ("Berg, Ida", "foreign minister", "NOR", 3)
    assert (first.seen_from, first.seen_to, first.ended_by) == (date(2015, 1, 2), date(2015, 6, 30), None)
    assert second.ended_by == date(2015, 7, 5)


def test_json_lines_say_the_same(tmp_path: Path) -> None:
    row = {"party": "ISL", "role": "president", "person": "Olaf Roe", "seen_from": "2015-01-02", "seen_to": "2015-06-30"}
    line = json.dumps({**row, "ended_by": "2015-07-05", "documents": 1})
    assert read_offices(write(tmp_path, f"\n{line}\n")) == read_offices(write(tmp_path, HEADER + ENDED))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEADER + LINE + "NOR,minister,,2015-01-02,2015-06-30,,3,\n", "line 3: no person"),
        (HEADER + LINE.replace("2015-06-30", "30 June"), "line 2: .*30 June"),
        (HEADER + LINE.replace(",3,", ",some,"), "line 2: .*some"),
        ("name,state\nIda Berg,NOR\n", "line 2: no party"),
        ('{"party": "NOR"\n', "line 1: not JSON"),
    ],
)
def test_a_line_that_is_no_term_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_offices(write(tmp_path, text))


def test_a_file_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="actors offices"):
        read_offices(tmp_path / "none.csv")


def test_the_maker_tells_which_table_was_asked(tmp_path: Path) -> None:
    one, other = (ActorResolver(read_offices(write(tmp_path, HEADER + line))).maker for line in (LINE, ENDED))
    plain = ActorResolver().maker
    assert one.startswith(f"{plain}+offices-")
    assert len({plain, one, other}) == 3
