"""Where a series changes its level: binary segmentation with a permutation test.

The split of a stretch is where the means of its two sides differ most for their sizes; it stands if few shuffles of the
stretch have a split as good. Each side is then searched alike. Seeded; short stretches can hardly be significant.

Source: Scott and Knott 1974; Fryzlewicz 2014 for the statistic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from communique.analysis.projection import Floats
from communique.errors import UsageError

N_SHUFFLES = 999


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """The place of the first value of a new level, the means before and after it in its stretch, and the p-value."""

    place: int
    before: float
    after: float
    p_value: float


def find_change_points(
    values: Floats, weights: Floats | None = None, *, alpha: float = 0.05, min_size: int = 2, seed: int = 0
) -> list[ChangePoint]:
    """The changes of level in a series, by place.

    Args:
        weights: how much each value rests on; all alike by default.
        alpha: the p-value up to which a change stands.
        min_size: how many values each side of a change must have.

    Raises:
        UsageError: `alpha` or `min_size` is out of range.

    Example:
        >>> [(c.place, c.before, c.after) for c in find_change_points(np.array([0.0] * 8 + [1.0] * 8))]
        [(8, 0.0, 1.0)]
    """
    if not 0 < alpha < 1 or min_size < 1:
        raise UsageError("alpha is between 0 and 1, min_size 1 or more")
    values = np.asarray(values, dtype=np.float64)
    weights = np.ones(len(values)) if weights is None else np.asarray(weights, dtype=np.float64)
    rng = np.random.default_rng(seed)
    found: list[ChangePoint] = []
    todo = [(0, len(values))]
    while todo:
        first, last = todo.pop()
        change = _best_split(values[first:last], weights[first:last], min_size, rng)
        if change is None or change.p_value > alpha:
            continue
        place = first + change.place
        found.append(ChangePoint(place, change.before, change.after, change.p_value))
        todo += [(place, last), (first, place)]
    return sorted(found, key=lambda c: c.place)


def _best_split(values: Floats, weights: Floats, min_size: int, rng: np.random.Generator) -> ChangePoint | None:
    n = len(values)
    if n < 2 * min_size or np.ptp(values) == 0:
        return None
    gains = _gains(values[None, :], weights[None, :])[0, min_size - 1 : n - min_size]
    place = int(gains.argmax()) + min_size
    orders = np.argsort(rng.random((N_SHUFFLES, n)), axis=1)
    shuffled = _gains(values[orders], weights[orders])[:, min_size - 1 : n - min_size].max(axis=1)
    p_value = (1 + int((shuffled >= gains.max() - 1e-12).sum())) / (N_SHUFFLES + 1)
    before = float(np.average(values[:place], weights=weights[:place]))
    after = float(np.average(values[place:], weights=weights[place:]))
    return ChangePoint(place, before, after, p_value)


def _gains(values: Floats, weights: Floats) -> Floats:
    """For each row and split after place t: the difference of means times the root of w1 w2 / w."""
    w, s = weights.cumsum(axis=1)[:, :-1], (values * weights).cumsum(axis=1)[:, :-1]
    w_all, s_all = weights.sum(axis=1, keepdims=True), (values * weights).sum(axis=1, keepdims=True)
    difference = s / w - (s_all - s) / (w_all - w)
    return np.asarray(np.abs(difference) * np.sqrt(w * (w_all - w) / w_all), dtype=np.float64)
