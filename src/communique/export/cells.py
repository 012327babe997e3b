"""Values as the text of a cell or a page. What UTF-8 or XML cannot hold is replaced character by character: offsets still fit."""

from __future__ import annotations

import re
from typing import Any

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


def utf8_text(text: str) -> str:
    """The text with each lone surrogate, which UTF-8 cannot hold, as U+FFFD.

    Example:
        >>> utf8_text("a\\ud83db") == "a\\ufffdb"
        True
    """
    return text if text.isascii() else _LONE_SURROGATES.sub(REPLACEMENT, text)


def xml_text(text: str) -> str:
    """The text with each character that XML cannot hold as U+FFFD: as long as it was."""
    return _NOT_XML.sub(REPLACEMENT, text)


def to_cell(value: Any) -> str:
    """A value as text in a table: nothing for None, `true` and `false`, lists joined by `|`.

    Example:
        >>> to_cell(["RUS", "FRA"]), to_cell(None), to_cell(True), to_cell(0.5)
        ('RUS|FRA', '', 'true', '0.5')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "|".join(map(to_cell, value))
    return utf8_text(str(value))
