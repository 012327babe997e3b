"""What the readers share: reading a file whole, up to a size that no report has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO

from communique.model.document import Quarantined

MAX_DOCUMENT_BYTES = 64 * 2**20
_FINAL = re.compile(r"[.!?…:][\"'”’»)\]]*$")


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


def join_lines(lines: list[str]) -> str:
    """The lines of a text without blank lines: a paragraph each, or, where half of them break off within a sentence, as they are.

    Example:
        >>> join_lines(["Roe agreed.", "Poe did not."]), join_lines(["Roe agreed to", "the pact, and", "Poe did not."])
        ('Roe agreed.\\n\\nPoe did not.', 'Roe agreed to\\nthe pact, and\\nPoe did not.')
    """
    is_wrapped = sum(_FINAL.search(line) is None for line in lines) >= len(lines) / 2
    return ("\n" if is_wrapped else "\n\n").join(lines)
