"""Who "the two allies" or "the three ministers" are: the parties of the nearest sentence before that names so many."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.coding.telling import Telling
from communique.coding.timex_words import NUMBERS
from communique.model.reading import Mention, MentionKind

_PEOPLE = "delegations|leaders|men|ministers|presidents"
WHO = rf"(?:allies|countries|governments|nations|neighbou?rs|parties|powers|sides|states|{_PEOPLE})"
COUNTED = re.compile(rf"\b(?:the|these|those|all) (two|three|four) (?:[\w-]+ )?{WHO}\b|\b(both) (?:[\w-]+ )?{WHO}\b", re.I)
_ARE_PEOPLE = re.compile(rf"(?:{_PEOPLE})$", re.I)
_OF_PEOPLE = frozenset([MentionKind.GROUP, MentionKind.PERSON])


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
    number = next(group for group in found.groups() if group).lower()
    wanted = 2 if number == "both" else NUMBERS[number]
    kinds = _OF_PEOPLE if _ARE_PEOPLE.search(found.group()) else frozenset(MentionKind)
    for earlier in reversed(before):
        named = {m.party: m for m in reversed(earlier.mentions) if m.party != "OTHER" and m.kind in kinds}
        acting = {party: m for party, m in named.items() if m.can_act}
        for circle in (acting, named):
            if len(circle) == wanted:
                return sorted(circle.values(), key=lambda m: m.start)
    return []
