"""What the gate before the event reader looks at: a sentence to its words and pairs of words, names and numbers left out.

Training and reading both come through here, so that the gate never meets at work what it did not meet in training.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from itertools import pairwise

MODEL, FILE = "event-gate", "gate.json"
CAPITAL, NUMBER, START = "^", "#", "<"
MOST_CAPITALS, CHARS_A_STEP, MOST_STEPS = 6, 40, 8
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d[\d.,]*|[?\"“”:;$]")


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


def gate_score(weights: Mapping[str, float], sentence: str) -> float:
    """The log odds that the reader accepts the sentence; the same whatever order the features come in.

    Example:
        >>> gate_score({"bias": -1.0, "met": 2.5}, "They met Kerry.")
        1.5
    """
    return math.fsum([weights["bias"], *(weights.get(feature, 0.0) for feature in gate_features(sentence))])


def _shape(word: str, *, is_first: bool) -> str:
    if word[0].isdigit():
        return NUMBER
    return CAPITAL if word[0].isupper() and not is_first else word.lower()
