"""Who held which office when, learned from many dated reports, with the reports that say so.

In: pairs of a dated document and the offices it gives. Out: terms, each from the first day to the last on which reports
name the holder. Nothing is extrapolated beyond a stated tolerance: the answer for a day outside is "unknown", never the
last holder. No list of office-holders is consulted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from communique.model.reading import Office
from communique.resolve.lexicon import fold
from communique.resolve.name_run import PARTICLES
from communique.resolve.person import may_be_same

WINDOW_DAYS = 60  # a holder is current on a day when nobody is named more often around it
TOLERANCE_DAYS = 30
# Roles that say no office, or that many hold at once.
NO_OFFICE = frozenset(
    {"leader", "official", "counterpart", "adviser", "commander", "minister", "secretary", "negotiator", "princess"}
)
SHARED = frozenset(
    {"spokesperson", "ambassador", "special envoy", "envoy", "deputy foreign minister", "secretary of state deputy"}
)


@dataclass(frozen=True, slots=True)
class Naming:
    """One report that gives the office to the person."""

    document_id: str
    published: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OfficeTerm:
    """A person in an office of a state or body, between the first and the last day on which reports say so.

    `ended_by` is the first day on which a report calls the person a former holder, if any does after `seen_to`.
    """

    person: str
    role: str
    party: str
    seen_from: date
    seen_to: date
    n_documents: int
    evidence: tuple[Naming, ...]
    ended_by: date | None = None


@dataclass(slots=True)
class _Holder:
    name: str
    words: tuple[str, ...]
    namings: list[Naming]
    past: list[date]


def learn_offices(evidence: Iterable[tuple[str, str | None, Office]]) -> list[OfficeTerm]:
    """Terms of office from the evidence of many documents, sorted by party, role and first day.

    Args:
        evidence: document id, publication date (ISO 8601, None if unknown: left out) and one office each.
    """
    seats: dict[tuple[str, str], list[tuple[str, date, Office]]] = defaultdict(list)
    for document_id, published, office in evidence:
        day = _day(published)
        if day is not None and office.role not in NO_OFFICE and office.party not in ("", "OTHER"):
            seats[office.party, office.role].append((document_id, day, office))
    terms = []
    for (party, role), rows in sorted(seats.items(), key=lambda x: x[0]):
        holders = _group_holders(rows)
        current = holders if role in SHARED else _drop_bygone(holders)
        terms += [_make_term(h, role, party) for h in current if h.namings]
    return sorted(terms, key=lambda t: (t.party, t.role, t.seen_from, t.person))


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
        within = [t for t in seat if t.seen_from - margin <= on <= t.seen_to + margin and not _ended(t, on)]
    return within[0] if len(within) == 1 else None


def _ended(term: OfficeTerm, on: date) -> bool:
    return term.ended_by is not None and on >= term.ended_by


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name for comparison: folded, in lower case, without particles and marks.

    Example:
        >>> name_words("Bashar al-Assad"), name_words("François Hollande")
        (('bashar', 'assad'), ('francois', 'hollande'))
    """
    words = fold(name).lower().replace("-", " ").replace(".", " ").split()
    return tuple(w for w in words if w not in PARTICLES) or tuple(words)


def _group_holders(rows: list[tuple[str, date, Office]]) -> list[_Holder]:
    """One holder for all spellings of a name; a bare last name goes to the holder of that name nearest in time."""
    holders: list[_Holder] = []
    for document_id, day, office in sorted(rows, key=lambda r: (-len(name_words(r[2].person)), r[1], r[0], r[2].start)):
        words = name_words(office.person)
        fitting = [h for h in holders if _is_variant(h.words, words)]
        holder = min(fitting, key=lambda h: _distance(h, day)) if fitting else _Holder(office.person, words, [], [])
        if not fitting:
            holders.append(holder)
        if office.is_former:
            holder.past.append(day)
        else:
            holder.namings.append(Naming(document_id, day, office.start, office.end))
    return holders


def _is_variant(known: tuple[str, ...], words: tuple[str, ...]) -> bool:
    if len(words) == 1:
        return words[0] in (known[0], known[-1])
    return known[-1] == words[-1] and (len(known) == 1 or may_be_same(known, words))


def _distance(holder: _Holder, day: date) -> int:
    return min((abs((n.published - day).days) for n in holder.namings), default=10**6)


def _drop_bygone(holders: list[_Holder]) -> list[_Holder]:
    """Leave out namings on days around which more reports name somebody else, or call the person a former holder."""
    days = {id(h): sorted({(n.published, n.document_id) for n in h.namings}) for h in holders}
    for holder in holders:
        holder.namings = [n for n in holder.namings if _is_current(n.published, holder, holders, days)]
    return holders


def _is_current(day: date, holder: _Holder, holders: list[_Holder], days: dict[int, list[tuple[date, str]]]) -> bool:
    def near(dates: Iterable[date]) -> int:
        return sum(abs((d - day).days) <= WINDOW_DAYS for d in dates)

    own = near(d for d, _ in days[id(holder)])
    if near(d for d in holder.past if d <= day) >= own:
        return False
    return all(near(d for d, _ in days[id(other)]) <= own for other in holders if other is not holder)


def _make_term(holder: _Holder, role: str, party: str) -> OfficeTerm:
    namings = sorted(holder.namings, key=lambda n: (n.published, n.document_id, n.start))
    last = namings[-1].published
    return OfficeTerm(
        person=holder.name,
        role=role,
        party=party,
        seen_from=namings[0].published,
        seen_to=last,
        n_documents=len({n.document_id for n in namings}),
        evidence=tuple(namings),
        ended_by=min((d for d in holder.past if d > last), default=None),
    )
