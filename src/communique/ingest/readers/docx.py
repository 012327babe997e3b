"""Word files (`.docx`): the paragraphs and tables of the body in their order; exports of news archives as their articles.

The text is that of the paragraphs, a blank line between them, and offsets count it; the bytes of the file are kept beside it.
It is what a reader of the file sees: with what was inserted and not what was deleted where changes are tracked, and with
what stands in boxes and fields. Footnotes are left out, and said to be.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from communique.ingest.readers.archive import read_articles
from communique.ingest.readers.base import read_whole
from communique.model.document import Document, Quarantined

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_UNPACKED_BYTES = 512 * 2**20
_TITLES = ("title", "heading 1")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What was deleted, or moved elsewhere, or says once more for older programs what stands beside it.
_GONE = (f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback")
_NOTE = re.compile(rb"<w:(?:foot|end)note (?![^>]*w:type=)")


class DocxReader:
    """Reads a Word file as one document, or an archive's export as many."""

    name = "docx"
    version = "3"
    suffixes = (".docx",)

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield the documents of the file, or why it cannot be read."""
        data = read_whole(path, stream)
        if isinstance(data, Quarantined):
            yield data
            return
        found = _paragraphs(path, data)
        if isinstance(found, Quarantined):
            yield found
            return
        articles = read_articles(path, "\n".join(words for words, _ in found), f"{self.name}@{self.version}")
        yield from articles if articles is not None else [self._document(path, data, found)]

    def _document(self, path: str, data: bytes, found: list[tuple[str, str]]) -> Document:
        kept = [(words, style) for words, style in found if words.strip()]
        title = next((" ".join(words.split()) for words, style in kept[:3] if style in _TITLES), None)
        return Document(
            id=path,
            text="\n\n".join(words for words, _ in kept),
            title=title,
            raw=data,
            media_type=MEDIA_TYPE,
            maker=f"{self.name}@{self.version} (python-docx {_version()})",
            warnings=_left_out(data),
        )


def _paragraphs(path: str, data: bytes) -> list[tuple[str, str]] | Quarantined:
    """The paragraphs with the names of their styles in lower case; a row of a table is one paragraph."""
    try:
        import docx
    except ImportError:
        return Quarantined(path, "Word files need python-docx: pip install 'communique[imports]'", "extra")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
                return Quarantined(path, "unpacks to more than any report: not read", "too-large")
        document = docx.Document(io.BytesIO(data))
        return [(words, _style(element, document)) for element, words in _blocks(document.element.body)]
    except Exception as err:  # the library names few exceptions; whatever it trips over is one unreadable file
        return Quarantined(path, f"cannot be read as a Word file ({type(err).__name__}): open it and save it anew", "docx")


def _blocks(parent: Any) -> Iterator[tuple[Any, str]]:
    """The paragraphs and rows of tables below an element, each with its words; a box stands behind its paragraph."""
    for child in parent.iterchildren():
        if child.tag == f"{_W}p":
            yield child, _words(child)
            for box in child.iter(f"{_W}txbxContent"):
                if _paragraph_of(box) is child and _is_shown(box):
                    yield from _blocks(box)
        elif child.tag == f"{_W}tbl":
            for row in child.xpath("./w:tr | ./w:sdt/w:sdtContent/w:tr | ./w:ins/w:tr"):
                yield row, "\t".join(_cells(row))
        elif child.tag not in _GONE:
            yield from _blocks(child)  # a content control, or what was inserted as a whole


def _words(paragraph: Any) -> str:
    """The words of a paragraph; a line break in it stays: what it parts is told by its layout."""
    return "".join(run.text for run in paragraph.iter(f"{_W}r") if _paragraph_of(run) is paragraph and _is_shown(run))


def _paragraph_of(element: Any) -> Any:
    return next(element.iterancestors(f"{_W}p"), None)


def _is_shown(element: Any) -> bool:
    return next(element.iterancestors(*_GONE), None) is None


def _cells(row: Any) -> list[str]:
    """The words of the cells of a row; one that goes over rows has them in the first."""
    cells = row.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc")
    return [" ".join(" ".join(words.split("\n")) for _, words in _blocks(cell)) for cell in cells]


def _style(element: Any, document: Any) -> str:
    """The name of a paragraph's style in lower case, "" for a row of a table."""
    from docx.text.paragraph import Paragraph

    style = Paragraph(element, document).style if element.tag.endswith("}p") else None
    return str(style.name or "").lower() if style is not None else ""


def _left_out(data: bytes) -> tuple[str, ...]:
    """The warning that the text has notes that are not read with it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name in ("word/footnotes.xml", "word/endnotes.xml")]
        n_notes = sum(len(_NOTE.findall(archive.read(name))) for name in names)
    return (f"{n_notes} footnotes are not read: the text is that of the body",) if n_notes else ()


def _version() -> str:
    import docx

    return str(docx.__version__)
