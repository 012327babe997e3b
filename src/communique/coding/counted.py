"""Who "the two allies" or "the three ministers" are: the parties of the nearest sentence before that names so many."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.coding.telling import Telling
from communique.model.reading import Mention

_WHO = (
    r"(?:allies|countries|delegations|governments|leaders|men|ministers|nations|neighbou?rs|parties|powers|presidents"
    r"|sides|states)"
)
COUNTED = re.compile(rf"\b(?:the|these|those|all) (two|three|four) (?:[\w-]+ )?{_WHO}\b|\b(both) (?:[\w-]+ )?{_WHO}\b", re.I)
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4}


def counted(telling: Telling, before: Sequence[Telling], pattern: re.Pattern[str] = COUNTED) -> list[Mention]:
    """The parties that a sentence only counts, each by its first mention in the sentence before that names so many; [] if none.

    Args:
        telling: the sentence.
        before: the sentences before it, in order.
        pattern: the words that count, with the number as one of its groups.
    """
    found = pattern.search(telling.text)
    if found is None:
        return []
    wanted = _NUMBERS[next(group for group in found.groups() if group).lower()]
    for earlier in reversed(before):
        named = {m.party: m for m in reversed(earlier.mentions) if m.party != "OTHER"}
        acting = {party: m for party, m in named.items() if m.can_act}
        for circle in (acting, named):
            if len(circle) == wanted:
                return sorted(circle.values(), key=lambda m: m.start)
    return []
