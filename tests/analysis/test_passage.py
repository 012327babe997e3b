"""Passages that two texts share."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.syndicated import report

from communique.analysis.passage import MIN_WORDS, shared_passages
from communique.analysis.wording import words_of
from communique.model.paragraph import split_paragraphs

LETTERS = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=60)
COPY = "the delegations had agreed to withdraw all heavy guns from the river before the thaw"


def aligned(one: str, two: str) -> list[tuple[str, str, bool]]:
    parts = (words_of(t, split_paragraphs(t)) for t in (one, two))
    return [(p.one.of(one), p.two.of(two), p.is_exact) for p in shared_passages(*parts)]


def test_a_passage_is_literal_in_both() -> None:
    one, two = f"He said {COPY}, no more.", f"“{COPY.capitalize()}!” she cried."
    assert aligned(one, two) == [(COPY, COPY.capitalize(), True)]


def test_edited_words_do_not_tear_a_passage() -> None:
    changed = COPY.replace("all heavy guns", "their heavy guns").replace("from the river", "down from the river")
    assert aligned(COPY, changed) == [(COPY, changed, False)]


def test_seven_words_are_no_passage() -> None:
    words = COPY.split()
    assert aligned(" ".join(words[:7]), f"Or so {' '.join(words[:7])} it goes") == []
    assert len(aligned(" ".join(words[:8]), f"Or so {' '.join(words[:8])} it goes")) == 1


def test_a_passage_ends_with_its_paragraph() -> None:
    words = COPY.split()
    torn = " ".join(words[:8]) + ".\n\n" + " ".join(words[8:])
    assert [(one, exact) for one, _, exact in aligned(COPY, torn)] == [(" ".join(words[:8]), True)]


def test_paragraphs_in_another_order_are_found() -> None:
    paragraphs = [" ".join(report(seed, 20)) for seed in range(4)]
    found = aligned("\n\n".join(paragraphs), "\n\n".join(reversed(paragraphs)))
    assert [one for one, _, _ in found] == list(reversed(paragraphs))


def test_a_refrain_is_matched_where_it_goes_on() -> None:
    refrain = "the minister told reporters in the capital"
    one = f"{refrain} that the bridge was open again. {refrain} that the road would stay closed until May."
    (passage,) = aligned(one, f"Late on Sunday {refrain} that the road would stay closed until May.")
    assert passage[0] == f"{refrain} that the road would stay closed until May"


@settings(max_examples=60)
@given(LETTERS, LETTERS)
def test_passages_agree_and_do_not_overlap(first: list[str], second: list[str]) -> None:
    one, two = " ".join(first), " ".join(second)
    passages = shared_passages(words_of(one), words_of(two))
    for p in passages:
        words = p.one.of(one).split(), p.two.of(two).split()
        assert MIN_WORDS <= p.n_words <= min(map(len, words))
        assert not p.is_exact or words[0] == words[1]
    assert all(a.two.end <= b.two.start for a, b in pairwise(passages))


@given(st.integers(min_value=8, max_value=40), st.integers(0, 30), st.integers(0, 30))
def test_a_planted_passage_is_found_whole(n: int, before: int, after: int) -> None:
    planted = report(3, n)
    one = " ".join(report(1, before) + planted + report(2, after))
    two = " ".join(report(4, after) + planted + report(5, before))
    found = shared_passages(words_of(one), words_of(two))
    assert any(" ".join(planted) in p.one.of(one) for p in found)
