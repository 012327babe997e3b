"""What the readers share: reading a file whole, up to a size that no report has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from communique.model.document import Quarantined

MAX_DOCUMENT_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an export of a news archive, as its lines say; "" for what they do not say.

    Args:
        published: the words of the date, not yet read.
        body: the text without its title.
        raw: the passage of the export, with all its metadata.
        id: the archive's own number of the article.
    """

    title: str
    body: str
    raw: str
    outlet: str = ""
    published: str = ""
    byline: str = ""
    url: str = ""
    id: str = ""


def read_whole(path: str, stream: BinaryIO) -> bytes | Quarantined:
    """All bytes of a stream, or why they are too many."""
    data = stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        return too_large(path)
    return data


def too_large(document_id: str) -> Quarantined:
    """The verdict on a file or line that is larger than any report."""
    reason = f"larger than {MAX_DOCUMENT_BYTES // 2**20} MB: no single report is; split it, or give it as JSON Lines"
    return Quarantined(document_id, reason, "too-large")
