"""What the stance reader gets: a passage with its holder marked, and the two texts of an issue, as word pieces.

Shared by coding and by training (evaluation), so that both see the same input. The holder's name is replaced by a
mark: the reader must find the stance in the passage, and its weights cannot keep what a named actor tends to think.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from communique.models import encodable

Ints = npt.NDArray[np.int64]

LABELS = ("support", "oppose", "neither", "conditional")
SUPPORT, OPPOSE, NEITHER, CONDITIONAL = range(4)

MARK = "[holder]"
BREAK = " || "  # between the context and the sentence
MAX_PASSAGE_PIECES = 72
MAX_TEXT_PIECES = 32
CONTEXT_WORDS = 20
BATCH_PIECES = 256  # word pieces that are read at once: more do not fit into the nearest memory of a processor and take longer


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The control pieces of an encoder's vocabulary; as they stand, those of uncased BERT.

    Args:
        n_between: how many end pieces part the passage from the proposition.
    """

    start: int = 101
    pad: int = 0
    end: int = 102
    n_between: int = 1

    @classmethod
    def from_json(cls, found: Mapping[str, int] | None) -> Vocabulary:
        """The vocabulary that a manifest describes; the default if it says nothing."""
        return cls(**found) if found else cls()


UNCASED = Vocabulary()
MPNET = Vocabulary(start=0, pad=1, end=2, n_between=2)


_CONDITION = re.compile(
    r"\b(?:if|unless|until|only (?:if|when|after)|not without|provid(?:ed|ing) that|(?:so|as) long as|would only|conditional"
    r"|conditions?|contingent|depend(?:s|ed|ing)? on|in (?:exchange|return) for|on condition)\b",
    re.IGNORECASE,
)


class Tokenizer(Protocol):
    """The part of `tokenizers.Tokenizer` that is used."""

    def encode_batch(self, input: Any, add_special_tokens: bool = True) -> Any: ...


@dataclass(frozen=True, slots=True)
class StanceInput:
    """A passage and the texts of an issue; each text is read on its own, and the two readings are joined."""

    passage: str
    support: str
    oppose: str


def mark_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the mark in place of each span; spans that overlap become one mark.

    Example:
        >>> mark_spans("Ms Berg said the pact is dead.", [(0, 7)])
        '[holder] said the pact is dead.'
    """
    merged: list[list[int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        elif start < end:
            merged.append([start, end])
    out, at = [], 0
    for start, end in merged:
        out += [text[at:start], MARK]
        at = end
    return "".join([*out, text[at:]])


def join_passage(context: str, sentence: str) -> str:
    """Context and sentence as one passage: the last words of the context, white space made single."""
    tail = " ".join(context.split()[-CONTEXT_WORDS:])
    plain = " ".join(sentence.split())
    return f"{tail}{BREAK}{plain}" if tail else plain


def has_condition(passage: str) -> bool:
    """Whether the sentence of a passage has words that make something depend on something else.

    Example:
        >>> has_condition("If asked, they spoke. || [holder] would sign only after the vote."), has_condition("If asked. || No.")
        (True, False)
    """
    return bool(_CONDITION.search(passage.rpartition(BREAK)[2]))


def encode_inputs(inputs: Sequence[tuple[str, str]], tokenizer: Tokenizer, vocabulary: Vocabulary = UNCASED) -> list[list[int]]:
    """Word pieces of each passage and proposition: start, passage, end, proposition, end.

    A long passage loses its beginning, a long proposition its end.
    """
    passages = _pieces([passage for passage, _ in inputs], tokenizer)
    texts = _pieces([text for _, text in inputs], tokenizer)
    between = [vocabulary.end] * vocabulary.n_between
    return [
        [vocabulary.start, *p[-MAX_PASSAGE_PIECES:], *between, *t[:MAX_TEXT_PIECES], vocabulary.end]
        for p, t in zip(passages, texts, strict=True)
    ]


def _pieces(texts: list[str], tokenizer: Tokenizer) -> list[list[int]]:
    """Word pieces of each text, each different text encoded once; no text can spell a control token: brackets are set apart."""
    different = list(dict.fromkeys(texts))
    encodings = tokenizer.encode_batch([encodable(t).replace("[", "[ ") for t in different], add_special_tokens=False)
    found = dict(zip(different, (e.ids for e in encodings), strict=True))
    return [found[t] for t in texts]


def iter_batches(
    encoded: Sequence[Sequence[int]], budget: int = BATCH_PIECES, pad: int = UNCASED.pad
) -> Iterator[tuple[list[int], Ints, Ints]]:
    """Inputs of like length together: their numbers, their word pieces padded to a matrix, and the mask."""
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
    batch: list[int] = []
    for i in order:
        if batch and (len(batch) + 1) * len(encoded[i]) > budget:
            yield _padded(batch, encoded, pad)
            batch = []
        batch.append(i)
    if batch:
        yield _padded(batch, encoded, pad)


def _padded(batch: list[int], encoded: Sequence[Sequence[int]], pad: int) -> tuple[list[int], Ints, Ints]:
    width = max(len(encoded[i]) for i in batch)
    ids = np.full((len(batch), width), pad, dtype=np.int64)
    mask = np.zeros((len(batch), width), dtype=np.int64)
    for row, i in enumerate(batch):
        ids[row, : len(encoded[i])] = encoded[i]
        mask[row, : len(encoded[i])] = 1
    return batch, ids, mask
