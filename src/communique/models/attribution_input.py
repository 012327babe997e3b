"""Texts as the attribution encoder gets them: word pieces in windows of whole paragraphs, and how its labels are read.

Shared by reading (nlp) and training (evaluation), so that both see the same windows. Needs numpy; the tokenizer is
handed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from communique.model.document import Span
from communique.models import encodable
from communique.models.words import Piece, Word, cut_paragraphs, pack_pieces, split_words

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

OTHER, SOURCE, CUE, CONTENT = 0, 1, 2, 3
N_LABELS = 4

CLS_ID, SEP_ID = 101, 102  # of the uncased WordPiece vocabulary
MAX_PIECES = 192  # of a window; the attributions of news lie within a paragraph or two
N_DISTANCES = 19
N_PARAGRAPH_DISTANCES = 5


class Tokenizer(Protocol):
    """The part of `tokenizers.Tokenizer` that is used."""

    def encode_batch(self, input: Any, is_pretokenized: bool = ..., add_special_tokens: bool = ...) -> Any:
        """Encodings with `ids` and `word_ids`."""
        ...


@dataclass(slots=True)
class Encoded:
    """One text: its words, the word pieces of each word, and the pieces of paragraphs that windows are packed from."""

    words: list[Word]
    ids: Ints  # word pieces of the whole text
    first: Ints  # the first word piece of each word; one more entry than words
    paragraph: Ints  # the paragraph of each word
    pieces: list[Piece]


@dataclass(slots=True)
class Window:
    """What the encoder reads at once. `words` are word numbers of the text, `first` the place of each in `ids`."""

    ids: Ints
    shapes: Ints
    places: Ints
    words: Ints
    first: Ints
    paragraph: Ints


def encode_text(text: str, paragraphs: Sequence[Span], tokenizer: Tokenizer, limit: int = MAX_PIECES) -> Encoded:
    """Words and word pieces of a text, paragraph by paragraph."""
    split = [words for span in paragraphs if (words := split_words(text, span))]
    encodings = tokenizer.encode_batch(
        [[encodable(w.text) for w in words] for words in split], is_pretokenized=True, add_special_tokens=False
    )
    ids: list[int] = []
    counts: list[list[int]] = []
    for words, encoding in zip(split, encodings, strict=True):
        found = (
            np.bincount(np.array(encoding.word_ids, dtype=np.int64), minlength=len(words))
            if encoding.ids
            else np.zeros(len(words), dtype=np.int64)
        )
        counts.append(found.tolist())
        ids.extend(encoding.ids)
    sizes = np.array([n for per_word in counts for n in per_word], dtype=np.int64)
    return Encoded(
        words=[w for words in split for w in words],
        ids=np.array(ids, dtype=np.int64),
        first=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)]),
        paragraph=np.repeat(np.arange(len(split)), [len(words) for words in split]).astype(np.int64),
        pieces=cut_paragraphs(split, counts, limit - 2),
    )


def pack_windows(encoded: Encoded, limit: int = MAX_PIECES, *, first_limit: int | None = None) -> Iterator[Window]:
    """The windows of a text, in order; together they hold every word once."""
    shapes = np.array([w.shape for w in encoded.words], dtype=np.int64)
    places = np.array([w.place for w in encoded.words], dtype=np.int64)
    sizes = np.diff(encoded.first)
    packed = pack_pieces(encoded.pieces, limit)
    if first_limit is not None and first_limit < limit:
        n_first = len(pack_pieces(encoded.pieces, first_limit)[0]) if encoded.pieces else 0
        packed = [encoded.pieces[:n_first], *pack_pieces(encoded.pieces[n_first:], limit)]
    for pieces in packed:
        if pieces:
            yield _window(encoded, pieces, shapes, places, sizes)


def _window(encoded: Encoded, pieces: Sequence[Piece], shapes: Ints, places: Ints, sizes: Ints) -> Window:
    mark = np.array([SEP_ID])
    none = np.zeros(1, dtype=np.int64)
    ids: list[Ints] = [np.array([CLS_ID])]
    shape, place, first = [none], [none], []
    used = 1
    for p in pieces:
        low, high = int(encoded.first[p.first]), int(encoded.first[p.last])
        ids += [encoded.ids[low:high], mark]
        shape += [np.repeat(shapes[p.first : p.last], sizes[p.first : p.last]), none]
        place += [np.repeat(places[p.first : p.last], sizes[p.first : p.last]), none]
        first.append(encoded.first[p.first : p.last] - low + used)
        used += high - low + 1
    words = np.concatenate([np.arange(p.first, p.last) for p in pieces])
    return Window(
        np.concatenate(ids), np.concatenate(shape), np.concatenate(place), words, np.concatenate(first), encoded.paragraph[words]
    )


def distance_buckets(n_words: int, cues: Ints) -> Ints:
    """How far each word is from each cue, signed, in steps that double: shape (cues, words), values below `N_DISTANCES`."""
    distance = np.arange(n_words)[None, :] - cues[:, None]
    size = np.abs(distance)
    # 0, 1, 2, 3–4, 5–8, 9–16, 17–32, 33–64, 65–128, more
    bucket = np.where(size < 2, size, 1 + np.ceil(np.log2(np.maximum(size, 1))).astype(np.int64))
    signed: Ints = np.where(distance < 0, -1, 1) * np.minimum(bucket, N_DISTANCES // 2) + N_DISTANCES // 2
    return signed


def paragraph_distances(paragraph: Ints, cues: Ints) -> Ints:
    """How many paragraphs each word is from each cue, signed and cut at two: shape (cues, words)."""
    half = N_PARAGRAPH_DISTANCES // 2
    steps: Ints = np.clip(paragraph[None, :] - paragraph[cues][:, None], -half, half) + half
    return steps


def best_labels(scores: Floats, lengths: Ints, transitions: Floats, start: Floats, end: Floats) -> Ints:
    """The best sequence of labels for each row, all rows at once.

    Args:
        scores: of shape (rows, words, labels).
        lengths: how many words of each row count; the labels after them mean nothing.
        transitions: scores of a label after another, shape (labels, labels).
    """
    n_rows, n_words, n_labels = scores.shape
    back = np.empty((n_words, n_rows, n_labels), dtype=np.int8)
    same = np.arange(n_labels, dtype=np.int8)
    best = start + scores[:, 0]
    for i in range(1, n_words):
        options = best[:, :, None] + transitions
        ended = (lengths <= i)[:, None]
        back[i] = np.where(ended, same, options.argmax(1))
        best = np.where(ended, best, options.max(1) + scores[:, i])
    labels = np.empty((n_rows, n_words), dtype=np.int64)
    labels[:, -1] = (best + end).argmax(1)
    rows = np.arange(n_rows)
    for i in range(n_words - 1, 0, -1):
        labels[:, i - 1] = back[i][rows, labels[:, i]]
    return labels
