"""Text to paragraphs, by layout alone: blank lines, indents, and the width at which a text is wrapped.

In: a text, or a stretch of it. Out: spans that are sorted, disjoint, and cover every character that is not white
space. Nothing here alters a text or looks at its language; what a paragraph is for is the caller's business.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from communique.model.document import Span

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_HARD_BREAKS = ("\x0c", "\u2029")  # a new page and Unicode's own paragraph mark
_FINAL = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_BULLET = re.compile(r"[•◦▪‣●*][ \t]|(?:[-–—]|\d{1,2}[.)])[ \t]")
_SURE_BULLETS = "•◦▪‣●"

_OVERHANG = 20  # columns beyond the width: such a line was not wrapped with the others
_WIDEST_WRAP = 132  # no mail client or wire wraps wider; a longer line is a paragraph
_NARROWEST_WRAP = 20
_HEADING_SHARE = 0.75  # of the width: a line shorter than this without a final mark is a heading
_SPARE_SHARE = 0.1  # of the width: letters of a printed column differ in width, so that a line with less room may be full
_WRAPPED_SHARE = 0.25  # of the line ends inside blocks that fall within a sentence
_FEWEST_FULL = 3
_SAMPLE_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    indent: int
    gap: str  # the line breaks between the line before and this one


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a text is wrapped: nine of ten full lines are no longer than `width`; a break short of `fit` was no need.

    `fit` is measured on the text itself, because outlets that count a curly mark as an entity wrap early: nineteen of
    twenty breaks within a sentence come where the next word would have reached it.
    """

    width: int
    fit: int


def split_paragraphs(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """The paragraphs of `text[start:end]`, without the white space around them.

    A blank line, an indent or a bullet starts a paragraph; so does a single line break, unless the text is wrapped
    at a fixed width and the line is filled up to it. A stretch is split as the whole text is: the rest of a line
    whose beginning is no part of it (a report after its dateline) is as long as the line, not as what is left of it.

    Example:
        >>> [s.of(t) for t in ["One.\\n\\nTwo\\nthree."] for s in split_paragraphs(t)]
        ['One.', 'Two\\nthree.']
    """
    stop = len(text) if end is None else min(end, len(text))
    whole = _paragraphs(text)
    first = bisect_right(whole, max(start, 0), key=_end)
    last = bisect_left(whole, stop, key=_start)
    cut = (_trim(text, max(span.start, start), min(span.end, stop)) for span in whole[first:last])
    return tuple(span for span in cut if span.start < span.end)


@lru_cache(maxsize=8)
def _paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of the whole text."""
    layout = _layout(text)
    lines = list(_lines(text, len(text)))
    spans: list[Span] = []
    first = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or _starts_paragraph(lines, i, layout):
            spans.append(Span(lines[first].start, lines[i - 1].end))
            first = i
    return tuple(spans)


def _start(span: Span) -> int:
    return span.start


def _end(span: Span) -> int:
    return span.end


def _trim(text: str, start: int, end: int) -> Span:
    """The stretch without the white space around it; empty if it holds nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


@lru_cache(maxsize=8)
def _layout(text: str) -> _Layout | None:
    """The width at which the text is wrapped, or None where a line is a paragraph.

    It is wrapped if many of its single line breaks fall within a sentence: a line without a final mark, then one that starts
    with a small letter.
    """
    sample = list(_lines(text, min(len(text), _SAMPLE_CHARS)))
    breaks = [(a, b) for a, b in pairwise(sample) if not _is_blank_gap(b.gap)]
    unended = [(a, b) for a, b in breaks if not _FINAL.search(a.text) and _NARROWEST_WRAP <= len(a.text) <= _WIDEST_WRAP]
    inside = [(a, b) for a, b in unended if b.text[0].islower()]
    if (not inside or len(inside) < _WRAPPED_SHARE * len(breaks)) and not _are_full(inside := unended, sample):
        return None
    widths = sorted(len(a.text) for a, _ in inside)
    needed = sorted(_needed(a, b) for a, b in inside)
    return _Layout(widths[len(widths) * 9 // 10], needed[len(needed) // 20])


def _are_full(unended: list[tuple[_Line, _Line]], lines: list[_Line]) -> bool:
    """Whether no line without a final mark had room for the next word: a few lines may all break before a name."""
    longest = max((len(line.text) for line in lines), default=0)
    return len(unended) >= _FEWEST_FULL and longest <= _WIDEST_WRAP and all(_needed(a, b) > longest for a, b in unended)


def _needed(line: _Line, after: _Line) -> int:
    """The columns that a line and the first word after it would have taken."""
    return len(line.text) + 1 + _first_word(after)


def _lines(text: str, end: int) -> Iterator[_Line]:
    """The lines up to `end` that hold more than white space, trimmed, each with the breaks before it."""
    after = 0
    for match in _LINE.finditer(text, 0, end):
        raw = match.group()
        stripped = raw.strip()
        if not stripped:
            continue
        indent = len(raw) - len(raw.lstrip())
        begin = match.start() + indent
        yield _Line(begin, begin + len(stripped), stripped, _columns(raw[:indent]), text[after : match.start()])
        after = match.end()


def _columns(space: str) -> int:
    return sum(4 if c == "\t" else 1 for c in space)


def _is_blank_gap(gap: str) -> bool:
    return len(_BREAKS.findall(gap)) > 1 or any(c in gap for c in _HARD_BREAKS)


def _starts_paragraph(lines: list[_Line], i: int, layout: _Layout | None) -> bool:
    line, before = lines[i], lines[i - 1]
    if _is_blank_gap(line.gap) or _is_bullet(line, before):
        return True
    if layout is None:
        return not _runs_on(before, line)
    if max(len(before.text), len(line.text)) > layout.width + _OVERHANG or line.indent >= before.indent + 2:
        return True
    if line.text[0].islower():
        return False
    if not _FINAL.search(before.text):
        spare = int(_SPARE_SHARE * layout.width)
        is_short = len(before.text) < _HEADING_SHARE * layout.width and _ends_early(before, line, layout, spare)
        return is_short and not before.text.endswith((",", ";", "-", "–", "—"))
    return _ends_early(before, line, layout) or _is_heading(lines, i, layout)


def _is_bullet(line: _Line, before: _Line) -> bool:
    if not _BULLET.match(line.text):
        return False
    return line.text[0] in _SURE_BULLETS or bool(_FINAL.search(before.text)) or bool(_BULLET.match(before.text))


def _runs_on(before: _Line, line: _Line) -> bool:
    """Whether a sentence goes on over the break, in a text that is not wrapped as a whole."""
    return len(before.text) <= _WIDEST_WRAP and line.text[0].islower() and not _FINAL.search(before.text)


def _ends_early(before: _Line, line: _Line, layout: _Layout, spare: int = 0) -> bool:
    """Whether the next word would have found room on the line before: then the writer broke it, not the wrapping."""
    return _needed(before, line) + spare < layout.fit


def _first_word(line: _Line) -> int:
    return len(line.text.split(maxsplit=1)[0])


def _is_heading(lines: list[_Line], i: int, layout: _Layout) -> bool:
    """Whether line `i` is short, has no final mark, and a new sentence follows it."""
    line = lines[i]
    if len(line.text) >= _HEADING_SHARE * layout.width or _FINAL.search(line.text):
        return False
    return i + 1 == len(lines) or not lines[i + 1].text[0].islower()
