"""Whether a sentence that tells of no meeting known yet gives a row of its own: a logistic model over named features.

The reader's score of one sentence says whether somebody meets. Whether the report tells of a meeting that a coder would put on
record shows in more: how surely two sides take part, how much else in the report tells of meetings, what its neighbours say, and
whether the same parties have met in it already, with which status and on which day. The weights stand in `meeting_row.json`,
those of each reader apart; how they were made is told in the model card of the event readers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from communique.coding.logistic import NamedScorer
from communique.coding.meeting_merge import Told
from communique.coding.meeting_sides import TELLS
from communique.model.iso_period import share_a_day
from communique.models.odds import score_odds

COLUMNS = (
    "meeting", "second side", "more than two", "party of many", "planned", "undated", "sentences that tell", "told before",
    "neighbour", "met before", "met before, other day", "other status, dated",
)  # fmt: skip
FLOOR = 0.15  # what the reader scores lower opens no row: the weights were fitted above it
GROUPS = frozenset({"P5+1", "G7", "G8", "G20", "WEST", "ARAB-STATES"})  # a party of many: nobody meets it alone
_MANY = 5  # so many sentences that tell of meetings say no more than more of them

Opens = Callable[[Told, Sequence[Told]], bool]  # whether what a sentence tells is a meeting beside those known


class RowScorer(NamedScorer):
    """Decides which sentences open a row."""

    columns, what, file = COLUMNS, "the rows of meetings", Path(__file__).with_name("meeting_row.json")

    def opens(self, scores: Mapping[int, float]) -> Opens:
        """What decides in one report, given the score of each of its sentences by index."""

        def decide(told: Told, known: Sequence[Told]) -> bool:
            return self.probabilities([row_features(told, known, scores)])[0] >= self.least

        return decide


def row_features(told: Told, known: Sequence[Told], scores: Mapping[int, float]) -> dict[str, float]:
    """What speaks for a row of its own, by name.

    Args:
        told: what the sentence tells.
        known: the meetings that the sentences before tell of.
        scores: how surely each sentence of the report tells of a meeting, by index.
    """
    tells = [n for n, score in scores.items() if score >= TELLS]
    alike = [k for k in known if len(k.parties & told.parties) * 2 >= len(k.parties | told.parties)]
    met = [k for k in alike if k.status == told.status]
    surest = sorted((s.score for s in told.sides), reverse=True)
    return {
        "meeting": score_odds(told.score),
        "second side": score_odds(surest[1] if len(surest) > 1 else 0.0),
        "more than two": float(len(told.parties) > 2),
        "party of many": float(bool(told.parties & GROUPS)),
        "planned": float(told.status == "planned"),
        "undated": float(told.date is None),
        "sentences that tell": float(min(_MANY, len(tells))),
        "told before": float(any(n < told.sentence for n in tells)),
        "neighbour": max(scores.get(told.sentence - 1, 0.0), scores.get(told.sentence + 1, 0.0)),
        "met before": float(bool(met)),
        "met before, other day": float(bool(met) and _are_apart(met[-1].date, told.date)),
        "other status, dated": float(bool(alike) and not met and told.date is not None),
    }


def _are_apart(known: str | None, told: str | None) -> bool:
    """Whether two dates share no day; unknown ones may."""
    return known is not None and told is not None and not share_a_day(known, told)


@cache
def scorer_of(model: str) -> RowScorer:
    """The packaged scorer of an event reader, one for a process."""
    return RowScorer(model)
