"""Which of several persons "he" or "she" means: the likeliest by the signs, a softmax over named weights.

In: the signs of each person (`pronoun_signs.py`). Out: a probability for each. The weights stand in `pronoun_choice.json`;
`benchmarks/pronoun_choice.py` fits them.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

from communique.resolve.cast import Actor
from communique.resolve.weights import Weights, weighed


def probabilities(weights: Weights, signs: Mapping[Actor, Mapping[str, float]]) -> dict[Actor, float]:
    """How likely each person is meant; a sign without a weight counts nothing.

    Example:
        >>> from communique.model.reading import MentionKind
        >>> roe, poe = (Actor(n, "OTHER", MentionKind.PERSON, "unknown", 0.5) for n in ("Roe", "Poe"))
        >>> found = probabilities({"present": 1.0}, {roe: {"present": 0.0}, poe: {"present": -1.0}})
        >>> {a.name: round(p, 2) for a, p in found.items()}
        {'Roe': 0.73, 'Poe': 0.27}
    """
    odds = {a: weighed(weights, s) for a, s in signs.items()}
    top = max(odds.values(), default=0.0)
    raised = {a: exp(o - top) for a, o in odds.items()}
    total = sum(raised.values())
    return {a: r / total for a, r in raised.items()}
