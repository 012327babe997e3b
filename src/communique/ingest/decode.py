"""Bytes to text: byte order marks, UTF-8, and what stands in for it. Reports what it did; never guesses in silence.

1. A byte order mark decides (UTF-8, UTF-16, UTF-32); it is dropped and recorded.
2. Valid UTF-8 is UTF-8.
3. A few stray bytes in a text that is otherwise UTF-8 become U+FFFD: one broken character must not spoil the others.
4. Anything else is Windows-1252, or Latin-1 where it holds none of the characters that set the two apart.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

_MARKS = (  # the longest first: UTF-32 starts with the mark of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONGEST_MARK = 4
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_CONTROL = re.compile(rb"[\x80-\x9f]")
# One broken character in a page of curly quotation marks is damage; a Latin-1 text has hardly any valid sequence.
_VALID_FOR_ONE_BROKEN = 4


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was read as; `warnings` are sentences for a person."""

    text: str
    encoding: str
    has_bom: bool = False
    warnings: tuple[str, ...] = ()


def encoding_by_mark(data: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark names and the length of the mark, or None."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None


def encoding_ahead(stream: BinaryIO) -> tuple[str, int] | None:
    """As `encoding_by_mark`, of a stream that stays where it is; None if it cannot look ahead."""
    return encoding_by_mark(stream.peek(_LONGEST_MARK)[:_LONGEST_MARK]) if hasattr(stream, "peek") else None


def decode(data: bytes) -> Decoded:
    """The text of `data`, with line ends and all else as they are.

    Example:
        >>> decode(b"caf\\xe9").encoding
        'latin-1'
        >>> decode("\\ufeffcafé".encode()).text
        'café'
    """
    marked = encoding_by_mark(data)
    if marked is not None:
        return _decode_marked(data[marked[1] :], marked[0])
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_broken(data, has_bom=False)


def _decode_marked(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, has_bom=True)
    except UnicodeDecodeError:
        if encoding == "utf-8":
            return _decode_broken(data, has_bom=True)
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, has_bom=True, warnings=(_replaced(text.count("\ufffd"), encoding),))


def _decode_broken(data: bytes, *, has_bom: bool) -> Decoded:
    text = data.decode("utf-8", "replace")
    n_broken = text.count("\ufffd")
    if has_bom or len(_MULTIBYTE.findall(data)) >= _VALID_FOR_ONE_BROKEN * n_broken:
        return Decoded(text, "utf-8", has_bom=has_bom, warnings=(_replaced(n_broken, "utf-8"),))
    encoding = "cp1252" if _HIGH_CONTROL.search(data) else "latin-1"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:  # five bytes have no character in Windows-1252
        encoding = "latin-1"
        text = data.decode(encoding)
    return Decoded(text, encoding, warnings=(f"not valid UTF-8: read as {encoding}",))


def _replaced(n_broken: int, encoding: str) -> str:
    return f"{n_broken} broken byte sequences in {encoding} text read as U+FFFD"
