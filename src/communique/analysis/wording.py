"""The words of a text as hashes with offsets, and runs of them (shingles): what comparisons of wording count.

Case, punctuation and the shape of apostrophes play no part. Hashes depend on the word alone, so that results do not
depend on the order in which texts come. Offsets count code points of the text as it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from communique.model.document import Span

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd: the order of the words counts, and no word is lost in the product


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of a text, or of some stretches of it.

    Args:
        hashes: one for each word.
        starts, ends: where each word stands in the text.
        parts: the number of the stretch each word is in; no shingle goes from one into another.
    """

    hashes: Hashes
    starts: Places
    ends: Places
    parts: Places

    def __len__(self) -> int:
        return len(self.hashes)

    def span(self, first: int, last: int) -> Span:
        """From the start of one word to the end of another, which is included."""
        return Span(int(self.starts[first]), int(self.ends[last]))


def words_of(text: str, spans: Iterable[Span] | None = None) -> Wording:
    """The words of a text; with `spans` only those that lie in one of them.

    Example:
        >>> [span.of("It’s “over”.") for span in (words_of("It’s “over”.").span(i, i) for i in range(2))]
        ['It’s', 'over']
    """
    parts: list[int] = []
    found: list[re.Match[str]] = []
    for part, span in enumerate(sorted(spans) if spans is not None else [Span(0, len(text))]):
        inside = list(_WORD.finditer(text, span.start, span.end))
        found += inside
        parts += [part] * len(inside)
    hashes = np.array([_hash(match.group()) for match in found], dtype=np.uint64)
    places = np.array([match.span() for match in found], dtype=np.int64).reshape(-1, 2)
    return Wording(hashes, places[:, 0], places[:, 1], np.array(parts, dtype=np.int64))


def hashes_of(text: str, spans: Iterable[Span] | None = None) -> list[Hashes]:
    """The hashes of `words_of` alone, stretch by stretch: for many texts, where no place is asked for, several times quicker.

    Example:
        >>> [len(hashes) for hashes in hashes_of("It’s “over”. He said so.", [Span(0, 12), Span(13, 24)])]
        [2, 3]
    """
    stretches = sorted(spans) if spans is not None else [Span(0, len(text))]
    return [np.fromiter(map(_hash, _WORD.findall(text, s.start, s.end)), dtype=np.uint64) for s in stretches]


@lru_cache(maxsize=2**18)
def _hash(word: str) -> int:
    plain = word.casefold().replace("’", "'").encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(plain, digest_size=8).digest(), "big")


def shingles(wording: Wording, size: int) -> tuple[Hashes, Places]:
    """The hashes of all runs of `size` words, and the number of the first word of each.

    Example:
        >>> one, _ = shingles(words_of("the talks went on"), 3)
        >>> two, _ = shingles(words_of("The talks went on."), 3)
        >>> len(one), one.tolist() == two.tolist()
        (2, True)
    """
    n = len(wording) - size + 1
    if n < 1:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    whole = np.flatnonzero(wording.parts[:n] == wording.parts[size - 1 :])
    return runs_of(wording.hashes, size)[whole], whole


def runs_of(hashes: Hashes, size: int) -> Hashes:
    """The hashes of all runs of `size` words of one stretch."""
    n = max(0, len(hashes) - size + 1)
    found = np.zeros(n, dtype=np.uint64)
    for i in range(size):
        found = found * _MULTIPLIER + hashes[i : n + i]
    return found
