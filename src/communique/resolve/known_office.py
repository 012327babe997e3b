"""Offices known beforehand, for persons to whom a document gives none: a term counts only within its days.

In: terms learned from other reports (`office_learning.py`) or listed (`listed_office.py`), and the day of a document. Out: the
term of a name on that day, or None where no term of about that day tells, or two persons fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256

from communique.resolve.office_term import TOLERANCE_DAYS, OfficeTerm, report_day
from communique.resolve.same_name import is_spelling_of, name_words

MIN_DOCUMENTS = 3  # reports behind a term before a bare last name may mean its holder
REMEMBERED = timedelta(days=5 * 365)  # after a term, a bare last name may still mean its holder
SPOKESPERSONS = frozenset({"spokesperson"})
HEADS = frozenset({"president", "prime minister", "chancellor", "king", "queen", "pope", "supreme leader", "leader"})
# Titles that many offices go by: "Secretary Roe", "General Roe".
GENERIC = frozenset({"leader", "minister", "secretary", "official", "diplomat", "top diplomat", "officer", "cleric"})


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

    def find_head(self, name: str, published: str | None) -> OfficeTerm | None:
        """The last term of somebody of that full name who has headed a state by the day of a report.

        For a report without a day all terms of that name must be of one state, and the last name may stand alone.

        Args:
            name, published: as for `find`.
        """
        words, day = name_words(name), report_day(published)
        if len(words) == 1 and day is not None:
            return None
        known = [t for k, t in self._by_last.get(words[-1], ()) if len(words) == 1 or _is_full(k, words)]
        fitting = [t for t in known if _heads_state(t) and (day is None or t.seen_from <= day)]
        if day is None and len({t.party.partition("-")[0] for t in known}) > 1:
            return None
        return max(fitting, key=lambda t: t.seen_from) if _n_holders(fitting) == 1 else None

    def has_left(self, name: str, published: str | None) -> bool:
        """Whether all terms of somebody of that full name had ended on the day of a report.

        Args:
            name, published: as for `find`.
        """
        words, day = name_words(name), report_day(published)
        terms = [t for k, t in self._by_last.get(words[-1], ()) if len(words) > 1 and _is_full(k, words)]
        return day is not None and bool(terms) and all(t.seen_to + self._margin < day for t in terms)

    def find(self, name: str, published: str | None, *, role: str | None = None) -> OfficeTerm | None:
        """The office of a person on the day of a report.

        Args:
            name: as the report gives it; a bare last name fits only well attested holders, heads before others.
            published: ISO 8601; None finds nothing.
            role: the office that the report gives without its state, if any: a bare last name must hold that one.
        """
        words, day = name_words(name), report_day(published)
        if day is None:
            return None
        named = self._by_last.get(words[-1], ())
        fitting = [t for known, t in named if self._fits(known, t, words, day)]
        if len(words) == 1 and role is not None and role not in GENERIC:
            fitting = [t for t in fitting if t.role == role]
        if _n_holders(fitting) > 1:
            fitting = [t for t in fitting if _heads_state(t)]
        if _n_holders(fitting) != 1:
            return None
        if len(words) == 1 and role is None and any(_headed_lately(t, day) and t.party != fitting[0].party for _, t in named):
            return None  # "Mubarak" may be who has just left
        return max(fitting, key=lambda t: (t.role not in SPOKESPERSONS, t.role in HEADS, t.n_documents))

    def _fits(self, known: tuple[str, ...], term: OfficeTerm, words: tuple[str, ...], day: date) -> bool:
        if not term.seen_from - self._margin <= day <= term.seen_to + self._margin:
            return False
        if term.ended_by is not None and day >= term.ended_by:
            return False
        if len(words) == 1:
            return term.n_documents >= MIN_DOCUMENTS
        return _is_full(known, words)


def _is_full(known: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return len(known) > 1 and is_spelling_of(known, words)


def _heads_state(term: OfficeTerm) -> bool:
    return term.role in HEADS and len(term.party) == len("NOR")


def _headed_lately(term: OfficeTerm, day: date) -> bool:
    return _heads_state(term) and term.seen_to < day <= term.seen_to + REMEMBERED


def _n_holders(terms: Sequence[OfficeTerm]) -> int:
    return len({(name_words(t.person)[-1], t.party) for t in terms})
