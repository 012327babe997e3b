"""Who may be taking a stance where: units from attributions and from actors that are named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.coding.unit import Unit, find_units, trim_evidence
from communique.model.document import Document, Span
from communique.model.reading import Mention, MentionKind, Reading, Sentence, Token
from communique.model.record import MAX_EVIDENCE_CHARS, Attribution, Mode

Named = tuple[str, str, str, str]  # words, actor, party, relation of the words' last token


def reading_of(sentences: Sequence[str], named: Sequence[Named] = (), cited: Sequence[dict[str, str]] = ()) -> Reading:
    """A reading of sentences; `cited` gives source, cue and content in words, with actor, party and mode."""
    text = " ".join(sentences)
    tokens: list[Token] = []
    found: list[Sentence] = []
    at = 0
    relation = {text.index(words) + len(words): dep for words, _, _, dep in named}
    for sentence in sentences:
        first, offset = len(tokens), text.index(sentence, at)
        words = list(re.finditer(r"\w+|[^\w\s]", sentence))
        root = first + len(words) - 1
        for match in words:
            dep = relation.get(offset + match.end(), "dep")
            tokens.append(
                Token(offset + match.start(), offset + match.end(), match.group(), match.group().lower(), "NOUN", "NN", dep, root)
            )
        at = offset + len(sentence)
        found.append(Sentence(offset, at, first, len(tokens), 0))
    mentions = [
        Mention(text.index(w), text.index(w) + len(w), MentionKind.STATE, actor, party, "test", 0.9)
        for w, actor, party, _ in named
    ]
    return Reading(
        Document("d", text),
        tuple(tokens),
        tuple(found),
        mentions=tuple(mentions),
        attributions=tuple(_attribution(text, c) for c in cited),
    )


def _attribution(text: str, cited: dict[str, str]) -> Attribution:
    def spans(role: str) -> tuple[Span, ...]:
        words = cited.get(role, "")
        return (Span(text.index(words), text.index(words) + len(words)),) if words else ()

    return Attribution(
        start=0,
        end=len(text),
        confidence=0.9,
        maker="test@1",
        source=spans("source"),
        cue=spans("cue"),
        content=spans("content"),
        mode=Mode(cited.get("mode", "indirect")),
        actor=cited.get("actor"),
        party=cited.get("party"),
        actor_confidence=0.8,
    )


def brief(units: Sequence[Unit], reading: Reading) -> list[tuple[str, str, str]]:
    return [(u.actor, u.rule, u.span.of(reading.document.text)) for u in units]


def test_cited_clause_is_the_evidence() -> None:
    reading = reading_of(
        ["On Monday, amid snow, Norway said the cod treaty must be kept, a day late."],
        cited=[{"source": "Norway", "cue": "said", "content": "the cod treaty must be kept", "actor": "Norway", "party": "NOR"}],
    )
    (unit,) = find_units(reading)
    assert brief([unit], reading) == [("Norway", "cited", "Norway said the cod treaty must be kept")]
    assert unit.passage == "On Monday, amid snow, [holder] said the cod treaty must be kept, a day late."
    assert unit.mode is Mode.INDIRECT


def test_each_sentence_of_a_long_quotation_is_a_unit() -> None:
    reading = reading_of(
        ['"The cod treaty is dead," Ms Berg said.', "We will not pay for it any more."],
        cited=[
            {
                "source": "Ms Berg",
                "cue": "said",
                "content": '"The cod treaty is dead," Ms Berg said. We will not pay for it any more.',
                "actor": "Ida Berg",
                "party": "NOR",
                "mode": "direct",
            }
        ],
    )
    units = find_units(reading)
    assert [u.sentence for u in units] == [0, 1]
    assert units[1].span.of(reading.document.text) == "We will not pay for it any more."
    assert units[1].passage.endswith("|| [holder]: We will not pay for it any more.")


def test_two_actors_cited_together_are_two_units() -> None:
    reading = reading_of(
        ["Norway and Iceland said the cod treaty must be kept."],
        named=[("Norway", "Norway", "NOR", "nsubj"), ("Iceland", "Iceland", "ISL", "conj")],
        cited=[
            {
                "source": "Norway and Iceland",
                "cue": "said",
                "content": "the cod treaty must be kept",
                "actor": "Norway",
                "party": "NOR",
            }
        ],
    )
    units = find_units(reading)
    assert [(u.actor, u.party) for u in units] == [("Norway", "NOR"), ("Iceland", "ISL")]
    assert units[0].beside == units[1].beside >= 0


def test_actor_inside_words_of_another_is_nested() -> None:
    reading = reading_of(
        ["Ms Berg said Iceland wants the treaty to fail."],
        named=[("Iceland", "Iceland", "ISL", "nsubj")],
        cited=[
            {
                "source": "Ms Berg",
                "cue": "said",
                "content": "Iceland wants the treaty to fail",
                "actor": "Ida Berg",
                "party": "NOR",
            }
        ],
    )
    assert [(u.actor, u.rule) for u in find_units(reading)] == [("Ida Berg", "cited"), ("Iceland", "nested")]


def test_own_state_inside_own_words_makes_a_unit() -> None:
    reading = reading_of(
        ["Ms Berg said Norway rejects the treaty."],
        named=[("Norway", "Norway", "NOR", "nsubj")],
        cited=[{"source": "Ms Berg", "cue": "said", "content": "Norway rejects the treaty", "actor": "Ida Berg", "party": "NOR"}],
    )
    assert [(u.party, u.rule) for u in find_units(reading)] == [("NOR", "cited"), ("NOR", "acting")]


@pytest.mark.parametrize(
    ("relation", "rule"), [("nsubj", "acting"), ("poss", "acting"), ("agent", "acting"), ("pobj", "named"), ("dobj", "named")]
)
def test_part_of_a_named_actor_is_told(relation: str, rule: str) -> None:
    reading = reading_of(["Norway vetoed the cod treaty."], named=[("Norway", "Norway", "NOR", relation)])
    assert [(u.rule, u.mode) for u in find_units(reading)] == [(rule, Mode.ACT)]


def test_name_inside_a_longer_name_is_no_holder() -> None:
    named = [("Norway's minister Ida Berg", "Ida Berg", "NOR", "nsubj"), ("Norway", "Norway", "NOR", "poss")]
    reading = reading_of(["Norway's minister Ida Berg vetoed the treaty."], named=named)
    assert [u.actor for u in find_units(reading)] == ["Ida Berg"]


def test_name_that_describes_the_speaker_is_no_holder() -> None:
    named = [("Norway", "Norway", "NOR", "poss"), ("Ms Berg", "Ida Berg", "NOR", "nsubj")]
    told = {"source": "Norway's Ms Berg", "cue": "said", "content": "the cod treaty is dead", "actor": "Ida Berg", "party": "NOR"}
    reading = reading_of(["Norway's Ms Berg said the cod treaty is dead."], named=named, cited=[told])
    assert [u.actor for u in find_units(reading)] == ["Ida Berg"]


@pytest.mark.parametrize(("relation", "actors"), [("pobj", []), ("poss", ["Norway"])])
def test_a_place_is_no_holder(relation: str, actors: list[str]) -> None:
    reading = reading_of(["The cod treaty was signed in Norway."], named=[("Norway", "Norway", "NOR", relation)])
    (mention,) = reading.mentions
    place = replace(reading, mentions=(replace(mention, can_act=False),))
    assert [u.actor for u in find_units(place)] == actors


def test_whose_call_another_speaks_of_is_no_holder() -> None:
    told = {"source": "Ms Berg", "cue": "rejected", "content": "Iceland's call for a treaty", "actor": "Ida Berg", "party": "NOR"}
    reading = reading_of(["Ms Berg rejected Iceland's call for a treaty."], [("Iceland", "Iceland", "ISL", "poss")], [told])
    (mention,) = reading.mentions
    assert [u.actor for u in find_units(replace(reading, mentions=(replace(mention, can_act=False),)))] == ["Ida Berg"]


@pytest.mark.parametrize(("relation", "actors"), [("nsubj", ["soldiers"]), ("dobj", [])])
def test_a_group_whose_party_is_a_guess_counts_where_it_acts(relation: str, actors: list[str]) -> None:
    reading = reading_of(["He would send soldiers to the cod talks."], named=[("soldiers", "soldiers", "NOR", relation)])
    (mention,) = reading.mentions
    guess = replace(reading, mentions=(replace(mention, rule="phrase:context"),))
    assert [u.actor for u in find_units(guess)] == actors


@pytest.mark.parametrize(
    ("source", "passage"),
    [
        ("Neither Norway nor Iceland", "Neither [holder] wants the treaty."),
        ("Few Norwegians", "Few [holder] wants the treaty."),
        ("None of the ministers", "None of [holder] wants the treaty."),
        ("Norwegians", "[holder] wants the treaty."),
        ("No 10", "[holder] wants the treaty."),
    ],
)
def test_what_denies_a_holder_stays_in_sight(source: str, passage: str) -> None:
    told = {"source": source, "cue": "wants", "content": "the treaty", "actor": "Norway", "party": "NOR"}
    (unit,) = find_units(reading_of([f"{source} wants the treaty."], cited=[told]))
    assert unit.passage == passage


def parsed(text: str, named: Sequence[tuple[str, str]], cited: Sequence[dict[str, str]]) -> Reading:
    """A reading with a true parse; `named` gives words and party."""
    from communique.nlp.parse import Parser

    (reading,) = Parser().annotate([Reading(Document("d", text))])
    return replace(
        reading,
        mentions=tuple(
            Mention(text.index(w), text.index(w) + len(w), MentionKind.STATE, w, party, "table:state", 0.9) for w, party in named
        ),
        attributions=tuple(_attribution(text, c) for c in cited),
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "party", "expected"),
    [
        ("Iceland wants to leave the treaty", "NOR", []),
        ("Iceland refuses to leave the treaty", "NOR", []),
        ("Iceland left the treaty", "NOR", ["cited", "nested"]),
        ("Iceland must be ready to leave the treaty", "NOR", ["cited", "nested"]),
        ("Iceland wants to leave the treaty", "OTHER", ["cited", "nested"]),  # passes it on
        ("Iceland wants to leave the treaty", "ISL", ["cited", "acting"]),  # speaks for it
    ],
)
def test_what_another_is_said_to_want_shows_nobodys_stance(content: str, party: str, expected: list[str]) -> None:
    told = {"source": "Roe", "cue": "said", "content": content, "actor": "Adam Roe", "party": party}
    units = find_units(parsed(f"Roe said {content}.", [("Iceland", "ISL")], [told]))
    assert [u.rule for u in units] == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Norway would sign the pact if the quota fell", [("Norway would sign the pact", "if the quota fell")] * 2),
        ("he would sign the pact if the quota fell", [("he would sign the pact", "if the quota fell")]),
        ("the ban would be lifted if the quota fell", [("the ban would be lifted", "if the quota fell")]),
        ("the quota must fall", [None]),
        ("Iceland would sign the pact if the quota fell", [None, None]),  # what another would do
    ],
)
def test_what_a_holder_does_on_a_condition(content: str, expected: list[tuple[str, str] | None]) -> None:
    told = {"source": "Roe", "cue": "said", "content": content, "actor": "Adam Roe", "party": "NOR"}
    named = [(name, party) for name, party in (("Norway", "NOR"), ("Iceland", "ISL")) if name in content]
    units = find_units(parsed(f"Roe said {content}.", named, [told]))
    assert [u.conditional for u in units] == expected


def test_source_without_actor_is_worded_and_other() -> None:
    reading = reading_of(
        ["An old fisherman said the cod treaty must be kept."],
        cited=[{"source": "An old fisherman", "cue": "said", "content": "the cod treaty must be kept"}],
    )
    assert [(u.actor, u.party) for u in find_units(reading)] == [("An old fisherman", "OTHER")]


def test_attribution_without_source_makes_no_unit() -> None:
    assert find_units(reading_of(["The treaty is said to be dead."], cited=[{"cue": "said", "content": "The treaty"}])) == []


def test_empty_reading_has_no_units() -> None:
    assert find_units(Reading(Document("d", ""))) == []


@given(
    st.text(alphabet="ab \n.“\U0001f600\u200f", max_size=1200), st.integers(0, 1200), st.integers(0, 1200), st.integers(0, 1200)
)
def test_evidence_is_a_short_literal_span(text: str, a: int, b: int, mark: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    span = trim_evidence(text, Span(start, end), [(mark, mark + 3)])
    assert start <= span.start <= span.end <= end
    assert span.end - span.start <= MAX_EVIDENCE_CHARS
    assert span.of(text) == span.of(text).strip()
