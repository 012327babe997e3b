"""Learns terms of office from the offices that many dated reports give to persons.

In: pairs of a dated document and an office it gives. Out: terms. A cascade: (1) spellings of one name are one holder;
(2) of two holders named in one report of an office that one person holds at a time, the one named by more reports
counts; (3) the reports of such an office are cut into one block of time for each holder, so that as many reports as
possible agree: predecessors named in passing fall out; (4) days on which reports call the person a former holder end it.
No list of office-holders is consulted here, and what is settled by one is no evidence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from communique.model.reading import Office
from communique.resolve.lexicon import word_list
from communique.resolve.office_term import Naming, OfficeTerm, report_day
from communique.resolve.person import REGNAL
from communique.resolve.same_name import may_be_same, name_words

NO_OFFICE = word_list("no_office")  # roles that say no office, or name several different ones
SHARED = word_list("shared_offices")  # held by many at once
NO_SEAT = frozenset({"", "OTHER", "WEST", "ARAB-STATES", "KURDS"})
HEADS = frozenset({"president", "prime minister", "chancellor", "king"})
SAME_SPELLING = 0.7  # likeness of first and of last names that one holder of one seat can have: Araghchi, Araqchi
MAX_HOLDERS = 10  # of one seat, for the search over blocks; further ones have a report or two each


@dataclass(slots=True)
class _Holder:
    words: tuple[str, ...]
    names: Counter[str] = field(default_factory=Counter)
    namings: list[Naming] = field(default_factory=list)
    past: list[date] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The spelling in most reports, of those with more than one word."""
        full = {n: c for n, c in self.names.items() if len(name_words(n)) > 1} or self.names
        return max(full, key=lambda n: (full[n], -len(n), n))


def learn_offices(evidence: Iterable[tuple[str, str | None, Office]]) -> list[OfficeTerm]:
    """Terms of office from the evidence of many documents, sorted by party, role and first day.

    Args:
        evidence: document id, publication date (ISO 8601, None if unknown: left out) and one office each, any order.
    """
    seats: dict[tuple[str, str], list[tuple[str, date, Office]]] = defaultdict(list)
    for document_id, published, office in evidence:
        day = report_day(published)
        if day is not None and office.role not in NO_OFFICE and office.party not in NO_SEAT:
            seats[office.party, office.role].append((document_id, day, office))
    terms = []
    for (party, role), rows in sorted(seats.items(), key=lambda x: x[0]):
        holders = [h for h in _group_holders(rows, role) if len(h.words) > 1 or role in REGNAL]
        if role not in SHARED:
            _settle_reports(holders)
            _keep_blocks(holders)
        terms += [_make_term(h, role, party) for h in holders if h.namings]
    return sorted(_drop_slips(terms), key=lambda t: (t.party, t.role, t.seen_from, t.person))


def _group_holders(rows: list[tuple[str, date, Office]], role: str) -> list[_Holder]:
    """One holder for all spellings of a name; a bare last name goes to the holder of that name nearest in time."""
    holders: list[_Holder] = []
    for document_id, day, office in sorted(rows, key=lambda r: (-len(name_words(r[2].person)), r[1], r[0], r[2].start)):
        words = name_words(office.person)
        fitting = [h for h in holders if _is_variant(h.words, words, role)]
        holder = min(fitting, key=lambda h: _distance(h, day)) if fitting else _Holder(words)
        if not fitting:
            holders.append(holder)
        holder.names[office.person] += 1
        if office.is_former:
            holder.past.append(day)
        else:
            holder.namings.append(Naming(document_id, day, office.start, office.end))
    return holders


def _is_variant(known: tuple[str, ...], words: tuple[str, ...], role: str) -> bool:
    """Whether two names of holders of one seat can be spellings of one name."""
    if role in REGNAL:
        return known[0] == words[0]
    if len(words) == 1:
        return words[0] in (known[0], known[-1])
    if known[-2:] == words[-2:] or set(words) <= set(known):
        return True
    if known[-1] == words[-1]:
        return len(known) == 1 or may_be_same(known, words)
    same_first = _alike(known[0], words[0]) or words[0] in known or known[0] in words
    return _alike(known[-1], words[-1]) and same_first


def _alike(one: str, other: str) -> bool:
    return one[0] == other[0] and SequenceMatcher(None, one, other).ratio() >= SAME_SPELLING


def _distance(holder: _Holder, day: date) -> int:
    return min((abs((n.published - day).days) for n in holder.namings), default=10**6)


def _settle_reports(holders: list[_Holder]) -> None:
    """Where one report names several holders, keep the one with the most reports; none if they are equal."""
    by_report: dict[str, set[int]] = defaultdict(set)
    for number, holder in enumerate(holders):
        for naming in holder.namings:
            by_report[naming.document_id].add(number)
    weights = [len({n.document_id for n in h.namings}) for h in holders]
    for document_id, numbers in by_report.items():
        best = max(weights[n] for n in numbers)
        winners = [n for n in numbers if weights[n] == best]
        for n in numbers:
            if len(numbers) > 1 and (len(winners) > 1 or n not in winners):
                holders[n].namings = [x for x in holders[n].namings if x.document_id != document_id]


def _keep_blocks(holders: list[_Holder]) -> None:
    """Keep, for each holder, one block of time in which no other is named, so that the most reports are kept."""
    busiest = sorted((h for h in holders if h.namings), key=lambda h: (-len(h.namings), h.words))[:MAX_HOLDERS]
    timeline = sorted(
        {(n.published, n.document_id, number) for number, h in enumerate(busiest) for n in h.namings if not _is_past(h, n)}
    )
    kept = _longest_blocks([number for _, _, number in timeline])
    keep = {(document_id, timeline[i][2]) for i, (_, document_id, _) in enumerate(timeline) if i in kept}
    for holder in holders:
        number = busiest.index(holder) if holder in busiest else -1
        holder.namings = [n for n in holder.namings if (n.document_id, number) in keep]


def _is_past(holder: _Holder, naming: Naming) -> bool:
    """Whether a report has called the person a former holder by then, and no more reports say otherwise."""
    called_former = sum(day <= naming.published for day in holder.past)
    later = sum(n.published >= naming.published for n in holder.namings)
    return called_former > 0 and called_former >= later


def _longest_blocks(labels: list[int]) -> set[int]:
    """The positions to keep so that each label is one unbroken block and the most positions are kept.

    Example:
        >>> sorted(_longest_blocks([0, 0, 1, 0, 0, 2, 2]))
        [0, 1, 3, 4, 5, 6]
    """
    # state: (labels whose block is closed or open, open label) -> (positions kept, last state's key)
    best: dict[tuple[frozenset[int], int], tuple[int, tuple[int, ...]]] = {(frozenset(), -1): (0, ())}
    for position, label in enumerate(labels):
        grown = dict(best)
        for (used, current), (count, kept) in best.items():
            if label != current and label in used:
                continue
            key = (used | {label}, label)
            if count + 1 > grown.get(key, (0, ()))[0]:
                grown[key] = (count + 1, (*kept, position))
        best = grown
    return set(max(best.values(), key=lambda x: x[0])[1])


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


def _drop_slips(terms: list[OfficeTerm]) -> list[OfficeTerm]:
    """Leave out "Israeli President Benjamin Netanyahu" of one report where many call him prime minister."""
    heads: dict[tuple[str, tuple[str, ...]], int] = {}
    for term in terms:
        if term.role in HEADS:
            key = (term.party, name_words(term.person)[-1:])
            heads[key] = max(heads.get(key, 0), term.n_documents)
    return [
        t
        for t in terms
        if t.role not in HEADS or t.n_documents > 1 or heads[t.party, name_words(t.person)[-1:]] < SLIP * t.n_documents
    ]


SLIP = 5  # times more reports that give the person another head's office
