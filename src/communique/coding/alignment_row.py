"""How likely a row of alignment that could be made from a sentence is right: a logistic model over two named features.

It joins the reader's score of the relation with its score of the second side. The weights stand in `alignment_row.json`, those of
each reader apart, so that anybody can read why a row was kept or left out; how they were made is told in the model card of the
event readers.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from communique.coding.logistic import NamedScorer
from communique.coding.telling import Telling, side_scores
from communique.models.odds import score_odds

COLUMNS = ("own", "second side")
RELATIONS = ("agree", "differ")
FLOOR = 0.04  # what the reader scores lower is no row: the weights were fitted above it
PRONOUN = 0.5  # the least score of "he" as a side


class RowScorer(NamedScorer):
    """Decides which rows are kept."""

    columns, what, file = COLUMNS, "alignment rows", Path(__file__).with_name("alignment_row.json")

    def best(self, telling: Telling) -> tuple[str, float]:
        """The relation that a sentence most likely tells of, and the probability that its row is right; ("", 0.0) if none."""
        likely = [relation for relation in RELATIONS if telling.score(relation) >= FLOOR]
        if not likely:
            return "", 0.0
        scores = self.probabilities([row_features(telling, relation) for relation in likely])
        at = scores.index(max(scores))
        return likely[at], scores[at]


def row_features(telling: Telling, relation: str) -> dict[str, float]:
    """What speaks for a row of this relation made from a sentence, by name."""
    sides = sorted((s.score for s in side_scores(telling, "ally", pronoun=PRONOUN)), reverse=True)
    return {"own": score_odds(telling.score(relation)), "second side": sides[1] if len(sides) > 1 else 0.0}


@cache
def scorer_of(model: str) -> RowScorer:
    """The packaged scorer of an event reader, one for a process."""
    return RowScorer(model)
