"""Quotations with a signature: a paragraph or line that is all quotation, then a dash and a name.

    “The agreement is a step forward.” — Federica Mogherini

This is layout, not language, and too rare in annotated reports for the tagger to learn. In: a text and its paragraphs.
Out: content, dash and name as spans. A dash inside a sentence, or a name that a verb follows, is left to the tagger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from communique.model.document import Span

_OPEN, _CLOSE = '"“”«„‘', '"”“»’'
# A name: capitalized words, initials and the small words of names; a description may follow a comma.
_PART = r"(?:al-|el-|d['’])?[^\W\d_a-z][\w.'’-]*"
_NAME = rf"{_PART}(?:\s(?:{_PART}|de|del|la|al|bin|ibn|van|von|der|den|of|the)){{0,6}}"
_SIGNED = re.compile(
    rf"^[ \t\xa0]*(?P<content>[{_OPEN}][^\n]{{2,1500}}?[{_CLOSE}])[ \t\xa0]*(?:\n[ \t\xa0]*)?(?P<dash>[―—–]|--?)[ \t\xa0]*"
    rf"(?P<name>{_NAME}(?:,[ \t\xa0][^\n\"“”«»]{{2,80}}?)?)[ \t\xa0]*\.?[ \t\xa0]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Signed:
    """A quotation, the dash after it, and the name that signs it."""

    content: Span
    dash: Span
    name: Span


def iter_signed(text: str, paragraphs: Iterable[Span]) -> Iterator[Signed]:
    """The signed quotations of the paragraphs, in order.

    Example:
        >>> text = "“We are ready to talk.” ― Hassan Rouhani"
        >>> [s.name.of(text) for s in iter_signed(text, [Span(0, len(text))])]
        ['Hassan Rouhani']
    """
    for paragraph in paragraphs:
        for match in _SIGNED.finditer(text, paragraph.start, paragraph.end):
            start, end = match.span("name")
            if len(text[start:end].split()[-1]) > 4:  # the full stop of the line; "Jr." keeps its own
                end = start + len(text[start:end].rstrip("."))
            yield Signed(Span(*match.span("content")), Span(*match.span("dash")), Span(start, end))
