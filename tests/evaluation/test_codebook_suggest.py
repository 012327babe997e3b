"""Proposed issues, with vectors made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from communique.evaluation.codebook_suggest import Content, suggest_issues

FISH = [
    "the cod quotas must be lowered at once",
    "cod quotas are far too high this year",
    "nobody respects the cod quotas any more",
]
DAMS = ["the dam will flood three whole villages", "a dam on the river is needed badly"]


def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Two subjects at right angles, with a little difference inside each."""
    rows = [[1.0, 0.0, 0.01 * i] if "cod" in t else [0.0, 1.0, 0.01 * i] for i, t in enumerate(texts)]
    found = np.array(rows, dtype=np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def rarity(stem: str) -> float:
    return 0.0 if stem in ("the", "must", "they", "are") else 1.0


def contents(texts: Sequence[str], first: int = 0) -> list[Content]:
    return [Content(f"d{first + i}", t) for i, t in enumerate(texts)]


def test_shared_subjects_are_proposed_widest_first() -> None:
    found = suggest_issues(contents(DAMS) + contents(FISH, 10), embed, rarity)
    assert [(s.n_contents, s.n_documents) for s in found] == [(3, 3), (2, 2)]
    assert set(found[0].words[:2]) == {"cod", "quotas"}
    assert {c.text for c in found[0].examples} == set(FISH)
    assert "dam" not in found[0].words


def test_words_name_what_several_documents_speak_of() -> None:
    """Neither a word used once nor one that stands everywhere, here or in the news."""
    fish = [f"{t} they must" for t in FISH] + ["cod quotas of a preposterous kind they must"]
    found = suggest_issues(contents([f"{t} they must" for t in DAMS]) + contents(fish, 10), embed, rarity)
    assert found[0].words == ("cod", "quotas")


def test_examples_come_from_different_documents() -> None:
    own = [Content("same", t) for t in FISH] + [Content("other", FISH[0])]
    (found,) = suggest_issues(own, embed, rarity)
    assert sorted(c.document_id for c in found.examples) == ["other", "same"]


def test_subject_of_one_document_is_not_proposed() -> None:
    assert suggest_issues([Content("d", t) for t in FISH], embed, rarity) == []


def test_too_little_gives_nothing() -> None:
    assert suggest_issues([], embed, rarity) == []
    assert suggest_issues([Content("d", "no")] * 5, embed, rarity) == []


def test_large_corpora_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.evaluation.codebook_suggest.MAX_CONTENTS", 20)
    (found,) = suggest_issues(contents([f"the cod quotas of area {i}" for i in range(45)]), embed, rarity)
    assert found.n_contents == 20
    assert {c.document_id for c in found.examples} <= {f"d{i}" for i in range(45)}
