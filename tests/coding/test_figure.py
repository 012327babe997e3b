"""Figures: which numbers belong on the record, with bound, source and a literal clause."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.coding.figure import FigureCoder, find_source
from communique.coding.figure_scorer import FigureScorer
from communique.errors import MissingModel
from communique.model.document import Document, Span
from communique.model.reading import Reading, Sentence, Token
from communique.model.record import Attribution, Bound, Figure
from communique.models import write_manifest

# word, lemma, coarse tag, Penn tag, dependency, head (relative), entity
Word = tuple[str, str, str, str, str, int, str]


def build(*words: Word, glue: str = " ") -> Reading:
    """A reading of one sentence, made by hand."""
    tokens, at = [], 0
    for i, (text, lemma, pos, tag, dep, head, ent) in enumerate(words):
        tokens.append(Token(at, at + len(text), text, lemma, pos, tag, dep, i + head, ent))
        at += len(text) + len(glue)
    text = glue.join(w[0] for w in words)
    sentence = Sentence(0, len(text), 0, len(tokens), 0)
    return Reading(Document("d", text), tuple(tokens), (sentence,), (Span(0, len(text)),))


KILLED = (
    ("At", "at", "ADP", "IN", "advmod", 1, "CARDINAL"),
    ("least", "least", "ADJ", "JJS", "advmod", 1, "CARDINAL"),
    ("93,000", "93,000", "NUM", "CD", "nummod", 1, "CARDINAL"),
    ("people", "people", "NOUN", "NNS", "nsubjpass", 3, ""),
    ("have", "have", "AUX", "VBP", "aux", 2, ""),
    ("been", "be", "AUX", "VBN", "auxpass", 1, ""),
    ("killed", "kill", "VERB", "VBN", "ROOT", 0, ""),
    ("in", "in", "ADP", "IN", "prep", -1, ""),
    ("Syria", "Syria", "PROPN", "NNP", "pobj", -1, "GPE"),
    (".", ".", "PUNCT", ".", "punct", -3, ""),
)
TALKS = (
    ("The", "the", "DET", "DT", "det", 2, ""),
    ("two", "two", "NUM", "CD", "nummod", 1, "CARDINAL"),
    ("leaders", "leader", "NOUN", "NNS", "nsubj", 1, ""),
    ("met", "meet", "VERB", "VBD", "ROOT", 0, ""),
    (".", ".", "PUNCT", ".", "punct", -1, ""),
)


def code(*readings: Reading) -> list[list[Figure]]:
    return FigureCoder().code(readings, [None] * len(readings))


def test_row_has_value_bound_what_and_a_literal_clause() -> None:
    reading = build(*KILLED)
    [[row]] = code(reading)
    assert (row.value, row.bound, row.source) == (93_000, Bound.AT_LEAST, None)
    assert row.what == "people killed in Syria"
    assert row.evidence == reading.document.text[row.start : row.end]
    assert row.maker.startswith("communique.figure@10+figure-")
    assert 0.45 <= row.confidence <= 1


def test_the_two_leaders_are_no_figure() -> None:
    assert code(build(*TALKS)) == [[]]


def test_each_reading_has_its_own_rows() -> None:
    assert [len(rows) for rows in code(build(*TALKS), build(*KILLED), build(*KILLED))] == [0, 1, 1]


def test_source_is_that_of_the_narrowest_attribution_around_the_number() -> None:
    reading = build(*KILLED)
    wide = Attribution(
        start=0, end=60, confidence=1, maker="t", source=(Span(50, 55),), cue=(), content=(Span(0, 49),), actor="UN"
    )
    near = Attribution(start=0, end=40, confidence=1, maker="t", source=(Span(43, 48),), cue=(), content=(Span(0, 30),))
    sentence, candidate = FigureCoder.candidates(reading)[0]
    found = Reading(reading.document, reading.tokens, reading.sentences, attributions=(wide, near))
    assert find_source(found, sentence, candidate) == "Syria"
    assert find_source(Reading(reading.document, attributions=(wide,)), sentence, candidate) == "UN"


def test_a_place_in_the_content_is_no_source_that_names_itself() -> None:
    words = [*KILLED[:-1], (",", ",", "PUNCT", ",", "punct", -3, "")]
    words += [(w, w, "NOUN", "NN", "dep", -1, "") for w in ("a", "spokesman", "for", "the", "ministry", "said")]
    reading = build(*words)
    text = reading.document.text
    content, source = Span(0, text.index(" ,")), Span(text.index("a spokesman"), text.index(" said"))
    of_place = Attribution(
        start=0, end=len(text), confidence=1, maker="t", source=(source,), cue=(), content=(content,), actor="Syria"
    )
    named = replace(of_place, actor="Ida Poe")
    sentence, candidate = FigureCoder.candidates(reading)[0]
    assert find_source(replace(reading, attributions=(of_place,)), sentence, candidate) == "spokesman for the ministry"
    assert find_source(replace(reading, attributions=(named,)), sentence, candidate) == "Ida Poe"


def test_source_after_according_to() -> None:
    told = ("according", "to", "a", "recent", "UN", "estimate")
    words = [*KILLED[:-1], (",", ",", "PUNCT", ",", "punct", -3, "")]
    words += [(w, w, "NOUN", "NN", "dep", -1, "") for w in told]
    [[row]] = code(build(*words))
    assert row.source == "recent UN estimate"


def test_weights_can_come_from_another_folder(tmp_path: Path) -> None:
    (tmp_path / "weights.json").write_text(json.dumps({"bias": -5, "family=people": 10}))
    write_manifest(tmp_path, ["weights.json"], {"name": "mine", "threshold": 0.5})
    scorer = FigureScorer(tmp_path)
    assert scorer.score(["family=people", "unknown"]) > 0.99
    assert scorer.score([]) < 0.01
    [[row]] = FigureCoder(tmp_path).code([build(*KILLED)], [None])
    assert row.maker.startswith("communique.figure@10+mine-")


@pytest.mark.parametrize("text", ["[1, 2]", "{", '{"bias": "x"}'])
def test_weights_that_are_none_name_the_remedy(tmp_path: Path, text: str) -> None:
    (tmp_path / "weights.json").write_text(text)
    write_manifest(tmp_path, ["weights.json"], {"name": "mine", "threshold": 0.5})
    with pytest.raises(MissingModel, match="rebuild"):
        FigureScorer(tmp_path).score([])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["93,000", "two", "$5", "million", "people", "killed", ",", "—", "of", "in", "Oslo", "-", "(", "x" * 90]
            ),
            st.sampled_from(["NOUN", "NUM", "VERB", "PUNCT", "ADP", "PROPN"]),
            st.integers(-3, 3),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_every_row_is_a_literal_span(raw: list[tuple[str, str, int]]) -> None:
    words = [(w, w, pos, "NN", "dep", max(-i, min(h, len(raw) - 1 - i)), "") for i, (w, pos, h) in enumerate(raw)]
    reading = build(*words)
    for row in code(reading)[0]:
        assert 0 <= row.start < row.end <= len(reading.document.text)
        assert row.end - row.start <= 400
        assert row.evidence == reading.document.text[row.start : row.end]
        assert row.what


# Sentences written for this test; (sentence, the figures that belong on the record)
SENTENCES = [
    ("More than 350 others were injured in the blast, officials said.", [(350, "more than")]),
    ("All 224 people aboard were killed.", [(224, "exact")]),
    ("Washington pledged $1.2bn in aid to Lebanon.", [(1_200_000_000, "exact")]),
    ("Up to 3,000 soldiers will be deployed on the border.", [(3_000, "less than")]),
    ("Nearly two million refugees have fled the country.", [(2_000_000, "about")]),
    ("The army fired about 160 missiles at the port.", [(160, "about")]),
    ("Between 4,000 and 5,000 troops were stationed there.", [(4_000, "at least")]),
    ("The blast killed 20 civilians and wounded 55.", [(20, "exact"), (55, "exact")]),
    ("The two sides met three times in 2013.", []),
    ("The 58-year-old minister arrived at 3:30 p.m. on July 22.", []),
    ("Resolution 2118 was adopted by the 15-member council.", []),
    ("Russia delivered the S-300 system within 12 months.", []),
    ("Hundreds of people gathered 20 kilometers from the capital.", []),
    ("Unemployment rose to 23 percent.", []),
    ("The army moved about 20,000 combat-ready troops to the border.", [(20_000, "about")]),
    ("The strike left 28 dead and 5,200 injured.", [(28, "exact"), (5_200, "exact")]),
    ("The Taepodong-12 missile fell into the sea.", []),
    ("Slideshow (3 Images)", []),
    ("The port ships more than 4,000 products a year.", []),
    ("The driver fled after killing 12 and wounding 48 others.", [(12, "exact"), (48, "exact")]),
    ("The airline grounded its fleet of Boeing 737 MAX 8 jets.", []),
    ("Only one in five Germans favors the pact.", []),
    ("Beijing put tariffs on some $3bn (about £2.1bn) of imports.", [(3_000_000_000, "about")]),
    ("Also killed were six Canadians, two French and a Swiss tourist.", [(6, "exact"), (2, "exact")]),
    ("The army has 10,000 heavy artillery pieces and 10,000 missiles.", [(10_000, "exact"), (10_000, "exact")]),
    ("Unknown men drove a 19-ton truck into the market.", []),
    ("Of the passengers 68 have tested negative and six have tested positive.", [(68, "exact"), (6, "exact")]),
    ("Newly registered voters, about 390,000, stood in line.", [(390_000, "about")]),
    ("Doctors examined two men who died in February.", [(2, "exact")]),
    ("A gunman killed 20 first-graders and five educators.", [(20, "exact"), (5, "exact")]),
    ("About 1,400 Marines are stationed on the island.", [(1_400, "about")]),
    ("More than 3.7 million marched through the country.", [(3_700_000, "more than")]),
    ("The North may own 30 nuclear weapons today and will have 60 by 2020.", [(30, "exact"), (60, "exact")]),
    ("The country, with 26 million unemployed, is entering a depression.", [(26_000_000, "exact")]),
    ("It has more than 1,000 of these missiles.", [(1_000, "more than")]),
    ("Two other ministers also resigned.", [(2, "exact")]),
    ("The regime carried out four more nuclear tests.", []),
    ("The number of complaints against senior officials rose from 710 to 803.", []),
    ("The garrison shrank from 9,000 down to 3,400 soldiers.", [(9_000, "exact"), (3_400, "exact")]),
    ("The treaty caps at 25,000 the number of Norwegian troops in the north.", [(25_000, "exact")]),
    ("The number of villagers hurt by the blast was given by the hospital as more than 30.", [(30, "more than")]),
    ("The number of ferries was given by the port as more than 30.", []),
    ("Sweden took in 7,000, while only 900 refugees came to Finland.", [(7_000, "exact"), (900, "exact")]),
    ("The list names 640 products, down from about 700 last year.", []),
    ("The pilots have 6,000 flying hours, including 2,100 in the helicopter.", []),
    ("Twenty-one Republicans joined the Democrats on the bill.", []),
    ("At least 21 lawmakers were arrested.", [(21, "at least")]),
    ("The mayor thanked a four-star general.", []),
    ("The raid killed three of its members.", [(3, "exact")]),
    ("An 18-strong team of inspectors arrived in the capital.", [(18, "exact")]),
    ("The plan goes to the 450-member body.", []),
    ("The rocket struck a town with more than 200,000 residents.", []),
    ("The rocket struck an island of nearly 80,000 people.", []),
    ("The blast killed in the region of 300 people.", [(300, "about")]),
    ("The system intercepted 130, the ministry said.", [(130, "exact")]),
    ("The police fired 5,000 rounds at the house.", [(5_000, "exact")]),
    ("The airstrikes, now numbering more than 100, went on.", []),
    ("The protesters, numbering more than 200, marched on the port.", [(200, "more than")]),
    ("The plan was opposed by 327 out of 535 voting members.", [(327, "exact"), (535, "exact")]),
    ("Three million perished in the famine.", [(3_000_000, "exact")]),
    ("Some 40,000 religious minorities were stranded, and the league sent 300 monitors.", [(40_000, "about"), (300, "exact")]),
    ("In March, 47 senators wrote a letter to the regime.", [(47, "exact")]),
    ("The ministry put the number of villagers on the islands off the coast at 3,000.", [(3_000, "exact")]),
    ("From its stock of enriched uranium the plant sold 300 kilograms.", [(300, "exact")]),
    ("1 200 sailors were killed in the raids.", [(1_200, "exact")]),
    ("About 2 lakh people fled the valley.", [(200_000, "about")]),
    ("Sweden announced a credit of Rs 500 crore for the province.", [(5_000_000_000, "exact")]),
    ("Seoul pledged 1.2 trillion won in aid.", [(1_200_000_000_000, "exact")]),
    ("Bern pledged CHF 60 million in aid.", [(60_000_000, "exact")]),
    ("Berlin sent 14 Leopard 2 tanks and 6 Fateh 110 missiles to the north.", [(14, "exact"), (6, "exact")]),
    ("Norway bought Leopard 2 tanks in the spring.", []),
    ("The army fired Shahab 3 missiles at the base.", []),
    ("Sweden sold Taiwan 66 fighter jets.", [(66, "exact")]),
    ("Sweden deployed in Syria 12 tanks.", [(12, "exact")]),
    ("The army sent 1,200 soldiers or more to the border.", [(1_200, "at least")]),
    ("The number of refugees has passed the one million mark.", [(1_000_000, "more than")]),
    ("It has from 2,000 to 3,000 soldiers in the north.", [(2_000, "at least")]),
    ("The death toll from clashes in Oslo rose from 30 to 41, the doctors' union said.", [(30, "exact"), (41, "exact")]),
]


@pytest.mark.slow
def test_sentences() -> None:
    from communique.nlp.parse import Parser

    readings = Parser().annotate([Reading(Document(str(i), text)) for i, (text, _) in enumerate(SENTENCES)])
    found = [[(row.value, row.bound.value) for row in rows] for rows in code(*readings)]
    assert found == [expected for _, expected in SENTENCES]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("The garrison shrank from 9,000 down to 3,400 soldiers.", ["soldiers", "soldiers"]),
        ("The treaty caps at 25,000 the number of Norwegian troops in the north.", ["troops in the north"]),
        ("The raid killed three of its members.", ["members killed"]),
        ("The police arrested 14 Danish and Swedish lawmakers.", ["Danish and Swedish lawmakers arrested"]),
        ("An 18-strong team of inspectors arrived in the capital.", ["strong team of inspectors in the capital"]),
        ("The system intercepted 130, the ministry said.", ["intercepted"]),
        ("The raid killed two elderly.", ["elderly killed"]),
        ("At least 12 soldiers were killed in Nagorno-Karabakh.", ["soldiers killed in Nagorno-Karabakh"]),
        ("Oslo will release 50 Afghan prisoners in the next 12 months.", ["Afghan prisoners released"]),
        ("Some 5,000 Afghan prisoners in the northern camps will be freed.", ["Afghan prisoners freed in the northern camps"]),
        ("Sweden announced a credit of Rs 500 crore for the province.", ["rupees for the province"]),
        ("The raid killed 50 people at least.", ["people killed"]),
        ("The driver killed 12 people and wounded 48 others.", ["people killed", "people wounded"]),
        ("The number of deaths in the camps has risen to 370.", ["people dead"]),
        ("The raid destroyed 300 of the vehicles.", ["vehicles"]),
        ("Berlin sent 14 Leopard 2 tanks to the north.", ["Leopard 2 tanks to the north"]),
        ("The number of refugees has passed the one million mark.", ["refugees"]),
        ("The ministry has 2,000.", ["not named"]),
    ],
)
def test_what_is_counted_may_stand_farther_on(text: str, what: list[str]) -> None:
    from communique.nlp.parse import Parser

    [rows] = code(*Parser().annotate([Reading(Document("d", text))]))
    assert [row.what for row in rows] == what


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("The army sent two F-22 stealth fighters to the island.", "weapon&small"),
        ("The army sent two rebel fighters to the island.", "people&small"),
        ("There were three rounds of talks.", "other&small"),
        ("The militants launched two missiles at the port.", "fired&small"),
    ],
)
def test_features_tell_what_is_counted(text: str, feature: str) -> None:
    from communique.nlp.parse import Parser

    [reading] = Parser().annotate([Reading(Document("d", text))])
    [(_, candidate)] = FigureCoder.candidates(reading)
    assert feature in candidate.features


@pytest.mark.slow
def test_a_number_given_twice_for_the_same_thing_is_one_row() -> None:
    from communique.nlp.parse import Parser

    text = "The attack killed 1,300 people. Paris says that the attack killed 1,300 people in one night."
    [rows] = code(*Parser().annotate([Reading(Document("d", text))]))
    assert [(r.value, r.start) for r in rows] == [(1_300, 0)]
    text = "The blast killed 11 people on a train. The committee later said that 11 had died. A second blast killed 11 sailors."
    [rows] = code(*Parser().annotate([Reading(Document("d", text))]))
    assert [(r.value, r.what.split()[0]) for r in rows] == [(11, "people"), (11, "sailors")]
    text = "The regime released three Americans. The three detainees boarded a plane."
    [rows] = code(*Parser().annotate([Reading(Document("d", text))]))
    assert [(r.value, r.start) for r in rows] == [(3, 0)]
    text = "More than 2,000 soldiers patrolled the city. Another 2,000 soldiers were guarding the airport."
    [rows] = code(*Parser().annotate([Reading(Document("d", text))]))
    assert [r.value for r in rows] == [2_000, 2_000]
    text = "The gunmen killed 21 Danish sailors. The 21 captives had been held for weeks."
    [rows] = code(*Parser().annotate([Reading(Document("d", text))]))
    assert [(r.value, r.start) for r in rows] == [(21, 0)]


@pytest.mark.slow
def test_one_amount_of_money_for_two_things_is_two_rows() -> None:
    from communique.nlp.parse import Parser

    text = "The tariffs hit $50 billion in Chinese goods. Beijing answered with tariffs on $50 billion of American products."
    [rows] = code(*Parser().annotate([Reading(Document("d", text))]))
    assert [r.value for r in rows] == [50_000_000_000, 50_000_000_000]
    text = "The tariffs hit $50 billion in Chinese goods. The tariffs of $50 billion begin in July."
    [rows] = code(*Parser().annotate([Reading(Document("d", text))]))
    assert [r.value for r in rows] == [50_000_000_000]


@pytest.mark.slow
def test_one_number_of_killed_and_of_released_is_two_rows() -> None:
    from communique.nlp.parse import Parser

    text = "The gunmen killed 20 guests of the hotel. Some 20 hostages were released in the evening."
    [rows] = code(*Parser().annotate([Reading(Document("d", text))]))
    assert [r.value for r in rows] == [20, 20]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        (
            "A bomb exploded on a bus in Tel Aviv on Wednesday, wounding at least 10 people in what officials called an attack.",
            "A bomb exploded on a bus in Tel Aviv on Wednesday, wounding at least 10 people in what officials called an attack.",
        ),
        (
            "The war goes on, the shelling killed 35 civilians in Luhansk, according to the mayor, and nobody expects a truce.",
            "The war goes on, the shelling killed 35 civilians in Luhansk, according to the mayor, and nobody expects a truce.",
        ),
    ],
)
def test_the_clause_says_who_did_what_and_who_says_so(text: str, evidence: str) -> None:
    from communique.nlp.parse import Parser

    [[row]] = code(*Parser().annotate([Reading(Document("d", text))]))
    assert row.evidence == evidence


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "More than 900 workers are at the site, according to the mayor; Norway puts the number at fewer than 800.",
            [(900, "mayor"), (800, "Norway")],
        ),
        ("The rebels put the dead at 22.", [(22, "rebels")]),
        ("Soldiers killed some 300 civilians. The army put the number at 203.", [(300, None), (203, "army")]),
        ("Soldiers killed some 300 civilians. It put the toll at 203.", [(300, None), (203, None)]),
        ("About 300 protesters came, according to the mayor; some said 2,000 took part.", [(300, "mayor"), (2000, None)]),
    ],
)
def test_who_puts_a_number_at_so_much_is_its_source(text: str, expected: list[tuple[int, str | None]]) -> None:
    from communique.nlp.parse import Parser

    [rows] = code(*Parser().annotate([Reading(Document("d", text))]))
    assert [(r.value, r.source) for r in rows] == expected


@pytest.mark.slow
def test_of_a_long_sentence_the_clause_alone_is_shown() -> None:
    from communique.nlp.parse import Parser

    clause = "the shelling of the last two nights killed 35 civilians in the villages along the river and in the hills above it"
    clause += ", according to the mayor of the provincial capital"
    [[row]] = code(*Parser().annotate([Reading(Document("d", f"The war goes on, {clause}, and nobody expects a truce."))]))
    assert row.evidence == clause
