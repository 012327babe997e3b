"""Whom a pronoun means, inside quotation marks and outside them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.model.document import Document, Span
from communique.model.reading import Reading
from communique.model.record import Attribution
from communique.nlp.parse import Parser
from communique.resolve.actor import ActorResolver

from .conftest import Resolve
from .test_actor import mention_of


def read_cited(parser: Parser, text: str, source: str, cue: str) -> Reading:
    """A text whose only quotation is cited by the words given."""
    (parsed,) = parser.annotate([Reading(Document("d", text))])
    start, end = text.index("“"), text.rindex("”") + 1
    at, on = text.rindex(source), text.rindex(cue)
    row = Attribution(
        start=min(start, at),
        end=max(end, on + len(cue)),
        confidence=1.0,
        maker="t@1",
        source=(Span(at, at + len(source)),),
        cue=(Span(on, on + len(cue)),),
        content=(Span(start, end),),
    )
    (reading,) = ActorResolver().annotate([Reading(**{**{f: getattr(parsed, f) for f in _FIELDS}, "attributions": (row,)})])
    return reading


_FIELDS = ("document", "tokens", "sentences", "paragraphs", "quotations")

IN_SPEECH = [  # text, source, cue, pronoun, actor, party
    (
        "Russian President Vladimir Putin left. Adam Roe, an analyst, said: “Putin is strong. He waits.”",
        "Adam Roe, an analyst",
        "said",
        "He",
        "Vladimir Putin",
        "RUS",
    ),
    (
        "North Korean leader Kim Jong Un came. U.S. President Adam Roe told reporters: “I think he waits.”",
        "U.S. President Adam Roe",
        "told",
        "he",
        "Kim Jong Un",
        "PRK",
    ),
    ("“Iran has an army. They will wait,” U.S. officials said.", "U.S. officials", "said", "They", "Iran", "IRN"),
    ("Iran waited. Adam Roe told reporters: “They will wait.”", "Adam Roe", "told", "They", "Iran", "IRN"),
    ("“Iran helps the Americans. They will wait,” U.S. officials said.", "U.S. officials", "said", "They", "Iran", "IRN"),
    (
        "U.S. President Adam Roe left. Syrian President Omar Nour spoke. “The president waits,” Ida Berg, a U.S. official, said.",
        "Ida Berg",
        "said",
        "The president",
        "Adam Roe",
        "USA",
    ),
    (
        "Iran's army waited. U.S. Secretary of State Adam Roe said: “I know our forces.”",
        "U.S. Secretary of State Adam Roe",
        "said",
        "our forces",
        "forces",
        "USA",
    ),
]


@pytest.mark.parametrize(("text", "source", "cue", "words", "actor", "party"), IN_SPEECH)
def test_pronoun_in_speech_is_not_who_speaks(
    parser: Parser, text: str, source: str, cue: str, words: str, actor: str, party: str
) -> None:
    mention = mention_of(read_cited(parser, text, source, cue), words)
    assert (mention.actor, mention.party) == (actor, party)


PLURALS = [
    ("The Taliban held the town. The Israelis came late. They left.", "They", "Israelis", "ISR"),
    ("Russia said so. The Palestinians, whose leaders met, left.", "leaders", "leaders", "PSE"),
    ("Russia and Russians waited. Iran called on its troops.", "its troops", "troops", "IRN"),
    ("Russia waited. The U.S. heard from Iran that its troops had left.", "its troops", "troops", "IRN"),
    ("Iran waited. Russia objected to American tariffs on its troops.", "its troops", "troops", "RUS"),
    ("Russia waited. The Iranian people fear their government.", "their government", "government", "IRN"),
    ("Russia waited. Many Iranians fear their government.", "their government", "government", "IRN"),
    ("Russia waited. The U.S. met. The U.S. urged Iran to withdraw its troops.", "its troops", "troops", "IRN"),
    ("America waited. Syria's president, Omar Nour, left. Adam Roe met Nour and his aides.", "his aides", "aides", "SYR"),
    ("America waited. Norwegian officials met. When raiders lose, they object.", "they", "raiders", "OTHER"),
    ("Iranian President Omar Poe spoke. Even as he waited, Adam Roe, Norway's president, left.", "he", "Adam Roe", "NOR"),
    (
        "Israelis came. Israelis met. Adam Roe said that the Iranians have lied, saying that they never met.",
        "they",
        "Iranians",
        "IRN",
    ),
    ("Adam Roe, an expert, wrote that Trump was naive to think he could wait.", "he", "Trump", "USA"),
    (
        (
            "John Kirby met John Kirby. Kirby left. Russian senator Adam Roe wrote that “Norway is back” after the vote, "
            "which he called odd."
        ),
        "he",
        "Adam Roe",
        "RUS-PARLIAMENT",
    ),
]


@pytest.mark.parametrize(("text", "words", "actor", "party"), PLURALS)
def test_plurals_and_possessives(resolve: Resolve, text: str, words: str, actor: str, party: str) -> None:
    mention = mention_of(resolve(text), words)
    assert (mention.actor, mention.party) == (actor, party)


def test_he_in_speech_is_not_who_goes_on_speaking(parser: Parser) -> None:
    text = "Adam Roe, an analyst, told of Russian President Vladimir Putin. “He waits,” he said."
    (parsed,) = parser.annotate([Reading(Document("d", text))])

    def row(source: str, at: int, content: str) -> Attribution:
        on = text.index(content)
        spans = (Span(at, at + len(source)),), (Span(on, on + len(content)),)
        return Attribution(
            start=min(at, on), end=len(text), confidence=1.0, maker="t@1", source=spans[0], cue=(), content=spans[1]
        )

    rows = (row("Adam Roe, an analyst", 0, "of Russian President"), row("he", text.rindex("he"), "“He waits,”"))
    (reading,) = ActorResolver().annotate([replace(parsed, attributions=rows)])
    assert mention_of(reading, "He").actor == "Vladimir Putin"


PERSONS = [
    ("Like Mr. Poe, Norway's envoy Adam Roe was in Oslo for the talks. Mr. Poe met Omar Nour. Then he left.", "he", "Poe"),
    ("Adam Roe met Ida Berg. Then he left.", "he", "Adam Roe"),
    ("Ida Berg met Adam Roe. Then he left.", "he", "Adam Roe"),
]


@pytest.mark.parametrize(("text", "words", "actor"), PERSONS)
def test_he_is_the_likeliest_of_several(resolve: Resolve, text: str, words: str, actor: str) -> None:
    assert mention_of(resolve(text), words).actor == actor
