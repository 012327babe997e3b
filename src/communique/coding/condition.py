"""What a clause hangs on: "they will share data | provided that the talks go on", the promise apart from its condition.

In: the parse of a sentence. Out: each clause that hangs on a condition, with the two stretches apart. No stance is judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.coding.clause import children, subtree
from communique.model.document import Span
from communique.model.reading import Reading, Sentence, Token

_MARKS = frozenset(["if", "unless"])
_PROVISOS = frozenset(["provided", "providing", "assuming"])
_TERMS = frozenset(["on condition", "on conditions", "in exchange", "in return"])
_ANONYMOUS = frozenset(["anonymity", "confidentiality"])  # speaking on condition of anonymity
_IF_AT_ALL = frozenset(["need", "require"])  # "if needed", like "if possible": as far as it must be
_ABLE = frozenset(["can", "ca", "could"])
_READY = frozenset(["able", "eager", "glad", "happy", "keen", "likely", "open", "prepared", "ready", "willing"])
_SUBJECTS = frozenset(["nsubj", "nsubjpass"])
_FAR = 12  # tokens from "long" in "as long as" to the verb of the condition
_MOST_STEPS = 6  # up the parse from a verb to the one whose subject is its own


@dataclass(frozen=True, slots=True)
class Conditional:
    """A clause that hangs on a condition.

    Args:
        verb: the verb that carries what is said: that of "is" in "is willing to sign if …".
        subject: who does it, or what is done.
        is_passive: the subject is what is done: "the ban would be lifted if …".
        clause: the stretch of what hangs on the condition, which may hold that of the condition.
        condition: the stretch of the condition.
    """

    verb: int
    subject: int
    is_passive: bool
    clause: Span
    condition: Span


def find_conditionals(reading: Reading, sentence: Sentence) -> Iterator[Conditional]:
    """The clauses of a sentence that say what is to come on a condition.

    What would have come is no matter of a condition any more, and a judgement is not what the subject does: "would not have
    happened if", "it would be a mistake if".
    """
    tokens = reading.tokens
    for i in range(sentence.first, sentence.last):
        head = _governed_by(tokens, sentence, i)
        chain = _chain(tokens, sentence, head) if head is not None else []
        subject = _subject(tokens, sentence, chain)
        if subject is None or not _is_to_come(tokens, sentence, chain) or tokens[subject].lemma.lower() == "you":
            continue
        is_passive = tokens[subject].dep == "nsubjpass"
        yield Conditional(chain[-1], subject, is_passive, _clause_of(tokens, sentence, chain[-1]), _stretch(tokens, sentence, i))


def _governed_by(tokens: Sequence[Token], sentence: Sentence, i: int) -> int | None:
    """The verb that hangs on the condition of which the token is the head; None if it heads none."""
    token = tokens[i]
    if token.dep not in ("advcl", "prep") or not sentence.first <= token.head < sentence.last:
        return None
    below = _below(tokens, sentence, i)
    marks = {t.text.lower() for t in below if t.dep == "mark"}
    if any(t.text.lower() == "even" for t in below):
        return None  # even if they object, it holds
    is_whole = any(t.dep in (*_SUBJECTS, "expl", "csubj") for t in below)
    if marks & _MARKS and not is_whole and (token.tag != "VBN" or token.lemma.lower() in _IF_AT_ALL):
        return None  # "if possible", "if anything", "if not more"; but "if attacked"
    is_long_as = "as" in marks and any(t.text.lower() == "long" for t in tokens[max(sentence.first, i - _FAR) : i])
    is_condition = bool(marks & _MARKS) or is_long_as or token.text.lower() in _PROVISOS
    return token.head if is_condition or _is_in_terms(tokens, sentence, i) else None


def _is_in_terms(tokens: Sequence[Token], sentence: Sentence, i: int) -> bool:
    """Whether a preposition begins "on condition that …", "in return for …"; a verb hangs on it, and nobody stays unnamed."""
    if tokens[tokens[i].head].pos not in ("VERB", "AUX"):
        return False
    terms = {f"{tokens[i].text} {t.text}".lower() for t in _below(tokens, sentence, i) if t.dep == "pobj"}
    return bool(terms & _TERMS) and not {tokens[k].lemma.lower() for k in subtree(tokens, sentence, i)} & _ANONYMOUS


def _chain(tokens: Sequence[Token], sentence: Sentence, verb: int) -> list[int]:
    """A verb and those above it up to the one that has its subject: "re-enter", "willing", "is"."""
    chain = [verb]
    while tokens[chain[-1]].dep in ("xcomp", "acomp", "ccomp", "pcomp", "prep") and len(chain) < _MOST_STEPS:
        above = tokens[chain[-1]].head
        if _own_subject(tokens, sentence, chain[-1]) is not None or not sentence.first <= above < sentence.last:
            break
        chain.append(above)
    return chain


def _is_to_come(tokens: Sequence[Token], sentence: Sentence, chain: Sequence[int]) -> bool:
    """Whether somebody may, will or is ready to do it: no judgement, nothing that "would have" been, nothing that cannot be."""
    below = [t for at in chain for t in _below(tokens, sentence, at)]
    aux = [t for t in below if t.dep in ("aux", "auxpass")]
    is_denied = any(t.dep == "neg" for t in below)
    if any(t.lemma == "have" or (is_denied and t.lemma.lower() in _ABLE) for t in aux):
        return False
    is_ready = any(tokens[at].lemma.lower() in _READY for at in chain) or any(t.lemma.lower() in _READY for t in below)
    if tokens[chain[0]].lemma == "be" and not is_ready:
        return False
    return is_ready or len(chain) > 1 or any(t.tag == "MD" for t in aux)


def _subject(tokens: Sequence[Token], sentence: Sentence, chain: Sequence[int]) -> int | None:
    """The subject of the last verb of a chain, or of the verb that this one is joined to: "would sign and, if …, would pay"."""
    if not chain:
        return None
    at = chain[-1]
    for _ in range(_MOST_STEPS):
        found = _own_subject(tokens, sentence, at)
        if found is not None or tokens[at].dep != "conj":
            return found
        at = tokens[at].head
    return None


def _own_subject(tokens: Sequence[Token], sentence: Sentence, verb: int) -> int | None:
    return next((k for k in children(tokens, sentence, verb) if tokens[k].dep in _SUBJECTS), None)


def _clause_of(tokens: Sequence[Token], sentence: Sentence, verb: int) -> Span:
    """The stretch of a verb with all that hangs on it, up to the next verb that is joined to it."""
    joined = [k for k in children(tokens, sentence, verb) if tokens[k].dep == "conj"]
    beyond = {i for k in joined for i in subtree(tokens, sentence, k)}
    inside = [i for i in subtree(tokens, sentence, verb) if i not in beyond and tokens[i].pos != "PUNCT"]
    return Span(tokens[inside[0]].start, tokens[inside[-1]].end)


def _stretch(tokens: Sequence[Token], sentence: Sentence, head: int) -> Span:
    inside = subtree(tokens, sentence, head)
    return Span(tokens[inside[0]].start, tokens[inside[-1]].end)


def _below(tokens: Sequence[Token], sentence: Sentence, i: int) -> list[Token]:
    return [tokens[k] for k in children(tokens, sentence, i)]
