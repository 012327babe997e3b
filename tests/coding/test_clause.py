"""Tense at a place of a sentence and the stretch that serves as evidence, on hand-built tokens."""

from __future__ import annotations

import pytest

from communique.coding.clause import evidence_span, tense_at
from communique.model.document import Document, Span
from communique.model.reading import Reading, Sentence, Token
from communique.model.record import MAX_EVIDENCE_CHARS


def parsed(*tokens: tuple[str, str, str, str, int]) -> Reading:
    """A reading of one sentence; each token is text, tag, part of speech, relation, index of its head."""
    text, made, at = "", [], 0
    for word, tag, pos, dep, head in tokens:
        text += (" " if text else "") + word
        at = len(text) - len(word)
        made.append(Token(at, at + len(word), word, {"are": "be"}.get(word, word.lower()), pos, tag, dep, head))
    sentence = Sentence(0, len(text), 0, len(made), 0)
    return Reading(document=Document(id="d", text=text), tokens=tuple(made), sentences=(sentence,))


WILL_MEET = (
    ("They", "PRP", "PRON", "nsubj", 2),
    ("will", "MD", "AUX", "aux", 2),
    ("meet", "VB", "VERB", "ROOT", 2),
    ("Monday", "NNP", "PROPN", "npadvmod", 2),
)
MET = (("They", "PRP", "PRON", "nsubj", 1), ("met", "VBD", "VERB", "ROOT", 1), ("Monday", "NNP", "PROPN", "npadvmod", 1))
HAVE_MET = (
    ("They", "PRP", "PRON", "nsubj", 2),
    ("have", "VBP", "AUX", "aux", 2),
    ("met", "VBN", "VERB", "ROOT", 2),
    ("Monday", "NNP", "PROPN", "npadvmod", 2),
)
PLAN_TO = (
    ("They", "PRP", "PRON", "nsubj", 1),
    ("plan", "VBP", "VERB", "ROOT", 1),
    ("to", "TO", "PART", "aux", 3),
    ("meet", "VB", "VERB", "xcomp", 1),
    ("Monday", "NNP", "PROPN", "npadvmod", 3),
)
ARE_TO = (
    ("They", "PRP", "PRON", "nsubj", 1),
    ("are", "VBP", "AUX", "ROOT", 1),
    ("to", "TO", "PART", "aux", 3),
    ("meet", "VB", "VERB", "xcomp", 1),
    ("Monday", "NNP", "PROPN", "npadvmod", 3),
)
MEETING = (
    ("They", "PRP", "PRON", "nsubj", 2),
    ("are", "VBP", "AUX", "aux", 2),
    ("meeting", "VBG", "VERB", "ROOT", 2),
    ("Monday", "NNP", "PROPN", "npadvmod", 2),
)
NO_VERB = (("Talks", "NNS", "NOUN", "ROOT", 0), ("Monday", "NNP", "PROPN", "npadvmod", 0))


@pytest.mark.parametrize(
    ("tokens", "tense"),
    [
        (WILL_MEET, "future"),
        (MET, "past"),
        (HAVE_MET, "past"),
        (PLAN_TO, "future"),
        (ARE_TO, "future"),
        (MEETING, "future"),
        (NO_VERB, None),
    ],
    ids=["will", "past", "perfect", "plan", "be to", "progressive", "no verb"],
)
def test_governing_verb_gives_the_tense(tokens: tuple[tuple[str, str, str, str, int], ...], tense: str | None) -> None:
    reading = parsed(*tokens)
    at = reading.document.text.index("Monday")
    assert tense_at(reading, reading.sentences[0], at) == tense


def test_short_sentence_is_its_own_evidence() -> None:
    reading = parsed(*MET)
    assert evidence_span(reading, reading.sentences[0]) == Span(0, len("They met Monday"))


def test_long_sentence_is_cut_at_clauses_around_the_core() -> None:
    clause = ("word", "NN", "NOUN", "dep", 0)
    comma = (",", ",", "PUNCT", "punct", 0)
    tokens = [t for _ in range(10) for t in (*[clause] * 10, comma)]
    reading = parsed(*tokens)
    core = Span(reading.tokens[60].start, reading.tokens[63].end)
    found = evidence_span(reading, reading.sentences[0], core)
    assert found is not None
    assert found.covers(core)
    assert found.end - found.start <= MAX_EVIDENCE_CHARS
    assert found.of(reading.document.text).startswith("word word")
    assert found.of(reading.document.text).endswith(",")


def test_long_sentence_without_a_core_has_no_evidence() -> None:
    reading = parsed(*[("word", "NN", "NOUN", "dep", 0)] * 200)
    assert evidence_span(reading, reading.sentences[0]) is None
