"""What an alignment is about: what hangs on a word of agreeing or differing, else a preposition, a clause, the core itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from communique.coding.event_reader import Told
from communique.coding.telling import Telling
from communique.coding.topic_phrase import topic_phrase
from communique.model.document import Document, Span
from communique.model.reading import Reading, Sentence, Token

# text, relation, part of speech, head
ON = [
    ("They", "nsubj", "PRON", 1),
    ("agree", "ROOT", "VERB", 1),
    ("on", "prep", "ADP", 1),
    ("fish", "compound", "NOUN", 4),
    ("quotas", "pobj", "NOUN", 2),
]
CLAUSE = [
    ("They", "nsubj", "PRON", 1),
    ("agree", "ROOT", "VERB", 1),
    ("to", "aux", "PART", 3),
    ("close", "xcomp", "VERB", 1),
    ("ports", "dobj", "NOUN", 3),
]
BARE = [("They", "nsubj", "PRON", 1), ("disagree", "ROOT", "VERB", 1)]


def reading_of(words: list[tuple[str, str, str, int]]) -> Reading:
    text = ""
    tokens: list[Token] = []
    for word, dep, pos, head in words:
        text += (" " if text else "") + word
        tokens.append(Token(len(text) - len(word), len(text), word, word.lower(), pos, "", dep, head))
    return Reading(
        document=Document(id="d", text=text), tokens=tuple(tokens), sentences=(Sentence(0, len(text), 0, len(tokens), 0),)
    )


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        (ON, "fish quotas"),
        (CLAUSE, "to close ports"),
        (BARE, "They disagree"),
        ([*BARE, ("x" * 70, "dep", "NOUN", 1), ("y" * 40, "dep", "NOUN", 1)], "They disagree " + "x" * 70),
    ],
)
def test_phrase(words: list[tuple[str, str, str, int]], phrase: str) -> None:
    reading = reading_of(words)
    assert topic_phrase(reading, telling_of(reading), Span(0, len(reading.document.text))) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Norway and Sweden agreed on Thursday on new limits for trawlers.", "new limits for trawlers"),
        ("Norway and Sweden agreed on Thursday to close their ports.", "to close their ports"),
        ("Norway and Sweden signed an agreement on Tuesday to close their ports.", "to close their ports"),
        ("Sweden opposes any strike on Iceland.", "any strike on Iceland"),
        ("Norway and Sweden are divided over the new border controls, which began in May.", "the new border controls"),
        ("In talks over the weekend Norway and Sweden bridged a dispute about fishing rights.", "fishing rights"),
        ("Norway and Sweden have a row over Iceland.", "Norway and Sweden have a row over Iceland"),
    ],
)
def test_phrase_of_a_parsed_sentence(resolve: Callable[[str], Reading], text: str, phrase: str) -> None:
    reading = resolve(text)
    assert topic_phrase(reading, telling_of(reading), Span(0, len(text))) == phrase


def telling_of(reading: Reading) -> Telling:
    told = Told({}, np.zeros((0, 0)), (), ())
    return Telling(0, reading.sentences[0], reading.document.text, told, reading.mentions, None)
