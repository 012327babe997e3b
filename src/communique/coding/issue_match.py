"""Which issue of a codebook a sentence is about, by the words that they share: the plain matcher that a better one replaces."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import log

from communique.model.codebook import Codebook, Issue

LEAST = 0.3  # share of the issue's weight; on the alignments of gold/train .59 of the issues named are right
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON_WORDS = """
    the and for that with from this should must not are was were has have had its their his her they than more other against which
    who whom been will would can could may might into over under about any all such these those
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def match_issue(sentence: str, codebook: Codebook) -> str | None:
    """The id of the issue that shares most of its weight of words with the sentence; None if none shares enough.

    Example:
        >>> book = Codebook("c", "C", (Issue("arms", "Arms embargo", "Lift the arms embargo.", "Keep the arms embargo."),
        ...     Issue("talks", "Peace talks", "Hold peace talks.", "Refuse peace talks.")))
        >>> match_issue("France and Britain agree that the embargo on arms should end.", book)
        'arms'
        >>> match_issue("They met on Monday.", book) is None
        True
    """
    words = {stem(w) for w in _WORD.findall(sentence.lower())}
    best, best_score = None, LEAST
    for issue_id, weights in _weights(codebook):
        total = sum(sorted(weights.values(), reverse=True)[:6])
        score = sum(w for word, w in weights.items() if word in words) / total if total else 0.0
        if score > best_score:
            best, best_score = issue_id, score
    return best


@lru_cache(maxsize=64)
def _weights(codebook: Codebook) -> tuple[tuple[str, dict[str, float]], ...]:
    """For each issue its words, weighted by how few issues have them and how often this one does."""
    counts = {issue.id: Counter(_words(issue)) for issue in codebook.issues}
    spread = Counter(word for c in counts.values() for word in c)
    n = max(2, len(counts))
    return tuple(
        (issue_id, {w: min(k, 3) * log(1 + n / spread[w]) for w, k in counted.items()}) for issue_id, counted in counts.items()
    )


def _words(issue: Issue) -> list[str]:
    text = " ".join((issue.label, issue.label, issue.support, issue.oppose, " ".join(issue.keywords))).lower()
    return [stem(w) for w in _WORD.findall(text) if w not in _COMMON]


def stem(word: str) -> str:
    """A word without its commonest endings, so that "sanctions" meets "sanction"."""
    for ending in ("ations", "ation", "ings", "ing", "ies", "ions", "ion", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
