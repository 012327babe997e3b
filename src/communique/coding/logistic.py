"""A logistic model over named columns, as statements are screened and decided on with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

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


class NamedScorer:
    """The fitted weights of named features, those of one event reader's scores, and the least probability that counts.

    A kind of scorer says what it weighs (`columns`, in this order), what that tells (`what`) and where its weights stand (`file`:
    JSON with an entry for each reader: `weights`, `intercept` and `least`).

    Args:
        model: the name of the event reader whose scores are joined.
        file: weights from elsewhere.

    Raises:
        MissingModel: the file cannot be read or lacks what is needed.
    """

    columns: ClassVar[tuple[str, ...]]
    what: ClassVar[str]
    file: ClassVar[Path]

    def __init__(self, model: str, file: Path | None = None) -> None:
        file = file or self.file
        try:
            found = json.loads(file.read_text(encoding="utf-8"))[model]
            self._model, self.least = Logistic.from_json(found, self.columns), float(found["least"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
            raise MissingModel(f"{file} holds no weights of {self.what} for {model!r}; reinstall communique") from err

    def probabilities(self, found: Sequence[Mapping[str, float]]) -> list[float]:
        """A probability for each of several sets of features."""
        rows = np.array([[features[name] for name in self.columns] for features in found], dtype=np.float32)
        return [float(p) for p in self._model.scores(rows)]
