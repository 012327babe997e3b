"""Passages that two texts share: runs of the same words, lightly edited or not, with their place in both.

Runs of a few words are looked up (seeds) and extended as far as the words agree; runs that follow one another in both
texts with a few other words between are one passage. No passage goes from one stretch of a text (a paragraph, say) into
the next. Linear in the length of the texts but for what they repeat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from communique.analysis.wording import Wording, shingles
from communique.model.document import Span

SEED_WORDS = 4
MIN_WORDS = 8
MOST_EDITED = 4  # words between two runs of one passage, in either text
MIN_ALIKE = 0.7  # of a passage's words in the longer of its two texts
MOST_PLACES = 20  # of one seed that are tried: a refrain need not be matched with every other


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one text and the stretch of another that says it in the same words.

    Args:
        one, two: where it stands in each.
        n_words: the words that agree, in order.
        is_exact: nothing stands between them in either text.
    """

    one: Span
    two: Span
    n_words: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Words `one` to `one_end` (exclusive) of a text that are words `two` to `two_end` of another, `n` of them the same."""

    one: int
    one_end: int
    two: int
    two_end: int
    n: int


def shared_passages(one: Wording, two: Wording, *, min_words: int = MIN_WORDS) -> list[Passage]:
    """The passages that two texts share, in the order of the second; none overlaps another in the second.

    Example:
        >>> from communique.analysis.wording import words_of
        >>> a = "On Monday the ministers agreed to reopen the bridge before the end of May, a spokesman said."
        >>> b = "It was late. “The ministers agreed to reopen the bridge before the end of June”, he said."
        >>> passage, = shared_passages(words_of(a), words_of(b))
        >>> passage.one.of(a)
        'the ministers agreed to reopen the bridge before the end of'
        >>> passage.two.of(b), passage.n_words
        ('The ministers agreed to reopen the bridge before the end of', 11)
    """
    return [_passage(one, two, run) for run in _chained(one, two) if run.n >= min_words]


def _passage(one: Wording, two: Wording, run: _Run) -> Passage:
    is_exact = run.n == run.one_end - run.one == run.two_end - run.two
    return Passage(one.span(run.one, run.one_end - 1), two.span(run.two, run.two_end - 1), run.n, is_exact)


def _runs(one: Wording, two: Wording) -> Iterator[_Run]:
    """The longest run of the same words at each place of the second text, one after the other."""
    places: dict[int, list[int]] = defaultdict(list)
    for value, first in zip(*(a.tolist() for a in shingles(one, SEED_WORDS)), strict=True):
        if len(places[value]) < MOST_PLACES:
            places[value].append(first)
    seeds = dict(zip(*(a.tolist() for a in shingles(two, SEED_WORDS)[::-1]), strict=True))
    words = _with_parts(one), _with_parts(two)
    at, expected = 0, -1
    for j in sorted(seeds):
        if j < at or seeds[j] not in places:
            continue
        # Of equally long runs the one that goes on where the last ended, so that a passage is not torn at a repeated phrase.
        n, _, i = max((_length(*words, i, j), -abs(i - expected), i) for i in places[seeds[j]])
        yield _Run(i, i + n, j, j + n, n)
        at, expected = j + n, i + n


def _with_parts(wording: Wording) -> list[tuple[int, int]]:
    return list(zip(wording.hashes.tolist(), wording.parts.tolist(), strict=True))


def _length(one: list[tuple[int, int]], two: list[tuple[int, int]], i: int, j: int) -> int:
    """How many words agree from two places on, within a stretch of each text."""
    n, part_one, part_two = 0, one[i][1], two[j][1]
    while i + n < len(one) and j + n < len(two):
        (a, in_one), (b, in_two) = one[i + n], two[j + n]
        if a != b or in_one != part_one or in_two != part_two:
            break
        n += 1
    return n


def _chained(one: Wording, two: Wording) -> Iterator[_Run]:
    """Runs joined to passages where a few edited words lie between, within a stretch of each text."""
    last: _Run | None = None
    for run in _runs(one, two):
        joined = None if last is None else _joined(one, two, last, run)
        if last is not None and joined is None:
            yield last
        last = joined or run
    if last is not None:
        yield last


def _joined(one: Wording, two: Wording, last: _Run, run: _Run) -> _Run | None:
    gaps = run.one - last.one_end, run.two - last.two_end
    if min(gaps) < 0 or max(gaps) > MOST_EDITED:
        return None
    if one.parts[last.one] != one.parts[run.one] or two.parts[last.two] != two.parts[run.two]:
        return None
    joined = replace(last, one_end=run.one_end, two_end=run.two_end, n=last.n + run.n)
    longer = max(joined.one_end - joined.one, joined.two_end - joined.two)
    return joined if joined.n >= MIN_ALIKE * longer else None
