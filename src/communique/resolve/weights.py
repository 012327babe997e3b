"""Weights of named signs that stand in a JSON file beside the module that uses them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from communique.errors import MissingModel

Weights = Mapping[str, float]


@cache
def read_weights(name: str) -> Weights:
    """The weights of one packaged model, by sign.

    Args:
        name: of the file, without its ending.

    Raises:
        MissingModel: the file cannot be read.
    """
    path = Path(__file__).with_name(f"{name}.json")
    try:
        return {str(sign): float(w) for sign, w in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, AttributeError, TypeError) as err:
        raise MissingModel(f"{path} holds no weights; reinstall communique") from err


def weighed(weights: Weights, signs: Mapping[str, float]) -> float:
    """The sum of the signs, each times its weight; a sign without a weight counts nothing.

    Example:
        >>> weighed({"near": 2.0}, {"near": 0.5, "far": 1.0})
        1.0
    """
    return sum(weights.get(sign, 0.0) * value for sign, value in signs.items())
