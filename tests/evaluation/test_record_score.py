"""The product's own scores: hand-made cases, and equality with the reference scorer where that is at hand."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import pytest

from communique.errors import BadInput
from communique.evaluation.gold import read_gold
from communique.evaluation.match import overlap
from communique.evaluation.record_score import evaluate

TEXT = "Ann Lee said the truce must hold. Bo Ray rejected the truce. At least 40 people died."
MAKER = {"confidence": 1.0, "maker": "t@1"}


def statement(evidence: str, party: str, stance: str, actor: str = "Ann Lee") -> dict[str, Any]:
    start = TEXT.find(evidence)
    row = {"actor": actor, "party": party, "issue": "truce", "stance": stance, "evidence": evidence}
    return {**row, "start": start, "end": start + len(evidence)}


FIRST, SECOND = TEXT[:33], TEXT[34:60]
GOLD = {"a": {"id": "a", "statements": [statement(FIRST, "FRA", "support"), statement(SECOND, "GBR", "oppose", "Bo Ray")]}}


def score(*rows: dict[str, Any]) -> dict[str, float]:
    result = evaluate(GOLD, {"a": {"id": "a", "statements": list(rows)}}, {"a": TEXT}, n_bootstrap=0)
    return {name: round(s.value, 3) for name, s in result.scores.items()}


def test_gold_against_itself_is_perfect() -> None:
    got = score(*GOLD["a"]["statements"])
    assert (
        got["statement"] == got["statement.issue"] == got["stance.accuracy"] == got["statement.actor"] == got["evidence"] == 1.0
    )


def test_a_wrong_stance_costs_the_triple_and_not_the_pair() -> None:
    got = score(statement(FIRST, "FRA", "oppose"), statement(SECOND, "GBR", "oppose", "Bo Ray"))
    assert got["statement"] == 0.5
    assert got["statement.issue"] == 1.0
    assert got["stance.accuracy"] == 0.5


def test_a_row_that_is_not_literal_counts_as_absent() -> None:
    false = {**statement(FIRST, "FRA", "support"), "evidence": "Ann Lee wants war"}
    result = evaluate(GOLD, {"a": {"id": "a", "statements": [false]}}, {"a": TEXT})
    assert result.not_literal == {"statements": 1}
    assert result.scores["statement"].predicted == 0


def test_a_missing_article_counts_as_empty() -> None:
    result = evaluate(GOLD, {}, {"a": TEXT})
    assert (result.n_missing, result.scores["statement"].value) == (1, 0.0)
    assert {m.what for m in result.misses} == {"missed"}


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [((0, 10), (0, 10), True), ((0, 10), (5, 15), True), ((0, 10), (6, 16), False), ((0, 100), (0, 29), False)],
)
def test_overlap(gold: tuple[int, int], predicted: tuple[int, int], expected: bool) -> None:
    assert overlap(gold, predicted) is expected


def test_the_interval_holds_the_value() -> None:
    gold = {str(i): GOLD["a"] for i in range(12)}
    half = {str(i): {"statements": GOLD["a"]["statements"][: 1 + i % 2]} for i in range(12)}
    got = evaluate(gold, half, dict.fromkeys(gold, TEXT)).scores["statement"]
    assert got.low < got.value < got.high


def test_one_document_and_no_draws_have_no_interval() -> None:
    for gold, n in ((GOLD, 500), ({"a": GOLD["a"], "b": GOLD["a"]}, 0)):
        got = evaluate(gold, {}, dict.fromkeys(gold, TEXT), n_bootstrap=n).scores["statement"]
        assert (got.low, got.high) == (None, None)


def test_draws_without_anything_to_measure_do_not_widen_the_interval() -> None:
    gold = {"a": GOLD["a"], **{str(i): {"id": str(i), "statements": []} for i in range(5)}}
    scores = evaluate(gold, {"a": GOLD["a"]}, dict.fromkeys(gold, TEXT)).scores
    assert [(scores[name].value, scores[name].low) for name in ("statement", "stance.accuracy", "party")] == [(1.0, 1.0)] * 3
    never = scores["stance.conditional"]
    assert (never.is_measured, never.low, never.high) == (False, None, None)


def test_what_is_coded_and_never_there_counts_its_false_positives() -> None:
    promise = {"by": ["FRA"], "what": "hold it", "evidence": FIRST, "start": 0, "end": len(FIRST)}
    found = {"a": {"id": "a", "statements": [statement(FIRST, "FRA", "support")], "commitments": [promise]}}
    scores = evaluate({"a": {"id": "a", "statements": [], "commitments": []}}, found, {"a": TEXT}).scores
    assert [(scores[name].predicted, scores[name].gold) for name in ("statement", "commitment")] == [(1, 0), (1, 0)]
    assert "meeting" not in scores  # not coded


def test_gold_words_that_are_not_in_the_text_are_refused() -> None:
    row = {**statement(FIRST, "FRA", "support"), "evidence": "Ann Lee wants war"}
    with pytest.raises(BadInput, match=r"gold statements\[1\] of 'a': 'Ann Lee wants war' is not in its text"):
        evaluate({"a": {"id": "a", "statements": [GOLD["a"]["statements"][0], row]}}, {}, {"a": TEXT})


SHARED = Path(os.environ.get("COMMUNIQUE_SHARED", Path(__file__).resolve().parents[3] / "shared"))


@pytest.mark.skipif(not (SHARED / "eval" / "score_record.py").exists(), reason="the reference scorer is not beside the project")
def test_equal_to_the_reference_scorer() -> None:
    spec = importlib.util.spec_from_file_location("score_record", SHARED / "eval" / "score_record.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    gold = read_gold(SHARED / "gold" / "dev")
    lines = (SHARED / "gold" / "dev-texts.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    predicted = {article: _distort(record, texts[article]) for article, record in gold.items()}
    theirs = reference.score(gold, predicted, texts)
    ours = evaluate(gold, predicted, texts, n_bootstrap=0).scores
    for name in ("statement", "statement.issue", "statement.loose", "alignment", "meeting", "commitment", "figure", "quote"):
        assert (ours[name].hit, ours[name].predicted, ours[name].gold) == tuple(
            theirs[name][k] for k in ("hit", "predicted", "gold")
        )
    for name in ("statement.actor", "evidence", "party", "meeting.date", "commitment.due", "figure.bound"):
        assert (ours[name].hit, ours[name].gold) == (theirs[name]["hit"], theirs[name]["of"])
    assert round(ours["stance.macro_f1"].value, 3) == theirs["stance"]["macro_f1"]


def _distort(record: dict[str, Any], text: str) -> dict[str, Any]:
    """Gold rows with every third left out, every fourth of another party and every fifth of another stance."""
    out: dict[str, Any] = {"id": record["id"]}
    for kind in ("statements", "alignments", "meetings", "commitments", "figures", "quotes"):
        out[kind] = []
        for i, row in enumerate(record.get(kind, [])):
            words = row.get("quote") or row.get("evidence")
            start = text.find(words)
            new = {**row, "start": start, "end": start + len(words)}
            if i % 4 == 1 and "party" in new:
                new["party"] = "JPN"
            if i % 5 == 1 and "stance" in new:
                new["stance"] = "conditional"
            if i % 3 != 2:
                out[kind].append(new)
    return out
