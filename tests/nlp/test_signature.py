"""Signed quotations: a line that is all quotation, a dash and a name."""

from __future__ import annotations

import pytest

from communique.model.paragraph import split_paragraphs
from communique.nlp.signature import iter_signed


@pytest.mark.parametrize(
    ("text", "content", "name"),
    [
        ("“The accord is a step forward.” ― Federica Rossi", "“The accord is a step forward.”", "Federica Rossi"),
        ('"We want peace." -- Omar al-Farid, deputy minister', '"We want peace."', "Omar al-Farid, deputy minister"),
        ("”The wrong mark opens.”— J. R. Larsen.", "”The wrong mark opens.”", "J. R. Larsen"),
        ("First.\n“One.” — Ana Lima\nLast.", "“One.”", "Ana Lima"),
    ],
)
def test_signed(text: str, content: str, name: str) -> None:
    (found,) = iter_signed(text, split_paragraphs(text))
    assert (found.content.of(text), found.name.of(text)) == (content, name)
    assert found.dash.of(text) in "―—--"


@pytest.mark.parametrize(
    "text",
    [
        "“We want peace” — Larsen said so on Monday.",
        "“We want peace” — and nothing else.",
        "He said: “We want peace.” — Larsen",
        "“We want peace.” Larsen",
        "",
    ],
)
def test_not_signed(text: str) -> None:
    assert list(iter_signed(text, split_paragraphs(text))) == []
