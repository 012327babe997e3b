"""Rows that the stance reader learns from; the training itself needs PyTorch and is not run here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from communique.evaluation.training.stance import Data, make_stages
from communique.evaluation.training.stance_rows import (
    UnitReading,
    join_odds,
    mark_holder,
    near_pairs,
    read_readings,
    read_wordings,
    reading_rows,
)


def pair(label: str = "neither", relevance: float = 0.4, sentence: int = 0, issue: str = "quota") -> dict[str, Any]:
    return {
        "article": "a",
        "codebook": "fish",
        "sentence": sentence,
        "start": 100 * sentence,
        "end": 100 * sentence + 30,
        "actor": "Ida Berg",
        "passage": f"[holder] said quotas must fall by {sentence}.",
        "issue": issue,
        "support": f"{issue} yes",
        "oppose": f"{issue} no",
        "label": label,
        "is_hit": label != "neither",
        "relevance": relevance,
    }


def read_as(*codes: str, issue: str = "quota") -> dict[tuple[str, int, int, str], UnitReading]:
    return {("a", 100 * k, 100 * k + 30, "Ida Berg"): UnitReading({issue: code}, is_coded=True) for k, code in enumerate(codes)}


def test_only_the_three_most_relevant_issues_of_a_sentence_are_near() -> None:
    pairs = [pair(relevance=r, issue=f"i{r}") for r in (0.9, 0.5, 0.4, 0.3, 0.02)]
    pairs += [pair(relevance=0.02, sentence=1), pair(relevance=0.06, sentence=1)]
    assert [(p["sentence"], p["relevance"]) for p in near_pairs(pairs)[0]] == [(0, 0.9), (0, 0.5), (0, 0.4), (1, 0.06)]


@pytest.mark.parametrize(
    ("code", "label", "is_hit", "expected"),
    [
        ("S", "support", True, (0.97, 0, 0.03, 0)),
        ("S", "neither", False, (0.85, 0, 0.15, 0)),
        ("o", "oppose", True, (0, 0.85, 0.15, 0)),
        ("o", "neither", False, (0, 0.55, 0.45, 0)),
        ("S", "oppose", True, (0.97, 0, 0.03, 0)),  # the side is that of the reading
        ("C", "oppose", True, (0, 0.388, 0.03, 0.582)),
        ("S", "conditional", True, (0.388, 0, 0.03, 0.582)),
        ("SC", "support", True, (0.1455, 0, 0.03, 0.8245)),
        ("Sc", "support", True, (0.4365, 0, 0.03, 0.5335)),
        ("oc", "conditional", True, (0, 0.255, 0.15, 0.595)),
        ("CC", "neither", False, (0.06375, 0.06375, 0.15, 0.7225)),
        ("-", "oppose", True, (0, 0.35, 0.65, 0)),
        ("-", "support", False, (0.2, 0, 0.8, 0)),
        ("-", "neither", False, (0.01, 0.01, 0.98, 0)),
    ],
)
def test_a_reading_and_the_coding_of_the_article_make_the_target(
    code: str, label: str, is_hit: bool, expected: tuple[float, ...]
) -> None:
    found = join_odds(code, label, is_hit=is_hit)
    assert found == pytest.approx(expected)
    assert sum(found) == pytest.approx(1)


def test_without_a_coded_article_the_reading_stands_alone() -> None:
    assert join_odds("s", "neither", is_hit=False, is_coded=False) == pytest.approx((0.62, 0, 0.38, 0))
    assert join_odds("-", "neither", is_hit=False, is_coded=False) == join_odds("-", "neither", is_hit=False)


def test_half_of_the_stances_give_a_row_for_each_text_with_the_sides_turned() -> None:
    pairs = [pair("support", sentence=k) for k in range(40)]
    rows = reading_rows(pairs, read_as(*"S" * 40), 1, {})
    assert {(r.text, r.odds) for r in rows} == {
        ("quota yes", join_odds("S", "support", is_hit=True)),
        ("quota no", join_odds("O", "oppose", is_hit=True)),
    }
    assert 50 <= len(rows) <= 70
    assert len(reading_rows([pair(sentence=k) for k in range(9)], read_as(*"-" * 9), 1, {})) == 9


def test_a_conditional_stance_gives_two_rows_for_each_text() -> None:
    rows = reading_rows([pair("support")], read_as("SC"), 1, {})
    assert sorted(r.text for r in rows) == ["quota no", "quota no", "quota yes", "quota yes"]


def test_what_nobody_read_teaches_nothing_and_a_passage_teaches_once() -> None:
    twice = [pair("support"), {**pair("support"), "party": "another"}]
    unread = [pair("oppose", sentence=5), pair("oppose", issue="boats")]
    assert reading_rows([*twice, *unread], read_as("S"), 1, {}) == reading_rows(twice[:1], read_as("S"), 1, {})


def test_texts_are_drawn_from_their_wordings() -> None:
    wordings = {("fish", "quota", "support"): ["fewer fish"]}
    pairs = [pair("support", sentence=k) for k in range(30)]
    texts = {r.text for r in reading_rows(pairs, read_as(*"S" * 30), 1, wordings)}
    assert texts == {"quota yes", "fewer fish", "quota no"}


def test_stages_are_the_same_each_time_and_hold_every_reading() -> None:
    pairs = [pair("oppose", sentence=k) for k in range(40)]
    data = Data([], [], pairs, [], read_as(*"O" * 40), {})
    stages = make_stages(data)
    assert stages == make_stages(data)
    assert sum(map(len, stages)) == len(reading_rows(pairs, data.readings, 13, {}))


def test_files_beside_the_codings_are_read(tmp_path: Path) -> None:
    line = {"id": "a", "text_key": "0", "units": [[0, 30, "Ida Berg", {"quota": "s"}]]}
    (tmp_path / "readings.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert read_readings(tmp_path / "readings.jsonl") == read_as("s")
    named = {**line, "source_id": "s1", "codebook": "fish"}
    (tmp_path / "readings.jsonl").write_text(json.dumps(named) + "\n", encoding="utf-8")
    assert [r.is_coded for r in read_readings(tmp_path / "readings.jsonl").values()] == [False]
    row = {"codebook": "fish", "issue": "quota", "side": "oppose", "wordings": ["more fish"]}
    (tmp_path / "wordings.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert read_wordings(tmp_path / "wordings.jsonl") == {("fish", "quota", "oppose"): ["more fish"]}


def test_holders_are_marked_by_any_of_their_names() -> None:
    assert mark_holder("Berg said Norway objects.", "Ida Berg") == ("[holder] said Norway objects.", True)
    assert mark_holder("The port is closed.", "Ida Berg") == ("The port is closed.", False)
