"""Text to words: clitics, shapes, and the place of each word with regard to quotation marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.document import Span
from communique.models.words import Piece, Place, Shape, Word, cut_paragraphs, pack_pieces, split_words


def split(text: str) -> list[Word]:
    return split_words(text, Span(0, len(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Putin's demand", ["Putin", "'s", "demand"]),
        ("they’re late", ["they", "’re", "late"]),
        ("O'Brien doesn't", ["O'Brien", "doesn't"]),
        ("``No,'' he said", ["``", "No", ",", "''", "he", "said"]),
        ("U.S.-led", ["U", ".", "S", ".", "-", "led"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [w.text for w in split(text)] == expected


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He "won" it', ["won"]),
        ("He “won” it", ["won"]),
        ("‘It won’t work,’ he said", ["It", "won’t", "work", ","]),
        ("the workers’ party won", []),
        ('"One. "Two" he said', ["One", ".", "Two"]),  # the first mark was never closed
        ("«Da», he said", ["Da"]),
    ],
)
def test_words_inside_quotation_marks(text: str, inside: list[str]) -> None:
    assert [w.text for w in split(text) if w.place is Place.INSIDE] == inside


def test_shapes() -> None:
    found = [w.shape for w in split("I met NATO envoys in McLean, 1998")]
    assert found == [
        Shape.ONE_CAPITAL,
        Shape.LOWER,
        Shape.UPPER,
        Shape.LOWER,
        Shape.LOWER,
        Shape.MIXED,
        Shape.PUNCTUATION,
        Shape.NUMBER,
    ]


@given(st.text(max_size=80), st.integers(0, 10))
def test_words_are_disjoint_and_cover_all_letters(text: str, start: int) -> None:
    found = split_words(text, Span(min(start, len(text)), len(text)))
    assert all(text[w.start : w.end] == w.text for w in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = {i for w in found for i in range(w.start, w.end)}
    assert all(i in covered for i in range(min(start, len(text)), len(text)) if text[i].isalnum())


@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=30), max_size=6), st.integers(5, 40))
def test_windows_hold_every_word_once_and_fit(sizes: list[list[int]], limit: int) -> None:
    paragraphs = [[Word(0, 1, "." if i % 4 == 3 else "a", Shape.LOWER, Place.OUTSIDE) for i in range(len(s))] for s in sizes]
    pieces = cut_paragraphs(paragraphs, sizes, limit)
    assert [i for p in pieces for i in range(p.first, p.last)] == list(range(sum(map(len, sizes))))
    assert all(p.length <= limit for p in pieces)
    windows = pack_pieces(pieces, limit + 2)
    assert [p for window in windows for p in window] == pieces
    assert all(1 + sum(p.length + 1 for p in window) <= limit + 2 for window in windows)


def test_a_long_paragraph_is_cut_after_a_full_stop() -> None:
    words = split("one two three. four five six seven")
    assert cut_paragraphs([words], [[1] * len(words)], 6) == [Piece(0, 4, 4), Piece(4, 8, 4)]
