"""Content-hash keys: the same words at the same place get the same id, however often they are read.

An id never depends on the resolved actor, so merging two actors changes no statement's id; nor on the maker or its
confidence, so a newer maker's reading of the same span is the same row, superseded.
"""

from __future__ import annotations

import hashlib

ID_LENGTH = 16  # 64 bits: a clash among 10 million rows has a chance of about 3 in a million


def make_key(*parts: object) -> str:
    """A key of 16 hexadecimal digits over the parts, in order; the parts cannot run into each other.

    Example:
        >>> make_key("statements", "seed-01", 10, 42) == make_key("statements", "seed-01", 10, 42)
        True
        >>> make_key("a", "bc") == make_key("ab", "c")
        False
    """
    digest = hashlib.sha256()
    for part in parts:
        data = str(part).encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:ID_LENGTH]
