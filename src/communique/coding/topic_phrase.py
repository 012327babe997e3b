"""A short phrase for what an alignment is about: what follows "on", "over", "about", "to" in the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from communique.coding.clause import tokens_of
from communique.coding.telling import Telling
from communique.model.document import Span
from communique.model.reading import Reading, Token

_LONGEST = 90
_FEWEST_WORDS = 3  # of a clause that says what it is about
_FIRST = ("on", "over", "about", "regarding", "concerning")


def topic_phrase(reading: Reading, telling: Telling, core: Span) -> str:
    """The object of the first fitting preposition inside the core, else its infinitive or clause, else its own words."""
    tokens = [t for t in tokens_of(reading, telling.sentence) if core.start <= t.start < core.end]
    for wanted in (_FIRST, ("against", "for")):
        for token in tokens:
            if token.text.lower() in wanted and token.pos in ("ADP", "SCONJ"):
                phrase = _subtree(reading, telling, token)
                if phrase and not _tells_when(tokens, token):
                    return phrase
    for token in tokens:
        if token.dep in ("xcomp", "ccomp") and token.pos in ("VERB", "AUX"):
            phrase = _subtree(reading, telling, token, keep_head=True)
            if len(phrase.split()) >= _FEWEST_WORDS:
                return phrase
    return _cut(core.of(reading.document.text))


def _tells_when(tokens: Sequence[Token], preposition: Token) -> bool:
    """Whether a time follows: "agreed on Thursday"."""
    at = next(i for i, t in enumerate(tokens) if t is preposition)
    return any(t.ent in ("DATE", "TIME") for t in tokens[at + 1 : at + 3])


def _subtree(reading: Reading, telling: Telling, top: Token, *, keep_head: bool = False) -> str:
    """The words that hang on a token, without the token itself unless asked."""
    first, last = telling.sentence.first, telling.sentence.last
    index = next((i for i in range(first, last) if reading.tokens[i] is top), None)
    if index is None:
        return ""
    inside = {index}
    grown = True
    while grown:
        more = {i for i in range(first, last) if i not in inside and reading.tokens[i].head in inside}
        grown = bool(more)
        inside |= more
    chosen = sorted(inside if keep_head else inside - {index})
    if not chosen:
        return ""
    return _cut(reading.document.text[reading.tokens[chosen[0]].start : reading.tokens[chosen[-1]].end])


def _cut(words: str) -> str:
    """The words on one line, cut before the one that would make them too long."""
    plain = " ".join(words.split()).strip(' ,.;:—–-"“”')
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:")
