"""Weights of statements by their distance from the middle of a window: symmetric kernels.

The distance d is 2 D / w, with D the whole units between statement and middle and w the width of the window.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_KERNELS: dict[str, Callable[[Floats], Floats]] = {
    "uniform": lambda d: np.full(len(d), 0.5),
    "triangular": lambda d: 1.0 - np.abs(d),
    "epanechnikov": lambda d: 0.75 * (1.0 - d * d),
}


def kernel_weights(distance: Floats, kernel: str) -> Floats:
    """The weight of each distance; 0 beyond 1, except for the Gaussian, which has no cut-off.

    Example:
        >>> kernel_weights(np.array([-1.0, 0.0, 0.5, 2.0]), "triangular")
        array([0. , 1. , 0.5, 0. ])
    """
    if kernel == "gaussian":
        return np.asarray(np.exp(-0.5 * distance * distance) / math.sqrt(2 * math.pi), dtype=np.float64)
    return np.where(np.abs(distance) <= 1, _KERNELS[kernel](distance), 0.0)
