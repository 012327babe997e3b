"""When a report was published, and how that is known.

1. The date given with the document: JSON field, sources.csv, metadata of a page, feed or mail.
2. A "Published …" line, or a dateline that carries a full date, in the text.
3. The earliest reader comment: published then or before (an upper bound).
4. Otherwise unknown. Never a guess, and never today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
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
# "June 17, 2013", "17 June 2013", "June 17th 2013", "2013-06-17", "17/06/2013"
_DATES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b",
        rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_YEAR}(?P<mark>[-/.])(?P<month>[01]?\d)(?P=mark)(?P<day>[0-3]?\d)(?!\d)",
        rf"(?<![\d/.-])(?P<month>\d{{1,2}})(?P<mark>[-/.])(?P<day>\d{{1,2}})(?P=mark){_YEAR}(?![\d/-])",
    )
)
_LABEL = re.compile(r"\b(?:(?P<published>published|posted|issued|filed)|updated?|modified|corrected)\b", re.I)
# Two numbers that may be day and month either way. The month is taken first, as the parser of dates does.
_AMBIGUOUS = re.compile(r"(?<![\d/.-])(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?:\d{4}|\d{2})(?![\d/-])")
_LAST_MONTH = 12
# "Wed Mar 04 10:00:00 +0000 2015", as the interface of a network and as C write it
_YEAR_LAST = ("%a %b %d %H:%M:%S %z %Y", "%a %b %d %H:%M:%S %Y")
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
    for found, origin in ((_date_in_page(text, zones), DateOrigin.TEXT), (_first_comment(text, zones), DateOrigin.COMMENTS)):
        if found is not None:
            day, words = found
            return Published(day.isoformat(), origin, warnings + _ambiguity(words, day.isoformat()))
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
    return Published(found, DateOrigin.METADATA, _ambiguity(value, found[:10]))


def dates_in(text: str) -> list[date]:
    """Every full date (day, month, year) in a text, in no particular order."""
    return [day for _, day in _dates(text)]


def _dates(text: str) -> Iterator[tuple[re.Match[str], date]]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            day = _to_date(match)
            if day is not None:
                yield match, day


def find_ambiguous(words: str, day: str) -> str | None:
    """The date among the words that may be read with day and month either way, and was read as `day`.

    None where the same day stands there clearly as well.

    Example:
        >>> find_ambiguous("By Roe | 03/04/2013", "2013-04-03"), find_ambiguous("03/04/2013, 3 April 2013", "2013-04-03")
        ('03/04/2013', None)
    """
    numbers = {int(day[5:7]), int(day[8:10])}
    if len(numbers) == 1 or max(numbers) > _LAST_MONTH:
        return None
    if any(found.isoformat() == day and not _AMBIGUOUS.match(match[0]) for match, found in _dates(words)):
        return None
    pairs = (m for m in _AMBIGUOUS.finditer(words) if m[0].endswith(day[2:4]))
    return next((m[0] for m in pairs if {int(m["a"]), int(m["b"])} == numbers), None)


def _ambiguity(words: str, read: str) -> tuple[str, ...]:
    """The warning that a date may be another one: "03/04/2013" is the third of April to half of the world."""
    return (f"{_shown(words)!r} read as month/day: {read}",) if find_ambiguous(words, read) else ()


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
    for form in _YEAR_LAST:
        with suppress(ValueError):
            return _format(datetime.strptime(value, form))
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


def _date_in_page(text: str, zones: Sequence[Zone]) -> tuple[date, str] | None:
    """The date of a "Published" line, else of another line about the report itself, else of the dateline; its words."""
    found = [
        (_rank(line, zone.kind, match.start()), zone.start + match.start(), day, match[0])
        for zone in zones
        if zone.kind in (ZoneKind.BYLINE, ZoneKind.DATELINE)
        for line in [text[zone.start : zone.end]]
        for match, day in _dates(line)
    ]
    return min(found)[2:] if found else None


def _first_comment(text: str, zones: Sequence[Zone]) -> tuple[date, str] | None:
    """The earliest date in the header of a comment, never one that the comment talks about; its words."""
    comments = (text[z.start : z.end].split("\n", 1)[0] for z in zones if z.kind is ZoneKind.COMMENT)
    return min(((day, m[0]) for header in comments if is_comment_header(header) for m, day in _dates(header)), default=None)


def _rank(line: str, kind: ZoneKind, place: int) -> int:
    """What the last word before the date calls it: "Updated May 5, 2019; published March 4, 2015" was published in 2015."""
    labels = [label for label in _LABEL.finditer(line) if label.end() <= place]
    if labels:
        return 0 if labels[-1]["published"] else 3
    return 2 if kind is ZoneKind.DATELINE else 1


def _to_date(match: re.Match[str]) -> date | None:
    year, day, month = int(match["year"]), int(match["day"]), _MONTHS.get(match["month"].lower()) or int(match["month"])
    if month > _LAST_MONTH and match.start("month") < match.start("day") < match.start("year"):
        day, month = month, day  # "17/06/2013"
    try:
        return date(year, month, day)
    except ValueError:
        return None
