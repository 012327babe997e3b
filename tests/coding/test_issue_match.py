"""Which issue a sentence is about, by the shipped retrieval."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from communique.coding.issue_match import match_issues
from communique.model.codebook import Codebook, Issue
from communique.model.reading import Reading

BOOK = Codebook(
    "c",
    "C",
    (
        Issue("arms", "Arming the rebels", "Rebels should get weapons.", "No weapons should go to the rebels."),
        Issue("arm-government", "Arming the government", "Deliveries of arms to the government go on.", "They must stop."),
        Issue("talks", "Peace talks", "The war must end by negotiation and dialogue.", "Talks are pointless."),
    ),
)


@pytest.mark.parametrize(
    ("sentence", "issue"),
    [
        ("Norway and Sweden agreed that the rebels need guns and ammunition.", "arms"),
        ("Both want a dialogue between the government and the opposition as soon as possible.", "talks"),
        ("The two met on Monday in fine weather.", None),
    ],
)
def test_the_most_relevant_issue_or_none(resolve: Callable[[str], Reading], sentence: str, issue: str | None) -> None:
    assert match_issues(resolve(sentence), BOOK) == [issue]


def test_a_reading_without_sentences_has_no_issues(resolve: Callable[[str], Reading]) -> None:
    assert match_issues(resolve(""), BOOK) == []
