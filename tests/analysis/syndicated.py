"""Made reports of which it is known who copied whom."""

from __future__ import annotations

import random

_ROOTS = ("bor", "dun", "fel", "gar", "hal", "ist", "jor", "kem", "lun", "mar", "nov", "ost", "pel", "quin", "rad", "sol", "tav")
_ENDS = ("a", "an", "en", "er", "ia", "in", "is", "on", "or", "us")
WORDS = [first + second + end for first in _ROOTS for second in _ROOTS for end in _ENDS]


def report(seed: int, n_words: int = 200) -> list[str]:
    """Words of a report that no other seed gives."""
    rng = random.Random(seed)
    return [rng.choice(WORDS) for _ in range(n_words)]


def edited(words: list[str], seed: int, every: int = 40) -> list[str]:
    """The same report with one word in `every` replaced."""
    rng = random.Random(seed)
    return [rng.choice(WORDS) if n % every == every // 2 else word for n, word in enumerate(words)]
