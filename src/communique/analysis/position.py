"""Positions: where an actor or a party stands on an issue over a period, from its statements, and how sure that is.

A position is derived, never stored. It counts units: by default story clusters, so that a wire story printed forty times
counts once. A unit whose statements support and oppose alike is torn and counts half for each.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from communique.analysis import period
from communique.analysis.coded import (
    BY,
    STANCES,
    UNITS,
    Coded,
    as_day,
    as_period,
    choose,
    coded_statements,
    is_unplaced,
    lies_within,
)
from communique.analysis.frame import Rows
from communique.analysis.projection import Floats
from communique.analysis.reader_error import ReaderError, draw_stances, interval
from communique.errors import UsageError

FIRM = 2 / 3  # the share of one side from which a position is that side, not mixed
MIN_TREND_UNITS = 3
DAYS_A_YEAR = 365.25
LAST_DAY, LAST_YEAR = date.max.toordinal(), date.max.year  # of the calendar
MOST_UNITS = {"days": LAST_DAY, "weeks": LAST_DAY // 7, "months": LAST_YEAR * 12, "years": LAST_YEAR}


@dataclass(frozen=True, slots=True)
class PositionOptions:
    """How positions are counted.

    Args:
        by: whose positions: `party` or `actor`.
        unit: what counts once: a story `cluster`, a `document`, or every `statement`.
        error: the reader's measured error, to be in the intervals; None leaves only sampling in them.
        level: of intervals.
        seed: of the draws behind intervals.

    Raises:
        UsageError: a value is not allowed.
    """

    by: str = "party"
    unit: str = "cluster"
    error: ReaderError | None = None
    level: float = 0.95
    seed: int = 0

    def __post_init__(self) -> None:
        choose("by", self.by, BY)
        choose("unit", self.unit, UNITS)
        if not 0 < self.level < 1:
            raise UsageError(f"level is {self.level}; it is between 0 and 1, such as 0.95")


DEFAULT = PositionOptions()


@dataclass(frozen=True)
class Position(Rows):
    """One actor's or party's stance on one issue over a period.

    Args:
        since, until: the period, both inclusive; None is open.
        statements: what it is derived from, by date.
    """

    who: str
    issue: str
    since: date | None
    until: date | None
    statements: tuple[Coded, ...] = field(repr=False)
    options: PositionOptions = field(default=DEFAULT, repr=False)

    @cached_property
    def units(self) -> dict[str, tuple[float, date | None]]:
        """Each unit's stance (1 support, -1 oppose, 0 torn, nan conditional) and first date."""
        groups: dict[str, list[Coded]] = defaultdict(list)
        for n, stmt in enumerate(self.statements):
            groups[_unit_key(stmt, self.options.unit, n)].append(stmt)
        return {key: (_unit_stance(group), min((s.date for s in group if s.date), default=None)) for key, group in groups.items()}

    @cached_property
    def counts(self) -> Floats:
        """Units of support, opposition and condition; torn ones half and half."""
        stances = [stance for stance, _ in self.units.values()]
        torn = stances.count(0.0) / 2
        conditional = sum(math.isnan(stance) for stance in stances)
        return np.array([stances.count(1.0) + torn, stances.count(-1.0) + torn, float(conditional)])

    @property
    def n_units(self) -> int:
        """Clusters, documents or statements that it rests on."""
        return len(self.units)

    @property
    def stance_counts(self) -> dict[str, int]:
        """Statements by stance."""
        found = Counter(stmt.stance for stmt in self.statements)
        return {stance: found[stance] for stance in STANCES}

    @property
    def n_documents(self) -> int:
        """Documents with a statement."""
        return len({stmt.document_id for stmt in self.statements})

    @property
    def n_clusters(self) -> int:
        """Story clusters with a statement; a document without a cluster is one."""
        return len({stmt.cluster for stmt in self.statements})

    @property
    def share(self) -> float | None:
        """Support out of support and opposition, from 0 to 1; None if neither occurs."""
        support, oppose, _ = self.counts
        return float(support / (support + oppose)) if support + oppose else None

    @property
    def balance(self) -> float | None:
        """Support less opposition out of all units, from -1 to 1; None for silence."""
        support, oppose, _ = self.counts
        return float((support - oppose) / self.n_units) if self.n_units else None

    @property
    def strength(self) -> float:
        """How firm it is, from 0 to 1: the balance, pulled towards 0 as if by two more units, one for each side."""
        support, oppose, _ = self.counts
        return float(abs(support - oppose) / (self.n_units + 2))

    @property
    def stance(self) -> str:
        """`support`, `oppose` or `conditional` if two thirds of the units say so; else `mixed`, or `silent`."""
        if not self.n_units:
            return "silent"
        top = int(self.counts.argmax())
        return STANCES[top] if self.counts[top] >= FIRM * self.n_units - 1e-12 else "mixed"

    @cached_property
    def draws(self) -> Floats:
        """Draws of the shares of support, opposition and condition, with the reader's error if it was given."""
        whole = np.array([sum(s == v for s, _ in self.units.values()) for v in (1.0, -1.0)] + [self.counts[2]], dtype=np.float64)
        n_torn = sum(stance == 0.0 for stance, _ in self.units.values())
        key = f"{self.who}|{self.issue}|{self.since}|{self.until}"
        return draw_stances(whole, n_torn, self.options.error, seed=self.options.seed, key=key)

    @property
    def share_interval(self) -> tuple[float, float]:
        """Where the share may lie; wide for little evidence, from nearly 0 to nearly 1 for silence."""
        return interval(self.draws[:, 0] / (self.draws[:, 0] + self.draws[:, 1]), self.options.level, self.share)

    @property
    def balance_interval(self) -> tuple[float, float]:
        """Where the balance may lie."""
        return interval(self.draws[:, 0] - self.draws[:, 1], self.options.level, self.balance)

    @property
    def trend(self) -> float | None:
        """The slope of the units' stance a year, by least squares; None for fewer than three dated units or one date."""
        points = [(day, 0.0 if math.isnan(stance) else stance) for stance, day in self.units.values() if day]
        if len(points) < MIN_TREND_UNITS or len({day for day, _ in points}) == 1:
            return None
        years = np.array([day.toordinal() for day, _ in points]) / DAYS_A_YEAR
        values = np.array([value for _, value in points])
        years = years - years.mean()
        return float((years * values).sum() / (years**2).sum())

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row: stance, counts, share, balance, intervals, strength, trend, dates."""
        return [position_row(self)]

    def citations(self) -> list[dict[str, Any]]:
        """The statements, each with date, outlet, document and sentence."""
        return [stmt.citation() for stmt in self.statements]


def position_row(found: Position) -> dict[str, Any]:
    """A position as one flat row; what cannot be said is None."""
    days = [stmt.date for stmt in found.statements if stmt.date]
    (share_low, share_high), (low, high) = found.share_interval, found.balance_interval
    return {
        found.options.by: found.who,
        "issue": found.issue,
        "period_start": found.since.isoformat() if found.since else "",
        "period_end": found.until.isoformat() if found.until else "",
        "stance": found.stance,
        **{f"n_{name}": n for name, n in found.stance_counts.items()},
        "n_statements": len(found.statements),
        "n_documents": found.n_documents,
        "n_clusters": found.n_clusters,
        "share": found.share,
        "share_low": share_low,
        "share_high": share_high,
        "balance": found.balance,
        "balance_low": low,
        "balance_high": high,
        "strength": found.strength,
        "trend": found.trend,
        "first_date": min(days).isoformat() if days else "",
        "last_date": max(days).isoformat() if days else "",
        "has_reader_error": found.options.error is not None,
    }


def _unit_key(stmt: Coded, unit: str, n: int) -> str:
    return {"cluster": stmt.cluster, "document": stmt.document_id}.get(unit, str(n))


def _unit_stance(group: list[Coded]) -> float:
    support, oppose = (sum(s.stance == name for s in group) for name in ("support", "oppose"))
    conditional = len(group) - support - oppose
    if conditional > max(support, oppose):
        return math.nan
    return float(np.sign(support - oppose))


@dataclass(frozen=True)
class Positions(Rows):
    """Positions of many, as a list and as a matrix of `who` by `issue`.

    Args:
        whos, issues: sorted.
        cells: the position of each pair, also where it is silent.
        n_undated: statements left out for want of a date, or of one that tells whether they are of the period.
    """

    whos: tuple[str, ...]
    issues: tuple[str, ...]
    cells: dict[tuple[str, str], Position] = field(repr=False)
    n_undated: int

    def __iter__(self) -> Iterator[Position]:
        """The positions that are not silent."""
        return (found for found in self.cells.values() if found.statements)

    def __getitem__(self, pair: tuple[str, str]) -> Position:
        return self.cells[pair]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row for each pair that spoke."""
        return [position_row(found) for found in self]

    def to_array(self, measure: Callable[[Position], float | None] = lambda found: found.balance) -> Floats:
        """The matrix of a measure, nan where it cannot be said."""
        values = [[measure(self.cells[who, issue]) for issue in self.issues] for who in self.whos]
        flat = [[math.nan if v is None else float(v) for v in row] for row in values]
        return np.array(flat, dtype=np.float64).reshape(len(self.whos), len(self.issues))


def find_position(
    statements: Iterable[Any],
    who: str,
    issue: str,
    *,
    since: str | date | None = None,
    until: str | date | None = None,
    options: PositionOptions = DEFAULT,
) -> Position:
    """The position of one party or actor on one issue over a period, silent if it has no statement.

    Example:
        >>> rows = [{"document_id": d, "date": "2013-06-18", "party": "FRA", "issue": "arms", "stance": s}
        ...         for d, s in [("a", "support"), ("b", "support"), ("c", "oppose")]]
        >>> found = find_position(rows, "FRA", "arms")
        >>> found.stance, round(found.share, 3), found.n_units
        ('support', 0.667, 3)
    """
    first, last = as_period(since, until)
    wanted = [s for s in coded_statements(statements) if s.who(options.by) == who and s.issue == issue]
    return Position(who, issue, first, last, tuple(_within(wanted, first, last)), options)


def find_positions(
    statements: Iterable[Any],
    *,
    since: str | date | None = None,
    until: str | date | None = None,
    options: PositionOptions = DEFAULT,
) -> Positions:
    """The positions of all parties or actors on all issues over a period."""
    first, last = as_period(since, until)
    everything = coded_statements(statements)
    inside = _within(everything, first, last)
    groups: dict[tuple[str, str], list[Coded]] = defaultdict(list)
    for stmt in inside:
        if stmt.who(options.by):
            groups[stmt.who(options.by), stmt.issue].append(stmt)
    whos = tuple(sorted({who for who, _ in groups}))
    issues = tuple(sorted({issue for _, issue in groups}))
    cells = {(w, i): Position(w, i, first, last, tuple(groups.get((w, i), ())), options) for w in whos for i in issues}
    n_undated = sum(is_unplaced(s.days, first, last) for s in everything) if first or last else 0
    return Positions(whos, issues, cells, n_undated)


def positions_at(
    statements: Iterable[Any], at: str | date, *, days: int | None = None, options: PositionOptions = DEFAULT
) -> Positions:
    """The matrix of positions as they stood on a day, from all statements until then or those of the last `days`.

    Raises:
        UsageError: `days` is less than 1.
    """
    day = as_day(at, "at")
    if days is not None and days < 1:
        raise UsageError(f"days is {days}; a memory is one day or more")
    since = day - timedelta(days=days - 1) if days and day else None
    return find_positions(statements, since=since, until=day, options=options)


def position_series(
    statements: Iterable[Any], who: str, issue: str, *, window: str = "months:1", options: PositionOptions = DEFAULT
) -> list[Position]:
    """The position in one window after the other, from the first dated statement by anyone to the last; silent ones too.

    Args:
        window: `unit:size` in days, weeks, months or years.
    """
    everything = coded_statements(statements)
    wanted = [s for s in everything if s.who(options.by) == who and s.issue == issue]
    return [
        Position(who, issue, first, last, tuple(_within(wanted, first, last)), options)
        for first, last in iter_periods([day for s in everything for day in s.days or ()], window)
    ]


def iter_periods(days: list[date], window: str) -> Iterator[tuple[date, date]]:
    """Periods of a length, one after the other, from the first day to the last; both ends inclusive.

    A period that the calendar has no end for, as days:999999999, ends with it.

    Raises:
        UsageError: the window is not a number of days, weeks, months or years.

    Example:
        >>> list(iter_periods([date(2013, 1, 31), date(2013, 3, 1)], "months:1"))[0]
        (datetime.date(2013, 1, 31), datetime.date(2013, 2, 27))
    """
    unit, _, size = window.partition(":")
    if unit not in MOST_UNITS or not size.isdecimal() or int(size) < 1:
        raise UsageError(f"window is {window[:40]!r}; it is unit:size, such as days:90, with days, weeks, months or years")
    if not days:
        return
    first, last, n = min(days), max(days), 0
    start: date | None = first
    while start and start <= last:
        n += int(size)
        after = _moved(first, n, unit)
        yield start, after - timedelta(days=1) if after else date.max
        start = after


def _moved(day: date, n: int, unit: str) -> date | None:
    """The day n units later; None after the year 9999, where the calendar ends."""
    if n > MOST_UNITS[unit]:
        return None
    seconds = (day - date(1970, 1, 1)).days * 86_400
    try:
        return date(1970, 1, 1) + timedelta(seconds=period.add_units(seconds, n, unit))
    except OverflowError:
        return None


def _within(statements: list[Coded], since: date | None, until: date | None) -> list[Coded]:
    """Those in the period; without one, also the undated."""
    if since is None and until is None:
        return statements
    return [s for s in statements if lies_within(s.days, since, until)]
