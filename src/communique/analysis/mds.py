"""Multidimensional scaling: distances between things as a map, with the stress it costs.

Metric: classical scaling (eigenvectors of the centred squared distances). Nonmetric: from there, majorization steps with
isotonic regression, so that only the order of distances counts. Nothing is random.

Source: Torgerson 1952; Kruskal 1964; de Leeuw 1977. Stress is Kruskal's stress-1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import isotonic_regression

from communique.analysis.frame import Rows
from communique.analysis.projection import Floats
from communique.errors import UsageError

MAX_STEPS = 500
LEAST_IMPROVEMENT = 1e-9


@dataclass(frozen=True)
class MdsResult(Rows):
    """Coordinates of labels.

    Args:
        coordinates: one row a label; centred, axes by falling variance, the first non-zero entry of each axis positive.
        stress: Kruskal's stress-1, 0 for a perfect map.
        steps: majorization steps taken; 0 for a metric map.
    """

    labels: tuple[str, ...]
    coordinates: Floats = field(repr=False)
    stress: float
    is_metric: bool
    steps: int

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Label and coordinates, `x1` and on."""
        return [
            {"label": label, **{f"x{d + 1}": float(value) for d, value in enumerate(point)}}
            for label, point in zip(self.labels, self.coordinates, strict=True)
        ]


def scale_distances(distances: Floats, labels: Sequence[str], *, dimensions: int = 2, metric: bool = False) -> MdsResult:
    """A map of symmetric distances.

    Raises:
        UsageError: the matrix is not square with one row a label.

    Example:
        >>> line = np.array([[0.0, 1, 3], [1, 0, 2], [3, 2, 0]])
        >>> found = scale_distances(line, "abc", dimensions=1, metric=True)
        >>> abs(found.coordinates[:, 0] - found.coordinates[0, 0]).round(6).tolist(), round(found.stress, 6)
        ([0.0, 1.0, 3.0], 0.0)
    """
    n = len(labels)
    if distances.shape != (n, n) or dimensions < 1:
        raise UsageError(f"distances are {distances.shape}; {n} labels need a square matrix of that size, dimensions 1 or more")
    points = classical(distances, dimensions)
    steps = 0
    if not metric and n > 2:
        points, steps = _majorize(distances, points)
    return MdsResult(tuple(labels), _oriented(points), stress(distances, points, metric=metric), metric, steps)


def classical(distances: Floats, dimensions: int) -> Floats:
    """Classical scaling; missing dimensions are 0."""
    n = len(distances)
    if not n:
        return np.zeros((0, dimensions))
    centre = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-0.5 * centre @ distances**2 @ centre)
    top = np.argsort(values)[::-1][:dimensions]
    points = vectors[:, top] * np.sqrt(np.maximum(values[top], 0))
    return np.pad(points, ((0, 0), (0, dimensions - points.shape[1])))


def stress(distances: Floats, points: Floats, *, metric: bool) -> float:
    """Kruskal's stress-1 of a map: how far its distances are from the given ones, or from any in the same order."""
    upper = np.triu_indices(len(points), 1)
    mapped = _between(points)[upper]
    wanted = distances[upper] if metric else _in_order(distances[upper], mapped)
    total = float((mapped**2).sum())
    return float(np.sqrt(((mapped - wanted) ** 2).sum() / total)) if total > 0 else 0.0


def _in_order(given: Floats, mapped: Floats) -> Floats:
    """The values nearest to the mapped distances that rise with the given ones; ties may come apart."""
    order = np.lexsort((mapped, given))
    out = np.empty_like(mapped)
    out[order] = isotonic_regression(mapped[order]).x if len(mapped) else mapped
    return out


def _between(points: Floats) -> Floats:
    return np.asarray(np.sqrt(((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)), dtype=np.float64)


def _majorize(distances: Floats, points: Floats) -> tuple[Floats, int]:
    n = len(points)
    upper = np.triu_indices(n, 1)
    before = stress(distances, points, metric=False)
    for step in range(1, MAX_STEPS + 1):
        mapped = _between(points)
        wanted = np.zeros((n, n))
        wanted[upper] = _in_order(distances[upper], mapped[upper])
        scale = np.sqrt((mapped[upper] ** 2).sum() / max(float((wanted[upper] ** 2).sum()), 1e-300))
        wanted = (wanted + wanted.T) * scale
        ratio = np.divide(wanted, mapped, out=np.zeros_like(wanted), where=mapped > 0)
        candidate = (np.diag(ratio.sum(axis=1)) - ratio) @ points / n
        after = stress(distances, candidate, metric=False)
        if not after < before - LEAST_IMPROVEMENT:
            return (candidate, step) if after < before else (points, step)
        points, before = candidate, after
    return points, MAX_STEPS


def _oriented(points: Floats) -> Floats:
    """Centred, turned to its principal axes, signs fixed: the same distances give the same picture."""
    if not len(points):
        return points
    points = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    turned = points @ axes.T
    for axis in range(turned.shape[1]):
        away = np.flatnonzero(np.abs(turned[:, axis]) > 1e-9)
        if len(away) and turned[away[0], axis] < 0:
            turned[:, axis] *= -1
    return np.pad(turned, ((0, 0), (0, points.shape[1] - turned.shape[1])))
