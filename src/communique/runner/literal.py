"""The first law, enforced at one gate: a row that is not a literal span of its document never enters a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from communique.model.document import Span
from communique.model.record import MAX_EVIDENCE_CHARS, MAX_QUOTE_CHARS, Attribution, Quote, Row


def keep_literal(found: Mapping[str, Sequence[Row]], text: str) -> tuple[dict[str, tuple[Row, ...]], dict[str, int]]:
    """The rows that are literal spans of `text`, sorted by place, and how many of each kind are not.

    A row passes when its span lies in the text, covers at least one character and at most 400 (quotes 2,000), and its
    evidence or quote is those characters. Of an attribution every span of every role must lie in the text.
    """
    kept: dict[str, tuple[Row, ...]] = {}
    n_dropped: dict[str, int] = {}
    for kind, rows in found.items():
        good = [row for row in rows if is_literal(row, text)]
        kept[kind] = tuple(sorted(good, key=lambda row: (row.start, row.end)))
        if len(good) < len(rows):
            n_dropped[kind] = len(rows) - len(good)
    return kept, n_dropped


def is_literal(row: Row, text: str) -> bool:
    """Whether a row points at the exact characters that it was read from."""
    if not _within(row.span, text):
        return False
    if isinstance(row, Attribution):
        return bool(row.content) and all(_within(span, text) for span in (*row.source, *row.cue, *row.content))
    words = row.quote if isinstance(row, Quote) else getattr(row, "evidence", None)
    longest = MAX_QUOTE_CHARS if isinstance(row, Quote) else MAX_EVIDENCE_CHARS
    return row.end - row.start <= longest and row.span.of(text) == words


def _within(span: Span, text: str) -> bool:
    return 0 <= span.start < span.end <= len(text)
