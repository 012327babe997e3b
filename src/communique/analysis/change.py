"""What changed between two dates: new, hardened, softened, reversed and silent positions, each with its sentences.

The position until a day is compared with the position from that day on. How likely the change is real, and not the luck
of what was reported and misread, is the share of draws from both positions in which it goes that way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from communique.analysis.coded import as_period, coded_statements, is_unplaced, lies_within
from communique.analysis.frame import Rows
from communique.analysis.position import DEFAULT, Position, PositionOptions, find_positions, position_row
from communique.errors import UsageError

KINDS = ("new", "reversed", "hardened", "softened", "silent")
MIN_CHANGE = 0.25  # of the balance, which runs from -1 to 1: an eighth of its length


@dataclass(frozen=True)
class Change(Rows):
    """One position that is not what it was.

    Args:
        kind: `new` (nothing before), `reversed` (the other side), `hardened` (further to its side, or from condition or
            balance to a side), `softened` (the opposite), `silent` (nothing after).
        certainty: from 0 to 1, the share of draws in which the balance moves that way; 1 for new and silent.
    """

    kind: str
    before: Position
    after: Position
    certainty: float

    @property
    def who(self) -> str:
        """The party or actor."""
        return self.after.who

    @property
    def issue(self) -> str:
        """The issue."""
        return self.after.issue

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row: kind, stance and balance before and after, numbers of units."""
        return [change_row(self)]

    def sentences(self) -> dict[str, list[dict[str, Any]]]:
        """The statements before and after, each with date, outlet, document and sentence."""
        return {"before": self.before.citations(), "after": self.after.citations()}


def change_row(change: Change) -> dict[str, Any]:
    """A change as one flat row."""
    before, after = position_row(change.before), position_row(change.after)
    return {
        change.after.options.by: change.who,
        "issue": change.issue,
        "kind": change.kind,
        "certainty": change.certainty,
        "stance_before": change.before.stance,
        "stance_after": change.after.stance,
        "balance_before": change.before.balance,
        "balance_after": change.after.balance,
        "n_units_before": change.before.n_units,
        "n_units_after": change.after.n_units,
        "last_date_before": before["last_date"],
        "first_date_after": after["first_date"],
    }


@dataclass(frozen=True)
class Changes(Rows):
    """All changes between two dates, the surest first.

    Args:
        since: the first day of the time after.
        until: its last day; None is open.
        memory_days: how far back the position before reaches; None is everything.
        n_undated: statements left out for want of a date, or of one that tells whether they are before or after.
    """

    since: date
    until: date | None
    memory_days: int | None
    min_change: float
    changes: tuple[Change, ...] = field(repr=False)
    n_undated: int = 0

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row a change."""
        return [change_row(change) for change in self.changes]

    def of_kind(self, kind: str) -> list[Change]:
        """The changes of one kind."""
        return [change for change in self.changes if change.kind == kind]


def find_changes(
    statements: Iterable[Any],
    since: str | date,
    until: str | date | None = None,
    *,
    memory_days: int | None = None,
    min_change: float = MIN_CHANGE,
    options: PositionOptions = DEFAULT,
) -> Changes:
    """What changed in positions from a day on.

    Args:
        since: statements before this day make the position before, those from it on the position after.
        until: the last day that counts.
        memory_days: only as many days before `since` count.
        min_change: how far the balance must move for hardened and softened.

    Raises:
        UsageError: the dates are out of order, or a number is out of range.
    """
    first, last = as_period(since, until)
    if first is None:
        raise UsageError("since is None; it is a day such as 2013-06-18")
    if not 0 <= min_change <= 2 or (memory_days is not None and memory_days < 1):
        raise UsageError("min_change is between 0 and 2, memory_days one day or more")
    everything = coded_statements(statements)
    day_before = first - timedelta(days=1)
    start = first - timedelta(days=memory_days) if memory_days else None
    old = find_positions(everything, since=start, until=day_before, options=options).cells
    new = find_positions(everything, since=first, until=last, options=options).cells
    found = []
    for pair in sorted(old.keys() | new.keys()):
        before = old.get(pair) or Position(*pair, start, day_before, (), options)
        after = new.get(pair) or Position(*pair, first, last, (), options)
        change = _compare(before, after, min_change)
        if change is not None:
            found.append(change)
    found.sort(key=lambda c: (-c.certainty, KINDS.index(c.kind), c.who, c.issue))
    placed = (lies_within(s.days, start, day_before) or lies_within(s.days, first, last) for s in everything)
    unsure = (is_unplaced(s.days, start, last) or lies_within(s.days, start, last) for s in everything)
    n_undated = sum(is_unsure and not is_placed for is_unsure, is_placed in zip(unsure, placed, strict=True))
    return Changes(first, last, memory_days, min_change, tuple(found), n_undated)


def _compare(before: Position, after: Position, min_change: float) -> Change | None:
    if not before.n_units and not after.n_units:
        return None
    if not before.n_units or not after.n_units:
        return Change("silent" if before.n_units else "new", before, after, 1.0)
    old, new = before.balance or 0.0, after.balance or 0.0
    kind = _kind(before.stance, after.stance, old, new, min_change)
    return Change(kind, before, after, _certainty(before, after, new - old)) if kind else None


def _kind(before: str, after: str, old: float, new: float, min_change: float) -> str:
    """The word for a move of the balance; empty for none."""
    sides = ("support", "oppose")
    if before in sides and after in sides and before != after:
        return "reversed"
    if abs(new - old) < min_change or abs(new) == abs(old):
        return ""
    return "hardened" if abs(new) > abs(old) else "softened"


def _certainty(before: Position, after: Position, move: float) -> float:
    old = before.draws[:, 0] - before.draws[:, 1]
    new = after.draws[:, 0] - after.draws[:, 1]
    return float(np.mean((new - old) * np.sign(move) > 0))
