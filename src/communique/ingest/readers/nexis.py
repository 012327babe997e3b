"""Exports of Nexis: of Nexis Uni and Lexis Advance ("End of Document"), and of the older LexisNexis ("1 of 50 DOCUMENTS")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from communique.ingest.published import dates_in
from communique.ingest.readers.base import Article, join_lines

_OLD_START = re.compile(r"^[ \t]*(?:Dokument |Document )?\d{1,4} (?:of|von|de) \d{1,4}(?: DOCUMENTS?)?[ \t]*\r?$", re.M)
_NEW_END = re.compile(r"^[ \t]*End of Document[ \t]*\r?$", re.M)
_LENGTH = re.compile(r"^[ \t]*length:[ \t]*\d[\d,.]* words?", re.M | re.I)
_FIELD = re.compile(r"^[ \t]*(?P<name>[A-Z][A-Za-z-]{2,24}):[ \t]*(?P<value>.*?)[ \t]*$")
_HEAD_FIELDS = frozenset(
    ("section", "length", "byline", "highlight", "dateline", "headline", "edition", "distribution", "series")
)
_TAIL_FIELDS = frozenset(
    (
        "load-date", "language", "publication-type", "subject", "graphic", "correction", "correction-date", "organization",
        "company", "person", "geographic", "country", "city", "state", "industry", "ticker", "journal-code", "url", "notes",
        "acc-no", "type", "document-type", "pub-type", "name", "copyright",
    )
)  # fmt: skip
# Those of them that only an archive writes: "Subject: …" or "State: …" may open a line of an interview as well.
_SURE_TAIL = frozenset(("load-date", "publication-type", "journal-code", "acc-no", "pub-type", "document-type"))
_FURNITURE = re.compile(r"^(?:Page \d+(?: of \d+)?|Link to (?:PDF|Image)|PDF|Bluebook|\d+)$", re.I)
_PAGE = re.compile(r"^Page \d+ of \d+$", re.I)
_COVER = re.compile(
    r"^(?:User Name:|Date and Time:|Job Number:|Client/Matter:|Search Terms:|Search Type:|Narrowed by:|Content Type\b|"
    r"Documents? \(\d+\))"
)
_COVER_OF_ANY = re.compile(r"^Job Number:.*$(?s:.*?)^Documents? \(\d+\)", re.M)
_NUMBER = re.compile(r"^\d+\.\s+")
_COPYRIGHT = re.compile(r"^(?:copyright\b|\(c\) ?\d{4}|©)", re.I)
# "Copyright 2014 The Herald Company All Rights Reserved The Herald", where the layout parts the lines no longer
_RIGHTS = re.compile(r"^copyright\b.*?\ball rights reserved\b\.?\s*", re.I | re.S)
_SUPPLIER = re.compile(r"^(?:supplied|provided|distributed) by\b", re.I)
_ISSUE = re.compile(r"\b(?:19|20)\d\d\b")
_CAPITALS = re.compile(r"\s*[A-Z-]+:")
_BODY = re.compile(r"^\s*BODY:[ \t]*\n?")
_COVER_CHARS = 2_000
_SHORTEST_PART = 20  # characters of a title that breaks over lines


def is_export(text: str) -> bool:
    """Whether a text is an export of Nexis: its mark between articles, and the length that every article states.

    The list of what was found is one too, though it holds no article: it comes as a file of its own.
    """
    has_articles = (_NEW_END.search(text) or _OLD_START.search(text)) and _LENGTH.search(text)
    return bool(has_articles or _COVER_OF_ANY.search(text[:_COVER_CHARS]))


def split(text: str) -> Iterator[Article]:
    """The articles in their order."""
    if _NEW_END.search(text):
        pieces = _NEW_END.split(text)
        for n, piece in enumerate(pieces):
            lines = _without_cover(piece.splitlines()) if n == 0 else piece.splitlines()
            if any(line.strip() for line in lines) and (n < len(pieces) - 1 or _LENGTH.search(piece)):
                yield _read_new(lines, piece)
        return
    for piece in _OLD_START.split(text)[1:]:
        if piece.strip():
            yield _read_old(piece)


def _without_cover(lines: list[str]) -> list[str]:
    """The first piece without the list of what was searched and found, which stands before the first article.

    The first article begins with a title of that list. Where none comes again, it is looked for above its date.
    """
    last = max((n for n, line in enumerate(lines) if _COVER.match(line.strip())), default=None)
    if last is None:
        return lines
    titles = set(_titles(lines[:last]))
    rest = lines[last + 1 :]
    for n, line in enumerate(rest):
        if _is_title(line.strip(), titles):
            return rest[n:]
    # After the last search term the cover lists types of content; the first article starts behind its blank line.
    dates = [n for n, line in enumerate(rest) if _is_date(line)]
    if not dates:
        return rest
    first = dates[0]
    blanks = [n for n in range(first) if not rest[n].strip()]
    return rest[blanks[-1] + 1 if blanks and first - blanks[-1] > 2 else max(0, first - 2) :]


def _titles(cover: list[str]) -> Iterator[str]:
    """The titles that a cover lists: its numbered lines, else what stands above each `Client/Matter:`."""
    lines = [line.strip() for line in cover if line.strip()]
    numbered = [_NUMBER.sub("", line) for line in lines if _NUMBER.match(line)]
    yield from numbered or (above for above, line in pairwise(lines) if line.startswith("Client/Matter:"))


def _is_title(line: str, titles: set[str]) -> bool:
    """Whether a line is one of the titles, or one of the two is the beginning of the other, broken over lines."""
    if line in titles or len(line) < _SHORTEST_PART:
        return line in titles
    return any(t.startswith(line) or (len(t) >= _SHORTEST_PART and line.startswith(t)) for t in titles)


def _is_date(line: str) -> bool:
    return len(line) < 80 and bool(dates_in(line)) and line.strip()[:1].isalnum() and not _FIELD.match(line)


def _read_new(lines: list[str], raw: str) -> Article:
    """Title, outlet, date, copyright; then fields; `Body`; then `Classification`."""
    marks = [n for n, line in enumerate(lines) if line.strip() == "Body"]
    fields = [n for n, line in enumerate(lines[: marks[0] if marks else None]) if _name(line) in _HEAD_FIELDS]
    stop = fields[0] if fields else marks[0] if marks else len(lines)
    head = [line.strip() for line in lines[:stop] if line.strip() and not _FURNITURE.match(line.strip())]
    title, outlet, published = _read_head(head)
    told = {_name(lines[n]): _value(lines[n]) for n in fields}
    start = marks[0] + 1 if marks else (fields[-1] + 1 if fields else stop)
    end = _tail(lines, start)
    return Article(
        title=told.get("headline") or title,
        body=_paragraphs(_without_running_title(lines[start:end], title)),
        raw=raw.strip("\r\n"),
        outlet=outlet,
        published=published,
        byline=told.get("byline", ""),
        url=next((_value(line) for line in lines[end:] if _name(line) == "url"), ""),
    )


def _read_head(head: list[str]) -> tuple[str, str, str]:
    """Title, outlet and date of the lines above the fields: the date is the last before the copyright.

    A journal's is no day: "September 2014 / October 2014" stands right above the copyright.
    """
    rights = next((n for n, line in enumerate(head) if n > 1 and _COPYRIGHT.match(line)), None)
    above = head[:rights]
    place = max((n for n, line in enumerate(above) if n > 0 and _is_date(line)), default=None)
    if place is None and rights is not None and rights > 2 and _ISSUE.search(above[-1]):
        place = rights - 1
    if place is None:
        return (head[0] if head else ""), "", ""
    outlet = place - 1
    if outlet > 1 and _SUPPLIER.match(head[outlet]):
        outlet -= 1
    return " ".join(head[:outlet]) or head[0], head[outlet], head[place]


def _read_old(raw: str) -> Article:
    """Copyright or not, outlet, date, title; then fields, each a paragraph; the text; then fields again."""
    paragraphs = [p for p in re.split(r"\n[ \t]*\r?\n", raw.replace("\r\n", "\n")) if p.strip()]
    told: dict[str, str] = {}
    head: list[str] = []
    n = 0
    for n, paragraph in enumerate(paragraphs):  # noqa: B007
        name = _name(paragraph.lstrip().split("\n", 1)[0])
        if name in _HEAD_FIELDS:
            told[name] = " ".join(paragraph.split(":", 1)[1].split())
        elif "length" in told:
            break
        elif named := " ".join(_RIGHTS.sub("", paragraph.strip()).split()):
            head += [named] if not _COPYRIGHT.match(named) else []
    rest = paragraphs[n:] if "length" in told else []
    rest[:1] = [_BODY.sub("", p) for p in rest[:1]]
    end = _old_tail(rest)
    place = next((i for i, line in enumerate(head) if _is_date(line)), None)
    titles = head[place + 1 :] if place is not None else head[1:]
    return Article(
        title=told.get("headline") or " ".join(titles),
        body="\n\n".join(p.strip("\n") for p in rest[:end] if p.strip()),
        raw=raw.strip("\r\n"),
        outlet=head[place - 1] if place else (head[0] if head and place is None else ""),
        published=head[place] if place is not None else "",
        byline=told.get("byline", ""),
        url=next((" ".join(p.split(":", 1)[1].split()) for p in rest[end:] if p.lstrip().startswith("URL:")), ""),
    )


def _name(line: str) -> str:
    found = _FIELD.match(line)
    return found["name"].lower() if found else ""


def _value(line: str) -> str:
    found = _FIELD.match(line)
    return found["value"] if found else ""


def _tail(lines: list[str], start: int) -> int:
    """Where the text ends: at `Classification`, else at the fields at the very end; at the pictures or notes before them."""
    marks = [n for n in range(start, len(lines)) if lines[n].strip() == "Classification"]
    end = marks[-1] if marks else len(lines)
    if not marks:
        while end > start and (not lines[end - 1].strip() or _name(lines[end - 1]) in _TAIL_FIELDS):
            end -= 1
        # A field of many words is broken over lines: what only an archive writes is none of the text all the same.
        end = next((n for n in range(start, end) if _name(lines[n]) in _SURE_TAIL), end)
    return max((n for n in range(start, end) if lines[n].strip() in ("Graphic", "Notes")), default=end)


def _old_tail(paragraphs: list[str]) -> int:
    """Where the text ends: at the fields in capitals above and below the first that only an archive writes."""
    names = [_name(p.lstrip().split("\n", 1)[0]) if _CAPITALS.match(p) else "" for p in paragraphs]
    sure = (n for n, name in enumerate(names) if name in _SURE_TAIL or name == "language")
    end = next(sure, None)
    if end is None:
        return next((n for n, name in enumerate(names) if name in _TAIL_FIELDS), len(paragraphs))
    while end > 0 and names[end - 1] in _TAIL_FIELDS:
        end -= 1
    return end


def _without_running_title(lines: list[str], title: str) -> list[str]:
    """The lines without the title that stands beside the number of each page."""
    pages = {n for n, line in enumerate(lines) if _PAGE.match(line.strip())}
    if not pages:
        return lines
    return [line for n, line in enumerate(lines) if not ({n - 1, n + 1} & pages and _is_title(line.strip(), {title}))]


def _paragraphs(lines: list[str]) -> str:
    """The lines of a text, a blank line between paragraphs, without page furniture; wrapped lines stay as they are."""
    kept = [line.rstrip() for line in lines if not _FURNITURE.match(line.strip()) or not line.strip()]
    if any(not line for line in kept):
        return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")
    return join_lines(kept)
