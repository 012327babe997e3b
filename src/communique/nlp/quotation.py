"""Quotation marks to quotations: nested, over several paragraphs, with marks lost, mixed or left open.

In: a text and its paragraphs. Out: quotations in the order in which they open. It never lets a quotation run past its
paragraph, and never fails. How it goes, paragraph by paragraph:

1. Marks are found and judged by form and place (`communique.nlp.quotation_mark`).
2. Each opens, closes or is passed over, given what stands open.
3. What is still open at the end runs on if the next paragraph opens with such a mark, else it is ended where it most
   likely ended.
4. Scare quotes and titles are told from speech (`communique.nlp.quotation_speech`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from communique.model.document import Span
from communique.model.reading import Quotation
from communique.nlp.quotation_mark import SINGLE_ENDS, Mark, Side, iter_marks
from communique.nlp.quotation_speech import is_speech

_DEEPEST = 6  # deeper nesting is noise: a table, code
_SENTENCE_END = re.compile(r"[.!?](?=\s+[^a-z\s])")
_SENTENCE_ENDS = ".!?"
_ENDS_CLAUSE = frozenset(".,:;!?”\"'’—–-")


@dataclass(slots=True)
class _Open:
    mark: Mark
    continues: bool = False
    substitute: Mark | None = None  # a single mark that may stand for the double one that never comes
    nested: _Found | None = None  # the first quotation inside with marks of the same kind


@dataclass(slots=True)
class _Found:
    outer: Span
    inner: Span
    continues: bool = False


@dataclass(slots=True)
class _Paragraph:
    """The marks of one paragraph, being matched."""

    text: str
    span: Span
    marks: list[Mark]
    left_open: Mark | None = None  # in the paragraph before
    following: tuple[Span, list[Mark]] | None = None  # the next paragraph and its marks
    found: list[_Found] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def top(self, *, is_double: bool) -> _Open | None:
        return next((o for o in reversed(self.stack) if o.mark.is_double is is_double), None)


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """The quotations of a text, in the order in which they open; those without a letter or digit are left out.

    Example:
        >>> [q.inner.of(t) for t in ['“We ‘hope’ so,” she said.'] for q in find_quotations(t, [Span(0, len(t))])]
        ['We ‘hope’ so,', 'hope']
    """
    out: list[Quotation] = []
    left_open: Mark | None = None
    marks = [list(iter_marks(text, p)) for p in paragraphs]
    for i, span in enumerate(paragraphs):
        following = (paragraphs[i + 1], marks[i + 1]) if i + 1 < len(paragraphs) else None
        paragraph = _Paragraph(text, span, marks[i], left_open, following)
        _resume(paragraph)
        for j, mark in enumerate(paragraph.marks):
            _take(paragraph, mark, j)
        left_open = _finish(paragraph)
        out.extend(_to_quotations(paragraph))
    return tuple(out)


def _resume(paragraph: _Paragraph) -> None:
    """Carry on what the paragraph before left open without repeating its mark, if a closing mark comes first here."""
    if paragraph.left_open is None:
        return
    first = next((m for m in paragraph.marks if m.is_double is paragraph.left_open.is_double), None)
    if first is not None and first.place is Side.CLOSES and first.form is not Side.OPENS and first.start > paragraph.span.start:
        start = paragraph.span.start
        paragraph.stack.append(_Open(Mark(start, start, first.is_double, Side.OPENS, Side.OPENS), continues=True))


def _repeats(mark: Mark | None, span: Span, marks: list[Mark]) -> bool:
    """Whether a paragraph begins with an opening mark of the kind."""
    same = [m for m in marks[:4] if mark is not None and m.is_double is mark.is_double]
    return bool(same) and same[0].start == span.start and same[0].place is not Side.CLOSES


def _runs_on(paragraph: _Paragraph, mark: Mark) -> bool:
    return paragraph.following is not None and _repeats(mark, *paragraph.following)


def _take(paragraph: _Paragraph, mark: Mark, index: int) -> None:
    side = _double_side(paragraph, mark, index) if mark.is_double else _single_side(paragraph, mark, index)
    if side is Side.OPENS and len(paragraph.stack) < _DEEPEST:
        is_first = mark.start == paragraph.span.start
        paragraph.stack.append(_Open(mark, continues=is_first and _repeats(paragraph.left_open, paragraph.span, [mark])))
    elif side is Side.CLOSES:
        _close(paragraph, mark)


def _double_side(paragraph: _Paragraph, mark: Mark, index: int) -> Side | None:
    is_open = paragraph.top(is_double=True) is not None
    if mark.form is Side.OPENS:  # “ is now and then set for ”
        return Side.CLOSES if is_open and mark.place is Side.CLOSES else Side.OPENS
    if mark.form is Side.CLOSES:
        return Side.OPENS if not is_open and mark.place is Side.OPENS else Side.CLOSES
    if mark.place is Side.EITHER:
        return Side.CLOSES if is_open else Side.OPENS
    if mark.place is Side.CLOSES and not is_open:
        return Side.OPENS if _is_misplaced_open(paragraph, index) else None
    return mark.place


def _is_misplaced_open(paragraph: _Paragraph, index: int) -> bool:
    """Whether `said," We go."` has its first mark on the wrong side of the space: the next double mark closes too."""
    mark = paragraph.marks[index]
    if not paragraph.text[mark.end : mark.end + 2].strip():
        return False
    following = next((m for m in paragraph.marks[index + 1 : index + 8] if m.is_double), None)
    return following is not None and following.place is Side.CLOSES and following.form is Side.EITHER


def _single_side(paragraph: _Paragraph, mark: Mark, index: int) -> Side | None:
    top = paragraph.stack[-1] if paragraph.stack else None
    if top is not None and not top.mark.is_double and mark.place is not Side.OPENS and mark.form is not Side.OPENS:
        return None if _is_plural(paragraph, mark, index) else Side.CLOSES
    if mark.place is Side.CLOSES:
        if top is not None and top.substitute is None and paragraph.text[mark.start - 1 : mark.start] != "s":
            top.substitute = mark
        return None
    can_open = mark.form is not Side.CLOSES and mark.place is Side.OPENS
    return Side.OPENS if can_open and _has_end(paragraph, mark, index) else None


def _is_plural(paragraph: _Paragraph, mark: Mark, index: int) -> bool:
    """Whether the mark is that of "the ministers' plan", with the closing one still to come."""
    if not SINGLE_ENDS.match(paragraph.text, mark.start - 1, paragraph.span.end):
        return False
    return any(_can_end(m) for m in _singles_ahead(paragraph, index))


def _singles_ahead(paragraph: _Paragraph, index: int) -> list[Mark]:
    """The single marks up to the next one that opens, or to the end of the double quotation around."""
    ahead = []
    n_open = 0 if paragraph.top(is_double=True) is not None else 1_000  # outside, none closes it
    for mark in paragraph.marks[index + 1 : index + 40]:
        if mark.is_double:
            n_open += {Side.OPENS: 1, Side.CLOSES: -1, Side.EITHER: 0}[mark.place]
            if n_open < 0:
                break
        elif mark.place is Side.OPENS and mark.form is not Side.CLOSES:
            break
        else:
            ahead.append(mark)
    return ahead


def _can_end(mark: Mark) -> bool:
    return mark.place is not Side.OPENS and mark.form is not Side.OPENS


def _has_end(paragraph: _Paragraph, mark: Mark, index: int) -> bool:
    """A single mark opens only if one that can close it follows, or it stands first and the next paragraph repeats it."""
    if any(_can_end(m) for m in _singles_ahead(paragraph, index)):
        return True
    return mark.start == paragraph.span.start and (mark.form is Side.OPENS or _runs_on(paragraph, mark))


def _close(paragraph: _Paragraph, mark: Mark) -> None:
    """End the innermost open quotation of the mark's kind; single marks left open inside it were apostrophes."""
    while paragraph.stack:
        opened = paragraph.stack.pop()
        if opened.mark.is_double is mark.is_double:
            _add(paragraph, opened, mark.start, mark.end)
            return
        if not mark.is_double:
            paragraph.stack.append(opened)
            return


def _add(paragraph: _Paragraph, opened: _Open, inner_end: int, outer_end: int) -> None:
    start, end = _trim(paragraph.text, opened.mark.end, inner_end)
    found = _Found(Span(opened.mark.start, outer_end), Span(start, end), opened.continues)
    outside = paragraph.top(is_double=opened.mark.is_double)
    if outside is not None and outside.nested is None:
        outside.nested = found
    if start < end:
        paragraph.found.append(found)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _finish(paragraph: _Paragraph) -> Mark | None:
    """End what stands open; the mark of the outermost is given back, since the next paragraph may go on with it."""
    outermost = paragraph.stack[0].mark if paragraph.stack else None
    while paragraph.stack:
        opened = paragraph.stack.pop()
        runs_on = opened.mark is outermost and _runs_on(paragraph, opened.mark)
        if runs_on and opened.nested is None:
            _add(paragraph, opened, paragraph.span.end, paragraph.span.end)
        elif opened.mark.is_double or runs_on:
            _add(paragraph, opened, *_likely_end(paragraph, opened))
    return outermost


def _likely_end(paragraph: _Paragraph, opened: _Open) -> tuple[int, int]:
    """Where a quotation whose closing mark is lost most likely ended, without and with the mark that stands for it."""
    if opened.nested is not None:  # the next one opened: this one ended before it
        end = _trim(paragraph.text, opened.mark.end, opened.nested.outer.start)[1]
        first = paragraph.stack[0] if paragraph.stack else opened
        # the paragraphs of one quotation, run together: "We go. "We come back."
        opened.nested.continues |= first.mark.start == paragraph.span.start and paragraph.text[end - 1] in _SENTENCE_ENDS
        return end, end
    if opened.substitute is not None:
        return opened.substitute.start, opened.substitute.end
    before = paragraph.text[paragraph.span.start : opened.mark.start].rstrip()
    sentence_end = _SENTENCE_END.search(paragraph.text, opened.mark.end, paragraph.span.end)
    if before and before[-1] not in _ENDS_CLAUSE and sentence_end:  # a fragment in mid-sentence
        return sentence_end.end(), sentence_end.end()
    return paragraph.span.end, paragraph.span.end


def _to_quotations(paragraph: _Paragraph) -> list[Quotation]:
    """In order, with depths counted again, since a quotation that was cut short no longer holds those after it."""
    out: list[Quotation] = []
    around: list[Span] = []
    for found in sorted(paragraph.found, key=lambda f: (f.outer.start, -f.outer.end)):
        while around and not around[-1].covers(found.outer):
            around.pop()
        around.append(found.inner)
        if any(c.isalnum() for c in found.inner.of(paragraph.text)):
            speech = is_speech(paragraph.text, found.outer, found.inner, paragraph.span)
            out.append(Quotation(found.outer, found.inner, len(around), speech, found.continues))
    return out
