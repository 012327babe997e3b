"""Whose wish cited words tell, where they tell no more."""

from __future__ import annotations

import pytest

from communique.coding.claim import wisher
from communique.model.document import Document, Span
from communique.model.reading import Reading


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Iceland wants to leave the pact", "Iceland"),
        ("Iceland was determined to leave the pact", "Iceland"),
        ("Iceland is ready to leave the pact", "Iceland"),
        ("Iceland refuses a binding pact", "Iceland"),
        ("Iceland must want peace", None),  # a demand
        ("Iceland wants war and must be stopped", None),
        ("Iceland left the pact", None),
        ("the pact is dead", None),
    ],
)
def test_a_claim_says_what_another_wants_and_no_more(content: str, expected: str | None) -> None:
    from communique.nlp.parse import Parser

    text = f"Norway said {content}."
    (reading,) = Parser().annotate([Reading(Document("d", text))])
    found = wisher(reading, reading.sentences[0], [Span(12, 12 + len(content))])
    assert (reading.tokens[found].text if found is not None else None) == expected
