"""What the grammar of an alignment adds to the sentence reader: who is only spoken of, and a relation turned round.

"Iran and Oman hold the same view on Yemen" is an alignment of two; "there are no differences between Paris
and Berlin" says that they agree, "Poland parted company with its partners" that they do not.
"""

from __future__ import annotations

import re

from communique.coding.clause import governors
from communique.coding.telling import Telling
from communique.model.reading import Mention, Reading

_ON = frozenset(["about", "concerning", "on", "over", "regarding"])
_AIMED = frozenset(["assault", "attack", "complain", "complaint"])  # on or about whom they differ
_DIFFERENCES = frozenset(
    {
        "difference",
        "disagreement",
        "discord",
        "dispute",
        "divergence",
        "friction",
        "odd",
        "odds",
        "quarrel",
        "rift",
        "row",
        "split",
    }
    | {"differ", "disagree", "diverge"}
)
_NONE = frozenset(["longer", "no", "not", "n't", "never", "without"])
_PASSED = frozenset(["at", "be", "have", "of", "report", "there", "any"])  # between a difference and what denies it
_PARTED = re.compile(r"\bpart(?:s|ed|ing)? (?:company|ways)\b", re.I)


def is_topic(reading: Reading, telling: Telling, mention: Mention) -> bool:
    """Whether a name stands in the words for the topic: "agree on sanctions on Iran"."""
    at = next((i for i in range(telling.sentence.first, telling.sentence.last) if reading.tokens[i].end >= mention.end), None)
    if at is None:
        return False
    above = [reading.tokens[i] for i in governors(reading.tokens, at)]
    on = [t for t in above if t.text.lower() in _ON and t.pos in ("ADP", "SCONJ")]
    return any(reading.tokens[t.head].lemma.lower() not in _AIMED for t in on)


def turned(reading: Reading, telling: Telling, relation: str) -> str:
    """The relation of a sentence, turned round where it denies a difference or tells of parting in words of company."""
    if relation == "differ" and _denies_difference(reading, telling):
        return "agree"
    return "differ" if relation == "agree" and _PARTED.search(telling.text) else relation


def _denies_difference(reading: Reading, telling: Telling) -> bool:
    """Whether all words of difference in a sentence are denied: "no rift", "do not differ", "denied that they disagree"."""
    inside = range(telling.sentence.first, telling.sentence.last)
    words = [i for i in inside if reading.tokens[i].lemma.lower() in _DIFFERENCES]
    return bool(words) and all(_is_denied(reading, telling, i) for i in words)


def _is_denied(reading: Reading, telling: Telling, index: int) -> bool:
    tokens = reading.tokens
    for i in governors(tokens, index):
        below = (tokens[k] for k in range(telling.sentence.first, telling.sentence.last) if tokens[k].head == i)
        if tokens[i].lemma.lower() == "deny" or any(t.text.lower() in _NONE and t.dep in ("neg", "det", "advmod") for t in below):
            return True
        if i != index and tokens[i].lemma.lower() not in _PASSED:
            return False
    return False
