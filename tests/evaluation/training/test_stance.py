"""Rows that the stance reader learns from; the training itself needs PyTorch and is not run here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from communique.evaluation.training.stance import Data, make_stages
from communique.evaluation.training.stance_rows import (
    join_odds,
    mark_holder,
    near_pairs,
    read_readings,
    read_wordings,
    reading_rows,
)
from communique.models.stance_input import LABELS


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


def read_as(*codes: str, issue: str = "quota") -> dict[tuple[str, int, int, str], dict[str, str]]:
    return {("a", 100 * k, 100 * k + 30, "Ida Berg"): {issue: code} for k, code in enumerate(codes)}


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
        ("S", "conditional", True, (0.582, 0, 0.03, 0.388)),
        ("C", "oppose", True, (0, 0.388, 0.03, 0.582)),
        ("C", "conditional", True, (0, 0, 0.03, 0.97)),
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


def test_a_stance_gives_a_row_for_each_text_with_the_sides_turned() -> None:
    rows = reading_rows([pair("support"), pair(sentence=1)], read_as("S", "-"), 1, {})
    sided = {r.text: r.odds for r in rows if r.odds[LABELS.index("neither")] < 0.5}
    assert sided == {"quota yes": pytest.approx((0.97, 0, 0.03, 0)), "quota no": pytest.approx((0, 0.97, 0.03, 0))}
    assert len(rows) == 3


def test_what_nobody_read_teaches_nothing_and_a_passage_teaches_once() -> None:
    twice = [pair("support"), {**pair("support"), "party": "another"}]
    assert len(reading_rows([*twice, pair("oppose", sentence=5), pair("oppose", issue="boats")], read_as("S"), 1, {})) == 2


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
    assert sum(map(len, stages)) == 80


def test_files_beside_the_codings_are_read(tmp_path: Path) -> None:
    line = {"id": "a", "text_key": "0", "units": [[0, 30, "Ida Berg", {"quota": "s"}]]}
    (tmp_path / "readings.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert read_readings(tmp_path / "readings.jsonl") == read_as("s")
    row = {"codebook": "fish", "issue": "quota", "side": "oppose", "wordings": ["more fish"]}
    (tmp_path / "wordings.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert read_wordings(tmp_path / "wordings.jsonl") == {("fish", "quota", "oppose"): ["more fish"]}


def test_holders_are_marked_by_any_of_their_names() -> None:
    assert mark_holder("Berg said Norway objects.", "Ida Berg") == ("[holder] said Norway objects.", True)
    assert mark_holder("The port is closed.", "Ida Berg") == ("The port is closed.", False)
