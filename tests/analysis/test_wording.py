"""Words with offsets, and shingles."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from communique.analysis.wording import shingles, words_of
from communique.model.document import Span


@given(st.text(max_size=200))
def test_every_word_stands_where_it_says(text: str) -> None:
    words = words_of(text)
    spans = [words.span(i, i) for i in range(len(words))]
    assert all(words_of(span.of(text)).hashes.tolist() == [words.hashes[i]] for i, span in enumerate(spans))
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_case_marks_and_apostrophes_play_no_part() -> None:
    assert words_of("“Moscow’s” WORD, given!").hashes.tolist() == words_of("Moscow's word given").hashes.tolist()


def test_shingles_stay_within_a_stretch() -> None:
    text = "one two three four"
    assert len(shingles(words_of(text), 3)[0]) == 2
    assert len(shingles(words_of(text, [Span(0, 7), Span(8, 18)]), 3)[0]) == 0
    assert shingles(words_of(text, [Span(0, 7), Span(8, 18)]), 2)[1].tolist() == [0, 2]


def test_order_of_words_counts() -> None:
    assert shingles(words_of("a b c"), 3)[0].tolist() != shingles(words_of("c b a"), 3)[0].tolist()
