"""The gate before the event reader: sentences whose words tell of no alignment, meeting or commitment are not read at all.

A logistic model over words and pairs of words, trained to let through nearly all that the reader would accept. It knows no
names: a capitalized word counts as a capital, a number as a number.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from communique.models import find_model
from communique.models.event_gate_words import FILE, MODEL, gate_score


class EventGate:
    """Says whether a sentence is worth reading, by the shipped weights or those in `model_dir`.

    Raises:
        MissingModel: a file of the model is absent or altered.
    """

    def __init__(self, model_dir: str | Path | None = None) -> None:
        files = find_model(MODEL, Path(model_dir) if model_dir is not None else None)
        found = json.loads(files.path(FILE).read_text(encoding="utf-8"))
        self.id = files.id
        self.least = float(found["least"])
        self._weights: dict[str, float] = found["weights"]

    def passes(self, sentence: str) -> bool:
        """Whether the reader may find something in it."""
        return self.score(sentence) >= self.least

    def score(self, sentence: str) -> float:
        """The log odds that the reader accepts the sentence."""
        return gate_score(self._weights, sentence)


@cache
def default_gate() -> EventGate:
    """The packaged gate, one for a process."""
    return EventGate()
