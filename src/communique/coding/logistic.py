"""A logistic model over named columns, as statements are screened and decided on with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.errors import MissingModel
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


def read_weights(file: Path, model: str, columns: Sequence[str], *, what: str) -> tuple[Logistic, float]:
    """The weights that a file holds for one reader's scores, and the least probability that counts.

    Args:
        file: JSON with an entry for each reader: `weights`, `intercept` and `least`.
        model: the name of the reader.
        columns: what is weighed, in this order.
        what: what the weights tell, for the error.

    Raises:
        MissingModel: the file cannot be read or lacks what is needed.
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"))[model]
        return Logistic.from_json(found, columns), float(found["least"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
        raise MissingModel(f"{file} holds no weights of {what} for {model!r}; reinstall communique") from err
