"""Which issues can a sentence bear on at all? Sentences of a document and a codebook in, a probability for each pair out.

The cheap step before the stance reader, so that fifty issues do not cost fifty readings. It looks at shared word
stems, weighted by how rare they are in news, and at sentence vectors; a logistic model, fitted on codebooks left out
in turn, joins both with what the neighbouring sentence and the whole document are about.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.coding.stance import open_session, open_tokenizer
from communique.model.codebook import Codebook, Issue
from communique.model.reading import Reading
from communique.models import ModelFiles, find_model
from communique.models.retrieval_input import PER_ISSUE, issue_texts, piece_ids
from communique.models.stance_input import iter_batches
from communique.models.stems import stems_of

Floats = npt.NDArray[np.float32]

MODEL = "retrieval"
REMEMBERED = 64  # documents whose relevance is kept: the coders of a batch ask for it one after the other
FEATURES = (
    "cos_support",
    "cos_oppose",
    "cos_label",
    "cos_best",
    "cos_before",
    "cos_document",
    "cos_peak",
    "cos_behind_best",
    "stems",
    "stems_of_label",
    "stems_plain",
    "stems_before",
    "stems_document",
)


@dataclass(frozen=True, slots=True)
class IssueIndex:
    """A codebook made ready: its stems, and matrices (stems, issues) of their weights."""

    vocabulary: dict[str, int]
    weights: Floats  # rarity, divided by the number of issues that share the stem
    plain: Floats  # rarity
    of_label: Floats  # `weights` of the label's stems, each issue's summing to 1
    vectors: Floats  # (3 * issues, dimensions)


class Retriever:
    """Relevance of issues to sentences, by the shipped model or the one in `model_dir`. Loaded on first use."""

    def __init__(self, model_dir: str | Path | None = None, n_threads: int = 1) -> None:
        self.model_dir = Path(model_dir) if model_dir is not None else None
        self.n_threads = n_threads
        self._indexes: dict[str, IssueIndex] = {}
        self._told: dict[tuple[str, ...], Floats] = {}

    @cached_property
    def files(self) -> ModelFiles:
        """The model's files, checksums compared."""
        return find_model(MODEL, self.model_dir)

    @cached_property
    def _rarity(self) -> dict[str, Any]:
        return dict(json.loads(self.files.path("stems.json").read_text(encoding="utf-8")))

    @cached_property
    def _relevance(self) -> dict[str, Any]:
        return dict(json.loads(self.files.path("relevance.json").read_text(encoding="utf-8")))

    @cached_property
    def _session(self) -> Any:
        return open_session(self.files.path("model.onnx"), self.n_threads)

    @cached_property
    def _tokenizer(self) -> Any:
        return open_tokenizer(self.files.path("tokenizer.json"))

    def relevance(self, sentences: Sequence[str], codebook: Codebook) -> Floats:
        """The probability that a sentence of this document bears on an issue: shape (sentences, issues)."""
        if not sentences:
            return np.zeros((0, len(codebook.issues)), dtype=np.float32)
        key = (_key(codebook), *sentences)
        if key not in self._told:
            if len(self._told) >= REMEMBERED:
                self._told.pop(next(iter(self._told)))
            self._told[key] = self.weigh(self.features(sentences, codebook))
        return self._told[key]

    def weigh(self, features: Floats) -> Floats:
        """The probabilities of the logistic model for what `features` gives."""
        fitted = self._relevance
        score = ((features - np.array(fitted["mean"])) / np.array(fitted["scale"])) @ np.array(fitted["weights"])
        return np.asarray(1 / (1 + np.exp(-score - fitted["intercept"])), dtype=np.float32)

    def features(self, sentences: Sequence[str], codebook: Codebook) -> Floats:
        """What the logistic model looks at, in the order of `FEATURES`: shape (sentences, issues, features)."""
        index = self._index(codebook)
        shape = (len(sentences), len(codebook.issues))
        cosines = (self.embed(sentences) @ index.vectors.T).reshape(*shape, PER_ISSUE)
        best = cosines.max(axis=2)
        hits = _stem_matrix(sentences, index.vocabulary)
        shared, plain, of_label = hits @ index.weights, hits @ index.plain, hits @ index.of_label
        columns = [
            cosines[..., 0],
            cosines[..., 1],
            cosines[..., 2],
            best,
            _shifted(best),
            np.broadcast_to(cosines.mean(axis=0).max(axis=1), shape),
            np.broadcast_to(best.max(axis=0), shape),
            best - best.max(axis=1, keepdims=True),
            shared,
            of_label,
            plain,
            _shifted(shared),
            np.broadcast_to(shared.mean(axis=0), shape),
        ]
        return np.stack([np.asarray(c, dtype=np.float32) for c in columns], axis=2)

    def embed(self, texts: Sequence[str]) -> Floats:
        """Unit vectors of the texts, shape (texts, dimensions)."""
        ids = piece_ids(texts, self._tokenizer)
        out: dict[int, Floats] = {}
        for rows, matrix, mask in iter_batches(ids):
            out |= zip(rows, self._session.run(None, {"ids": matrix, "mask": mask})[0], strict=True)
        return np.stack([out[i] for i in range(len(ids))])

    def _index(self, codebook: Codebook) -> IssueIndex:
        key = _key(codebook)
        if key not in self._indexes:
            self._indexes[key] = self._make_index(codebook.issues)
        return self._indexes[key]

    def _make_index(self, issues: Sequence[Issue]) -> IssueIndex:
        labels = [stems_of(" ".join([i.label, *i.keywords])) for i in issues]
        whole = [a | stems_of(f"{i.support} {i.oppose}") for a, i in zip(labels, issues, strict=True)]
        n_issues = Counter(stem for own in whole for stem in own)
        vocabulary = {stem: k for k, stem in enumerate(sorted(n_issues))}
        plain = np.zeros((len(vocabulary), len(issues)), dtype=np.float32)
        is_label = np.zeros_like(plain)
        for j, (own, label) in enumerate(zip(whole, labels, strict=True)):
            for stem in own:
                plain[vocabulary[stem], j] = self.rarity(stem)
                is_label[vocabulary[stem], j] = stem in label
        sharing = np.array([[n_issues[s]] for s in sorted(n_issues)], dtype=np.float32)
        weights: Floats = plain / sharing
        of_label: Floats = weights * is_label
        of_label /= np.maximum(of_label.sum(axis=0, keepdims=True), 1e-6)
        vectors = self.embed([text for i in issues for text in issue_texts(i.label, i.keywords, i.support, i.oppose)])
        return IssueIndex(vocabulary, weights, plain, of_label, vectors)

    def rarity(self, stem: str) -> float:
        """The logarithm of one over a stem's share of news sentences; 0 for those so common that they tell nothing."""
        table = self._rarity
        found = math.log(table["sentences"] / (table["least"] + table["counts"].get(stem, 0)))
        return found if found > table["common"] else 0.0


@cache
def default_retriever(n_threads: int) -> Retriever:
    """The shipped retriever, one for all coders of a process."""
    return Retriever(n_threads=n_threads)


def plain_sentences(reading: Reading) -> list[str]:
    """The sentences of a reading with single spaces, as the retriever reads them."""
    return [" ".join(s.span.of(reading.document.text).split()) for s in reading.sentences]


def _key(codebook: Codebook) -> str:
    """By what a codebook is known."""
    return codebook.sha256 or repr(codebook.issues)


def _stem_matrix(sentences: Sequence[str], vocabulary: dict[str, int]) -> Floats:
    """Which stems of the vocabulary each sentence has: shape (sentences, stems), 0 or 1."""
    out = np.zeros((len(sentences), len(vocabulary)), dtype=np.float32)
    for i, sentence in enumerate(sentences):
        for stem in stems_of(sentence) & vocabulary.keys():
            out[i, vocabulary[stem]] = 1
    return out


def _shifted(scores: Floats) -> Floats:
    """Each sentence's scores moved to the sentence after it; the first gets zeros."""
    return np.vstack([np.zeros_like(scores[:1]), scores[:-1]])
