"""What a corpus's attributed contents are about: contents in, proposed issues with example sentences out.

Contents are clustered by their sentence vectors; a cluster that several documents share is proposed, named by the words
that are frequent in it and rare elsewhere. A person writes the two sides: nothing here knows what counts as support.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.models.stems import stems_of

Floats = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Floats]
Rarity = Callable[[str], float]

DISTANCE = 0.6  # cosine distance up to which contents join one cluster, on average
MIN_WORDS = 5  # shorter contents tell no subject
MAX_CONTENTS = 5_000  # the tree of all distances takes memory with the square of this
N_WORDS, N_EXAMPLES = 5, 3
WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Content:
    """What somebody is cited for in a document."""

    document_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """A proposed issue: its words, how many contents and documents are about it, and the most typical contents."""

    words: tuple[str, ...]
    n_contents: int
    n_documents: int
    examples: tuple[Content, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        examples = [{"document_id": c.document_id, "text": c.text} for c in self.examples]
        return {"words": list(self.words), "n_contents": self.n_contents, "n_documents": self.n_documents, "examples": examples}


@dataclass(frozen=True, slots=True)
class _Corpus:
    """What the words of a cluster are compared with: how many contents have each stem, and how rare it is in news."""

    n_contents: int
    frequency: Counter[str]
    rarity: Rarity


def suggest_issues(
    contents: Sequence[Content], embed: Embed, rarity: Rarity, *, n_most: int = 10, min_documents: int = 2
) -> list[Suggested]:
    """Up to `n_most` proposals, those that most documents share first; none if nothing is shared.

    Args:
        contents: contents of attributions; beyond 5,000 an even sample is taken.
        embed: unit vectors of texts, as `Retriever.embed` gives them.
        rarity: how rare a stem is in news, 0 for the commonest, as `Retriever.rarity` tells it.
        min_documents: a cluster of fewer documents is not proposed.
    """
    kept = _sample([c for c in contents if len(c.text.split()) >= MIN_WORDS])
    if len(kept) < 2:
        return []
    vectors = np.asarray(embed([c.text for c in kept]), dtype=np.float32)
    clusters = _clusters(vectors)
    frequency = Counter(stem for c in kept for stem in stems_of(c.text))
    corpus = _Corpus(len(kept), frequency, rarity)
    found = [_suggest([kept[i] for i in rows], vectors[rows], corpus) for rows in clusters]
    shared = [s for s in found if s.n_documents >= min_documents and s.words]  # what has no word of its own is no subject
    return sorted(shared, key=lambda s: (-s.n_documents, -s.n_contents, s.words))[:n_most]


def _sample(contents: list[Content]) -> list[Content]:
    if len(contents) <= MAX_CONTENTS:
        return contents
    return [contents[i] for i in np.linspace(0, len(contents) - 1, MAX_CONTENTS).astype(int)]


def _clusters(vectors: Floats) -> list[list[int]]:
    from scipy.cluster.hierarchy import fcluster, linkage

    labels = fcluster(linkage(vectors, method="average", metric="cosine"), t=DISTANCE, criterion="distance")
    return [np.flatnonzero(labels == k).tolist() for k in np.unique(labels)]


def _suggest(contents: list[Content], vectors: Floats, corpus: _Corpus) -> Suggested:
    centre = vectors.mean(axis=0)
    typical = [contents[i] for i in np.argsort(-(vectors @ centre), kind="stable")]
    examples = list({c.document_id: c for c in reversed(typical)}.values())[::-1][:N_EXAMPLES]
    return Suggested(_words_of(contents, corpus), len(contents), len({c.document_id for c in contents}), tuple(examples))


def _words_of(contents: list[Content], corpus: _Corpus) -> tuple[str, ...]:
    """The words most typical of a cluster: used in several of its documents, and rather there than in the rest of the corpus.

    Each stem stands once, as it is spelled most. How often a word is there counts as it is, how many times more often than
    elsewhere by the square of its log: a rare word that somebody used once names no subject, nor does one that stands
    everywhere, here or in the news.
    """
    inside = Counter(stem for c in contents for stem in stems_of(c.text))
    spread = Counter(stem for stem, _ in {(stem, c.document_id) for c in contents for stem in stems_of(c.text)})
    spelled: dict[str, Counter[str]] = {}
    for content in contents:
        for word in WORD.findall(content.text):
            for stem in stems_of(word):
                spelled.setdefault(stem, Counter())[word.lower()] += 1
    weight = {}
    for stem, n in inside.items():
        lift = n / len(contents) * corpus.n_contents / corpus.frequency[stem]
        if stem in spelled and spread[stem] > 1:
            weight[stem] = n * log1p(lift) ** 2 * corpus.rarity(stem)
    best = sorted((s for s in weight if weight[s] > 0), key=lambda s: (-weight[s], s))[:N_WORDS]
    return tuple(min(spelled[s], key=lambda w: (-spelled[s][w], w)) for s in best)
