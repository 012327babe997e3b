"""Small questions about a sentence that several coders ask: tense at a place, whose words, the best stretch as evidence.

Works on the plain tokens of `Reading`; no parser is needed. Offsets are those of the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from communique.model.document import Span
from communique.model.reading import Mention, Reading, Sentence, Token
from communique.model.record import MAX_EVIDENCE_CHARS

_FUTURE_AUX = {"will", "would", "shall", "wo", "'ll", "’ll", "should", "may", "might", "can"}
_PLANNING = frozenset(
    [
        "plan",
        "schedule",
        "expect",
        "set",
        "intend",
        "agree",
        "promise",
        "pledge",
        "vow",
        "prepare",
        "due",
        "invite",
        "want",
        "hope",
        "propose",
        "arrange",
        "slate",
        "decide",
        "aim",
        "ready",
        "likely",
        "poise",
        "determine",
        "commit",
        "announce",
    ]
)
_CLAUSE_DEPS = {"ccomp", "advcl", "relcl", "conj", "parataxis", "acl", "xcomp"}
_VERBAL = {"VERB", "AUX"}


def tokens_of(reading: Reading, sentence: Sentence) -> Sequence[Token]:
    """The tokens of a sentence."""
    return reading.tokens[sentence.first : sentence.last]


def mentions_in(reading: Reading, span: Span) -> list[Mention]:
    """The mentions that lie inside a stretch, in order."""
    return [m for m in reading.mentions_in(span) if m.end <= span.end]


def token_at(reading: Reading, sentence: Sentence, offset: int) -> int | None:
    """The index of the token that covers an offset, or of the first after it inside the sentence."""
    for index in range(sentence.first, sentence.last):
        if reading.tokens[index].end > offset:
            return index
    return None


def governors(tokens: Sequence[Token], index: int) -> Iterator[int]:
    """A token and its heads up to the root, each once."""
    seen = set()
    while index not in seen:
        seen.add(index)
        yield index
        index = tokens[index].head


def children(tokens: Sequence[Token], sentence: Sentence, index: int) -> list[int]:
    """The tokens of a sentence that hang on a token itself, in order."""
    return [i for i in range(sentence.first, sentence.last) if tokens[i].head == index and i != index]


def subtree(tokens: Sequence[Token], sentence: Sentence, index: int) -> list[int]:
    """A token and all tokens of its sentence that hang on it, in order."""
    return [i for i in range(sentence.first, sentence.last) if index in governors(tokens, i)]


def last_token(reading: Reading, sentence: Sentence, mention: Mention) -> int | None:
    """The token of a sentence with which a name ends."""
    return next((i for i in range(sentence.first, sentence.last) if reading.tokens[i].end >= mention.end), None)


def tense_at(reading: Reading, sentence: Sentence, offset: int) -> Literal["past", "future"] | None:
    """The tense of the verb that governs the token at an offset, read from auxiliaries and planning words above it.

    "will meet on Monday", "is due to meet", "plans to send", "are to meet" are future; "met", "had met" past; a bare
    present is future with a planning word above it and otherwise unknown.
    """
    index = token_at(reading, sentence, offset)
    if index is None:
        return None
    verbs = [
        i for i in governors(reading.tokens, index) if reading.tokens[i].pos in _VERBAL and sentence.first <= i < sentence.last
    ]
    return next((t for v in verbs if (t := verb_tense(reading, sentence, v))), None)


def verb_tense(reading: Reading, sentence: Sentence, verb: int) -> Literal["past", "future"] | None:
    """The tense of one verb with its auxiliaries and the planning words above it."""
    tokens = reading.tokens
    here = tokens[verb]
    aux = [
        tokens[i] for i in range(sentence.first, sentence.last) if tokens[i].head == verb and tokens[i].dep in ("aux", "auxpass")
    ]
    forms = {a.text.lower() for a in aux}
    if forms & _FUTURE_AUX:
        return "past" if "have" in forms else "future"
    if here.tag == "VB" and any(a.text.lower() == "to" for a in aux):
        return _infinitive_tense(reading, sentence, verb)
    if here.tag == "VBD" or any(a.tag == "VBD" or a.text.lower() in ("has", "have", "had", "'ve", "’ve") for a in aux):
        return "past"
    if here.tag == "VBG" and any(a.text.lower() in ("is", "are", "'re", "’re", "am") for a in aux):
        return "future"
    if (
        here.tag in ("VBG", "VBN")
        and here.dep in _CLAUSE_DEPS
        and not aux
        and here.head != verb
        and tokens[here.head].pos in _VERBAL
    ):
        return verb_tense(reading, sentence, here.head)
    return None


def _infinitive_tense(reading: Reading, sentence: Sentence, verb: int) -> Literal["past", "future"] | None:
    above = [reading.tokens[i] for i in governors(reading.tokens, verb)][1:4]
    if any(t.lemma.lower() in _PLANNING or t.text.lower() in _FUTURE_AUX for t in above):
        return "future"
    if not above or (above[0].lemma == "be" and above[0].tag in ("VBZ", "VBP", "VBD")):
        return "future"
    head = reading.tokens[verb].head
    return verb_tense(reading, sentence, head) if head != verb and reading.tokens[head].pos in _VERBAL else "future"


def evidence_span(reading: Reading, sentence: Sentence, core: Span | None = None) -> Span | None:
    """The sentence if it is short enough, else the window of clauses around `core`; None if nothing fits.

    White space at the ends is left out. A longer sentence is cut at commas, semicolons and dashes only.
    """
    text = reading.document.text
    start, end = trim(text, sentence.start, sentence.end)
    if 0 < end - start <= MAX_EVIDENCE_CHARS:
        return Span(start, end)
    if core is None or end <= start:
        return None
    cuts = [start, *[t.end for t in tokens_of(reading, sentence) if t.text in (",", ";", "—", "–", ":")], end]
    before = [c for c in cuts if c <= core.start]
    after = [c for c in cuts if c >= core.end]
    left = next((c for c in before if core.end - c <= MAX_EVIDENCE_CHARS * 3 // 4), core.start)
    right = next((c for c in reversed(after) if c - left <= MAX_EVIDENCE_CHARS), min(core.end, left + MAX_EVIDENCE_CHARS))
    left, right = trim(text, left, right)
    return Span(left, right) if right > left else None


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
