"""Quotation marks to quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.model.document import Span
from communique.model.reading import Quotation

_PAIR = re.compile(r'"[^"]+"|“[^“”]+”|«[^«»]+»')


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """The quotations of each paragraph, in order."""
    found = []
    for paragraph in paragraphs:
        for match in _PAIR.finditer(text, paragraph.start, paragraph.end):
            found.append(Quotation(Span(match.start(), match.end()), Span(match.start() + 1, match.end() - 1)))
    return tuple(found)
