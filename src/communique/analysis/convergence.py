"""Whether two parties draw together: agreement by issue and over all, window after window, with alerts where it breaks.

Inferred: two parties agree on an issue by how near their positions are, 1 for the same side and 0 for opposite ones.
Explicit: what reports themselves say of them, agree or differ. Both are given side by side and never mixed. An issue
counts in a window if both speak on it there; weighted by salience, it counts by how much of what the two say is on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from communique.analysis.change_point import find_change_points
from communique.analysis.coded import Coded, CodedAlignment, choose, coded_alignments, coded_statements, lies_within
from communique.analysis.frame import Rows
from communique.analysis.position import DAYS_A_YEAR, DEFAULT, Position, PositionOptions, find_positions, iter_periods
from communique.analysis.projection import Floats
from communique.analysis.reader_error import interval
from communique.errors import UsageError

WEIGHTINGS = ("salience", "equal")
STEADY = 0.1  # a slope of agreement a year within this of 0 is no direction


@dataclass(frozen=True)
class IssueAgreement:
    """How near two parties are on one issue in one window.

    Args:
        agreement: 1 - half the distance of their balances, from 0 to 1; None if one is silent.
        weight: the issue's weight in the window's overall agreement.
        n_agree, n_differ: explicit alignments on the issue, by story cluster.
    """

    issue: str
    one: Position
    two: Position
    agreement: float | None
    weight: float
    n_agree: int
    n_differ: int


@dataclass(frozen=True)
class WindowAgreement:
    """How near two parties are over one window.

    Args:
        agreement, low, high: the weighted mean over shared issues and its interval; None without a shared issue.
        n_agree, n_differ: explicit alignments on any issue or none, by story cluster.
        alignments: those alignments.
    """

    start: date
    stop: date
    agreement: float | None
    low: float | None
    high: float | None
    issues: tuple[IssueAgreement, ...] = field(repr=False)
    n_agree: int
    n_differ: int
    alignments: tuple[CodedAlignment, ...] = field(repr=False)

    @property
    def explicit(self) -> float | None:
        """The share of explicit alignments that agree; None without one."""
        total = self.n_agree + self.n_differ
        return self.n_agree / total if total else None

    @property
    def n_units(self) -> int:
        """Units of both parties on shared issues."""
        return sum(i.one.n_units + i.two.n_units for i in self.issues if i.agreement is not None)


@dataclass(frozen=True)
class Alert:
    """A change of level: on one issue, or over all (`issue` None), from the window that starts on `date` on."""

    date: date
    issue: str | None
    before: float
    after: float
    p_value: float

    @property
    def direction(self) -> str:
        """`nearer` or `apart`."""
        return "nearer" if self.after > self.before else "apart"


@dataclass(frozen=True)
class Convergence(Rows):
    """Two parties over time.

    Args:
        windows: one after the other, also those without shared issues.
        alerts: where agreement changes its level.
        n_undated: statements left out for want of a date, or with a month or year that no window has all of.
    """

    one: str
    two: str
    window: str
    weighting: str
    windows: tuple[WindowAgreement, ...] = field(repr=False)
    alerts: tuple[Alert, ...]
    alpha: float
    options: PositionOptions = field(repr=False)
    n_undated: int

    @property
    def slope(self) -> float | None:
        """The change of agreement a year, by least squares weighted by units; None for fewer than three windows."""
        seen = [w for w in self.windows if w.agreement is not None]
        if len(seen) < 3:
            return None
        years = np.array([w.start.toordinal() / DAYS_A_YEAR for w in seen])
        values = np.array([w.agreement for w in seen], dtype=np.float64)
        units = np.array([w.n_units for w in seen], dtype=np.float64)
        years = years - np.average(years, weights=units)
        return float((units * years * (values - np.average(values, weights=units))).sum() / (units * years**2).sum())

    @property
    def direction(self) -> str:
        """`converging`, `diverging` or `steady`; `unknown` for fewer than three windows with shared issues."""
        slope = self.slope
        if slope is None:
            return "unknown"
        return "steady" if abs(slope) < STEADY else "converging" if slope > 0 else "diverging"

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row a window, over all issues."""
        return [
            {
                "party_a": self.one,
                "party_b": self.two,
                "start": w.start.isoformat(),
                "stop": w.stop.isoformat(),
                "agreement": w.agreement,
                "low": w.low,
                "high": w.high,
                "n_issues": sum(i.agreement is not None for i in w.issues),
                "n_units": w.n_units,
                "explicit": w.explicit,
                "n_agree": w.n_agree,
                "n_differ": w.n_differ,
            }
            for w in self.windows
        ]

    def issue_rows(self) -> list[dict[str, Any]]:
        """One row for each window and issue on which one of the two speaks or an alignment is reported."""
        return [
            {
                "party_a": self.one,
                "party_b": self.two,
                "start": w.start.isoformat(),
                "stop": w.stop.isoformat(),
                "issue": i.issue,
                "stance_a": i.one.stance,
                "stance_b": i.two.stance,
                "balance_a": i.one.balance,
                "balance_b": i.two.balance,
                "agreement": i.agreement,
                "weight": i.weight,
                "n_units_a": i.one.n_units,
                "n_units_b": i.two.n_units,
                "n_agree": i.n_agree,
                "n_differ": i.n_differ,
            }
            for w in self.windows
            for i in w.issues
        ]

    def alert_rows(self) -> list[dict[str, Any]]:
        """One row an alert."""
        return [
            {
                "date": a.date.isoformat(),
                "issue": a.issue or "",
                "direction": a.direction,
                "before": a.before,
                "after": a.after,
                "p_value": a.p_value,
            }
            for a in self.alerts
        ]

    def sentences(self, alert: Alert) -> dict[str, list[dict[str, Any]]]:
        """The statements of both parties in the window before an alert with shared issues and in the alert's own."""
        place = next(n for n, w in enumerate(self.windows) if w.start == alert.date)
        earlier = [n for n in range(place) if self._issues_of(n, alert.issue)]
        before = self._issues_of(earlier[-1], alert.issue) if earlier else []
        return {"before": _citations(before), "after": _citations(self._issues_of(place, alert.issue))}

    def _issues_of(self, n: int, issue: str | None) -> list[IssueAgreement]:
        return [i for i in self.windows[n].issues if i.agreement is not None and issue in (None, i.issue)]


def _citations(issues: list[IssueAgreement]) -> list[dict[str, Any]]:
    statements = [s for i in issues for s in (*i.one.statements, *i.two.statements)]
    return [s.citation() for s in sorted(statements, key=lambda s: (s.date or date.min, s.document_id, s.start or 0))]


def find_convergence(
    statements: Iterable[Any],
    one: str,
    two: str,
    *,
    alignments: Iterable[Any] = (),
    window: str = "days:90",
    weighting: str = "salience",
    alpha: float = 0.05,
    options: PositionOptions = DEFAULT,
) -> Convergence:
    """Whether two parties (or actors, by `options.by`) draw together.

    Args:
        alignments: rows of explicit alignments; those that name both parties count.
        window: `unit:size` in days, weeks, months or years; windows follow one another without overlap.
        weighting: `salience` weighs an issue by the mean of its shares in what each of the two says; `equal` does not.
        alpha: the p-value up to which a change of level makes an alert.

    Raises:
        UsageError: a value is not allowed, or both are one.
        BadTable: a row is not a statement or an alignment.
    """
    if one == two:
        raise UsageError(f"convergence is of two, not of {one[:60]!r} twice")
    choose("weighting", weighting, WEIGHTINGS)
    everything = coded_statements(statements)
    ours = [s for s in everything if s.who(options.by) in (one, two)]
    explicit = [a for a in coded_alignments(alignments) if {one, two} <= set(a.parties)]
    days = [day for days in (*(s.days for s in ours), *(a.days for a in explicit)) for day in days or ()]
    evidence = _Evidence((one, two), ours, explicit)
    windows = tuple(_window(evidence, span, weighting, options) for span in iter_periods(days, window))
    alerts = _alerts(windows, alpha, options.seed)
    n_undated = len(ours) - sum(len(side.statements) for w in windows for i in w.issues for side in (i.one, i.two))
    return Convergence(one, two, window, weighting, windows, alerts, alpha, options, n_undated)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the two say, and what reports say of the two."""

    pair: tuple[str, str]
    statements: list[Coded]
    alignments: list[CodedAlignment]


def _window(evidence: _Evidence, span: tuple[date, date], weighting: str, options: PositionOptions) -> WindowAgreement:
    first, last = span
    found = find_positions(evidence.statements, since=first, until=last, options=options)
    said = [a for a in evidence.alignments if lies_within(a.days, first, last)]
    names = sorted(set(found.issues) | {a.issue for a in said if a.issue})
    silent = Position("", "", first, last, (), options)
    sides = [[found.cells.get((who, issue), silent) for issue in names] for who in evidence.pair]
    weights = _weights(sides, weighting)
    issues = tuple(
        IssueAgreement(issue, a, b, _nearness(a, b), weight, *_explicit_counts(said, issue))
        for issue, a, b, weight in zip(names, *sides, weights, strict=True)
    )
    agreement, low, high = _overall(issues, options.level)
    n_agree, n_differ = _explicit_counts(said, None)
    return WindowAgreement(first, last, agreement, low, high, issues, n_agree, n_differ, tuple(said))


def _nearness(a: Position, b: Position) -> float | None:
    if a.balance is None or b.balance is None:
        return None
    return 1 - abs(a.balance - b.balance) / 2


def _weights(sides: list[list[Position]], weighting: str) -> list[float]:
    """Weights of issues on which both speak, summing to 1; 0 for the rest."""
    units = np.array([[p.n_units for p in side] for side in sides], dtype=np.float64).reshape(2, -1)
    shared = (units > 0).all(axis=0)
    if not shared.any():
        return [0.0] * units.shape[1]
    salience = (units / units.sum(axis=1, keepdims=True)).mean(axis=0) if weighting == "salience" else np.ones(units.shape[1])
    weights = np.where(shared, salience, 0.0)
    return [float(w) for w in weights / weights.sum()]


def _explicit_counts(alignments: list[CodedAlignment], issue: str | None) -> tuple[int, int]:
    """Story clusters that say agree, and that say differ, on an issue or on anything."""
    wanted = [a for a in alignments if issue is None or a.issue == issue]
    by_relation = [{(a.cluster, a.issue) for a in wanted if a.relation == relation} for relation in ("agree", "differ")]
    return len(by_relation[0]), len(by_relation[1])


def _overall(issues: tuple[IssueAgreement, ...], level: float) -> tuple[float | None, float | None, float | None]:
    shared = [i for i in issues if i.agreement is not None]
    if not shared:
        return None, None, None
    weights = np.array([i.weight for i in shared])
    mean = float((weights * np.array([i.agreement for i in shared], dtype=np.float64)).sum())
    drawn = np.zeros(len(shared[0].one.draws))
    for weight, i in zip(weights, shared, strict=True):
        drawn += weight * (1 - np.abs(_balances(i.one) - _balances(i.two)) / 2)
    return mean, *interval(drawn, level, mean)


def _balances(found: Position) -> Floats:
    return np.asarray(found.draws[:, 0] - found.draws[:, 1], dtype=np.float64)


def _alerts(windows: tuple[WindowAgreement, ...], alpha: float, seed: int) -> tuple[Alert, ...]:
    """Changes of level over all, then issue by issue, by date."""
    series: list[tuple[str | None, list[tuple[date, float, float]]]] = [
        (None, [(w.start, w.agreement, float(w.n_units)) for w in windows if w.agreement is not None])
    ]
    for issue in sorted({i.issue for w in windows for i in w.issues}):
        points = [
            (w.start, i.agreement, float(i.one.n_units + i.two.n_units))
            for w in windows
            for i in w.issues
            if i.issue == issue and i.agreement is not None
        ]
        series.append((issue, points))
    found = []
    for name, points in series:
        values, weights = np.array([p[1] for p in points]), np.array([p[2] for p in points])
        for change in find_change_points(values, weights, alpha=alpha, seed=seed):
            found.append(Alert(points[change.place][0], name, change.before, change.after, change.p_value))
    return tuple(sorted(found, key=lambda a: (a.date, a.issue or "")))
