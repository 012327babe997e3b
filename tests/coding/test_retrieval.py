"""Which issues a sentence can bear on: stems, features, and the packaged model."""

from __future__ import annotations

import numpy as np
import pytest

from communique.coding.retrieval import FEATURES, Retriever, default_retriever
from communique.coding.statement import StatementCoder
from communique.model.codebook import Codebook, Issue
from communique.models.stems import stems_of

BOOK = Codebook(
    "fish",
    "Fishing",
    (
        Issue("quota", "Catch quotas", "Catch quotas should be lowered.", "Catch quotas should stay."),
        Issue("boats", "Foreign boats", "Foreign boats may fish here.", "Foreign boats must be kept out."),
        Issue("port", "A new harbour", "A new harbour should be built.", "No harbour should be built.", ("breakwater",)),
    ),
)
SENTENCES = [
    "The minister said catch quotas must be lowered to save the herring.",
    "Boats from abroad were chased away by the coast guard.",
    "Work on the breakwater starts in May.",
    "Her brother plays the violin.",
]


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("", set()),
        ("Negotiators’ negotiations", {"negoti"}),
        ("Norway's quotas lifted", {"norway", "quota", "lift"}),
        ("42 – §", set()),
        ("Ärger élan", {"ärger", "élan"}),
    ],
)
def test_stems(text: str, stems: set[str]) -> None:
    assert stems_of(text) == stems


@pytest.mark.slow
def test_relevance_finds_the_issue_of_each_sentence() -> None:
    found = Retriever().relevance(SENTENCES, BOOK)
    assert found.shape == (4, 3)
    assert found[:2].argmax(axis=1).tolist() == [0, 1]
    assert found[:, 2].argmax() == 2
    assert found[3].max() < min(found[i, i] for i in range(3))


@pytest.mark.slow
def test_features_have_their_names_and_no_sentence_gives_none() -> None:
    retriever = Retriever()
    found = retriever.features(SENTENCES, BOOK)
    assert found.shape == (4, 3, len(FEATURES))
    assert found[0, 0, FEATURES.index("cos_before")] == 0
    assert found[1, 0, FEATURES.index("stems_before")] == pytest.approx(found[0, 0, FEATURES.index("stems")])
    assert retriever.relevance([], BOOK).shape == (0, 3)


@pytest.mark.slow
def test_vectors_are_of_unit_length_in_the_order_of_the_texts() -> None:
    retriever = Retriever()
    together = retriever.embed(SENTENCES)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-4)
    assert all(float(together[i] @ retriever.embed([s])[0]) > 0.97 for i, s in enumerate(SENTENCES))


@pytest.mark.slow
def test_common_stems_tell_nothing() -> None:
    retriever = Retriever()
    assert retriever.rarity("the") == 0
    assert 0 < retriever.rarity("nuclea") < retriever.rarity("zzzzzz")


@pytest.mark.slow
def test_what_was_told_of_a_document_is_kept_and_the_oldest_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.coding.retrieval.REMEMBERED", 2)
    retriever = Retriever()
    read: list[int] = []
    features = retriever.features
    monkeypatch.setattr(retriever, "features", lambda sentences, book: read.append(1) or features(sentences, book))
    first = retriever.relevance(SENTENCES, BOOK)
    assert retriever.relevance(SENTENCES, BOOK) is first
    retriever.relevance(SENTENCES[:1], BOOK)
    retriever.relevance(SENTENCES[:2], BOOK)
    assert len(read) == 3
    assert np.array_equal(retriever.relevance(SENTENCES, BOOK), first)
    assert len(read) == 4


@pytest.mark.slow
def test_all_coders_of_a_process_share_one() -> None:
    assert StatementCoder(n_threads=2).retriever is default_retriever(2)
    assert default_retriever(2) is not default_retriever(1)
