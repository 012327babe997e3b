"""Texts that a person or a program writes into a record or a codebook: such as can be printed and kept as UTF-8.

The texts of reports are no business of this: they are kept as they came, and rows hold literal spans of them.
"""

from __future__ import annotations

import re

_NOT_PLAIN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def find_not_plain(text: str) -> str | None:
    """The first control character or half of a surrogate pair, by its number; None in a plain text.

    Example:
        >>> find_not_plain("Jón Falk"), find_not_plain("Falk" + chr(7)), find_not_plain("Falk\\ud800")
        (None, 'U+0007', 'U+D800')
    """
    found = _NOT_PLAIN.search(text)
    return f"U+{ord(found[0]):04X}" if found else None
