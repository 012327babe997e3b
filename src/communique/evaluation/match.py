"""When a predicted row is the same as a gold row: the criteria of the coding guide, one function for each kind.

Two spans overlap when they share at least half of the shorter one and the predicted one is at least 0.3 times as long as
the gold one. Party codes that the guide does not define count as OTHER on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

Json = Mapping[str, Any]
Bounds = tuple[int, int]

WORD = re.compile(r"\w+")
BODIES = frozenset(["UN", "EU", "NATO", "IAEA", "IS", "OSCE", "OPCW", "OPEC", "G7", "G8", "G20", "P5+1", "WEST", "OTHER"])
STATE = re.compile(r"[A-Z]{3}(-(OPP|REBELS|CONGRESS|PARLIAMENT))?\Z")


def party_code(code: object) -> str:
    """The code as the guide defines it, else `OTHER`.

    Example:
        >>> party_code("RUS"), party_code("USA-CONGRESS"), party_code("TALIBAN")
        ('RUS', 'USA-CONGRESS', 'OTHER')
    """
    text = str(code or "")
    return text if text in BODIES or STATE.match(text) else "OTHER"


def last_word(name: object) -> str:
    """The last word of a name, without accents, in lower case.

    Example:
        >>> last_word("François Hollande"), last_word(None)
        ('hollande', '')
    """
    plain = unicodedata.normalize("NFKD", str(name or "")).encode("ascii", "ignore").decode().lower()
    found = WORD.findall(plain)
    return found[-1] if found else ""


def overlap(gold: Bounds, predicted: Bounds) -> bool:
    """Whether a predicted span is close enough to a gold one."""
    shared = min(gold[1], predicted[1]) - max(gold[0], predicted[0])
    n_gold, n_predicted = gold[1] - gold[0], predicted[1] - predicted[0]
    return shared > 0 and shared >= 0.5 * min(n_gold, n_predicted) and n_predicted >= 0.3 * n_gold


def _codes(row: Json, key: str) -> set[str]:
    return {party_code(code) for code in row.get(key) or []}


def same_alignment(gold: Json, predicted: Json) -> bool:
    """Same kind, overlapping evidence, two parties in common."""
    ours = _codes(gold, "parties")
    in_common = len(ours & _codes(predicted, "parties"))
    return gold["kind"] == predicted.get("kind") and overlap(gold["span"], predicted["span"]) and in_common >= min(2, len(ours))


def same_meeting(gold: Json, predicted: Json) -> bool:
    """Same status, and at least half of all parties named by both. The evidence may differ: a meeting is told many times."""
    ours = {party_code(p.get("party")) for p in gold.get("participants", [])}
    theirs = {party_code(p.get("party")) for p in predicted.get("participants", [])}
    both = ours | theirs
    return bool(both) and len(ours & theirs) / len(both) >= 0.5 and gold.get("status") == predicted.get("status")


def same_commitment(gold: Json, predicted: Json) -> bool:
    """Overlapping evidence and a party in common."""
    return overlap(gold["span"], predicted["span"]) and bool(_codes(gold, "by") & _codes(predicted, "by"))


def same_figure(gold: Json, predicted: Json) -> bool:
    """The same number, overlapping evidence."""
    try:
        is_equal = float(gold["value"]) == float(predicted.get("value"))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        is_equal = str(gold["value"]) == str(predicted.get("value"))
    return is_equal and overlap(gold["span"], predicted["span"])


def same_quote(gold: Json, predicted: Json) -> bool:
    """Overlapping words, and the speaker's last name."""
    return overlap(gold["span"], predicted["span"]) and last_word(gold["speaker"]) == last_word(predicted.get("speaker"))


PAIRED: dict[str, tuple[str, Callable[[Json, Json], bool]]] = {
    "alignment": ("alignments", same_alignment),
    "meeting": ("meetings", same_meeting),
    "commitment": ("commitments", same_commitment),
    "figure": ("figures", same_figure),
    "quote": ("quotes", same_quote),
}


def pair_up(gold: list[Json], predicted: list[Json], same: Callable[[Json, Json], bool]) -> list[tuple[Json, Json]]:
    """One-to-one pairs, greedy in the order of the rows."""
    free, pairs = list(predicted), []
    for ours in gold:
        for i, theirs in enumerate(free):
            if same(ours, theirs):
                pairs.append((ours, theirs))
                del free[i]
                break
    return pairs
