"""RTF files: their text through striprtf; exports of news archives as their articles. The bytes are kept beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import BinaryIO

from communique.ingest.readers.archive import read_articles
from communique.ingest.readers.base import read_whole
from communique.model.document import Document, Quarantined

MEDIA_TYPE = "application/rtf"
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# striprtf writes the address of a link into the sentence, unless the link is none that it knows.
_LINK = re.compile(r'(?<=HYPERLINK\s)(?=")', re.I)


class RtfReader:
    """Reads an RTF file as one document, or an archive's export as many."""

    name = "rtf"
    version = "2"
    suffixes = (".rtf",)

    def read(self, path: str, stream: BinaryIO) -> Iterator[Document | Quarantined]:
        """Yield the documents of the file, or why it cannot be read."""
        data = read_whole(path, stream)
        if isinstance(data, Quarantined):
            yield data
            return
        text = _text(path, data)
        if isinstance(text, Quarantined):
            yield text
            return
        articles = read_articles(path, text, f"{self.name}@{self.version}")
        yield from articles if articles is not None else [self._document(path, data, text)]

    def _document(self, path: str, data: bytes, text: str) -> Document:
        maker = f"{self.name}@{self.version} (striprtf {version('striprtf')})"
        return Document(id=path, text=text, raw=data, media_type=MEDIA_TYPE, maker=maker)


def _text(path: str, data: bytes) -> str | Quarantined:
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        return Quarantined(path, "RTF files need striprtf: pip install 'communique[imports]'", "extra")
    try:
        text = str(rtf_to_text(_LINK.sub(" ", data.decode("latin-1")), errors="replace"))  # type: ignore[no-untyped-call]
    except Exception as err:  # the library names no exceptions; whatever it trips over is one unreadable file
        return Quarantined(path, f"cannot be read as RTF ({type(err).__name__}): open it and save it anew", "rtf")
    # RTF writes a character beyond U+FFFF as the two halves of its surrogate pair.
    joined = _PAIR.sub(lambda m: m[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    return joined.replace("\x0c", "\n").strip()
