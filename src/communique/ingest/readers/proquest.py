"""Exports of ProQuest: articles between lines of underscores, each a list of named fields with its full text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from communique.ingest.readers.base import Article

_RULE = re.compile(r"^[ \t]*_{20,}[ \t]*\r?$", re.M)
_NAMES = (
    "Abstract|Abstract \\(English\\)|Accession number|Alternate title|Author|"
    "Business indexing term|Classification|Column|Company / organization|Copyright|"
    "Correspondence author|Country of publication|Credit|Database|Dateline|Document feature|Document Type|Document type|"
    "Document URL|DOI|e-ISSN|Edition|"
    "First page|Full text|Full Text|"
    "Identifier / keyword|Identifiers / keywords|Issue|ISSN|Language of publication|Last updated|Links|"
    "Location|Number of pages|Pages|People|Place of publication|ProQuest document ID|ProQuest Document ID|"
    "ProQuest document link|Publication date|Publication info|Publication subject|Publication title|Publication year|Publisher|"
    "Publisher logo|Section|Source attribution|Source type|Subject|Subtitle|Supplement|Title|Variant title|Volume|Year"
)
_FIELD = re.compile(rf"^[ \t]*(?P<name>{_NAMES}):[ \t]*(?P<value>.*?)[ \t]*$")
_ID = re.compile(r"^[ \t]*ProQuest document ID:[ \t]*\d+", re.M | re.I)
_TEXT = re.compile(r"^[ \t]*(?:Full [Tt]ext|Abstract|Publication title):", re.M)
# Fields that only the archive writes: "Subject: …" or "Location: …" may open a line of an interview as well.
_SURE = frozenset(["publication title", "publication date", "publication year", "proquest document id"])
_COUNT = re.compile(r"^Document \d+ of \d+$")


def is_export(text: str) -> bool:
    """Whether a text is an export of ProQuest: the number of a document beside fields that only ProQuest names so."""
    return bool(_ID.search(text) and _TEXT.search(text))


def split(text: str) -> Iterator[Article]:
    """The articles in their order; the cover, the contents and the bibliography are none."""
    for passage in _RULE.split(text):
        for piece in _pieces(passage):
            if _ID.search(piece):
                yield _read(piece)


def _pieces(passage: str) -> Iterator[str]:
    """What stands between two lines of underscores; pages and mails have none: there an article ends in its last field."""
    start = 0
    for number, following in pairwise(_ID.finditer(passage)):
        end = passage.find("\n", number.end()) + 1
        for line in passage[end : following.start()].splitlines(keepends=True):
            if line.strip() and not _FIELD.match(line):
                break
            end += len(line)
        yield passage[start:end]
        start = end
    yield passage[start:]


def _read(raw: str) -> Article:
    fields: dict[str, list[str]] = {}
    name, first = "", ""
    lines = raw.splitlines()
    text = _text(lines)
    for n, line in enumerate(lines):
        match = _FIELD.match(line) if n not in text else None
        if match:
            name = match["name"].lower()
            fields.setdefault(name, [])
            line = match["value"]
        elif not name and line.strip() and not first and not _COUNT.match(line.strip()):
            first = line.strip()
        if name:
            fields[name].append(line.rstrip())

    def one(key: str) -> str:
        return " ".join(" ".join(fields.get(key, ())).split())

    return Article(
        title=one("title") or first,
        body=_body(fields.get("full text", [])),
        raw=raw.strip("\r\n"),
        outlet=re.sub(r"\s*[;:].*$", "", one("publication title") or one("publication info")),
        published=one("publication date") or one("publication info"),
        byline=one("author"),
        url=(one("document url") or one("proquest document link")).split(" ")[0],  # the bibliography may follow the last field
        id=one("proquest document id").split(" ")[0],
    )


def _text(lines: list[str]) -> range:
    """The lines of the full text behind its first: up to the fields around the first that only the archive writes."""
    names = [match["name"].lower() if (match := _FIELD.match(line)) else "" for line in lines]
    start = names.index("full text") + 1 if "full text" in names else len(lines)
    end = next((n for n in range(start, len(lines)) if names[n] in _SURE), start)
    while end > start and (names[end - 1] or not lines[end - 1].strip()):
        end -= 1
    return range(start, end)


def _body(lines: list[str]) -> str:
    """The paragraphs, a blank line between them: where there is none, every line is a paragraph."""
    text = "\n".join(lines).strip("\n")
    if "\n\n" in text or "\n" not in text:
        return re.sub(r"\n{3,}", "\n\n", text)
    return text.replace("\n", "\n\n")
