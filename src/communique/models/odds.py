"""Probabilities and odds, as statements are screened, decided on and tuned with; all bounded."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from communique.models.stance_input import OPPOSE, SUPPORT

Floats = npt.NDArray[Any]

TINY = 1e-4
LEAST_SCORE = 1e-3  # lower ones tell no more


def side_odds(probabilities: Floats) -> Floats:
    """The log odds of support against oppose."""
    found: Floats = np.log(np.maximum(probabilities[:, SUPPORT], TINY)) - np.log(np.maximum(probabilities[:, OPPOSE], TINY))
    return found


def move_sides(probabilities: Floats, shift: npt.ArrayLike) -> Floats:
    """The probabilities with the shift added to each row's log odds of support against oppose; the other stances stay."""
    moved = np.array(probabilities, dtype=np.float64)
    both = moved[:, SUPPORT] + moved[:, OPPOSE]
    moved[:, SUPPORT] = both * sigmoid(side_odds(moved) + shift)
    moved[:, OPPOSE] = both - moved[:, SUPPORT]
    return moved


def log_odds(p: npt.ArrayLike) -> Floats:
    """The log odds of probabilities, bounded."""
    q = np.clip(np.asarray(p, dtype=np.float64), TINY, 1 - TINY)
    found: Floats = np.log(q / (1 - q))
    return found


def score_odds(score: float) -> float:
    """The log odds of one score, bounded where the score says all or nothing."""
    return float(log_odds(min(max(score, LEAST_SCORE), 1 - LEAST_SCORE)))


def sigmoid(odds: Floats) -> Floats:
    """The probabilities of log odds."""
    found: Floats = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return found
