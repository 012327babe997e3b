"""Which ids have been read, and with which text: two hashes an id, in flat arrays, for millions of documents.

A dict would take about 170 bytes an id; these arrays take 16 to 32.
"""

from __future__ import annotations

import hashlib
from array import array
from enum import Enum

_FULL = 0.6  # open addressing slows down beyond this


class Seen(Enum):
    """What is known of an id."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"


class SeenIds:
    """The ids read so far, each with a hash of its text.

    Example:
        >>> seen = SeenIds()
        >>> [seen.add(*pair).value for pair in [("a", "x"), ("a", "x"), ("a", "y")]]
        ['new', 'same', 'other']
    """

    def __init__(self, slots: int = 1024) -> None:
        self._keys = array("Q", bytes(8 * slots))
        self._texts = array("Q", bytes(8 * slots))
        self._used = 0

    def __len__(self) -> int:
        return self._used

    def add(self, document_id: str, text: str) -> Seen:
        """Note an id with its text; say whether it is new, known with this text, or known with another."""
        key, digest = _hash(document_id) or 1, _hash(text)
        slot = self._slot(key)
        if self._keys[slot] == 0:
            self._put(slot, key, digest)
            return Seen.NEW
        return Seen.SAME if self._texts[slot] == digest else Seen.OTHER

    def _slot(self, key: int) -> int:
        size = len(self._keys)
        slot = key % size
        while self._keys[slot] not in (0, key):
            slot = slot + 1 if slot + 1 < size else 0
        return slot

    def _put(self, slot: int, key: int, digest: int) -> None:
        self._keys[slot], self._texts[slot] = key, digest
        self._used += 1
        if self._used > _FULL * len(self._keys):
            self._grow()

    def _grow(self) -> None:
        keys, texts = self._keys, self._texts
        self._keys = array("Q", bytes(16 * len(keys)))
        self._texts = array("Q", bytes(16 * len(keys)))
        for key, digest in zip(keys, texts, strict=True):
            if key:
                slot = self._slot(key)
                self._keys[slot], self._texts[slot] = key, digest


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
