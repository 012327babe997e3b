"""Whose wish a clause tells: "Norway said | Iceland wants to leave" is a claim of Norway's about Iceland, no stance of either.

In: the parse of a sentence and the stretch that is cited. Out: who is said to want or refuse something. No stance is judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from communique.coding.clause import children
from communique.model.document import Span
from communique.model.reading import Reading, Sentence, Token

_WANT = frozenset(["back", "desire", "favor", "favour", "oppose", "prefer", "refuse", "reject", "support", "want", "wish"])
_BENT = frozenset(
    ["against", "bent", "determined", "eager", "keen", "opposed", "prepared", "ready", "reluctant", "unwilling", "willing"]
)
_BE = frozenset(["be", "remain", "seem"])


def wisher(reading: Reading, sentence: Sentence, content: Iterable[Span]) -> int | None:
    """The subject of cited words that say no more than what somebody wants, refuses or is ready for; None if they say more.

    "Iceland must want peace" is a demand, "Iceland wants war and must be stopped" a judgement: both say more.
    """
    tokens = reading.tokens
    inside = [i for i in range(sentence.first, sentence.last) if any(s.start <= tokens[i].start < s.end for s in content)]
    within = set(inside)
    tops = [i for i in inside if tokens[i].pos in ("VERB", "AUX") and (tokens[i].head == i or tokens[i].head not in within)]
    if len(tops) != 1 or not _is_wish(tokens, sentence, tops[0]):
        return None
    return next((k for k in children(tokens, sentence, tops[0]) if tokens[k].dep in ("nsubj", "nsubjpass")), None)


def _is_wish(tokens: Sequence[Token], sentence: Sentence, verb: int) -> bool:
    below = [tokens[k] for k in children(tokens, sentence, verb)]
    if any(t.tag == "MD" or t.dep in ("advcl", "parataxis") or (t.dep == "conj" and t.pos in ("VERB", "AUX")) for t in below):
        return False
    lemma = tokens[verb].lemma.lower()
    if lemma in _BE:
        return any(t.lemma.lower() in _BENT and t.dep in ("acomp", "xcomp", "prep", "advmod") for t in below)
    return lemma in _WANT or tokens[verb].text.lower() in _BENT
