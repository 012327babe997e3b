"""`communique coverage`: how the outlets of a store report one meeting, one story, or a stretch of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from communique.analysis.coded import as_period
from communique.analysis.coverage import Coverage, find_coverage
from communique.analysis.meeting import MergedMeeting
from communique.errors import NotInRecord, UsageError
from communique.runner.known import check_codebook
from communique.runner.stored import Json, merged_meetings, story_clusters
from communique.store.store import Store, open_store

MOST_LISTED = 8  # meetings in a message


def coverage_of(
    store_path: str,
    *,
    meeting: str | None = None,
    story: str | None = None,
    documents: Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    codebook: str | None = None,
) -> Coverage:
    """How outlets report one thing.

    Args:
        meeting: the id of a row that tells of it, or words that are all in its place, date, parties, persons or the
            sentences that tell of it, else in a report that witnesses it: "Lough Erne". All its witnesses are compared.
        story: the id of a document: what shares wording with it, or with a near-duplicate of it, is compared.
        documents: ids; these are compared.
        since, until: ISO dates; only reports of these days. Alone, all of them are compared.

    Raises:
        UsageError: nothing to choose by is given, more than one of meeting, story and documents, words that several
            meetings have, days that are none or out of order, or a codebook that the store does not have.
        NotInRecord: no meeting has the words, or an id names no document.
    """
    if sum(x is not None for x in (meeting, story, documents)) > 1 or not any((meeting, story, documents, since, until)):
        raise UsageError("coverage is of one meeting, one story, some documents, or a stretch of time: name one of them")
    first, last = as_period(since, until)
    with open_store(store_path, create=False) as store:
        check_codebook(store, codebook)
        if meeting is not None:
            found = find_meeting(list(store.iter_records(codebook=codebook, with_text=True)), meeting)
            title, ids = name_meeting(found), _documents_of(found)
        elif story is not None:
            list(store.iter_records(document=story))  # says so where there is none
            title, ids = f"The story of {story}", story_clusters(store.documents()).related(story)
        else:
            title, ids = "", tuple(dict.fromkeys(documents or ()))
        records = _records(store, ids, codebook) if ids else store.iter_records(codebook=codebook, with_text=True)
        kept = [r for r in records if _is_within(r["published"], first, last)]
    return find_coverage(kept, title=title or _title(kept))


def _records(store: Store, ids: Iterable[str], codebook: str | None) -> list[dict[str, Any]]:
    return [r for id_ in ids for r in store.iter_records(document=id_, codebook=codebook, with_text=True)]


def _is_within(published: str | None, since: date | None, until: date | None) -> bool:
    """Whether a report is of the days asked for; one without a date is only where none are."""
    if not (since or until):
        return True
    day = (published or "")[:10]
    return bool(day) and (since or date.min).isoformat() <= day <= (until or date.max).isoformat()


def _title(records: Sequence[Json]) -> str:
    days = sorted(r["published"][:10] for r in records if r["published"])
    period = f", {days[0]} to {days[-1]}" if days else ""
    return f"{len({r['id'] for r in records})} reports{period}"


def find_meeting(records: Sequence[Json], wanted: str) -> MergedMeeting:
    """The meeting that words or the id of a row name.

    Raises:
        NotInRecord: there is none.
        UsageError: the words name several; the message lists them.
    """
    rows = {(str(r["id"]), m["start"], m["end"]) for r in records for m in r["meetings"] if m.get("id") == wanted}
    meetings = merged_meetings(records)
    words = wanted.lower().split()
    if rows:
        found = [m for m in meetings if any((w.document_id, w.meeting.start, w.meeting.end) in rows for w in m.witnesses)]
    else:
        found = [m for m in meetings if _has_words(m, words)] or _told_with(meetings, words, records)
    if not found:
        known = "; ".join(name_meeting(m) for m in meetings[:MOST_LISTED]) or "none"
        raise NotInRecord(f"no meeting has the words {wanted[:100]!r}; this store tells of {len(meetings)}: {known}")
    # A summit and a talk on its margins often share all words; where the reports of one are among those of the other, the
    # one that more reports witness is meant.
    best, *others = sorted(found, key=lambda m: (-len(_documents_of(m)), m.status != "held", m.format == "multilateral"))
    if not all(set(_documents_of(m)) <= set(_documents_of(best)) for m in others):
        listed = "; ".join(name_meeting(m) for m in found[:MOST_LISTED])
        raise UsageError(f"{wanted[:100]!r} names {len(found)} meetings: {listed}. Add words, such as a date, or give a row's id")
    return best


def _has_words(meeting: MergedMeeting, words: Sequence[str]) -> bool:
    parts = [meeting.place or "", meeting.date or "", meeting.format, *meeting.parties, *(p.name for p in meeting.participants)]
    parts += [part for w in meeting.witnesses for part in (w.meeting.evidence, w.meeting.place or "")]
    text = " ".join(parts).lower()
    return all(word in text for word in words)


def _told_with(meetings: Iterable[MergedMeeting], words: Sequence[str], records: Iterable[Json]) -> list[MergedMeeting]:
    """The meetings whose reports have all the words, though not in the sentence that tells of the meeting."""
    having = {str(r["id"]) for r in records if all(word in str(r.get("text") or "").lower() for word in words)}
    return [m for m in meetings if having.intersection(_documents_of(m))]


def _documents_of(meeting: MergedMeeting) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w.document_id for w in meeting.witnesses))


def name_meeting(meeting: MergedMeeting) -> str:
    """A meeting in a few words: parties, place, date."""
    kind = {"call": "call", "bilateral": "meeting", "multilateral": "summit"}.get(meeting.format, "meeting")
    place = f" in {meeting.place}" if meeting.place else ""
    when = f", {meeting.date}" if meeting.date else ""
    planned = "" if meeting.status == "held" else f" ({meeting.status})"
    return f"{kind} of {', '.join(meeting.parties)}{place}{when}{planned}"
