"""A logistic model over named columns, as statements are screened and decided on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.models.odds import sigmoid

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights of the columns and an intercept."""

    weights: Floats
    intercept: float

    @classmethod
    def from_json(cls, found: Mapping[str, Any], columns: Sequence[str]) -> Logistic:
        """The model whose weights stand under the names of its columns; KeyError if one is missing."""
        return cls(np.array([found["weights"][name] for name in columns], dtype=np.float32), float(found["intercept"]))

    def scores(self, rows: Floats) -> Floats:
        """A probability for each row of shape (rows, columns)."""
        return np.asarray(sigmoid(rows @ self.weights + self.intercept), dtype=np.float32)
