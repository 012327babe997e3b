"""PDF files that hold text: its pages through pypdf; exports of news archives as their articles.

Lines stay as the pages have them, but for words broken at their end; what stands at the top or foot of most pages is left
out. A scanned page has no text: a file of such is turned away, never guessed at.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from communique.ingest.readers.archive import read_articles
from communique.ingest.readers.base import read_whole
from communique.model.document import Document, Quarantined

MEDIA_TYPE = "application/pdf"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(
    r"(?<![\w-])(?P<head>[^\W\d_]{2,})(?P<mark>[-\u2010\u00ad])\n(?P<tail>[a-zß-ÿ]{2,})(?P<rest>\S*)(?P<end>[ \n]?)"
)
_PREFIXES = frozenset(["anti", "co", "cross", "ex", "mid", "non", "post", "pre", "pro", "self", "semi", "vice"])
_DIGITS = re.compile(r"\d+")
_EDGE_LINES = 2
_MIN_PAGES = 3


class PdfReader:
    """Reads a PDF file as one document, or an archive's export as many."""

    name = "pdf"
    version = "3"
    suffixes = (".pdf",)

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield the documents of the file, or why it cannot be read."""
        data = read_whole(path, stream)
        if isinstance(data, Quarantined):
            yield data
            return
        pages = _pages(path, data)
        if isinstance(pages, Quarantined):
            yield pages
            return
        whole = with_whole_words("\n".join(pages).strip())
        if not re.search(r"\w", whole):
            yield Quarantined(path, "holds no text, only pictures of pages: recognize its characters (OCR) first", "pdf")
            return
        # An archive begins each article on a page of its own: its marks, and an outlet, stand at the edge of most pages.
        articles = read_articles(path, whole, f"{self.name}@{self.version}")
        if articles is None:
            articles = iter([self._document(path, data, with_whole_words("\n".join(without_furniture(pages)).strip()))])
        yield from articles

    def _document(self, path: str, data: bytes, text: str) -> Document:
        import pypdf

        maker = f"{self.name}@{self.version} (pypdf {pypdf.__version__})"
        return Document(id=path, text=text, raw=data, media_type=MEDIA_TYPE, maker=maker)


def _pages(path: str, data: bytes) -> list[str] | Quarantined:
    try:
        import pypdf
    except ImportError:
        return Quarantined(path, "PDF files need pypdf: pip install 'communique[imports]'", "extra")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every blemish of a file that it reads well
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return Quarantined(path, "is locked by a password: save a copy without it", "pdf")
        return [page.extract_text() for page in reader.pages]
    except Exception as err:  # damaged files raise all kinds; whatever it is, it is one unreadable file
        return Quarantined(path, f"cannot be read as a PDF ({type(err).__name__}): open it and save it anew", "pdf")


def without_furniture(pages: list[str]) -> list[str]:
    """The pages without the lines that most of them have at the top or foot, whatever number stands in them.

    Of two pages, only lines that differ in their number are left out; one page keeps all.

    Example:
        >>> without_furniture(["The Wire\\nOne.\\nPage 1", "The Wire\\nTwo.\\nPage 2", "The Wire\\nThree.\\nPage 3"])
        ['One.', 'Two.', 'Three.']
    """
    edges = [{_key(line): line for line in _edges(page.splitlines())} for page in pages]
    counts = Counter(key for lines in edges for key in lines)
    common = {key for key, n in counts.items() if key and n > len(pages) / 2}
    if len(pages) < _MIN_PAGES:  # two pages prove less: only what counts them is left out
        common = {key for key in common if len({lines.get(key) for lines in edges}) > 1}
    return ["\n".join(_trim(page.splitlines(), common)) for page in pages]


def with_whole_words(text: str) -> str:
    """The text with the words whole that a hyphen breaks over two lines; the line then ends behind the word.

    A hyphen stays where it may be part of the word: the text writes it so elsewhere, or has what stands before it as a
    word of its own.

    Example:
        >>> with_whole_words("It was Mr Mwan-\\ngi who spoke of water-\\nsharing. The water is low.")
        'It was Mr Mwangi\\nwho spoke of water-\\nsharing. The water is low.'
    """
    if not _BROKEN.search(text):
        return text
    words = {word.lower() for word in _WORD.findall(_BROKEN.sub(" ", text))}

    def join(match: re.Match[str]) -> str:
        head, tail = match["head"], match["tail"]
        whole, hyphenated = (head + tail).lower(), f"{head}-{tail}".lower()
        may_be_part = match["mark"] == "-" and (hyphenated in words or head.lower() in words | _PREFIXES)
        if may_be_part and whole not in words:
            return match[0]
        return f"{head}{tail}{match['rest']}" + ("\n" if match["end"] else "")

    return _BROKEN.sub(join, text)


def _edges(lines: list[str]) -> list[str]:
    return lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]


def _key(line: str) -> str:
    return _DIGITS.sub("#", line.strip())


def _trim(lines: list[str], common: set[str]) -> list[str]:
    last = len(lines) - _EDGE_LINES
    return [line for n, line in enumerate(lines) if _EDGE_LINES <= n < last or _key(line) not in common]
