"""Terms of office: who held which office of which state, between which days, and the reports that say so.

Nothing is extrapolated beyond a stated tolerance: the answer for a day outside the days seen is "unknown", never the
last holder. How terms are learned stands in `office_learning.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

TOLERANCE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Naming:
    """One report that gives the office to the person, and where."""

    document_id: str
    published: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OfficeTerm:
    """A person in an office of a state or body, between the first and the last day on which reports say so.

    `ended_by` is the first day after `seen_to` on which a report calls the person a former holder, if any does.
    """

    person: str
    role: str
    party: str
    seen_from: date
    seen_to: date
    n_documents: int
    evidence: tuple[Naming, ...]
    ended_by: date | None = None


def report_day(published: str | None) -> date | None:
    """The day of a report by its ISO 8601 date; None where no whole day is known.

    Example:
        >>> report_day("2015-02-12T09:30:00Z"), report_day("2015-02"), report_day(None)
        (datetime.date(2015, 2, 12), None, None)
    """
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def who_held(
    terms: Sequence[OfficeTerm], role: str, party: str, on: date, *, tolerance_days: int = TOLERANCE_DAYS
) -> OfficeTerm | None:
    """The holder of the office on a day; None where no report within the tolerance tells, or two disagree.

    Example:
        >>> naming = Naming("r1", date(2013, 5, 2), 0, 30)
        >>> term = OfficeTerm("Vladimir Putin", "president", "RUS", date(2013, 5, 2), date(2013, 9, 1), 1, (naming,))
        >>> who_held([term], "president", "RUS", date(2013, 7, 1)).person
        'Vladimir Putin'
        >>> who_held([term], "president", "RUS", date(2016, 7, 1)) is None
        True
    """
    margin = timedelta(days=tolerance_days)
    seat = [t for t in terms if t.role == role and t.party == party]
    within = [t for t in seat if t.seen_from <= on <= t.seen_to]
    if not within:
        within = [t for t in seat if t.seen_from - margin <= on <= t.seen_to + margin and not _has_ended(t, on)]
    return within[0] if len(within) == 1 else None


def _has_ended(term: OfficeTerm, on: date) -> bool:
    return term.ended_by is not None and on >= term.ended_by
