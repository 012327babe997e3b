"""When a report was published, and how that is known.

1. The date given with the document: JSON field, sources.csv, metadata of a page or feed.
2. A "Published …" line, or a dateline that carries a full date, in the text.
3. The earliest reader comment: published then or before (an upper bound).
4. Otherwise unknown. Never a guess, and never today.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from communique.ingest.comment import is_comment_header
from communique.model.document import DateOrigin, Zone, ZoneKind

FIRST_YEAR, LAST_YEAR = 1600, 2200
_SHOWN_CHARS = 40

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[6-9]|2[01])\d\d)"
# "June 17, 2013", "17 June 2013", "June 17th 2013", "2013-06-17"
_DATES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b",
        rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b",
    )
)
_PUBLISHED = re.compile(r"\b(?:published|posted|first\s+published|issued|filed)\b", re.I)
_UPDATED = re.compile(r"\b(?:updated|modified|corrected)\b", re.I)
_AMBIGUOUS = re.compile(r"\s*(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.]\d{2,4}\b")
_LAST_DAY_BOTH_WAYS = 12
_ISO_LIKE = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:$|[T ]\d)")


@dataclass(frozen=True, slots=True)
class Published:
    """A date in ISO 8601 (with the time if known), where it comes from, and what a person should know about it."""

    value: str | None = None
    origin: DateOrigin = DateOrigin.UNKNOWN
    warnings: tuple[str, ...] = ()


def find_published(given: str | None, text: str, zones: Sequence[Zone]) -> Published:
    """The publication date of a document by the four steps above."""
    warnings: tuple[str, ...] = ()
    if given is not None and given.strip():
        read = read_date(given)
        if read.value is not None:
            return read
        warnings = read.warnings
    dated = _date_in_page(text, zones)
    if dated is not None:
        return Published(dated.isoformat(), DateOrigin.TEXT, warnings)
    commented = [d for z in zones if z.kind is ZoneKind.COMMENT for d in _comment_dates(text[z.start : z.end])]
    if commented:
        return Published(min(commented).isoformat(), DateOrigin.COMMENTS, warnings)
    return Published(None, DateOrigin.UNKNOWN, warnings)


@lru_cache(maxsize=4096)
def read_date(given: str) -> Published:
    """The date that a metadata value states: ISO 8601, else any full absolute date; unknown with a warning otherwise.

    Example:
        >>> read_date("17 June 2013 3:39 pm").value
        '2013-06-17T15:39'
        >>> read_date("yesterday").value is None
        True
    """
    value = given.strip()
    found = _read_iso(value) or _read_other(value)
    if found is None or not FIRST_YEAR <= _year(found) <= LAST_YEAR:
        return Published(None, DateOrigin.UNKNOWN, (f"no date can be read from {_shown(value)!r}: published unknown",))
    warnings: tuple[str, ...] = ()
    ambiguous = _AMBIGUOUS.match(value)
    if ambiguous and ambiguous["a"] != ambiguous["b"] and max(map(int, ambiguous.groups())) <= _LAST_DAY_BOTH_WAYS:
        warnings = (f"{_shown(value)!r} read as month/day: {found[:10]}",)
    return Published(found, DateOrigin.METADATA, warnings)


def dates_in(text: str) -> list[date]:
    """Every full date (day, month, year) in a text, in no particular order."""
    return [d for pattern in _DATES for m in pattern.finditer(text) if (d := _to_date(m)) is not None]


def _read_iso(value: str) -> str | None:
    if not _ISO_LIKE.match(value):
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    try:
        return _format(datetime.fromisoformat(value))
    except ValueError:
        return None


def _read_other(value: str) -> str | None:
    """A full absolute date in another common form. Relative words and lone months are refused."""
    if not any(c.isdigit() for c in value) or len(value) > 100:
        return None
    import dateparser

    settings = {
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
    }
    try:
        moment = dateparser.parse(value, languages=["en"], settings=settings)
    except (ValueError, OverflowError, RecursionError):
        return None
    return None if moment is None else _format(moment)


def _format(moment: datetime) -> str:
    """The day alone where no time of day is given."""
    if (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0) and moment.tzinfo is None:
        return moment.date().isoformat()
    moment = moment.replace(microsecond=0)
    return moment.isoformat(timespec="minutes" if moment.second == 0 else "seconds")


def _year(iso: str) -> int:
    return int(iso[:4])


def _shown(value: str) -> str:
    return value if len(value) <= _SHOWN_CHARS else value[: _SHOWN_CHARS - 1] + "…"


def _date_in_page(text: str, zones: Sequence[Zone]) -> date | None:
    """The date of a "Published" line, else of another line about the report itself, else of the dateline."""
    best: tuple[int, date] | None = None
    for zone in zones:
        if zone.kind not in (ZoneKind.BYLINE, ZoneKind.DATELINE):
            continue
        line = text[zone.start : zone.end]
        for found in dates_in(line):
            rank = _rank(line, zone.kind)
            if best is None or rank < best[0]:
                best = (rank, found)
    return best[1] if best else None


def _comment_dates(comment: str) -> list[date]:
    """The date in the header of a comment, never one that the comment talks about."""
    header = comment.split("\n", 1)[0]
    return dates_in(header) if is_comment_header(header) else []


def _rank(line: str, kind: ZoneKind) -> int:
    if _PUBLISHED.search(line):
        return 0
    if kind is ZoneKind.DATELINE:
        return 2
    return 3 if _UPDATED.search(line) else 1


def _to_date(match: re.Match[str]) -> date | None:
    month = match["month"].lower()
    try:
        return date(int(match["year"]), _MONTHS.get(month) or int(month), int(match["day"]))
    except ValueError:
        return None
