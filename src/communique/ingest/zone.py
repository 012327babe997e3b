"""What each stretch of a report is: headline, dateline, byline, subheading, body, page chrome, readers' comments.

In: a text, and the title and author if known. Out: zones that are sorted, do not overlap and leave only white space
uncovered. Marks, never cuts. When in doubt a paragraph is body, for a row lost cannot be got back; but what follows
the first comment never is.

1. Paragraphs by layout; comments from their heading to the end.
2. Lines that the table of `zone_table.py` knows.
3. Lists that a heading such as "Read more" or "Story highlights" opens, and what trails after the last sentence.
4. The top: headline, deck, names of authors, up to the first paragraph of text.
5. Subheadings: short lines without a final mark, between paragraphs of text.
6. The dateline in front of the first paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from communique.ingest.comment import comments_start, is_comment_header
from communique.ingest.dateline import dateline_length
from communique.ingest.inline import inline_links
from communique.ingest.zone_table import classify_line
from communique.model.document import Span, Zone, ZoneKind
from communique.model.paragraph import split_paragraphs

_FINAL = re.compile(r"[.!?…][\"'”’»)\]*\s\u200b-\u200f]*(?:\s?[(\[][^()\[\]]{1,60}[)\]])?$")
_SPEECH = re.compile(r"[,?!][\"”’]\s+\w")  # “…,” he said
_OPEN_END = re.compile(r"[:;,—–-][\"'”’»)\]]*$")
_CALLED = re.compile(r"[‘'](?:[^‘’'“”\"]|[’']\w)+[?!][’']")  # a line that is words of the report in single marks
_NAME = r"[A-ZÀ-Þ][\w.’'-]*(?: (?:[A-ZÀ-Þ][\w.’'-]*|de|del|van|von|der|al|el|bin|le|la)){1,3}"
_NAMES = re.compile(rf"(?:By )?{_NAME}(?:(?:, |,? (?:and|&) ){_NAME})*(?:\s*[,|–—-]\s*[A-Z].{{2,40}})?")
_BIOGRAPHY = re.compile(
    rf"(?:(?:Mr|Ms|Mrs|Dr)\.? )?{_NAME}(?:, [^,]{{2,80}},)? (?:(?:covers|edits|hosts|writes (?:for|about|on|a))\b|"
    r"(?:is|was|serves as) (?:an? |the |our |[A-Z][\w. ]{1,30}[’']s? )?[^.]{0,80}?"
    r"\b(?:columnist|contributor|correspondent|(?:news |senior |managing )?editor|author of|co-author|fellow|professor|"
    r"reporter|writer|blogger|commentator|host)\b)"
)
_QUESTION = re.compile(
    r"[‘'“\"]?(?:what|who|why|how|when|where|which|is|are|was|were|will|would|can|could|does|do|did|has|have|should|so)\b", re.I
)
_LONGEST_HEADLINE = 200
_LONGEST_SUBHEADING = 90
_LONGEST_LISTED = 160
_LONGEST_TRAILING = 60
_MOST_QUESTION_WORDS = 10
_MOST_SUBHEADING_WORDS = 14
_MOST_LISTED = 8
_FEWEST_CAPITAL_WORDS = 5
_MOST_DECKS = 2
_TOP = 10  # paragraphs before which a report must have begun
_LAST = 4  # paragraphs among which an author's biography stands
_SAME_TITLE = 0.6
# Spaces of other kinds, one for one: a page that sets its lines with tabs or fixed spaces is read as any other.
_SPACES = dict.fromkeys(map(ord, "\t\xa0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))), " ")
_UNMARKED_SHARE = 0.4  # of paragraphs without a final mark: beyond it, a text does not use them


@dataclass(slots=True)
class _Paragraph:
    span: Span
    text: str
    kind: ZoneKind | None = None
    name: str = ""  # the class of the table

    @property
    def is_final(self) -> bool:
        return bool(_FINAL.search(self.text))

    @property
    def is_open(self) -> bool:
        return self.kind is None


def mark_zones(text: str, *, title: str | None = None, byline: str | None = None) -> tuple[Zone, ...]:
    """The zones of a text.

    Example:
        >>> text = "Talks resume\\n\\nGENEVA — Both delegations said on Monday that the talks would go on until a text is agreed."
        >>> [z.kind.value for z in mark_zones(text)]
        ['headline', 'dateline', 'body']
    """
    paragraphs = [_Paragraph(span, span.of(text).translate(_SPACES)) for span in split_paragraphs(text)]
    start = comments_start([p.text for p in paragraphs])
    report = paragraphs[:start]
    for p in report:
        entry = classify_line(p.text)
        if entry is not None:
            p.kind, p.name = entry.kind, entry.name
    _mark_lists(report)
    uses_marks = _uses_final_marks(report)
    _mark_top(report, title, n_decks=_MOST_DECKS if uses_marks else 0)
    if uses_marks:
        _mark_subheadings(report)
    _mark_end(report, byline)
    _rescue_body(report)
    zones = list(_merge(_split_dateline(report)))
    if start is not None:
        zones += _comment_zones(paragraphs[start:])
    return tuple(zones)


def _uses_final_marks(report: list[_Paragraph]) -> bool:
    """Whether most sentences end with a mark: in a text that uses none, a line without one says nothing."""
    body = [p for p in report if p.is_open]
    return sum(not p.is_final for p in body) <= max(3, _UNMARKED_SHARE * len(body))


def _mark_top(report: list[_Paragraph], title: str | None, n_decks: int) -> None:
    """Step 4. Stops at the first paragraph that reads like text; a title further down is no headline."""
    has_headline = False
    for i, p in enumerate(report[:_TOP]):
        if not p.is_open:
            continue
        if title and _same_title(p.text, title):
            p.kind, has_headline = ZoneKind.HEADLINE, True
        elif i + 1 == len(report) or p.is_final or len(p.text) > _LONGEST_HEADLINE or dateline_length(p.text):
            return
        elif _NAMES.fullmatch(p.text) and (has_headline or title):
            p.kind = ZoneKind.BYLINE
        elif _OPEN_END.search(p.text):
            return
        elif not has_headline:
            p.kind, has_headline = ZoneKind.HEADLINE, True
        elif n_decks == 0:
            return
        else:
            p.kind, n_decks = ZoneKind.SUBHEADING, n_decks - 1


def _mark_lists(report: list[_Paragraph]) -> None:
    """Step 3: the lines without a final mark that follow a heading of links or highlights."""
    n_left = 0
    for p in report:
        if p.name in ("related heading", "picks", "highlights"):
            n_left = _MOST_LISTED
        elif n_left and p.is_open and not p.is_final and len(p.text) <= _LONGEST_LISTED and not dateline_length(p.text):
            p.kind, p.name = ZoneKind.CHROME, "listed"
            n_left -= 1
        elif p.is_open:
            n_left = 0


def _mark_subheadings(report: list[_Paragraph]) -> None:
    """Step 5."""
    is_double = any(mark in p.text for p in report if p.is_open for mark in '"“')  # so speech is not in single marks
    for p in [p for p in report if p.is_open][1:-1]:
        if _is_subheading(p.text) or (is_double and _is_quoted_heading(p.text)):
            p.kind = ZoneKind.SUBHEADING
        elif _is_capitals(p.text):
            p.kind, p.name = ZoneKind.CHROME, "capitals"


def _is_subheading(line: str) -> bool:
    if len(line) > _LONGEST_SUBHEADING or line[0].islower() or len(line.split()) > _MOST_SUBHEADING_WORDS:
        return False
    if line.endswith("?"):
        return len(line.split()) <= _MOST_QUESTION_WORDS and bool(_QUESTION.match(line)) and line.count("?") == 1
    return not (_FINAL.search(line) or _OPEN_END.search(line) or _SPEECH.search(line))


def _is_quoted_heading(line: str) -> bool:
    """Whether a line is a question or call out of the report: "‘Mission accomplished?’"."""
    return len(line.split()) <= _MOST_QUESTION_WORDS and _CALLED.fullmatch(line) is not None


def _is_capitals(line: str) -> bool:
    """Whether a line shouts from end to end, as links to other reports do."""
    return len(line.split()) >= _FEWEST_CAPITAL_WORDS and len(line) <= _LONGEST_HEADLINE and line.isupper()


def _mark_end(report: list[_Paragraph], byline: str | None) -> None:
    """Step 3 again, from the end: an author's biography, and short lines after the last sentence."""
    body = [p for p in report if p.is_open]
    if len(body) <= _LAST:
        return
    for p in (body[0], *body[-_LAST:]):
        if _BIOGRAPHY.match(p.text) or (byline and _is_about(p.text, byline)):
            p.kind, p.name = ZoneKind.CHROME, "biography"
    for p in reversed(body):
        if p.is_open and (p.is_final or len(p.text) > _LONGEST_TRAILING or _OPEN_END.search(p.text)):
            return
        if p.is_open:
            p.kind, p.name = ZoneKind.CHROME, "trailing"


def _is_about(line: str, byline: str) -> bool:
    """Whether a line begins with the author's name and says what the author does."""
    name = re.split(r",| and ", byline.removeprefix("By "))[0].strip(' "')
    if " " not in name or not line.startswith(name):
        return False
    return bool(re.match(r",?\s+(?:is|was|has|covers|edits|writes|can be)\b", line[len(name) :]))


def _rescue_body(report: list[_Paragraph]) -> None:
    """A text of headings alone is a text after all: something must be read."""
    if any(p.is_open for p in report):
        return
    for kind in (ZoneKind.SUBHEADING, ZoneKind.HEADLINE, ZoneKind.BYLINE):
        found = [p for p in report if p.kind is kind and not p.name]
        for p in found:
            p.kind = None
        if found:
            return


def _split_dateline(report: list[_Paragraph]) -> Iterator[Zone]:
    """Step 6, and the zones of the report in order. Only the first paragraph of text has a dateline."""
    is_first = True
    for p in report:
        start, end = p.span.start, p.span.end
        if p.is_open and is_first:
            is_first = False
            length = dateline_length(p.text)
            if length:
                yield Zone(ZoneKind.DATELINE, start, start + len(p.text[:length].rstrip()))
                start += length
        if p.is_open:
            yield from _split_links(p, start)
        else:
            yield Zone(p.kind or ZoneKind.BODY, start, end)


def _split_links(p: _Paragraph, start: int) -> Iterator[Zone]:
    """A paragraph of body from `start` on, without the links inside it."""
    for a, b in inline_links(p.text):
        first, last = p.span.start + a, p.span.start + b
        if first <= start:
            continue
        yield Zone(ZoneKind.BODY, start, start + len(p.text[start - p.span.start : a].rstrip()))
        yield Zone(ZoneKind.CHROME, first, last)
        start = last + len(p.text[b:]) - len(p.text[b:].lstrip())
    if start < p.span.end:
        yield Zone(ZoneKind.BODY, start, p.span.end)


def _comment_zones(paragraphs: list[_Paragraph]) -> list[Zone]:
    """One zone for the heading, then one for each comment, which starts with its header."""
    zones: list[Zone] = []
    for i, p in enumerate(paragraphs):
        if zones and i > 1 and not is_comment_header(p.text):
            zones[-1] = Zone(ZoneKind.COMMENT, zones[-1].start, p.span.end)
        else:
            zones.append(Zone(ZoneKind.COMMENT, p.span.start, p.span.end))
    return zones


def _merge(zones: Iterator[Zone]) -> Iterator[Zone]:
    """Neighbouring zones of body, and of chrome, as one."""
    last: Zone | None = None
    for zone in zones:
        if last is not None and zone.kind is last.kind and zone.kind in (ZoneKind.BODY, ZoneKind.CHROME):
            last = Zone(zone.kind, last.start, zone.end)
            continue
        if last is not None:
            yield last
        last = zone
    if last is not None:
        yield last


def _same_title(line: str, title: str) -> bool:
    if len(line) > _LONGEST_HEADLINE + len(title):
        return False
    ours, theirs = _words(line), _words(title)
    if ours == theirs:
        return bool(ours)
    # A lead that repeats the title in a sentence is reporting; only the title itself, or a line like it, is the headline.
    if line.endswith((".", ".”", '."')) or len(line) > _LONGEST_HEADLINE or min(len(ours), len(theirs)) <= 3:
        return False
    shared = len(set(ours) & set(theirs))
    return shared >= _SAME_TITLE * len(set(ours) | set(theirs))


def _words(line: str) -> list[str]:
    return re.findall(r"\w+", line.casefold())
