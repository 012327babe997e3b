"""The same meeting as several reports tell it, recognized as one with several witnesses.

In come rows of meetings with the document and outlet that each was read from; out go merged meetings. No text is read
here. A summit and a bilateral on its margins stay two, and so do meetings of other persons of the same parties.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from communique.model.iso_period import days_of, finer, share_a_day
from communique.model.record import Meeting, Participant

NEWS_DAYS = 7  # a held meeting without a date took place at most a week before its report
AHEAD_DAYS = 120  # a planned one without a date takes place at most four months after it
_COLLECTIVE = frozenset(
    {"states", "kingdom", "nations", "union", "council", "ministry", "government", "administration", "house", "department"}
    | {
        "officials",
        "leaders",
        "ministers",
        "diplomats",
        "representatives",
        "opposition",
        "kremlin",
        "side",
        "powers",
        "delegation",
    }
)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting with the report that tells of it; `published` is an ISO date or None."""

    document_id: str
    outlet: str | None
    published: str | None
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class MergedMeeting:
    """One meeting: who took part for which party, when, where, and the rows that witness it."""

    participants: tuple[Participant, ...]
    date: str | None
    place: str | None
    status: str
    format: str
    witnesses: tuple[MeetingRow, ...]

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties that took part, sorted."""
        return tuple(sorted({p.party for p in self.participants}))

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that tell of it, sorted; a report without an outlet counts by its id."""
        return tuple(sorted({w.outlet or w.document_id for w in self.witnesses}))


def merge_meetings(rows: Iterable[MeetingRow]) -> list[MergedMeeting]:
    """The distinct meetings of many reports, by date; those without one come last.

    Args:
        rows: in any order; the result does not depend on it.

    Returns:
        Merged meetings. Date and place are the finest that a witness gives, the status that of the latest report.
    """
    groups: list[list[MeetingRow]] = []
    for row in sorted(rows, key=_rank):
        group = next((g for g in groups if any(is_same_meeting(row, w) for w in g) and not _contradicts(row, g)), None)
        if group is None:
            groups.append([row])
        else:
            group.append(row)
    merged = [_merge(group) for group in groups]
    return sorted(merged, key=lambda m: (m.date is None, m.date or "", m.parties, m.format))


def _rank(row: MeetingRow) -> tuple[object, ...]:
    """Dated rows first, then by what a row says: the order of input plays no part."""
    meeting = row.meeting
    return (meeting.date is None, meeting.date or "", row.published or "", row.document_id, meeting.start, meeting.format)


def is_same_meeting(a: MeetingRow, b: MeetingRow) -> bool:
    """Whether two rows can tell of one meeting: parties, persons, kind, days and place agree, or one is silent."""
    one, two = a.meeting, b.meeting
    if _kind(one) != _kind(two) or not _parties_agree(one, two) or _persons_differ(one, two):
        return False
    if a.document_id == b.document_id and one != two:
        return False  # the reader of that report has told them apart
    if not _days_agree(a, b):
        return False
    exact = bool(one.date and two.date) and one.date == two.date
    if "cancelled" in (one.status, two.status) and one.status != two.status and not exact:
        return False
    if one.status != two.status and not (one.date and two.date):
        return False
    return exact or _places_agree(one.place, two.place)


def _kind(meeting: Meeting) -> str:
    return meeting.format


def _parties_agree(a: Meeting, b: Meeting) -> bool:
    first, second = {p.party for p in a.participants}, {p.party for p in b.participants}
    shared = first & second
    return len(shared) >= 2 and (shared in (first, second) or 2 * len(shared) >= len(first | second))


def _persons_differ(a: Meeting, b: Meeting) -> bool:
    """Whether the parties in common are each represented by another person: ministers met, not presidents."""
    if a.format != "bilateral":
        return False
    names = {p.party: last_name(p) for p in a.participants}
    pairs = [(names[p.party], last_name(p)) for p in b.participants if p.party in names]
    known = [(x, y) for x, y in pairs if x and y]
    return bool(known) and all(x != y for x, y in known)


def last_name(participant: Participant) -> str | None:
    """The last word of a person's name in lower case; None for a collective such as "Russia" or "French officials"."""
    words = participant.name.lower().replace("’", "'").split()
    if len(words) < 2 or any(w in _COLLECTIVE for w in words):
        return None
    return words[-1]


def _days_agree(a: MeetingRow, b: MeetingRow) -> bool:
    if a.meeting.date and b.meeting.date:
        return share_a_day(a.meeting.date, b.meeting.date)
    first, second = _window(a), _window(b)
    return first is None or second is None or (first[0] <= second[1] and second[0] <= first[1])


def _window(row: MeetingRow) -> tuple[date, date] | None:
    """The days in which a meeting can have taken place: its date, else around the publication; None if nothing tells."""
    if row.meeting.date:
        return days_of(row.meeting.date)
    published = days_of(row.published) if row.published else None
    if published is None:
        return None
    if row.meeting.status == "held":
        return published[0] - timedelta(days=NEWS_DAYS), published[1]
    return published[0], published[1] + timedelta(days=AHEAD_DAYS)


def _places_agree(a: str | None, b: str | None) -> bool:
    if a is None or b is None:
        return True
    first, second = ({w.strip(",.").lower() for w in words.split()} for words in (a, b))
    return bool(first & second)


def _contradicts(row: MeetingRow, group: list[MeetingRow]) -> bool:
    """Whether a row cannot be told of together with some witness of a group: chains must not join two days."""
    return any(not _days_agree(row, w) or _persons_differ(row.meeting, w.meeting) for w in group)


def _merge(group: list[MeetingRow]) -> MergedMeeting:
    participants: dict[str, Participant] = {}
    when: str | None = None
    for row in group:
        when = finer(when, row.meeting.date)
        for participant in row.meeting.participants:
            known = participants.get(participant.party)
            if known is None or (last_name(known) is None and last_name(participant) is not None):
                participants[participant.party] = participant
    latest = max(group, key=lambda r: (r.published or "", r.meeting.status == "held", r.document_id))
    place = max((r.meeting.place for r in group if r.meeting.place), key=len, default=None)
    ordered = tuple(participants[p] for p in sorted(participants))
    return MergedMeeting(ordered, when, place, latest.meeting.status, latest.meeting.format, tuple(group))
