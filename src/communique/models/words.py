"""What the attribution model is fed: text to words, each with its shape and its place inside or outside quotation marks.

Training and reading both come through here, so that a model never sees at work what it did not see in training.
In: text and its paragraphs. Out: words with offsets, and windows of them. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from communique.model.document import Span

# A word keeps its inner apostrophes ("don't", "O'Brien"), but a possessive or a contracted verb is a word of its own:
# in "Putin's demand" the source is "Putin".
_CLITIC = r"['’](?:s|S|re|ve|ll|d|m)(?![^\W_])"
_WORD = re.compile(rf"[^\W_]+?(?={_CLITIC})|{_CLITIC}|[^\W_]+(?:['’][^\W_]+)*|``|''|[^\w\s]|_")

_DOUBLE_OPEN = {"“", "„", "«", "``"}
_DOUBLE_CLOSE = {"”", "»", "''"}
_STRAIGHT = {'"', "＂"}
_SINGLE = {"'", "‘", "’", "‹", "›"}


class Shape(IntEnum):
    """How a word is written, which the uncased encoder cannot see."""

    SPECIAL = 0  # the marks that the encoder adds itself
    LOWER = 1
    CAPITALIZED = 2
    UPPER = 3
    MIXED = 4
    NUMBER = 5
    PUNCTUATION = 6
    ONE_CAPITAL = 7  # "I", "A", an initial


class Place(IntEnum):
    """Where a word stands with regard to quotation marks."""

    OUTSIDE = 0
    INSIDE = 1
    OPENING = 2
    CLOSING = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a punctuation mark of a text."""

    start: int
    end: int
    text: str
    shape: Shape
    place: Place


def split_words(text: str, span: Span) -> list[Word]:
    """The words of one paragraph, in order, punctuation marks included.

    Example:
        >>> [(w.text, w.place.name) for w in split_words('He "won".', Span(0, 9))]
        [('He', 'OUTSIDE'), ('"', 'OPENING'), ('won', 'INSIDE'), ('"', 'CLOSING'), ('.', 'OUTSIDE')]
    """
    found = [m.span() for m in _WORD.finditer(text, span.start, span.end)]
    places = _places(text, found, span)
    return [Word(s, e, text[s:e], _shape(text[s:e]), place) for (s, e), place in zip(found, places, strict=True)]


def _shape(word: str) -> Shape:
    first = word[0]
    if first.isdigit():
        return Shape.NUMBER
    if not first.isalpha():
        return Shape.LOWER if len(word) > 1 and word[1].isalpha() else Shape.PUNCTUATION  # a clitic starts with its mark
    if word.islower():
        return Shape.LOWER
    if len(word) == 1:
        return Shape.ONE_CAPITAL
    if word.isupper():
        return Shape.UPPER
    return Shape.CAPITALIZED if word[0].isupper() and word[1:].islower() else Shape.MIXED


def _places(text: str, words: Sequence[tuple[int, int]], span: Span) -> list[Place]:
    """The place of each word. A mark left open holds to the end of the paragraph; nothing is carried to the next one."""
    places: list[Place] = []
    double = single = False
    for start, end in words:
        mark = text[start:end]
        space_before = start == span.start or text[start - 1].isspace() or text[start - 1] in '([—–-“"‘'
        if mark in _DOUBLE_OPEN or mark in _DOUBLE_CLOSE or mark in _STRAIGHT:
            opens = not double if mark in _STRAIGHT else mark in _DOUBLE_OPEN
            if mark in _STRAIGHT and double and space_before and end < span.end and text[end].isalnum():
                opens = True  # the one before was never closed
            double, single = opens, False
            places.append(Place.OPENING if opens else Place.CLOSING)
        elif mark in _SINGLE and not double:
            word_after = end < span.end and (text[end].isalnum() or text[end] in '“"$£€')
            if not single and mark in "'‘‹" and space_before and word_after:
                single = True
                places.append(Place.OPENING)
            elif single and mark in "'’›" and not (start > span.start and text[start - 1].isspace()):
                single = False
                places.append(Place.CLOSING)
            else:
                places.append(Place.INSIDE if single else Place.OUTSIDE)
        else:
            places.append(Place.INSIDE if double or single else Place.OUTSIDE)
    return places


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words `[first, last)` of one text that is read in one go, and its length in word pieces."""

    first: int
    last: int
    length: int


def cut_paragraphs(words: Sequence[Sequence[Word]], lengths: Sequence[Sequence[int]], limit: int) -> list[Piece]:
    """Paragraphs as pieces of at most `limit` word pieces; a longer one is cut after a full stop where there is one.

    Args:
        words: the words of each paragraph; a piece counts them through the whole text.
        lengths: the number of word pieces of each word.
    """
    pieces: list[Piece] = []
    offset = 0
    for paragraph, sizes in zip(words, lengths, strict=True):
        first = total = 0
        stop = -1  # the last place where a sentence may have ended
        stop_total = 0
        for i, size in enumerate(sizes):
            while total + size > limit and i > first:
                last, used = (stop, stop_total) if stop > first else (i, total)
                pieces.append(Piece(offset + first, offset + last, used))
                first, total, stop = last, total - used, -1
            total += size
            if paragraph[i].text in ".?!" or (paragraph[i].place is Place.CLOSING and i and paragraph[i - 1].text in ".?!"):
                stop, stop_total = i + 1, total
        if len(sizes) > first:
            pieces.append(Piece(offset + first, offset + len(sizes), total))
        offset += len(paragraph)
    return pieces


def pack_pieces(pieces: Iterable[Piece], limit: int) -> list[list[Piece]]:
    """Neighbouring pieces together, as many as fit into `limit` word pieces with one mark after each and one in front."""
    windows: list[list[Piece]] = []
    used = limit
    for piece in pieces:
        if used + piece.length + 1 > limit or not windows:
            windows.append([])
            used = 1
        windows[-1].append(piece)
        used += piece.length + 1
    return windows
