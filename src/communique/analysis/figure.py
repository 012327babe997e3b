"""Claims about the same number side by side: who says how many, and which claims cannot both be true.

In come rows of figures with the document and outlet that each was read from; out go groups of claims about one thing.
Grouping is by the words of `what`, the names in the evidence and the time of the report; no claim is preferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from communique.model.iso_period import days_of
from communique.model.record import Bound, Figure

NEAR_DAYS = 60
ABOUT = 0.1  # "about 1,000" leaves room for 900 to 1,100
_WORD = re.compile(r"[^\W\d_]{2,}")
_NAME = re.compile(r"(?<=[\w,;:’'\"”)] )[A-Z][^\W\d_]+")  # a capital that begins no sentence
_DATES = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april"}
    | {"may", "june", "july", "august", "september", "october", "november", "december"}
)
_EMPTY = frozenset(
    {"the", "and", "of", "in", "on", "for", "to", "by", "with", "from", "at", "as", "than", "more", "over", "since", "so", "far"}
    | {"people", "number", "total", "others", "other", "who", "were", "was", "been", "have", "has", "had", "an", "its", "their"}
)
_SAME = {
    "death": "kill",
    "dead": "kill",
    "died": "kill",
    "die": "kill",
    "casualti": "kill",
    "hurt": "injur",
    "wound": "injur",
    "troop": "soldier",
}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with the report that gives it; `published` is an ISO date or None."""

    document_id: str
    outlet: str | None
    published: str | None
    figure: Figure


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Claims about one thing, by date of the report and value; `what` is the wording of the first."""

    what: str
    claims: tuple[FigureRow, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """The distinct values that are claimed, ascending."""
        return tuple(sorted({float(c.figure.value) for c in self.claims}))

    @property
    def sources(self) -> tuple[str, ...]:
        """Who is cited for them, sorted, without the claims that cite nobody."""
        return tuple(sorted({c.figure.source for c in self.claims if c.figure.source}))

    @property
    def is_contradictory(self) -> bool:
        """Whether two of the claims cannot both be true, given their bounds."""
        ranges = [claimed_range(c.figure) for c in self.claims]
        return any(a[1] < b[0] or b[1] < a[0] for i, a in enumerate(ranges) for b in ranges[i + 1 :])


def claimed_range(figure: Figure) -> tuple[float, float]:
    """The numbers that a claim allows: "at least 100" is 100 and up, "about 100" is 90 to 110."""
    value = float(figure.value)
    if figure.bound in (Bound.AT_LEAST, Bound.MORE_THAN):
        return value, inf
    if figure.bound is Bound.LESS_THAN:
        return 0.0, value
    if figure.bound is Bound.ABOUT:
        return value * (1 - ABOUT), value * (1 + ABOUT)
    return value, value


def group_figures(rows: Iterable[FigureRow], *, near_days: int = NEAR_DAYS) -> list[FigureGroup]:
    """Claims of the same fact, each group by date; the groups with most claims first.

    Args:
        rows: in any order; the result does not depend on it.
        near_days: reports farther apart than this speak of different facts, since most numbers grow.
    """
    groups: list[list[FigureRow]] = []
    for row in sorted(rows, key=_rank):
        group = next((g for g in groups if any(is_same_fact(row, c, near_days=near_days) for c in g)), None)
        if group is None:
            groups.append([row])
        else:
            group.append(row)
    made = [FigureGroup(g[0].figure.what, tuple(g)) for g in groups]
    return sorted(made, key=lambda g: (-len(g.claims), g.what))


def _rank(row: FigureRow) -> tuple[object, ...]:
    return (row.published or "", float(row.figure.value), row.document_id, row.figure.start)


def is_same_fact(a: FigureRow, b: FigureRow, *, near_days: int = NEAR_DAYS) -> bool:
    """Whether two claims are about one number: the words of the shorter `what` are in the other, and the time is near.

    Of longer wordings, three words in four are enough. "People killed" may be anybody anywhere: where neither wording holds a
    name, the sentences that the numbers were read from must share one, or, if they hold none, stand in one document.
    """
    if not _are_near(a, b, near_days):
        return False
    first, second = what_words(a.figure.what), what_words(b.figure.what)
    if not first or not second:
        return False
    shared = len(first & second)
    shorter = min(len(first), len(second))
    is_same = (shared >= 2 or first == second) if shared == shorter else (shared >= 3 and 4 * shared >= 3 * shorter)
    return is_same and _share_names(a, b)


def _share_names(a: FigureRow, b: FigureRow) -> bool:
    if any(names_in(f"the {row.figure.what}") for row in (a, b)):
        return True
    first, second = names_in(a.figure.evidence), names_in(b.figure.evidence)
    return bool(first & second) or (a.document_id == b.document_id and not (first and second))


def names_in(words: str) -> frozenset[str]:
    """The names among some words, without endings: capitals that begin no sentence, other than days and months.

    Example:
        >>> sorted(names_in("On Monday 90 people were killed in the Syrian city of Homs"))
        ['homs', 'syria']
    """
    return frozenset(_stem(name.lower()) for name in _NAME.findall(words) if name.lower() not in _DATES)


def _are_near(a: FigureRow, b: FigureRow, near_days: int) -> bool:
    """Whether the reports are; one without a date is near itself and others without one only."""
    if a.document_id == b.document_id:
        return True
    first, second = (days_of(row.published) if row.published else None for row in (a, b))
    if first is None or second is None:
        return first is second
    return abs((first[0] - second[0]).days) <= near_days


def what_words(what: str) -> frozenset[str]:
    """The words that tell what is counted, without endings, so that "killed" meets "killings".

    Example:
        >>> sorted(what_words("people killed in the Syrian conflict"))
        ['conflict', 'kill', 'syria']
    """
    return frozenset(
        _SAME.get(stem := _stem(w), stem)
        for w in _WORD.findall(what.lower().replace("'s", "").replace("’s", ""))
        if w not in _EMPTY
    )


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ed", "ians", "ian", "ns", "n", "ies", "es", "s", "ia"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            stem = word[: -len(ending)]
            return stem + "ia" if ending in ("ians", "ian", "ia") else stem
    return word
