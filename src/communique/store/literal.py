"""The first law at the door of the store: a row that is not a literal span of its text is not kept."""

from __future__ import annotations

from itertools import chain

from communique.model.record import MAX_EVIDENCE_CHARS, MAX_QUOTE_CHARS, Attribution, Quote, Record, Row


def find_fault(row: Row, text: str) -> str | None:
    """What keeps a row from being a literal span of the text, for a person; None if nothing does."""
    if not 0 <= row.start < row.end <= len(text):
        return f"its span {row.start}–{row.end} lies outside the text of {len(text)} characters"
    if isinstance(row, Attribution):
        return _find_stray_span(row, len(text))
    words, most = (row.quote, MAX_QUOTE_CHARS) if isinstance(row, Quote) else (getattr(row, "evidence", None), MAX_EVIDENCE_CHARS)
    if words != text[row.start : row.end]:
        return f"its words are not those of the text at {row.start}–{row.end}"
    if len(words) > most:
        return f"its words are {len(words)} characters long; {most} are the most"
    return None


def _find_stray_span(row: Attribution, n_chars: int) -> str | None:
    for span in chain(row.source, row.cue, row.content):
        if not 0 <= span.start < span.end <= n_chars:
            return f"its part {span.start}–{span.end} lies outside the text of {n_chars} characters"
    return None


def find_first_fault(record: Record, text: str) -> str | None:
    """The first row of a record that is no literal span, with its maker; None if all are."""
    for kind, rows in record.rows().items():
        for row in rows:
            fault = find_fault(row, text)
            if fault is not None:
                return f"a row of {kind} by {row.maker} is no literal span: {fault}"
    return None
