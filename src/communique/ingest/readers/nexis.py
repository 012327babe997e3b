"""Exports of Nexis: of Nexis Uni and Lexis Advance ("End of Document"), and of the older LexisNexis ("1 of 50 DOCUMENTS")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.ingest.published import dates_in
from communique.ingest.readers.base import Article

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
_FURNITURE = re.compile(r"^(?:Page \d+(?: of \d+)?|Link to (?:PDF|Image)|PDF|Bluebook|\d+)$", re.I)
_COVER = re.compile(r"^(?:Date and Time:|Job Number:|Client/Matter:|Search Terms:|Search Type:|Narrowed by:|Documents? \(\d+\))")


def is_export(text: str) -> bool:
    """Whether a text is an export of Nexis: its mark between articles, and the length that every article states."""
    return bool((_NEW_END.search(text) or _OLD_START.search(text)) and _LENGTH.search(text))


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
    """The first piece without the list of what was searched and found, which stands before the first article."""
    last = max((n for n, line in enumerate(lines) if _COVER.match(line.strip())), default=None)
    if last is None:
        return lines
    rest = lines[last + 1 :]
    # After the last search term the cover lists types of content; the first article starts behind its blank line.
    dates = [n for n, line in enumerate(rest) if _is_date(line)]
    if not dates:
        return rest
    first = dates[0]
    blanks = [n for n in range(first) if not rest[n].strip()]
    return rest[blanks[-1] + 1 if blanks and first - blanks[-1] > 2 else max(0, first - 2) :]


def _is_date(line: str) -> bool:
    return len(line) < 80 and bool(dates_in(line)) and line.strip()[:1].isalnum() and not _FIELD.match(line)


def _read_new(lines: list[str], raw: str) -> Article:
    """Title, outlet, date, copyright; then fields; `Body`; then `Classification`."""
    marks = [n for n, line in enumerate(lines) if line.strip() == "Body"]
    fields = [n for n, line in enumerate(lines[: marks[0] if marks else None]) if _name(line) in _HEAD_FIELDS]
    stop = fields[0] if fields else marks[0] if marks else len(lines)
    head = [line.strip() for line in lines[:stop] if line.strip() and not _FURNITURE.match(line.strip())]
    place = next((n for n, line in enumerate(head) if n > 0 and _is_date(line)), None)
    title = " ".join(head[: place - 1]) if place and place > 1 else head[0] if head else ""
    told = {_name(lines[n]): _value(lines[n]) for n in fields}
    start = marks[0] + 1 if marks else (fields[-1] + 1 if fields else stop)
    end = _tail(lines, start)
    return Article(
        title=told.get("headline") or title,
        body=_paragraphs(lines[start:end]),
        raw=raw.strip("\r\n"),
        outlet=head[place - 1] if place else "",
        published=head[place] if place else "",
        byline=told.get("byline", ""),
        url=next((_value(line) for line in lines[end:] if _name(line) == "url"), ""),
    )


def _read_old(raw: str) -> Article:
    """Outlet, date, title; then fields, each a paragraph; the text; then fields again."""
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
        elif not paragraph.strip().lower().startswith("copyright"):
            head.append(" ".join(paragraph.split()))
    rest = paragraphs[n:] if "length" in told else []
    end = next((i for i, p in enumerate(rest) if _name(p.lstrip().split("\n", 1)[0]) in _TAIL_FIELDS), len(rest))
    place = next((i for i, line in enumerate(head) if _is_date(line)), None)
    titles = head[place + 1 :] if place is not None else head[1:]
    return Article(
        title=told.get("headline") or " ".join(titles),
        body="\n\n".join(p.strip("\n") for p in rest[:end]),
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
    """Where the text ends: at `Classification`, `Graphic` or `Notes`, else at the first field about the article."""
    for n in range(start, len(lines)):
        if lines[n].strip() in ("Classification", "Graphic", "Notes") or _name(lines[n]) in _TAIL_FIELDS:
            return n
    return len(lines)


def _paragraphs(lines: list[str]) -> str:
    """The lines of a text, a blank line between paragraphs, without page furniture."""
    kept = [line.rstrip() for line in lines if not _FURNITURE.match(line.strip()) or not line.strip()]
    if any(not line for line in kept):
        return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")
    return "\n\n".join(kept)
