"""What the words of a description tell of its party."""

from __future__ import annotations

import pytest

from communique.model.document import Document
from communique.model.reading import Reading
from communique.nlp.parse import Parser
from communique.resolve.phrase_reader import find_phrases
from communique.resolve.scene import Scene

PHRASES = [
    ("The former Russian foreign minister spoke.", "The former Russian foreign minister", ["RUS"], True),
    ("A spokesman for the U.S. State Department spoke.", "A spokesman for the U.S. State Department", ["USA"], False),
    ("Japan's minister of finance spoke.", "Japan's minister of finance", ["JPN"], False),
    ("The French ambassador to Syria spoke.", "The French ambassador to Syria", ["FRA"], False),
    ("The Russian and French presidents spoke.", "The Russian and French presidents", ["RUS", "FRA"], False),
    ("The Syrian opposition spokesman spoke.", "The Syrian opposition spokesman", ["SYR-OPP"], False),
    ("Iranian lawmakers spoke.", "Iranian lawmakers", ["IRN-PARLIAMENT"], False),
    ("The Philippine Coast Guard spokesman spoke.", "The Philippine Coast Guard spokesman", ["PHL"], False),
    ("The pro-Western president spoke.", "The pro-Western president", [], False),
    ("Local business leaders spoke.", "Local business leaders", ["OTHER"], False),
    ("A group of House Democrats spoke.", "A group of House Democrats", ["USA-CONGRESS"], False),
    ("The commander of U.S.-backed fighters spoke.", None, [], False),
    ("A senior administration official spoke.", "A senior administration official", [], False),
    ("A right-leaning think tank spoke.", "A right-leaning think tank", ["OTHER"], False),
    ("Many rank-and-file members spoke.", "Many rank-and-file members", [], False),
    ("Israel's best-selling newspaper spoke.", "Israel's best-selling newspaper", ["OTHER"], False),
    ("The U.S.-led NATO coalition spoke.", "The U.S.-led NATO coalition", ["NATO"], False),
    ("The Islamic State terror group spoke.", "The Islamic State terror group", ["IS"], False),
    ("The Israeli military chief of staff spoke.", "The Israeli military chief of staff", ["ISR"], False),
    ("His counterparts in Mexico spoke.", "His counterparts in Mexico", ["MEX"], False),
]


@pytest.mark.parametrize(("text", "words", "parties", "is_former"), PHRASES)
def test_phrase_and_its_parties(parser: Parser, text: str, words: str | None, parties: list[str], is_former: bool) -> None:
    scene = Scene(parser.annotate([Reading(Document("d", text))])[0])
    found = find_phrases(scene)[0]
    assert found.parties == parties
    assert found.is_former is is_former
    if words is not None:
        assert scene.span_of(found.first, found.last).of(text) == words


NO_ACTORS = [
    "Norway's successful campaign in Mali went on.",
    "The airstrike campaign went on.",
    "The whole-of-government effort and the government-to-government talks went on.",
]


@pytest.mark.parametrize("text", NO_ACTORS)
def test_what_somebody_does_is_no_phrase(parser: Parser, text: str) -> None:
    assert find_phrases(Scene(parser.annotate([Reading(Document("d", text))])[0])) == []


def test_words_that_only_modify_are_no_phrase(parser: Parser) -> None:
    text = "The refugee camp and the opposition to the plan were in the news."
    scene = Scene(parser.annotate([Reading(Document("d", text))])[0])
    assert [p.role for p in find_phrases(scene) if p.group in ("private", "opposition")] == []
