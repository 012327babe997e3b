"""Gold and predicted records: what cannot be compared is refused by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from communique.errors import BadInput
from communique.evaluation.gold import check_record, read_gold

STATEMENT = {"actor": "Ann Lee", "party": "FRA", "issue": "truce", "stance": "support", "evidence": "the truce must hold"}
MEETING = {"participants": [{"name": "Ann Lee", "party": "FRA"}], "status": "held", "evidence": "they met"}


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no gold records"):
        read_gold(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", '"a"', '{"statements": []}'])
def test_a_file_that_is_no_gold_record_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(BadInput, match=r"x\.json: not a gold record"):
        read_gold(tmp_path)


def test_two_gold_records_of_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.json").write_text('{"id": "a", "figures": []}')
    with pytest.raises(BadInput, match=r"two\.json: 'a' is also the id of .*one\.json"):
        read_gold(tmp_path)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"statements": None}, "g: statements of 'a' is nothing"),
        ({"statements": {"actor": "Ann Lee"}}, "g: statements of 'a' is an object"),
        ({"statements": [STATEMENT, ["Ann Lee"]]}, r"g: statements\[1\] of 'a': a list"),
        ({"statements": [{**STATEMENT, "evidence": None}]}, r"statements\[0\] of 'a': no evidence"),
        ({"statements": [{**STATEMENT, "evidence": " "}]}, "no evidence"),
        ({"statements": [{k: v for k, v in STATEMENT.items() if k != "issue"}]}, "no issue"),
        ({"statements": [{**STATEMENT, "stance": "supports"}]}, "stance is 'supports'; expected one of support"),
        ({"meetings": [{**MEETING, "participants": ["Ann Lee"]}]}, "participants is no list of objects"),
        ({"commitments": [{"by": "FRA", "evidence": "they will"}]}, "by is no list of party codes"),
        ({"figures": [{"evidence": "40 people"}]}, "no value"),
        ({"quotes": [{"speaker": "Ann Lee", "party": "FRA"}]}, "no quote"),
    ],
)
def test_a_gold_row_that_cannot_be_compared_is_named(rows: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        check_record({"id": "a", **rows}, "g", is_gold=True)


def test_a_predicted_row_may_lack_fields_but_not_be_of_another_shape() -> None:
    check_record({"id": "a", "statements": [{}], "quotes": None}, "p")
    with pytest.raises(BadInput, match=r"p: meetings\[0\] of 'a': participants is no list of objects"):
        check_record(json.loads('{"id": "a", "meetings": [{"participants": "Ann Lee"}]}'), "p")
