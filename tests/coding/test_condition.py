"""What a clause hangs on: promises apart from their conditions."""

from __future__ import annotations

import pytest

from communique.coding.condition import find_conditionals
from communique.model.document import Document
from communique.model.reading import Reading


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "clause", "condition"),
    [
        ("Norway would sign the pact if the quota fell.", "Norway would sign the pact", "if the quota fell"),
        ("Roe said Norway would sign the pact only if the quota fell.", "Norway would sign the pact", "only if the quota fell"),
        ("Roe said that if the quota fell, it will sign the pact.", "that , it will sign the pact", "if the quota fell"),
        ("The ban would be lifted unless Iceland objects.", "The ban would be lifted", "unless Iceland objects"),
        ("Norway will share its data provided that Iceland pays.", "Norway will share its data", "provided that Iceland pays"),
        (
            "Norway is willing to return to the pact if Iceland pays.",
            "Norway is willing to return to the pact",
            "if Iceland pays",
        ),
        (
            "Norway would back the pact on condition that Iceland pays.",
            "Norway would back the pact",
            "on condition that Iceland pays",
        ),
        ("Norway will keep its boats there and would fire if attacked.", "would fire", "if attacked"),
    ],
)
def test_promise_and_condition_stand_apart(text: str, clause: str, condition: str) -> None:
    assert stretches(text) == [(clause, condition)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "Norway will sign the pact.",
        "The war would not have come if Norway had signed.",  # is past
        "It would be a mistake if Norway signed the pact.",  # a judgement
        "Norway cannot fish if Iceland objects.",
        "Norway will sign the pact even if Iceland objects.",
        "If you want peace, you will sign the pact.",  # of nobody
        "Roe would speak on condition of anonymity.",
        "Norway asked if Iceland would sign the pact.",
        "Norway wants to sign the pact if possible.",
        "Norway will send its boats if needed.",
        "If necessary, Norway would sign the pact.",
        "If anything, Norway would sign more pacts.",
        "Norway will slow, if not stop, its fishing.",
    ],
)
def test_what_hangs_on_nothing(text: str) -> None:
    assert stretches(text) == []


def stretches(text: str) -> list[tuple[str, str]]:
    from communique.nlp.parse import Parser

    (reading,) = Parser().annotate([Reading(Document("d", text))])
    (sentence,) = reading.sentences
    found = []
    for own in find_conditionals(reading, sentence):
        clause = text[own.clause.start : own.condition.start] + text[own.condition.end : own.clause.end]
        found.append((" ".join(clause.split()), own.condition.of(text)))
    return found
