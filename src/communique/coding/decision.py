"""From probabilities to a decision: is a unit a statement on an issue, and with which stance?

The reader's probabilities, the relevance of the issue to the sentence and how the holder was found are joined by a
logistic model; its weights and the least score for each use stand in `thresholds.json` beside the stance model, both
fitted on codebooks that the reader was not trained on.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from communique.coding.logistic import Logistic
from communique.coding.screening import SIGNS
from communique.coding.unit import OTHER, RULES
from communique.errors import MissingModel, UsageError
from communique.models.odds import TINY, log_odds, move_sides, side_odds
from communique.models.stance_input import CONDITIONAL, NEITHER, OPPOSE, SUPPORT

Floats = npt.NDArray[np.float32]
T = TypeVar("T")

USES = ("precise", "balanced", "broad")
MOST_PULL = 0.5  # of the log odds of one clause on another
# What the logistic model looks at
EVIDENCE = ("reader", "relevance", "rank", *RULES, "holder", "elsewhere", "rivalled", "rival", "side", "favour")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The logistic models and the least scores for one use.

    Args:
        worth: tells which pairs are read.
        least_worth: the least score for that; a precise use reads fewer pairs.
        decision: tells which of those read are statements.
    """

    worth: Logistic
    least_worth: float
    decision: Logistic
    least: float  # of the surest clause of a position
    beside: float  # of its other clauses
    again: float  # the least probability of a stance in further clauses, which are read for positions that stand; 1 for none
    conditional: float  # the least share of `conditional` among the stances to call it that
    lean: float  # added to the log odds of support against oppose
    pull: float  # how much a holder's clauses on an issue agree on a side: see `agree_on_sides`
    relevance: float  # pairs less relevant are not looked at
    max_issues: int  # of a sentence, the most relevant ones, that are looked at

    @classmethod
    def from_json(cls, found: dict[str, Any], use: str) -> Thresholds:
        """The thresholds for a use, from what `thresholds.json` holds.

        Raises:
            UsageError: there is no such use.
            MissingModel: the file lacks what is needed.
        """
        if use not in USES:
            raise UsageError(f"no use {use!r} of statements; the uses are {', '.join(USES)}")
        try:
            return cls(
                Logistic.from_json(found["worth"], SIGNS),
                float(found["uses"][use]["worth"]),
                Logistic.from_json(found, EVIDENCE),
                float(found["uses"][use]["least"]),
                float(found["uses"][use]["beside"]),
                float(found["uses"][use]["again"]),
                float(found["conditional"]),
                float(found["lean"]),
                float(found["pull"]),
                float(found["relevance"]),
                int(found["max_issues"]),
            )
        except (KeyError, TypeError, ValueError) as err:
            raise MissingModel(f"thresholds.json of the stance model lacks {err}; reinstall communique or rebuild it") from err


def agree_on_sides(probabilities: Floats, places: Sequence[tuple[int, str, int]], *, lean: float, pull: float) -> Floats:
    """The probabilities with the sides of each pair moved towards what the same holder says on the issue in its other clauses.

    Few hold both sides in one report: 36 of 529 positions of the codebooks left out do. A clause that is read against the others
    is more often read wrongly than its holder is of two minds.

    Args:
        probabilities: of the reader, shape (pairs, 4); those of `neither` and `conditional` stay.
        places: sentence, holder and issue of each pair of one document.
        lean: as in `choose_stances`.
        pull: times the log odds of the other clauses, each bounded by `MOST_PULL` and weighed by how likely it is a statement.

    Example:
        >>> read = np.array([[0.4, 0.5, 0.1, 0.0], [0.9, 0.0, 0.1, 0.0], [0.9, 0.0, 0.1, 0.0]])
        >>> together = agree_on_sides(read, [(0, "NOR", 0), (1, "NOR", 0), (1, "ISL", 0)], lean=0.0, pull=1.0)
        >>> [choose_stances(p, conditional=0.5, lean=0.0) for p in (read, together)]
        [[1, 0, 0], [0, 0, 0]]
    """
    own = np.clip(side_odds(probabilities) + lean, -MOST_PULL, MOST_PULL) * (1 - probabilities[:, NEITHER])
    sums: dict[tuple[str, int], float] = {}
    for (_, holder, issue), value in zip(places, own.tolist(), strict=True):
        sums[holder, issue] = sums.get((holder, issue), 0.0) + value
    others = np.array([sums[holder, issue] for _, holder, issue in places]) - own
    return np.asarray(move_sides(probabilities, pull * others), dtype=np.float32)


def join_evidence(
    probabilities: Floats,
    relevance: Floats,
    ranks: Sequence[int],
    rules: Sequence[str],
    holder: Sequence[float],
    places: Sequence[tuple[int, str, int]],
    beside: Sequence[int] | None = None,
) -> Floats:
    """The columns of `EVIDENCE` for each pair of a unit and an issue.

    Args:
        probabilities: of the reader, shape (pairs, 4).
        relevance: of the issue to the sentence.
        ranks: how many issues of the codebook are more relevant to it.
        rules: how each unit was found.
        holder: how sure the resolver is of the holder.
        places: sentence, party and issue of each pair; what the same party says on the issue elsewhere is evidence too,
            and what another party says on it in the same sentence.
        beside: where the words begin that name those who are cited together ("Paris and Rome said …"), -1 for none: they are no
            rivals. None if nobody is.

    Returns:
        Shape (pairs, columns). `rivalled` is whether another party in the sentence was read on the issue, `rival` by how much the
        likeliest of them is ahead, `side` how far the two sides are apart, `favour` whether support is the likelier.
    """
    odds = log_odds(1 - probabilities[:, NEITHER])
    by_key: dict[tuple[str, int], list[tuple[int, float]]] = {}
    by_sentence: dict[tuple[int, int], list[tuple[str, int, float]]] = {}
    together = beside or [-1] * len(places)
    for (sentence, party, issue), words, odd in zip(places, together, odds.tolist(), strict=True):
        by_key.setdefault((party, issue), []).append((sentence, odd))
        by_sentence.setdefault((sentence, issue), []).append((party, words, odd))
    floor = float(log_odds(0.0))
    elsewhere = [
        max((odd for other, odd in by_key[party, issue] if other != sentence), default=floor) for sentence, party, issue in places
    ]
    others = [
        [odd for other, its, odd in by_sentence[s, issue] if other != party and (its < 0 or its != words)]
        for (s, party, issue), words in zip(places, together, strict=True)
    ]
    rivalled = np.array([bool(found) for found in others])
    rival = np.array([max(found) - own if found else 0.0 for found, own in zip(others, odds.tolist(), strict=True)])
    is_rule = [np.array([r == rule for r in rules]) for rule in RULES]
    sides = side_odds(probabilities)
    where = [np.array(elsewhere), rivalled, rival]
    columns = [odds, log_odds(relevance), np.array(ranks), *is_rule, np.array(holder), *where, np.abs(sides), sides > 0]
    return np.stack(columns, axis=1).astype(np.float32)


def keep_clauses(scores: Sequence[float], positions: Sequence[Hashable], *, least: float, beside: float) -> list[bool]:
    """Which rows are kept: all those of a position whose score is at least `beside`, if its surest reaches `least`.

    A position (party, issue and stance in a document) is as sure as its surest clause; what the party says to the same
    effect elsewhere is evidence for it, though it would not do alone.

    Example:
        >>> keep_clauses([0.6, 0.3, 0.3], ["a", "a", "b"], least=0.5, beside=0.2)
        [True, True, False]
    """
    surest: dict[Hashable, float] = {}
    for score, position in zip(scores, positions, strict=True):
        surest[position] = max(score, surest.get(position, 0.0))
    return [surest[p] >= least and s >= min(least, beside) for s, p in zip(scores, positions, strict=True)]


def held_stances(positions: Sequence[Hashable], stances: Sequence[T], kept: Sequence[bool]) -> dict[Hashable, set[T]]:
    """The stances that are kept of each holder and issue."""
    held: dict[Hashable, set[T]] = {}
    for position, stance, is_kept in zip(positions, stances, kept, strict=True):
        if is_kept:
            held.setdefault(position, set()).add(stance)
    return held


def add_clauses(
    probabilities: Floats, stances: Sequence[T], positions: Sequence[Hashable], held: Mapping[Hashable, set[T]], *, again: float
) -> list[bool]:
    """Which further clauses are added to the positions that stand: those that show a stance, and one that their holder has.

    Example:
        >>> read = np.array([[0.4, 0.1, 0.5, 0.0], [0.1, 0.4, 0.5, 0.0], [0.1, 0.0, 0.9, 0.0]])
        >>> add_clauses(read, [0, 1, 0], ["a", "a", "a"], {"a": {0}}, again=0.2)
        [True, False, False]
    """
    shown = (1 - probabilities[:, NEITHER]).tolist()
    return [s >= again and stance in held[p] for s, stance, p in zip(shown, stances, positions, strict=True)]


def holder_key(actor: str, party: str) -> str:
    """Whose clauses are joined: a party's, and each person's own where the party is OTHER.

    Example:
        >>> holder_key("Ida Berg", "NOR"), holder_key("Ida Berg", "OTHER")
        ('NOR', 'OTHER Ida Berg')
    """
    return f"{OTHER} {actor}" if party == OTHER else party


def choose_stances(
    probabilities: Floats, *, conditional: float, lean: float, on_condition: Sequence[bool] | None = None
) -> list[int]:
    """The stance of each row, a number of `LABELS`: `conditional` only from its least share on, else the likelier side.

    Args:
        conditional: the least share of `conditional` among the stances.
        lean: added to the log odds of support against oppose, as the reader sees support too readily.
        on_condition: whether the words say that it hangs on a condition, whatever the share.

    Example:
        >>> choose_stances(np.array([[0.5, 0.4, 0.1, 0.0], [0.1, 0.1, 0.1, 0.7]]), conditional=0.5, lean=-0.5)
        [1, 3]
    """
    out = []
    told = on_condition or [False] * len(probabilities)
    for row, odds, is_told in zip(probabilities, side_odds(probabilities).tolist(), told, strict=True):
        share = float(row[CONDITIONAL]) / max(1.0 - float(row[NEITHER]), TINY)
        out.append(CONDITIONAL if is_told or share >= conditional else SUPPORT if odds + lean >= 0 else OPPOSE)
    return out
