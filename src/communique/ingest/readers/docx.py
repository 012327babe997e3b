"""Word files (`.docx`): the paragraphs and tables of the body in their order; exports of news archives as their articles.

The text is that of the paragraphs, a blank line between them, and offsets count it; the bytes of the file are kept beside it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from communique.ingest.readers.archive import read_articles
from communique.ingest.readers.base import read_whole
from communique.model.document import Document, Quarantined

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_UNPACKED_BYTES = 512 * 2**20
_TITLES = ("title", "heading 1")


class DocxReader:
    """Reads a Word file as one document, or an archive's export as many."""

    name = "docx"
    version = "2"
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
        )


def _paragraphs(path: str, data: bytes) -> list[tuple[str, str]] | Quarantined:
    """The paragraphs with the names of their styles in lower case; a row of a table is one paragraph."""
    try:
        import docx
        from docx.table import Table
    except ImportError:
        return Quarantined(path, "Word files need python-docx: pip install 'communique[imports]'", "extra")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
                return Quarantined(path, "unpacks to more than any report: not read", "too-large")
        out: list[tuple[str, str]] = []
        for block in docx.Document(io.BytesIO(data)).iter_inner_content():
            if isinstance(block, Table):
                out += [("\t".join(_cells(row)), "") for row in block.rows]
            else:
                out.append((block.text, _style(block)))  # a line break in it stays: what it parts is told by its layout
        return out
    except Exception as err:  # the library names few exceptions; whatever it trips over is one unreadable file
        return Quarantined(path, f"cannot be read as a Word file ({type(err).__name__}): open it and save it anew", "docx")


def _cells(row: Any) -> list[str]:
    """The cells of a row, merged ones once."""
    seen: list[Any] = []
    for cell in row.cells:
        if not seen or cell._tc is not seen[-1]._tc:
            seen.append(cell)
    return [" ".join(cell.text.split("\n")) for cell in seen]


def _style(paragraph: Any) -> str:
    return str(paragraph.style.name or "").lower() if paragraph.style is not None else ""


def _version() -> str:
    import docx

    return str(docx.__version__)
