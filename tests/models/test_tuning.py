"""A tuning on disk and at work."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from communique.errors import MissingModel, UsageError
from communique.models.stance_input import CONDITIONAL, NEITHER, OPPOSE, SUPPORT
from communique.models.tuning import PairFeatures, Tuning, apply_tuning, check_model, read_tuning, write_tuning

TUNING = Tuning(
    "fish",
    "stance-1",
    slope=0.1,
    intercept=-0.2,
    weights=(0.5, 0.0, 0.1),
    mean=(1.0, 0.0, 0.0),
    scale=(2.0, 1.0, 1.0),
    issues={"quota": 0.7},
    side=0.1,
    side_issues={"quota": -2.0},
    facts={"n_documents": 9},
)
PAIRS = PairFeatures(np.array([[1.0], [3.0]]), ["quota", "new-issue"])
PROBABILITIES = np.array([[0.5, 0.2, 0.2, 0.1], [0.1, 0.1, 0.7, 0.1]])


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    identifier = write_tuning(TUNING, tmp_path / "new" / "folder")
    assert read_tuning(tmp_path / "new" / "folder") == replace(TUNING, id=identifier)
    assert identifier.startswith("tuning-")
    assert write_tuning(TUNING, tmp_path / "other") == identifier
    assert write_tuning(replace(TUNING, side=0.2), tmp_path / "other") != identifier


def test_an_altered_tuning_is_refused(tmp_path: Path) -> None:
    write_tuning(TUNING, tmp_path)
    text = (tmp_path / "tuning.json").read_text()
    (tmp_path / "tuning.json").write_text(text.replace("0.7", "0.8"))
    with pytest.raises(MissingModel, match="sha256 differs"):
        read_tuning(tmp_path)
    with pytest.raises(MissingModel, match="missing"):
        read_tuning(tmp_path / "nowhere")


@pytest.mark.parametrize("change", [{"weights": [1.0]}, {"weights": ["x"] * 3}, {"strange": 1}, {"mean": None}])
def test_a_tuning_of_another_form_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    from communique.models import write_manifest

    write_tuning(TUNING, tmp_path)
    found = json.loads((tmp_path / "tuning.json").read_text())
    (tmp_path / "tuning.json").write_text(json.dumps(found | change))
    write_manifest(tmp_path, ["tuning.json"], {"name": "tuning"})
    with pytest.raises(MissingModel, match="communique train"):
        read_tuning(tmp_path)


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"thesis\.txt"):
        write_tuning(TUNING, tmp_path)
    with pytest.raises(UsageError, match="cannot be written"):
        write_tuning(TUNING, tmp_path / "thesis.txt")


def test_a_tuning_for_another_model_is_refused() -> None:
    check_model(TUNING, "stance-1")
    with pytest.raises(UsageError, match="made for the stance model stance-1, not for stance-2"):
        check_model(TUNING, "stance-2")


def test_scores_and_sides_move_as_fitted() -> None:
    scores, probabilities = apply_tuning(TUNING, PAIRS, np.array([0.5, 0.5]), PROBABILITIES)
    odds = np.log(scores / (1 - scores))
    clear = np.log(0.5 / 0.2)
    share = 0.1 / 0.8
    assert odds[0] == pytest.approx(-0.2 + 0.7 + 0.1 * np.log(share / (1 - share)), abs=1e-4)
    assert odds[1] == pytest.approx(-0.2 + 0.5 * (3 - 1) / 2 + 0.1 * np.log(0.5), abs=1e-4)
    assert np.log(probabilities[0, SUPPORT] / probabilities[0, OPPOSE]) == pytest.approx(clear + 0.1 - 2.0, abs=1e-4)
    assert probabilities[:, [NEITHER, CONDITIONAL]] == pytest.approx(PROBABILITIES[:, [NEITHER, CONDITIONAL]])


def test_no_pairs() -> None:
    scores, probabilities = apply_tuning(TUNING, PairFeatures(np.zeros((0, 1)), []), np.zeros(0), np.zeros((0, 4)))
    assert scores.shape == (0,)
    assert probabilities.shape == (0, 4)


@given(
    arrays(np.float64, (5, 4), elements=st.floats(0.0, 1.0)).filter(lambda a: bool((a.sum(axis=1) > 0.01).all())),
    st.floats(-5, 5),
)
def test_probabilities_stay_probabilities(raw: np.ndarray, side: float) -> None:  # type: ignore[type-arg]
    rows = raw / raw.sum(axis=1, keepdims=True)
    scores, moved = apply_tuning(replace(TUNING, side=side), PairFeatures(raw[:, :1], ["quota"] * 5), rows[:, 0], rows)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert (moved >= 0).all()
    assert moved.sum(axis=1) == pytest.approx(np.ones(5), abs=1e-5)
