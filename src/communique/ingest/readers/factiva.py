"""Exports of Factiva, with field codes (HD, BY, SN, PD, LP, TD, AN) or without them; each article ends in its number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.ingest.published import dates_in
from communique.ingest.readers.base import Article, join_lines

_NUMBER = re.compile(
    r"^[ \t|]*(?:AN[ \t|]+)?(?:Document|Dokument)[ \t]+(?P<id>[A-Z][A-Z0-9]{3,}[A-Za-z0-9]{10,})[ \t|]*\r?$", re.M
)
_CODES = "SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|CO|IN|NS|RE|IPC|IPD|PUB|AN|ART|RF|CLM|DLN|SU|FDS|RST"
_CODE = re.compile(rf"^[ \t|]*(?P<code>{_CODES})(?:[ \t]*[|\t][ \t|]*|[ ]{{2,}}|[ \t|]*$)(?P<value>.*?)[ \t|]*$")
# Exports that a program has tidied keep one space behind a code; a sentence in capitals could begin so as well, with some.
_CODE_AND_SPACE = re.compile(rf"^(?P<code>{_CODES}) (?P<value>.+?)[ \t]*$")
_IS_TIDIED = re.compile(r"^HD \S.*$(?s:.*)^PD \S", re.M)
_AFTER_THE_TEXT = frozenset(["TD", "NS", "IPC", "IPD", "PUB", "AN", "ART", "CLM", "RF"])
_INDEXED = re.compile(r"\w+ : ")
_WORDS = re.compile(r"^[\d,.\u202f\xa0]+ (?:words?|Wörter|mots?)$", re.I)
_COPYRIGHT = re.compile(r"^\(?(?:\(c\)|©|copyright\b)", re.I)  # "(Copyright (c) 2014, Dow Jones & Company, Inc.)"
_LANGUAGE = re.compile(r"^(?:English|Englisch|Anglais)$", re.I)
_TIME = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]\.?M\.?)?(?: [A-Z]{2,4})?$", re.I)
_BYLINE = re.compile(r"^(?:by|von|par)\b\s*", re.I)
_NAME = r"(?:[A-ZÀ-Þ][\w.'’-]*|de|del|van|von|der|al|el|bin)"
_NAMES = re.compile(rf"^{_NAME}(?: {_NAME}){{1,3}}(?:(?:,| and|;|,? in) {_NAME}(?: {_NAME}){{0,3}}){{0,4}}$")
_SECTION = re.compile(
    r"^(?:(?:world|foreign|international|national|main|top|latest|europe|asia|africa|americas|middle east|business|politics|"
    r"opinion|features?|comment|analysis|editorial|front|diplomacy|news)\s*){1,3}$",
    re.I,
)
_FOOT = re.compile(r"^[ \t]*Page \d+ of \d+\b.*\bFactiva\b.*\n?", re.M)
_HEAD_LINES = 12  # between the date and the text: time, outlet, code, edition, page, volume, language, copyright


def is_export(text: str) -> bool:
    """Whether a text is an export of Factiva: the number of an article, and its length or its code for the headline."""
    if not _NUMBER.search(text):
        return False
    lines = [line.strip(" \t|") for line in text.splitlines()]
    return any(
        _WORDS.match(line) or line == "HD" or (line.startswith("HD") and (_CODE.match(line) or _CODE_AND_SPACE.match(line)))
        for line in lines
    )


def split(text: str) -> Iterator[Article]:
    """The articles in their order; what follows the last number, such as the search that found them, is none."""
    text = _FOOT.sub("", text)
    start = 0
    for number in _NUMBER.finditer(text):
        piece = text[start : number.start()]
        coded = _read_coded(piece)
        yield _article(coded, piece, number["id"]) if "HD" in coded else _read_plain(piece, number["id"])
        start = number.end()


def _read_coded(piece: str) -> dict[str, list[str]]:
    """The lines of each field code; what stands after one belongs to it until the next."""
    found: dict[str, list[str]] = {}
    code = ""
    is_tidied = _IS_TIDIED.search(piece) is not None
    for line in piece.splitlines():
        match = _find_code(line) or (_find_tidied_code(line, code) if is_tidied else None)
        if match:
            code = match["code"]
            found.setdefault(code, [])
            line = match["value"]
        if code and line.strip(" \t|"):
            found[code].append(line.strip(" \t|"))
    # The codes of an earlier article's indexing may stand before the headline: they belong to that one.
    return found


def _find_code(line: str) -> re.Match[str] | None:
    match = _CODE.match(line)
    if match is None or match["code"] not in ("IN", "RE", "CO") or not match["value"] or "|" in line or "\t" in line:
        return match
    return match if _INDEXED.match(match["value"]) else None


def _find_tidied_code(line: str, code: str) -> re.Match[str] | None:
    """A code with one space behind it; inside the text of an article only such as may stand behind it ("LA Mayor …")."""
    match = _CODE_AND_SPACE.match(line)
    if match is None or code not in ("LP", "TD") or match["code"] in _AFTER_THE_TEXT or _INDEXED.match(match["value"]):
        return match
    return None


def _article(fields: dict[str, list[str]], raw: str, number: str) -> Article:
    def one(code: str) -> str:
        return " ".join(fields.get(code, ()))

    return Article(
        title=one("HD"),
        body=join_lines([*fields.get("LP", ()), *fields.get("TD", ())]),
        raw=f"{raw.strip()}\nDocument {number}",
        outlet=one("SN"),
        published=" ".join(part for part in (one("PD"), one("ET")) if part),
        byline=_BYLINE.sub("", one("BY")),
        id=number,
    )


def _read_plain(raw: str, number: str) -> Article:
    """Headline, byline, `512 words`, date, time, outlet, code, page, language, copyright; then the text."""
    lines = [line.strip(" \t|") for line in raw.splitlines() if line.strip(" \t|")]
    words = next((n for n, line in enumerate(lines) if _WORDS.match(line)), None)
    if words is None:
        return Article(title=lines[0] if lines else "", body="", raw=raw.strip(), id=number)
    head = lines[:words]
    byline = next((line for line in head[1:] if _BYLINE.match(line)), _named(head))
    titles = [line for line in head if line != byline]
    day = next((n for n in range(words + 1, min(words + 4, len(lines))) if dates_in(lines[n])), words + 1)
    place = day + 1
    time = lines[place] if place < len(lines) and _TIME.match(lines[place]) else ""
    place += bool(time)
    end = _end_of_head(lines, place)
    return Article(
        title=" ".join(titles),
        body=join_lines(lines[end + 1 :]),
        raw=f"{raw.strip()}\nDocument {number}",
        outlet=lines[place] if place < len(lines) else "",
        published=f"{lines[day]} {time}".strip() if day < len(lines) else "",
        byline=_BYLINE.sub("", byline),
        id=number,
    )


def _named(head: list[str]) -> str:
    """The line above the number of words if it holds names of authors, and not the headline below its section."""
    if len(head) < 2 or not _NAMES.match(head[-1]) or (len(head) == 2 and _SECTION.match(head[0])):
        return ""
    return head[-1]


def _end_of_head(lines: list[str], place: int) -> int:
    """The last line before the text: the copyright, else the language, else the outlet."""
    head = range(place, min(place + _HEAD_LINES, len(lines)))
    for mark in (_COPYRIGHT, _LANGUAGE):
        found = next((n for n in head if mark.match(lines[n])), None)
        if found is not None:
            return found
    return place
