"""Which states a person's name points to, by its letters: "-owski" to Poland and its neighbours, "Jae-in" to Korea.

In: the words of a name. Out: how likely each group of states is. Learned from lists of first and last names by country
and from officials whom reports name with their state (`tools/make_name_origin.py`); no office-holder is looked up. It
says nothing of a person's nationality, and is asked only where a report leaves open whose office somebody holds.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from math import exp, log

SCALE = 0.1  # of the weights in the table
SIZES = (2, 3)  # letters of a piece, "^" and "$" at the ends counted
FLOOR = -5.0
UNLISTED = -2.2  # for a state of no group
FAMILY_FIRST = frozenset({"CHN", "KOR"})
BY_LAST_NAME = frozenset({"HKG", "SGP"})  # where many have an English first name


@cache
def _table() -> tuple[tuple[frozenset[str], ...], dict[str, tuple[int, ...]]]:
    """The groups of states, and the weights of each piece of a name for them; "" is the weight of every name."""
    text = resources.files("communique.resolve").joinpath("tables", "name_origin.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    groups = tuple(frozenset(column.split("|")) for column in next(rows)[1:])
    return groups, {row[0]: tuple(int(x or 0) for x in row[1:]) for row in rows}


def _pieces(words: Sequence[str]) -> Iterator[str]:
    for part, word in zip(("f", "l"), (words[0], words[-1]), strict=True):
        for piece in word.replace("'", "").replace(".", "").split("-"):
            marked = f"^{piece}$"
            yield from (part + marked[i : i + n] for n in SIZES for i in range(len(marked) - n + 1))
        if "-" in word:
            yield part + "-"


def _read(pieces: Iterator[str]) -> list[float]:
    """The log-likelihood of each group by the pieces of a name."""
    _, weights = _table()
    whole = list(weights[""])
    for piece in set(pieces):  # in any order: whole numbers add up to the same
        for k, w in enumerate(weights.get(piece, ())):
            whole[k] += w
    total = [SCALE * w for w in whole]
    top = max(total)
    norm = top + log(sum(exp(t - top) for t in total))
    return [max(t - norm, FLOOR) for t in total]


@cache
def origins(words: tuple[str, ...]) -> dict[str, float]:
    """The log-likelihood of each listed state's group, for a name in lower case without accents.

    A lone word is a last name, which stands first in East Asia.

    Example:
        >>> found = origins(("bronislaw", "malinowski"))
        >>> found["POL"] > found["USA"] > found["KOR"]
        True
    """
    groups, _ = _table()
    if len(words) > 1:
        found = _read(_pieces(words))
    else:
        last = _read(p for p in _pieces(words) if p[0] == "l")
        first = _read(p for p in _pieces(words) if p[0] == "f")
        found = [max(a, b) if g & FAMILY_FIRST else a for a, b, g in zip(last, first, groups, strict=True)]
    likely = {state: value for group, value in zip(groups, found, strict=True) for state in group}
    return likely | {state: max(origins(words[-1:])[state], likely[state]) for state in BY_LAST_NAME if len(words) > 1}
