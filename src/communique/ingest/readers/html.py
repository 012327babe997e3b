"""HTML pages: the main text and the page's own metadata, through trafilatura and htmldate. Never touches the network.

The clean text is the document's text, and offsets count it; the page's bytes are kept beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any, BinaryIO

from communique.ingest.decode import Decoded, decode, encoding_by_mark
from communique.ingest.readers.base import read_whole
from communique.model.document import Document, Quarantined

# Chosen on the benchmark of the Web Content Extraction corpus: the best F1, and comments stay out of the text.
OPTIONS: dict[str, Any] = {"fast": True, "include_comments": False}
# Without the extensive search, which takes a copyright year for the first of January, and with a fixed last date,
# so that a page gives the same answer whenever it is read.
_DATE_OPTIONS: dict[str, Any] = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)
_HEAD_BYTES = 4_096
_TITLE_TAILS = re.compile(r"\s+[|–—»·-]\s+(?P<site>[^|–—»]{2,40})$")

# Where it finds no article, trafilatura gives whatever words the page has: menus and buttons hold no sentence.
_FINAL = re.compile(r"[.!?…]")
_SENTENCE_WORDS = 6


class HtmlReader:
    """Reads one page as one document."""

    name = "html"
    version = "1"
    suffixes = (".html", ".htm", ".xhtml")

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield the one document of the page, or why no main text was found."""
        data = read_whole(path, stream)
        yield data if isinstance(data, Quarantined) else self._read_page(path, data)

    def _read_page(self, path: str, data: bytes) -> Document | Quarantined:
        decoded = decode_page(data)
        page = _extract(decoded.text)
        text = page.text if page is not None else None
        if not text or not _has_sentence(text):
            reason = "no main text was found in the page; save it from a browser as text, or give its text as JSON Lines"
            return Quarantined(path, reason, "html")
        return Document(
            id=path,
            text=text,
            outlet=page.sitename or None,
            published=page.date or None,
            title=_bare_title(page.title, page.sitename),
            url=page.url or None,
            byline=page.author or None,
            raw=data,
            media_type="text/html",
            encoding=decoded.encoding,
            has_bom=decoded.has_bom,
            maker=_maker(self.name, self.version),
            warnings=decoded.warnings,
        )


def decode_page(data: bytes) -> Decoded:
    """The page's characters: by byte order mark, else as UTF-8, else as the page declares, else by fallback."""
    if encoding_by_mark(data) is not None:
        return decode(data)
    decoded = decode(data)
    declared = _CHARSET.search(data[:_HEAD_BYTES]) or _XML_ENCODING.search(data[:_HEAD_BYTES])
    if (decoded.encoding == "utf-8" and not decoded.warnings) or declared is None:
        return decoded
    encoding = declared[1].decode("ascii").lower()
    if encoding in ("iso-8859-1", "latin-1", "us-ascii", "ascii"):  # as browsers read it
        encoding = "cp1252"
    try:
        return Decoded(data.decode(encoding), encoding)
    except (LookupError, UnicodeDecodeError):
        return decoded


def _extract(html: str) -> Any:
    from trafilatura import bare_extraction

    try:
        return bare_extraction(html, with_metadata=True, date_extraction_params=dict(_DATE_OPTIONS), **OPTIONS)
    except Exception:  # the library names no exceptions; whatever it trips over is one unreadable page, not a lost run
        return None


def _has_sentence(text: str) -> bool:
    return any(_FINAL.search(line) and len(line.split()) >= _SENTENCE_WORDS for line in text.splitlines())


def _bare_title(title: str | None, outlet: str | None) -> str | None:
    """The title without the outlet's name behind it: "Talks resume | The Daily Wire" is "Talks resume"."""
    if not title:
        return None
    tail = _TITLE_TAILS.search(title)
    if tail and outlet and tail["site"].strip().casefold() == outlet.strip().casefold():
        return title[: tail.start()]
    return title


@cache
def _maker(name: str, own_version: str) -> str:
    options = ", ".join(f"{k}={v}" for k, v in OPTIONS.items())
    return f"{name}@{own_version} (trafilatura {version('trafilatura')}, {options}; htmldate {version('htmldate')})"
