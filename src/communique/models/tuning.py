"""A codebook's tuning: a small logistic layer over what the stance reader says, fitted on a person's own judgements.

Fitted in evaluation, applied in coding; the reader itself stays as it is. A tuning holds numbers and ids of issues, never a
text or a name, and is used only with the model and the codebook that it was fitted for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.errors import MissingModel, UsageError
from communique.models import find_model, write_manifest
from communique.models.odds import TINY, log_odds, move_sides, side_odds, sigmoid
from communique.models.stance_input import CONDITIONAL, NEITHER

Floats = npt.NDArray[Any]

NAME = "tuning"
FILE = "tuning.json"


@dataclass(frozen=True, slots=True)
class PairFeatures:
    """What the layer looks at, for pairs of a unit and an issue.

    Args:
        evidence: what the decision looks at, shape (pairs, columns).
        issues: the id of each pair's issue.
    """

    evidence: Floats
    issues: Sequence[str]


@dataclass(frozen=True, slots=True)
class Tuning:
    """The fitted layer. All numbers are departures from the shipped reader: with zeros nothing changes.

    Args:
        codebook: the id of the codebook that it is for.
        model: the id of the stance model that it was fitted on.
        slope: added to 1, times the log odds of the score.
        intercept: added to the log odds.
        weights: of the columns of `column_values`, after `mean` and `scale`.
        issues: for each issue, added to the log odds of a statement.
        side: added to the log odds of support against oppose.
        side_issues: the same for each issue.
        facts: what it was fitted on and what it gained, for a person.
        id: what rows name it by; "" before it is saved.
    """

    codebook: str
    model: str
    slope: float = 0.0
    intercept: float = 0.0
    weights: tuple[float, ...] = ()
    mean: tuple[float, ...] = ()
    scale: tuple[float, ...] = ()
    issues: dict[str, float] = field(default_factory=dict)
    side: float = 0.0
    side_issues: dict[str, float] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    id: str = ""


def apply_tuning(tuning: Tuning, features: PairFeatures, scores: Floats, probabilities: Floats) -> tuple[Floats, Floats]:
    """Scores and stance probabilities as a person's judgements have moved them.

    Args:
        tuning: an issue that it does not know is moved by its general part only.
        features: of each pair.
        scores: the probability of a statement, shape (pairs,).
        probabilities: of the stance reader, shape (pairs, 4); those of `neither` and `conditional` stay.

    Returns:
        Scores and probabilities of the same shapes.

    Example:
        >>> nothing = Tuning("fish", "stance-1")
        >>> pair = PairFeatures(np.zeros((1, 2)), ["quota"])
        >>> apply_tuning(nothing, pair, np.array([0.25]), np.array([[0.5, 0.2, 0.2, 0.1]]))
        (array([0.25], dtype=float32), array([[0.5, 0.2, 0.2, 0.1]], dtype=float32))
    """
    odds = log_odds(scores)
    if tuning.weights:
        columns = (column_values(features, probabilities) - np.array(tuning.mean)) / np.array(tuning.scale)
        odds = odds * (1 + tuning.slope) + columns @ np.array(tuning.weights)
    else:
        odds = odds * (1 + tuning.slope)
    odds = odds + tuning.intercept + np.array([tuning.issues.get(i, 0.0) for i in features.issues])
    moved = probabilities
    if tuning.side or tuning.side_issues:
        moved = move_sides(probabilities, tuning.side + np.array([tuning.side_issues.get(i, 0.0) for i in features.issues]))
    return np.asarray(sigmoid(odds), dtype=np.float32), np.asarray(moved, dtype=np.float32)


def column_values(features: PairFeatures, probabilities: Floats) -> Floats:
    """The columns that `weights` are for: the evidence, how clear the side is, and the odds of a condition."""
    stances = np.maximum(1 - probabilities[:, NEITHER], TINY)
    more = [np.abs(side_odds(probabilities)), log_odds(probabilities[:, CONDITIONAL] / stances)]
    return np.column_stack([np.asarray(features.evidence, dtype=np.float64), *more])


def write_tuning(tuning: Tuning, folder: Path) -> str:
    """Save a tuning with its checksum; the id that rows name it by.

    Raises:
        UsageError: the folder cannot be written, or is something else than a tuning.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        strange = sorted(p.name for p in folder.iterdir() if p.name not in (FILE, "manifest.json"))
        if strange:
            raise UsageError(f"{folder} is in use for other files ({strange[0]}); name a new folder with --out")
        values = {k: v for k, v in asdict(tuning).items() if k != "id"}
        (folder / FILE).write_text(json.dumps(values, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return str(write_manifest(folder, [FILE], {"name": NAME})["id"])
    except OSError as err:
        raise UsageError(f"{folder} cannot be written ({err.strerror or err}); name another folder with --out") from err


def read_tuning(folder: str | Path) -> Tuning:
    """The tuning of a folder, its checksum compared.

    Raises:
        MissingModel: there is none, it was altered, or it is of another form.
    """
    files = find_model(NAME, Path(folder))
    try:
        found = json.loads(files.path(FILE).read_text(encoding="utf-8"))
        lists = {name: tuple(float(v) for v in found[name]) for name in ("weights", "mean", "scale")}
        tuning = Tuning(**{**found, **lists, "id": files.id})
    except (ValueError, TypeError, KeyError) as err:
        raise MissingModel(f"{folder}: {FILE} is no tuning of this version ({err!r}); run `communique train` again") from err
    if not len(tuning.weights) == len(tuning.mean) == len(tuning.scale):
        raise MissingModel(f"{folder}: {FILE} is damaged; run `communique train` again")
    return tuning


def check_model(tuning: Tuning, model: str) -> None:
    """Refuse a tuning that was fitted on another stance model: its numbers mean nothing there.

    Raises:
        UsageError: the models differ.
    """
    if tuning.model != model:
        raise UsageError(
            f"the tuning {tuning.id or tuning.codebook} was made for the stance model {tuning.model}, not for {model}; "
            "run `communique train` again"
        )
