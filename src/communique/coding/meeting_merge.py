"""Sentences that tell of one meeting, merged: each meeting of a document once, with the best that any sentence says of it.

In come tellings in the order of the text; out go meetings with at least two parties. A summit and a bilateral on its
margins stay two; so do meetings of the same parties on other days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from communique.coding.telling import Side
from communique.model.document import Span
from communique.model.iso_period import finer, share_a_day


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting as one sentence tells it; `has_wording` is True where the sentence says when, with or without a date.

    `unnamed` are the parties that the sentence does not name: they are taken from those around it.
    """

    sentence: int
    span: Span
    sides: tuple[Side, ...]
    format: str
    status: str
    date: str | None
    has_wording: bool
    place: str | None
    score: float
    unnamed: frozenset[str] = frozenset()

    @property
    def parties(self) -> frozenset[str]:
        """The parties that take part."""
        return frozenset(s.party for s in self.sides)


def merge(tellings: Iterable[Told], opens: Callable[[Told, Sequence[Told]], bool], sure: float) -> list[Told]:
    """The meetings of a document.

    What a sentence that names fewer than two parties tells belongs to a meeting told before, if there is one in which those that
    it names take part; only else it is a meeting of theirs with the parties that it does not name.

    Args:
        tellings: what the sentences tell, in the order of the text.
        opens: whether what a sentence tells is a meeting beside those known so far.
        sure: the score from which a sentence adds what it tells to a meeting told before.
    """
    meetings: list[Told] = []
    for told in tellings:
        named = replace(told, sides=tuple(s for s in told.sides if s.party not in told.unnamed))
        for reading in (named, told) if len(named.parties) < 2 else (told,):
            at = next((i for i in reversed(range(len(meetings))) if is_same(meetings[i], reading)), None)
            if at is not None:
                if told.score >= sure:
                    meetings[at] = _join(meetings[at], reading)
                break
        else:
            if len(told.parties) >= 2 and opens(told, meetings):
                meetings.append(told)
    return meetings


def is_same(known: Told, told: Told) -> bool:
    """Whether a sentence tells of a meeting that is known: parties, persons, status, date, format and place agree or are silent.

    A call can be either format: what was said on the phone is often told as a talk. The same parties meet once, whether the
    summit at which they do is named or not. What one sentence plans and another cancels is one:
    the report of a cancelled summit tells first what was planned.
    """
    if not _share(known.parties, told.parties) or _persons_differ(known, told):
        return False
    if known.date and told.date and not share_a_day(known.date, told.date):
        return False
    if known.status != told.status and {known.status, told.status} != {"planned", "cancelled"}:
        return False
    if {known.format, told.format} == {"bilateral", "multilateral"} and len(told.parties) >= 2 and told.parties != known.parties:
        return False
    return places_meet(known.place, told.place)


def _share(known: frozenset[str], told: frozenset[str]) -> bool:
    return told <= known or known <= told or len(known & told) * 2 >= len(known | told)


def _persons_differ(known: Told, told: Told) -> bool:
    """Whether a party in common is represented by another person: the president met the minister, not the king.

    Who is only described ("Swedish officials", "the ambassador") can be anybody, the person named elsewhere too.
    """
    names = {s.party: _last_name(s) for s in known.sides}
    pairs = [(names[s.party], _last_name(s)) for s in told.sides if s.party in names]
    return any(a != b for a, b in pairs if a and b)


def _last_name(side: Side) -> str:
    """The last word of a person's name; empty for a body or a description, which ends in a common noun."""
    last = side.name.split()[-1] if side.is_person and side.name.split() else ""
    return last if last[:1].isupper() else ""


def places_meet(a: str | None, b: str | None) -> bool:
    """Whether two places can be one: either is unknown, or a word of one stands in the other."""
    if a is None or b is None:
        return True
    first, second = ({w.strip(",.").lower() for w in words.split()} for words in (a, b))
    return bool(first & second)


def _join(known: Told, told: Told) -> Told:
    """The known meeting with what the sentence adds: parties, the person who takes part for one, a date or a finer one, a place.

    The fuller evidence stays.
    """
    sides = {s.party: s for s in known.sides}
    for side in told.sides:
        before = sides.setdefault(side.party, side)
        if _last_name(side) and not _last_name(before) and side.party not in told.unnamed:
            sides[side.party] = side
    status = "cancelled" if "cancelled" in (known.status, told.status) else known.status
    better = len(told.parties) >= 2 and told.score > known.score + 0.25 and told.date is not None and known.date is None
    return replace(
        known,
        span=told.span if better else known.span,
        sides=tuple(sides.values()),
        status=status,
        date=finer(known.date, told.date),
        has_wording=known.has_wording or told.has_wording,
        place=known.place or told.place,
        score=max(known.score, told.score),
    )
