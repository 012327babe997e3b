"""Spectra of networks and distances between them.

A spectrum is that of the Laplacian L = D - A: its eigenvalues, descending, divided by their sum. Negative weights count
as 0. DNA's program gives the sorted degrees instead (it discards the subtraction), which `dna=True` follows.
"""

from __future__ import annotations

import numpy as np

from communique.analysis.projection import Floats


def spectrum(matrix: Floats, *, dna: bool = False) -> Floats:
    """The normalized spectrum of a symmetric matrix of weights; all zeros for a network without ties.

    Example:
        >>> path = np.array([[0.0, 1, 0], [1, 0, 2], [0, 2, 0]])
        >>> spectrum(path).round(3).tolist(), spectrum(path, dna=True).round(3).tolist()
        ([0.789, 0.211, 0.0], [0.5, 0.333, 0.167])
    """
    positive = np.where(matrix > 0, matrix, 0.0)
    degrees = positive.sum(axis=1)
    values = degrees if dna else np.linalg.eigvalsh(np.diag(degrees) - positive)
    values = np.sort(np.maximum(values, 0.0))[::-1]
    total = float(values.sum())
    return np.asarray(values / total if total > 0 else np.zeros(len(values)), dtype=np.float64)


def spectral_distance(one: Floats, two: Floats) -> float:
    """The sum of absolute differences of two spectra of the same length."""
    return float(np.abs(one - two).sum())


def distance_matrix(matrices: list[Floats], method: str, *, dna: bool = False) -> Floats:
    """Distances between networks on the same nodes: `absdiff` of weights, or `spectral`. Symmetric, zero diagonal."""
    n = len(matrices)
    if method == "spectral":
        points = np.array([spectrum(matrix, dna=dna) for matrix in matrices]).reshape(n, -1)
    else:
        points = np.array([matrix.ravel() for matrix in matrices]).reshape(n, -1)
    out = np.zeros((n, n))
    for i in range(n):
        out[i, i + 1 :] = np.abs(points[i + 1 :] - points[i]).sum(axis=1)
    return out + out.T
