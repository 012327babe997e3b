"""Scores of attributions: what counts as found, as exact, and as having the right source."""

from __future__ import annotations

from collections import Counter

import pytest

from communique.evaluation.attribution_score import count_document, judge_document, kind_of, make_figures

TEXT = 'Ankara insisted that the line was legal. "No," Larsen said. "Never."'
A = {"source": [(0, 6)], "cue": [(7, 15)], "content": [(16, 39)]}
B = {"source": [(47, 53)], "cue": [(54, 58)], "content": [(41, 46), (60, 68)]}


def figures(gold: list[dict], predicted: list[dict]) -> dict[str, float]:
    return make_figures(count_document(TEXT, gold, predicted))


def test_gold_against_itself_is_perfect() -> None:
    found = figures([A, B], [B, A])
    assert {name: value for name, value in found.items() if value != 1.0} == {"mixed recall": 0.0}  # there is none


def test_nothing_found_is_zero_and_no_error() -> None:
    assert set(figures([A], []).values()) == {0.0}
    assert set(figures([], [A]).values()) == {0.0}
    assert set(figures([], []).values()) == {0.0}


@pytest.mark.parametrize(
    ("change", "found", "exact", "joint"),
    [
        ({"content": [(16, 38)]}, 1.0, 1.0, 1.0),  # a letter less of the same word
        ({"content": [(21, 39)]}, 1.0, 0.0, 1.0),  # without "that"
        ({"content": [(34, 39)]}, 0.0, 0.0, 0.0),  # one word of five
        ({"source": []}, 1.0, 1.0, 0.0),
        ({"source": [(47, 53)]}, 1.0, 1.0, 0.0),
    ],
)
def test_one_change(change: dict, found: float, exact: float, joint: float) -> None:
    got = figures([A], [{**A, **change}])
    assert (got["overlap"], got["exact"], got["att+src"]) == (found, exact, joint)


def test_an_attribution_is_matched_once_by_its_best_overlap() -> None:
    part = {**A, "content": [(21, 39)]}
    assert judge_document(TEXT, [A], [part, A]) == [False, True]
    assert figures([A], [part, A])["att+src precision"] == 0.5


def test_no_source_is_right_where_none_is_annotated() -> None:
    bare = {**B, "source": []}
    assert judge_document(TEXT, [bare], [bare]) == [True]
    assert judge_document(TEXT, [bare], [B]) == [False]


def test_fragments_are_runs_of_words() -> None:
    half = {**B, "content": [(41, 46)]}
    assert figures([B], [half])["content fragments"] == pytest.approx(2 / 3, abs=1e-4)


@pytest.mark.parametrize(
    ("content", "kind"), [([(41, 46)], "direct"), ([(16, 46)], "mixed"), ([(16, 39)], "indirect"), ([], "indirect")]
)
def test_kinds(content: list[tuple[int, int]], kind: str) -> None:
    assert kind_of(TEXT, content) == kind


def test_counts_add_up_over_documents() -> None:
    total = count_document(TEXT, [A], [A]) + count_document(TEXT, [B], [])
    assert make_figures(Counter(total))["att+src recall"] == 0.5
