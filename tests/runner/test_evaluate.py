"""`communique evaluate` over files: which record of which text is scored, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from communique.errors import BadInput, UsageError
from communique.runner.evaluate import evaluate_folder

TEXT = "Ann Lee said the truce must hold."
ROW = {"actor": "Ann Lee", "party": "FRA", "issue": "truce", "stance": "support", "evidence": TEXT, "start": 0, "end": len(TEXT)}


def lines(path: Path, *objects: Any) -> Path:
    path.write_text("".join(json.dumps(o) + "\n" for o in objects))
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps({"id": "a", "source_id": "w1", "codebook": "peace", "statements": [ROW]}))
    return folder


@pytest.mark.parametrize(
    ("text", "found", "says"),
    [
        (["a", TEXT], {"id": "a"}, r"texts:1: a list, expected a JSON object with id and text"),
        ({"text": TEXT}, {"id": "a"}, r"texts:1: no id, expected"),
        ({"id": "a"}, {"id": "a"}, r"texts:1: no text of 'a', expected"),
        ({"id": "a", "text": None}, {"id": "a"}, r"texts:1: no text of 'a', expected"),
        ({"id": "b", "text": TEXT}, {"id": "a"}, r"no text for 1 gold articles, the first is a"),
        ({"id": "a", "text": TEXT}, [{"id": "a"}], r"found:1: a list, expected a JSON object with id"),
        ({"id": "a", "text": TEXT}, {"statements": []}, r"found:1: no id, expected"),
        ({"id": "a", "text": TEXT}, {"id": {"a": 1}}, r"found:1: no id, expected"),
        ({"id": "a", "text": TEXT}, {"id": "a", "statements": ["x"]}, r"found:1: statements\[0\] of 'a': a text; expected"),
    ],
)
def test_a_line_that_is_no_text_or_record_is_named(tmp_path: Path, gold: Path, text: Any, found: Any, says: str) -> None:
    texts, predicted = lines(tmp_path / "texts", text), lines(tmp_path / "found", found)
    with pytest.raises(BadInput, match=says):
        evaluate_folder(gold, texts, predicted=predicted)


def test_a_second_text_or_record_of_one_id_is_refused(tmp_path: Path, gold: Path) -> None:
    text, found = {"id": "w1", "text": TEXT}, {"id": "w1", "codebook": "peace", "statements": [ROW]}
    one = lines(tmp_path / "texts", text, text)
    with pytest.raises(BadInput, match=r"found:2: a second record of 'w1'"):
        evaluate_folder(gold, one, predicted=lines(tmp_path / "found", found, found))
    with pytest.raises(BadInput, match=r"texts:2: a second text of 'w1'"):
        evaluate_folder(gold, lines(tmp_path / "texts", text, {**text, "text": "Another."}), predicted=tmp_path / "found")


@pytest.mark.parametrize("order", [1, -1])
def test_of_several_codings_the_one_of_the_gold_codebook_is_scored(tmp_path: Path, gold: Path, order: int) -> None:
    codings = [{"id": "a", "codebook": "peace", "statements": [ROW]}, {"id": "a", "codebook": "fish", "statements": []}]
    texts, found = lines(tmp_path / "texts", {"id": "a", "text": TEXT}), lines(tmp_path / "found", *codings[::order])
    assert evaluate_folder(gold, texts, predicted=found).scores["statement"].value == 1.0


BOOK = "codebook: fish\ntitle: Fish\nissues:\n  - {id: cod, label: Cod, support: Cod is good., oppose: Cod is bad.}\n"


@pytest.mark.parametrize(("is_given", "says"), [(False, "give --codebooks DIR"), (True, "it is not in .*books: add it there")])
def test_nothing_is_read_without_the_codebook_of_the_gold(tmp_path: Path, gold: Path, is_given: bool, says: str) -> None:
    texts, folder = lines(tmp_path / "texts", {"id": "a", "text": TEXT}), tmp_path / "books"
    folder.mkdir()
    (folder / "fish.yaml").write_text(BOOK)
    with pytest.raises(UsageError, match=f"'a' is coded under the codebook 'peace'; {says}"):
        evaluate_folder(gold, texts, codebook_folder=str(folder) if is_given else None)
