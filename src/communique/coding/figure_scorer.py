"""How likely a candidate is a figure that belongs on the record: a logistic model over named features.

Its weights are plain JSON in `communique/models/figure`, so that anybody can read why a number was kept or left out;
`python -m communique.evaluation.training.figure` makes them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from communique.errors import MissingModel
from communique.models import ModelFiles, find_model

WEIGHTS_FILE = "weights.json"


class FigureScorer:
    """The trained weights; a feature without one counts nothing.

    Args:
        folder: another folder with a manifest and weights than the shipped one.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @cached_property
    def files(self) -> ModelFiles:
        """The model's files, checked against their manifest."""
        return find_model("figure", self._folder)

    @cached_property
    def _weights(self) -> dict[str, float]:
        path = self.files.path(WEIGHTS_FILE)
        try:
            return {str(k): float(v) for k, v in json.loads(path.read_text(encoding="utf-8")).items()}
        except (ValueError, AttributeError, TypeError) as err:
            raise MissingModel(f"{path} holds no weights by name; rebuild it with the training command") from err

    @property
    def threshold(self) -> float:
        """The probability from which a candidate counts, chosen by cross-validation."""
        return float(self.files.manifest["threshold"])

    def score(self, features: Iterable[str]) -> float:
        """The probability, 0 to 1."""
        total = self._weights.get("bias", 0.0) + sum(self._weights.get(name, 0.0) for name in features)
        return 1 / (1 + math.exp(-total))
