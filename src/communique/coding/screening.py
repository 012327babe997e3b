"""Which pairs of a unit and an issue are worth reading? Relevance and how the holder was found in, a score for each pair out.

Reading is what costs: an actor named inside the words of another seldom has a stance there, one who is cited often has,
and how relevant the issue must be differs between them. The weights stand in `thresholds.json` beside the stance model.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from communique.coding.logistic import Logistic
from communique.coding.unit import OTHER, RULES, Unit
from communique.model.record import Mode
from communique.models.odds import log_odds

Floats = npt.NDArray[np.float32]

SIGNS = ("relevance", "rank", "holder", "other", "act", *RULES, *(f"{rule}_relevance" for rule in RULES))


def signs_of(units: Sequence[Unit], relevance: Sequence[float], ranks: Sequence[int]) -> Floats:
    """What the screening looks at: shape (pairs, signs), columns as in `SIGNS`.

    Args:
        units: of each pair.
        relevance: of each pair's issue to the sentence.
        ranks: how many issues are more relevant to the sentence.
    """
    odds = log_odds(relevance)
    is_rule = [np.array([u.rule == rule for u in units]) for rule in RULES]
    columns = [
        odds,
        np.array(ranks),
        np.array([u.confidence for u in units]),
        np.array([u.party == OTHER for u in units]),
        np.array([u.mode == Mode.ACT for u in units]),
        *is_rule,
        *(odds * own for own in is_rule),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def are_worth(
    units: Sequence[Unit], relevance: Sequence[float], ranks: Sequence[int], model: Logistic, least: float
) -> list[bool]:
    """Whether each pair is read."""
    if not units:
        return []
    return [bool(s >= least) for s in model.scores(signs_of(units, relevance, ranks))]
