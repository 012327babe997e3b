"""What a corpus's attributed contents are about: contents in, proposed issues with example sentences out.

Contents are clustered by their sentence vectors; a cluster that several documents share is proposed, named by the words
that are frequent in it and rare elsewhere. A person writes the two sides: nothing here knows what counts as support.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.models.stems import stems_of

Floats = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Floats]

DISTANCE = 0.6  # cosine distance up to which contents join one cluster, on average
MIN_WORDS = 5  # shorter contents tell no subject
MAX_CONTENTS = 5_000  # the tree of all distances takes memory with the square of this
N_WORDS, N_EXAMPLES = 5, 3
WORD = re.compile(r"[^\W\d_]{4,}")


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


def suggest_issues(contents: Sequence[Content], embed: Embed, *, n_most: int = 10, min_documents: int = 2) -> list[Suggested]:
    """Up to `n_most` proposals, those that most documents share first; none if nothing is shared.

    Args:
        contents: contents of attributions; beyond 5,000 an even sample is taken.
        embed: unit vectors of texts, as `Retriever.embed` gives them.
        min_documents: a cluster of fewer documents is not proposed.
    """
    kept = _sample([c for c in contents if len(c.text.split()) >= MIN_WORDS])
    if len(kept) < 2:
        return []
    vectors = np.asarray(embed([c.text for c in kept]), dtype=np.float32)
    clusters = _clusters(vectors)
    frequency = Counter(stem for c in kept for stem in stems_of(c.text))
    found = [_suggest([kept[i] for i in rows], vectors[rows], frequency, len(kept)) for rows in clusters]
    shared = [s for s in found if s.n_documents >= min_documents]
    return sorted(shared, key=lambda s: (-s.n_documents, -s.n_contents, s.words))[:n_most]


def _sample(contents: list[Content]) -> list[Content]:
    if len(contents) <= MAX_CONTENTS:
        return contents
    return [contents[i] for i in np.linspace(0, len(contents) - 1, MAX_CONTENTS).astype(int)]


def _clusters(vectors: Floats) -> list[list[int]]:
    from scipy.cluster.hierarchy import fcluster, linkage

    labels = fcluster(linkage(vectors, method="average", metric="cosine"), t=DISTANCE, criterion="distance")
    return [np.flatnonzero(labels == k).tolist() for k in np.unique(labels)]


def _suggest(contents: list[Content], vectors: Floats, frequency: Counter[str], n_all: int) -> Suggested:
    centre = vectors.mean(axis=0)
    typical = [contents[i] for i in np.argsort(-(vectors @ centre), kind="stable")]
    examples = list({c.document_id: c for c in reversed(typical)}.values())[::-1][:N_EXAMPLES]
    words = _words_of(contents, frequency, n_all)
    return Suggested(words, len(contents), len({c.document_id for c in contents}), tuple(examples))


def _words_of(contents: list[Content], frequency: Counter[str], n_all: int) -> tuple[str, ...]:
    """The words most typical of a cluster: used in several of its documents, and more often than in all.

    Each stem stands once, as it is spelled most. How often a word is there counts as it is, how many times more often than
    elsewhere by the square of its log: a rare word that somebody used once names no subject, and a word that stands
    everywhere does not name this one.
    """
    inside = Counter(stem for c in contents for stem in stems_of(c.text))
    documents = {(stem, c.document_id) for c in contents for stem in stems_of(c.text)}
    spread = Counter(stem for stem, _ in documents)
    spelled: dict[str, Counter[str]] = {}
    for content in contents:
        for word in WORD.findall(content.text):
            for stem in stems_of(word):
                spelled.setdefault(stem, Counter())[word.lower()] += 1
    share = len(contents) / n_all
    lift = {s: n / (frequency[s] * share) for s, n in inside.items()}
    weight = {s: n * log(lift[s]) ** 2 for s, n in inside.items() if s in spelled and spread[s] > 1 and lift[s] > 1}
    best = sorted(weight, key=lambda s: (-weight[s], s))[:N_WORDS]
    return tuple(min(spelled[s], key=lambda w: (-spelled[s][w], w)) for s in best)
