"""Which issue of a codebook a sentence is about: the one that the retrieval of the statements holds most relevant to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from communique.coding.retrieval import default_retriever, plain_sentences
from communique.model.codebook import Codebook
from communique.model.reading import Reading

LEAST = 0.2  # relevance; of 191 alignments of codebooks left out 138 get an issue by it, 90 the coder's
IssueMatcher = Callable[[Reading, Codebook], Sequence[str | None]]


def match_issues(reading: Reading, codebook: Codebook, n_threads: int = 1) -> list[str | None]:
    """The id of the most relevant issue for each sentence of a reading; None where none is relevant enough."""
    relevance = default_retriever(n_threads).relevance(plain_sentences(reading), codebook)
    best = zip(relevance.argmax(axis=1).tolist(), relevance.max(axis=1).tolist(), strict=True)
    return [codebook.issues[j].id if value >= LEAST else None for j, value in best]
