"""Labels of words to spans of text: what the attribution network says, read back into source, cue and content.

Shared by reading (nlp) and training (evaluation). Pure functions of words and labels.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from communique.model.document import Span
from communique.models.attribution_input import CONTENT, CUE, OTHER, SOURCE, Encoded, Floats, Ints, Window
from communique.models.words import Place, Word

SAME_CONTENT = 0.6  # measured on PolNeAR dev: .4 to .8 differ by less than .001 in att+src


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution as spans. `cue_score` is how sure its cue is, `label_score` how sure the labels of its words (0 is best)."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    cue_score: float
    label_score: float


def find_attributions(encoded: Encoded, window: Window, labels: Ints, roles: Floats, cue_scores: Floats) -> list[Found]:
    """The attributions of one window: one for each cue (row of `labels`) that governs any content."""
    words = [encoded.words[i] for i in window.words.tolist()]
    found = []
    for row, scores, cue_score in zip(labels, roles, cue_scores, strict=True):
        spans = {role: tuple(_spans(words, window.paragraph, row, role)) for role in (SOURCE, CUE, CONTENT)}
        if spans[CUE] and spans[CONTENT]:
            found.append(Found(spans[SOURCE], spans[CUE], spans[CONTENT], float(cue_score), _label_score(row, scores)))
    return found


def keep_surest(found: Sequence[Found]) -> list[Found]:
    """Drop an attribution whose content a surer cue claims too; one inside another's content is a voice of its own."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: -one.cue_score):
        if not any(_shared(one.content, other.content) > SAME_CONTENT for other in kept):
            kept.append(one)
    return kept


def _shared(some: Sequence[Span], others: Sequence[Span]) -> float:
    """The share of characters in common: 1 if the two cover the same ones, 0 if none."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in some for b in others)
    return 2 * common / sum(span.end - span.start for span in (*some, *others))


def is_quoted(words: Sequence[Word], span: Span) -> tuple[int, int]:
    """How many words of a span stand inside quotation marks, and how many there are; punctuation does not count."""
    first = bisect.bisect_left(words, span.start, key=lambda word: word.start)
    last = bisect.bisect_left(words, span.end, key=lambda word: word.start)
    spoken = [word for word in words[first:last] if word.text[0].isalnum()]
    return sum(word.place is Place.INSIDE for word in spoken), len(spoken)


def _label_score(labels: Ints, scores: Floats) -> float:
    """The mean logarithm of the probability that each word of the attribution, or at its edges, has its label."""
    inside = labels != OTHER
    near = inside.copy()
    near[1:] |= inside[:-1]
    near[:-1] |= inside[1:]
    some = scores[near] - scores[near].max(1, keepdims=True)
    chosen = some[np.arange(len(some)), labels[near]] - np.log(np.exp(some).sum(1))
    return float(chosen.mean())


def _spans(words: Sequence[Word], paragraph: Ints, labels: Ints, role: int) -> Iterator[Span]:
    """The runs of words with one label, cut between paragraphs, without the marks at their edges that are not theirs."""
    where = np.flatnonzero(labels == role)
    if not len(where):
        return
    cuts = np.flatnonzero((np.diff(where) > 1) | (np.diff(paragraph[where]) != 0)) + 1
    for run in np.split(where, cuts):
        first, last = int(run[0]), int(run[-1])
        while first <= last and _is_loose(words[first], opening=True, role=role):
            first += 1
        while last >= first and _is_loose(words[last], opening=False, role=role):
            last -= 1
        if any(_has_letter(word) for word in words[first : last + 1]):
            yield Span(words[first].start, words[last].end)


def _has_letter(word: Word) -> bool:
    return word.text[0].isalnum() or word.text[-1].isalnum()


def _is_loose(word: Word, *, opening: bool, role: int) -> bool:
    """Whether a mark at the edge of a run does not belong to it: a comma or dash, or a quotation mark of the wrong side."""
    if _has_letter(word):
        return False
    if word.place is Place.OPENING or word.place is Place.CLOSING:
        return role != CONTENT or (word.place is Place.CLOSING if opening else word.place is Place.OPENING)
    return word.text in ",;:—–-" or (opening and word.text in ".?!)")
