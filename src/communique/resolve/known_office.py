"""Offices known from other reports, for persons to whom a document gives none: a term counts only within its days.

In: terms learned from reports (`office_learning.py`) and the day of a document. Out: the term of a name on that day, or
None where no report of about that day tells, or two persons fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256

from communique.resolve.office_learning import name_words
from communique.resolve.office_term import TOLERANCE_DAYS, OfficeTerm
from communique.resolve.person import may_be_same

MIN_DOCUMENTS = 3  # reports behind a term before a bare last name may mean its holder
SPOKESPERSONS = frozenset({"spokesperson"})


class KnownOffices:
    """Terms by last name.

    Args:
        terms: learned terms, any order.
        tolerance_days: how far outside the days seen a term still counts.

    `digest` names the terms: eight characters that change with them.
    """

    def __init__(self, terms: Sequence[OfficeTerm], *, tolerance_days: int = TOLERANCE_DAYS) -> None:
        self._margin = timedelta(days=tolerance_days)
        self._by_last: dict[str, list[tuple[tuple[str, ...], OfficeTerm]]] = defaultdict(list)
        for term in terms:
            words = name_words(term.person)
            self._by_last[words[-1]].append((words, term))

        lines = sorted(f"{t.person} {t.role} {t.party} {t.seen_from} {t.seen_to} {t.n_documents} {t.ended_by}" for t in terms)
        self.digest = sha256("\n".join(lines).encode()).hexdigest()[:8]

    def __bool__(self) -> bool:
        return bool(self._by_last)

    def find(self, name: str, published: str | None, *, role: str | None = None) -> OfficeTerm | None:
        """The office of a person on the day of a report.

        Args:
            name: as the report gives it; a bare last name fits only well attested holders.
            published: ISO 8601; None finds nothing.
            role: the office that the report gives without its state, if any.
        """
        try:
            day = date.fromisoformat((published or "")[:10])
        except ValueError:
            return None
        words = name_words(name)
        fitting = [t for known, t in self._by_last.get(words[-1], ()) if self._fits(known, t, words, day)]
        if role is not None:
            fitting = [t for t in fitting if t.role == role]
        if len({(name_words(t.person)[-1], t.party) for t in fitting}) != 1:
            return None
        return max(fitting, key=lambda t: (t.role not in SPOKESPERSONS, t.n_documents))

    def _fits(self, known: tuple[str, ...], term: OfficeTerm, words: tuple[str, ...], day: date) -> bool:
        if not term.seen_from - self._margin <= day <= term.seen_to + self._margin:
            return False
        if term.ended_by is not None and day >= term.ended_by:
            return False
        return term.n_documents >= MIN_DOCUMENTS if len(words) == 1 else may_be_same(known, words)
