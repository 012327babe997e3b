"""One report as ingested: its text, where it came from, and what each stretch of it is.

The text is decoded once and then never altered; every offset in the package counts code points of it, half-open.
Nothing here reads files or looks at language.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start, end)` of a document's text, in Unicode code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters that the span covers.

        Example:
            >>> Span(0, 6).of("Moscow: talks")
            'Moscow'
        """
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


class ZoneKind(StrEnum):
    """What a stretch of a report is. Only `BODY` and `HEADLINE`, `SUBHEADING` hold reporting; statements come from `BODY`."""

    HEADLINE = "headline"
    DATELINE = "dateline"
    BYLINE = "byline"
    SUBHEADING = "subheading"
    BODY = "body"
    CHROME = "chrome"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Zone:
    """A marked stretch of a document. Zones are sorted, do not overlap, and leave only white space uncovered."""

    kind: ZoneKind
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class DateOrigin(StrEnum):
    """Where a document's date comes from."""

    METADATA = "metadata"  # given with the document: JSON field, sources.csv, metadata of a page, feed or mail
    TEXT = "text"  # a "Published …" line or a dated dateline
    COMMENTS = "comments"  # the earliest reader comment: published then or before
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Document:
    """One report.

    Args:
        id: the given id, else the path relative to the argument.
        text: what offsets count. For HTML the clean text, else the decoded file, unaltered.
        published: ISO 8601 date, or with the time if known ("2013-06-17", "2013-06-17T15:39"); None if unknown.
        codebook: the id of the codebook that the input line asks for, if any.
        raw: the bytes as found (None where the caller gave text).
        media_type: `text/plain`, `text/html`, `application/json`, `application/rss+xml`, `message/rfc822`, or that of an
            office file.
        encoding: how `raw` was decoded, e.g. `utf-8`, `latin-1`.
        maker: the reader's `name@version`, with its options for HTML.
        warnings: sentences for a person: an unreadable date, a fallback encoding.
    """

    id: str
    text: str
    outlet: str | None = None
    published: str | None = None
    published_origin: DateOrigin = DateOrigin.UNKNOWN
    title: str | None = None
    url: str | None = None
    byline: str | None = None
    codebook: str | None = None
    raw: bytes | None = None
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    has_bom: bool = False
    maker: str = ""
    zones: tuple[Zone, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def text_sha256(self) -> str:
        """The hash of the UTF-8 bytes of `text`, in hexadecimal (lone surrogates pass)."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document that could not be read, with the reason for a person and one word for the counts."""

    document_id: str
    reason: str
    code: str = "unreadable"
    where: str = ""  # file, and line for JSON Lines
