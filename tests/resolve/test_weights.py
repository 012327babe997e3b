"""Packaged weights of the resolver: every sign that is taken down has one, and a broken file names the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import MissingModel
from communique.resolve import weights
from communique.resolve.open_office import MODEL, SIGNS
from communique.resolve.pronoun import CHOICE


def test_offices_have_a_weight_for_each_sign() -> None:
    assert set(weights.read_weights(MODEL)) == set(SIGNS)


def test_what_rules_a_person_out_weighs_more_than_what_speaks_for_one() -> None:
    found = weights.read_weights(CHOICE)
    assert max(found["clash"], found["talks"], found["cited words name"]) < -max(found.values())


@pytest.mark.parametrize("text", [None, "", "[]", '{"near": "much"}', "{"])
def test_file_without_weights_is_no_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str | None) -> None:
    monkeypatch.setattr(weights, "__file__", str(tmp_path / "weights.py"))
    if text is not None:
        (tmp_path / "broken.json").write_text(text)
    weights.read_weights.cache_clear()
    with pytest.raises(MissingModel, match="reinstall"):
        weights.read_weights("broken")
