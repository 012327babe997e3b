"""Plain text: one file, one document, its text as decoded and not altered by a character."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from communique.ingest.decode import decode
from communique.ingest.readers.base import read_whole
from communique.model.document import Document, Quarantined


class TextReader:
    """Reads plain text in UTF-8, UTF-16 with a byte order mark, Windows-1252 or Latin-1."""

    name = "text"
    version = "1"
    suffixes = (".txt", ".text", ".md")

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield the one document of the file."""
        data = read_whole(path, stream)
        if isinstance(data, Quarantined):
            yield data
            return
        decoded = decode(data)
        yield Document(
            id=path,
            text=decoded.text,
            raw=data,
            media_type="text/plain",
            encoding=decoded.encoding,
            has_bom=decoded.has_bom,
            maker=f"{self.name}@{self.version}",
            warnings=decoded.warnings,
        )
