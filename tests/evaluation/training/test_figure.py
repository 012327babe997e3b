"""Training of the figure scorer: matching coded figures to candidates, and a fit that separates."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from communique.errors import UsageError
from communique.evaluation.training.figure import Example, cross_validate, fit, match_figures, read_articles


@dataclass(frozen=True)
class Quantity:
    value: int
    start: int
    end: int


@dataclass(frozen=True)
class Candidate:
    quantity: Quantity


def test_a_figure_means_the_candidate_of_its_value_inside_its_evidence() -> None:
    row = {"sentence": "12 ministers saw 12 tanks", "figures": [{"value": 12, "evidence": "saw 12 tanks"}]}
    candidates = [Candidate(Quantity(12, 0, 2)), Candidate(Quantity(12, 17, 19))]
    assert match_figures(row, candidates) == {1}


def test_two_figures_of_one_value_take_two_candidates() -> None:
    figures = [{"value": 12, "evidence": "12 tanks"}, {"value": 12, "evidence": "12 tanks"}]
    row = {"sentence": "12 tanks, 12 guns", "figures": figures}
    assert match_figures(row, [Candidate(Quantity(12, 0, 2)), Candidate(Quantity(12, 10, 12))]) == {0, 1}


def test_a_figure_without_a_candidate_matches_none() -> None:
    assert match_figures({"sentence": "x", "figures": [{"value": 1, "evidence": "x"}]}, []) == set()


def examples() -> list[Example]:
    return [Example(("people",) if i % 2 else ("year",), bool(i % 2), f"{i % 3:02}") for i in range(60)]


def test_fit_separates_and_is_the_same_every_time() -> None:
    weights = fit(examples())
    assert weights["people"] > 1 > -1 > weights["year"]
    assert weights == fit(examples())


def test_figures_without_a_candidate_count_as_missed() -> None:
    scores = cross_validate(examples(), n_missed=10)
    assert (scores["p"], scores["r"], scores["figures"]) == (1.0, 0.75, 40)


def test_examples_beside_are_trained_on_and_not_scored() -> None:
    one_kind = [e for e in examples() if e.is_figure]
    assert cross_validate(one_kind, n_missed=0, beside=examples())["figures"] == len(one_kind)


def test_articles_take_the_form_of_sentences(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"id": "a", "figures": [{"value": 12, "evidence": "12 tanks"}]}))
    (tmp_path / "b.json").write_text(json.dumps({"id": "b", "kept": "B", "figures": []}))
    texts = tmp_path / "texts.jsonl"
    texts.write_text(json.dumps({"id": "a", "text": "He saw 12 tanks."}) + "\n")
    [row] = read_articles(tmp_path, texts)
    assert (row["sentence"], row["batch"]) == ("He saw 12 tanks.", read_articles(tmp_path, texts)[0]["batch"])
    assert match_figures(row, [Candidate(Quantity(12, 7, 9))]) == {0}
    texts.write_text("")
    with pytest.raises(UsageError, match="no text of a"):
        read_articles(tmp_path, texts)
