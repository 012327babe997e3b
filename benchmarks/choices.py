"""What the fits of the resolver's choices share: the softmax over candidates, and which article a coding is of."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from communique.model.reading import Reading

Floats = npt.NDArray[np.float64]
Choice = tuple[Floats, Floats]  # the signs of the candidates, shape (candidates, signs), and 1 for each that is right
STEPS = 40
STEADY = 1e-6


def key_of(reading: Reading) -> str:
    """How `codings/` names a text: the first 16 digits of its SHA-256."""
    return hashlib.sha256(reading.document.text.encode("utf-8")).hexdigest()[:16]


def fit_choices(choices: Sequence[Choice], prior: Floats, ridge: float, free: npt.NDArray[np.bool_] | None = None) -> Floats:
    """The weights that make the right candidates likeliest, by Newton's method.

    Args:
        choices: each with at least one candidate that is right.
        prior: what the weights are drawn towards.
        ridge: how strongly.
        free: which weights are fitted, all by default; the others stay at the prior.
    """
    w = prior.astype(np.float64)
    free = np.ones(len(w), dtype=bool) if free is None else free
    for _ in range(STEPS):
        slope, bend = ridge * (prior - w), ridge * np.eye(len(w))
        for x, right in choices:
            p = np.exp(x @ w - np.max(x @ w))
            p /= p.sum()
            meant = p * right / max(float(p @ right), 1e-12)
            mean = p @ x
            slope += x.T @ meant - mean
            bend += (x * p[:, None]).T @ x - np.outer(mean, mean)
        step = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        w[free] += step
        if np.abs(step).max() < STEADY:
            break
    return w
