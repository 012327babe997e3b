"""The gate before the event reader: sentences whose words tell of no alignment, meeting or commitment are not read at all.

A logistic model over words and pairs of words, trained to let through nearly all that the reader would accept. It knows no
names: a capitalized word counts as a capital, a number as a number.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from communique.models import find_model

MODEL, FILE = "event-gate", "gate.json"
CAPITAL, NUMBER, START = "^", "#", "<"
MOST_CAPITALS, CHARS_A_STEP, MOST_STEPS = 6, 40, 8
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d[\d.,]*|[?\"“”:;$]")


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
        weights = self._weights
        return weights["bias"] + sum(weights.get(feature, 0.0) for feature in gate_features(sentence))


@cache
def default_gate() -> EventGate:
    """The packaged gate, one for a process."""
    return EventGate()


def gate_features(sentence: str) -> set[str]:
    """The words of a sentence and their pairs, how many capitals there are, and how long it is.

    Example:
        >>> sorted(gate_features("They met Kerry."))
        ['<', '< they', '^', 'caps:1', 'length:0', 'met', 'met ^', 'they', 'they met']
    """
    words = [_shape(m.group(), is_first=i == 0) for i, m in enumerate(_WORD.finditer(sentence))]
    chain = [START, *(w for i, w in enumerate(words) if not (w == CAPITAL and i and words[i - 1] == CAPITAL))]
    features = set(chain)
    features.update(f"{a} {b}" for a, b in pairwise(chain))
    features.add(f"caps:{min(words.count(CAPITAL), MOST_CAPITALS)}")
    features.add(f"length:{min(len(sentence) // CHARS_A_STEP, MOST_STEPS)}")
    return features


def _shape(word: str, *, is_first: bool) -> str:
    if word[0].isdigit():
        return NUMBER
    return CAPITAL if word[0].isupper() and not is_first else word.lower()
