"""Who speaks each quotation, without any attribution and with some."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.model.document import Document, Span, Zone, ZoneKind
from communique.model.reading import Reading
from communique.model.record import Attribution
from communique.nlp.parse import Parser
from communique.resolve.actor import ActorResolver

from .conftest import Resolve

LAVROV = "Russian Foreign Minister Sergei Lavrov"

SPEAKERS = [
    (f"“We will not bargain,” {LAVROV} said.", ["Sergei Lavrov"]),
    (f"{LAVROV} said: “We will not bargain.”", ["Sergei Lavrov"]),
    (f"“We will not bargain,” said {LAVROV}. “The vote will show it.”", ["Sergei Lavrov", "Sergei Lavrov"]),
    (f"{LAVROV} warned that the plan was “a road to nowhere” for everybody.", ["Sergei Lavrov"]),
    (f"{LAVROV} continued:\n\n“There is no other way to a truce.”", ["Sergei Lavrov"]),
    (f"{LAVROV} arrived late. “We will not bargain,” he said.", ["Sergei Lavrov"]),
    (f"“We will not bargain,” {LAVROV} said.\n\n“There is nothing else to discuss here.”", ["Sergei Lavrov", "Sergei Lavrov"]),
    (f"“We will not bargain,” {LAVROV} said. “And we\n\n“will not leave the table first.”", ["Sergei Lavrov"] * 3),
    (f"{LAVROV} met a critic. “He is wrong,” said Anna Poe, an analyst.", ["Anna Poe"]),
    (f"Asked about it, {LAVROV}, who called the plan “a road to nowhere”, left.", ["Sergei Lavrov"]),
    (f"The news agency quoted {LAVROV} as saying the plan was “a road to nowhere”.", ["Sergei Lavrov"]),
    (f"“It will fail,” {LAVROV} said in a statement accusing Adam Roe of turning “a blind eye”.", ["Sergei Lavrov"] * 2),
    (f"{LAVROV} sends us these details of the talks:\n\n“There is no other way to a truce.”", ["Sergei Lavrov"]),
    (f"The talks were “a road to nowhere”, as {LAVROV} put it.", ["Sergei Lavrov"]),
    ("The talks were “a road to nowhere”, in the words of one observer.", ["one observer"]),
    (f"{LAVROV} went home. The talks were “a road to nowhere”, in Lavrov's words.", ["Sergei Lavrov"]),
    (f"The minister of Norway went home, a decision praised as “very smart” by {LAVROV}.", ["Sergei Lavrov"]),
    (
        f"When the ayatollah of Iran said, “Death to peace,” {LAVROV} answered: “Of course not now.”",
        ["ayatollah of Iran", "Sergei Lavrov"],
    ),
    ("“The launch was planned long ago” Adam Roe, an expert in Oslo.", ["Adam Roe"]),
    ("“The launch was planned long ago.”\n\n— Adam Roe, an expert in Oslo", ["Adam Roe"]),
    ("“The launch was planned\n\n“and it will not be stopped.”\n\nAdam Roe, Acme Times", ["Adam Roe"] * 2),
    ("“The launch was planned long ago.”\n\nAdam Roe, an expert, left Oslo.", []),
    (f"{LAVROV} was quoted by Reuters as saying: “We will not bargain.”", ["Sergei Lavrov"]),
    (f"{LAVROV}, quoted by Reuters as saying the plan was “a road to nowhere”, left.", ["Sergei Lavrov"]),
    (f"“We will not bargain,” {LAVROV} was quoted as saying by the Tasnim news agency.", ["Sergei Lavrov"]),
    (
        f"{LAVROV} was quoted by Reuters as saying “I stay”. Anna Poe was quoted by AFP as saying “I go”.",
        ["Sergei Lavrov", "Anna Poe"],
    ),
    (f"The “march” was long. {LAVROV} said that talks went on.", []),
    (f"Norway said no. The “march” was cancelled by {LAVROV}.", []),
    (f"“They shell us,” Ida Poe said. {LAVROV} was blunter still. “We have nothing to say.”", ["Ida Poe", "Sergei Lavrov"]),
    (f"The voice of {LAVROV} shook as he left Minsk with a letter in his hands: “We will not bargain.”", ["Sergei Lavrov"]),
    (f"“We will not bargain,” {LAVROV} said. " + "It rained. " * 3 + "“There is no way out.”", ["Sergei Lavrov"] * 2),
    (f"“We will not bargain,” {LAVROV} said. " + "It rained. " * 6 + "“There is no way out.”", ["Sergei Lavrov"]),
    (f"The talks in Minsk went on.\n\n{LAVROV} was angry. “They shell us every night.”", ["Sergei Lavrov"]),
    ("“The blockade must end now.” With these words " + f"{LAVROV} opened the talks.", ["Sergei Lavrov"]),
    ("“The blockade must end now.” That was the message of " + f"{LAVROV} on Monday.", ["Sergei Lavrov"]),
    ("“The blockade must end now.” That was the office of " + f"{LAVROV} on Monday.", []),
    ("An interview with Adam Roe.\n\nQ: Will you talk?\n\nA: “We will only talk about the truce.”", []),
    (f"{LAVROV} spoke on “Face the Nation” on Sunday.", []),
    (f"{LAVROV} said so on “The Evening Hour.”", []),
]


LABELS = [
    (f"{LAVROV}: “We will not bargain.”", ["Sergei Lavrov"]),
    ("Norwegian Foreign Ministry: “We demand an inquiry.”", ["Norwegian Foreign Ministry"]),
    ("- Sergei Lavrov, Russian foreign minister: “A great deal.”", ["Sergei Lavrov"]),
    (f"{LAVROV} spoke.\n\nLAVROV: “We will not bargain.”", ["Sergei Lavrov"]),
    (f"{LAVROV}:\n\n“We will not bargain.”", ["Sergei Lavrov"]),
    ("Ida Poe:\n\n“We are glad.”\n\nAdam Roe:\n\n“So are we.”", ["Ida Poe", "Adam Roe"]),
    (f"{LAVROV} spoke.\n\nPOE: “We will not bargain.”", []),
    (f"{LAVROV} spoke.\n\nRussia's answer: “We will not bargain.”", []),
    (f"{LAVROV} spoke.\n\nOne question: “Will they not bargain?”", []),
    (f"{LAVROV} said the war would “end soon”.\n\nADAM ROE: They told us “to go home and wait”.", ["Sergei Lavrov"]),
]


@pytest.mark.parametrize(("text", "speakers"), LABELS)
def test_speaker_by_a_label(resolve: Resolve, text: str, speakers: list[str]) -> None:
    assert [q.speaker for q in resolve(text).quotes] == speakers


@pytest.mark.parametrize(("text", "speakers"), SPEAKERS)
def test_speaker_by_the_words_around(resolve: Resolve, text: str, speakers: list[str]) -> None:
    assert [q.speaker for q in resolve(text).quotes] == speakers


def test_quote_is_the_words_between_the_marks(resolve: Resolve) -> None:
    reading = resolve(f"“We will not bargain,” {LAVROV} said.")
    (quote,) = reading.quotes
    assert quote.quote == reading.document.text[quote.start : quote.end] == "We will not bargain,"
    assert quote.party == "RUS"
    assert quote.maker == "communique.actor@18"


def test_who_speaks_comes_before_who_passes_it_on(parser: Parser) -> None:
    text = f"{LAVROV} rejected what he called “a road to nowhere”, state media reported."
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    parsed = replace(parsed, attributions=(cited(text, "state media", f"{LAVROV} rejected what he called “a road to nowhere”"),))
    assert [q.speaker for q in ActorResolver().annotate([parsed])[0].quotes] == ["Sergei Lavrov"]


def test_who_calls_it_so_inside_what_somebody_else_says(parser: Parser) -> None:
    text = f"Paris agreed to what {LAVROV} described as “a road to nowhere”."
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    parsed = replace(parsed, attributions=(cited(text, "Paris", text.removeprefix("Paris ")),))
    assert [q.speaker for q in ActorResolver().annotate([parsed])[0].quotes] == ["Sergei Lavrov"]


INSIDE = [
    ("Anna Poe", "{} said that while {} has called himself “a tough dealer”, talks go on.", "Sergei Lavrov"),
    ("Anna Poe", "{} said the plan is contrary to {}'s statement last week, which “gave hope”.", "Anna Poe"),
    ("Anna Poe", "{} resents {}'s remark in the paper on Monday that the ministers of Oslo need “to go home”.", "Sergei Lavrov"),
    ("Anna Poe", "{} was referring to {}'s statement in which he spoke of “acts of terror by the state”.", "Sergei Lavrov"),
    ("Anna Poe", "{} was responding to {}'s threat to “walk away from it all”.", "Sergei Lavrov"),
    ("Anna Poe", "{} said that {} called the strike an act of terror “on the very next day”.", "Anna Poe"),
    ("Anna Poe", "{} said that {} warned the ministers of “a road to nowhere”.", "Anna Poe"),
    ("A Kremlin statement", "{} said that {} warned the ministers of “a road to nowhere”.", "Sergei Lavrov"),
    ("Reuters", "{} reports that {} told the ministers that the plan was “a road to nowhere”.", "Sergei Lavrov"),
    ("An unnamed official", "{} added that {} told the ministers to be “on their guard”.", "Sergei Lavrov"),
    ("Reuters", "{} reports that {} and the ministers left for “a week of rest”.", "Reuters"),
    ("Anna Poe", "{} assailed {}'s “misleading” statements at once.", "Anna Poe"),
    ("Anna Poe", "{} assailed {}'s “apartheid” comment at once.", "Sergei Lavrov"),
    ("Anna Poe", "{} said it was aware of {}'s comments and “inspectors in Iran will report to our headquarters”.", "Anna Poe"),
    ("Reuters", "{} described {}'s remarks as a “retreat from threats”.", "Reuters"),
]


@pytest.mark.parametrize(("source", "sentence", "speaker"), INSIDE)
def test_claim_inside_a_claim_is_by_whoever_makes_it(parser: Parser, source: str, sentence: str, speaker: str) -> None:
    text = sentence.format(source, LAVROV)
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    parsed = replace(parsed, attributions=(cited(text, source, text.removeprefix(source)),))
    assert [q.speaker for q in ActorResolver().annotate([parsed])[0].quotes] == [speaker]


def test_quoted_words_that_go_on_after_a_noun_are_told_of_it(parser: Parser) -> None:
    said = f"{LAVROV}’s statements “set in motion enthusiasm by those we’re fighting” and “make the people we help wonder,”"
    text = f"{said} Anna Poe said."
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    parsed = replace(parsed, attributions=(cited(text, "Anna Poe", said),))
    assert [q.speaker for q in ActorResolver().annotate([parsed])[0].quotes] == ["Anna Poe"] * 2


PASSED_ON = [
    "Reuters reported the Russian foreign minister, Sergei Lavrov, as saying, “The plan is not ready at all.”",
    "It was, in the words of the long-serving Russian Foreign Minister Mr. Sergei Lavrov, “a road to nowhere”.",
]


@pytest.mark.parametrize("text", PASSED_ON)
def test_who_is_reported_as_saying_or_whose_words_they_are(parser: Parser, text: str) -> None:
    assert quotes_of(parser, text) == ["Sergei Lavrov"]


def cited(text: str, source: str, content: str) -> Attribution:
    """An attribution whose source and content are those words of the text."""
    at, on = text.index(source), text.index(content)
    return Attribution(
        start=min(at, on),
        end=max(at + len(source), on + len(content)),
        confidence=1.0,
        maker="test@1",
        source=(Span(at, at + len(source)),),
        cue=(),
        content=(Span(on, on + len(content)),),
    )


def test_paragraph_of_nothing_but_speech_is_by_whom_the_one_before_cites(parser: Parser) -> None:
    text = f"{LAVROV} rejected the idea that the plan was ready.\n\n“There is nothing that we could sign today in Minsk.”"
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    reading = replace(parsed, attributions=(cited(text, LAVROV, "the idea that the plan was ready"),))
    assert [q.speaker for q in ActorResolver().annotate([reading])[0].quotes] == ["Sergei Lavrov"]


TURNS = [
    ("Ida Poe said. {} was blunter still. “We have nothing left to discuss.”", "Sergei Lavrov"),
    ("Ida Poe said of the envoys. {} tests new arms. “He is a danger to us all.”", "Ida Poe"),
]


@pytest.mark.parametrize(("rest", "speaker"), TURNS)
def test_sentence_about_somebody_else_hands_over_to_him(parser: Parser, rest: str, speaker: str) -> None:
    text = "“They shell us at night,” " + rest.format(LAVROV)
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    row, second = cited(text, "Ida Poe", "“They shell us at night,”"), parsed.quotations[1].outer
    parsed = replace(parsed, attributions=(replace(row, content=(*row.content, second)),))
    assert [q.speaker for q in ActorResolver().annotate([parsed])[0].quotes] == ["Ida Poe", speaker]


WORKS = [
    "The plan, entitled “Peace and Security in Cyprus”, was adopted, Anna Poe said.",
    "The raid, code-named “Peace for the Valley Region”, was over, Anna Poe said.",
    "The essay “The Sources of Conduct in Europe” was read, Anna Poe said.",
]


@pytest.mark.parametrize("text", WORKS)
def test_name_of_a_work_is_no_quote_however_long(parser: Parser, text: str) -> None:
    assert quotes_of(parser, text, ("Anna Poe", text.removesuffix(", Anna Poe said."))) == []


HEADINGS = [
    ("Lavrov calls plan “a road to nowhere”", "Lavrov", ["Sergei Lavrov"]),
    ("LAVROV CALLS PLAN “A ROAD TO NOWHERE”", "LAVROV", []),
    ("Dealer calls plan “a road to nowhere”", "Dealer", []),
]


@pytest.mark.parametrize(("heading", "source", "speakers"), HEADINGS)
def test_heading_that_names_its_speaker(parser: Parser, heading: str, source: str, speakers: list[str]) -> None:
    text = f"{heading}\n\n{LAVROV} left Minsk."
    zones = (Zone(ZoneKind.HEADLINE, 0, len(heading)), Zone(ZoneKind.BODY, len(heading) + 2, len(text)))
    parsed = parser.annotate([Reading(Document("d", text, zones=zones))])[0]
    parsed = replace(parsed, attributions=(cited(text, source, heading[heading.index("“") :]),))
    assert [q.speaker for q in ActorResolver().annotate([parsed])[0].quotes] == speakers


def quotes_of(parser: Parser, text: str, *cites: tuple[str, str]) -> list[str]:
    """The speakers of a text with attributions of those sources and contents."""
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    reading = replace(parsed, attributions=tuple(cited(text, source, content) for source, content in cites))
    return [q.speaker for q in ActorResolver().annotate([reading])[0].quotes]


def test_whole_sentence_of_speech_is_by_whom_the_sentence_before_cites(parser: Parser) -> None:
    text = f"{LAVROV} hinted that the plan was ready. “There is nothing left that we could add to it.”"
    assert quotes_of(parser, text, (LAVROV, "the plan was ready")) == ["Sergei Lavrov"]


def test_paragraph_after_a_colon_is_by_whom_it_introduces(parser: Parser) -> None:
    text = f"Anna Poe, an analyst, reports:\n\n“Today is a holiday in Minsk.” {LAVROV} said: “It is nothing to me.”"
    assert quotes_of(parser, text, (LAVROV, "“It is nothing to me.”")) == ["Anna Poe", "Sergei Lavrov"]


def test_whom_the_speaker_cites_is_not_the_speaker(parser: Parser) -> None:
    content = "says that the plan for a truce of a week is not ready to be signed"
    text = f"“{LAVROV} {content},” said Anna Poe, an analyst."
    assert quotes_of(parser, text, (LAVROV, content)) == ["Anna Poe"]


COPIED = f'"The talks are over. "{LAVROV} said that the plan for a truce is dead. "Nobody knows what comes after it."'


@pytest.mark.parametrize("before", ["The talks in Minsk are over, as Reuters reported.", "As Reuters reports:"])
def test_paragraphs_copied_from_another_report_are_by_its_outlet(parser: Parser, before: str) -> None:
    text = f"{before}\n\n{COPIED}"
    cites = [(LAVROV, "that the plan for a truce is dead")]
    if not before.endswith(":"):
        cites.append(("Reuters", "The talks in Minsk are over"))
    assert quotes_of(parser, text, *cites) == ["Reuters"] * 3


def test_source_handed_on_says_no_quotation(parser: Parser) -> None:
    text = f"{LAVROV} said that the plan was ready. Minsk was named “essential to any truce of this kind”."
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    first, second = cited(text, LAVROV, "the plan was ready"), cited(text, LAVROV, "“essential to any truce of this kind”")
    at = text.index("Minsk")
    reading = replace(parsed, attributions=(first, replace(second, source=(), start=at)))
    found = ActorResolver().annotate([reading])[0]
    assert found.attributions[1].actor == "Sergei Lavrov"
    assert found.quotes == ()


def test_who_spoke_goes_on_after_the_outlet_that_passed_it_on(parser: Parser) -> None:
    said = f"“We will not bargain,” {LAVROV} said at the end of a long day, according to a report by Reuters."
    text = f"{said} “We will wait for the vote.”"
    passed_on = [("Reuters", "“We will not bargain,”"), ("Reuters", "“We will wait for the vote.”")]
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    first, second = (cited(text, *cite) for cite in passed_on)
    both = replace(first, content=first.content + second.content)
    reading = replace(parsed, attributions=(cited(text, LAVROV, "“We will not bargain,”"), both))
    assert [q.speaker for q in ActorResolver().annotate([reading])[0].quotes] == ["Sergei Lavrov"] * 2


def test_pronoun_alone_and_a_title_are_no_row(parser: Parser) -> None:
    assert quotes_of(parser, "They said that it was “a road to nowhere”.", ("They", "it was “a road to nowhere”")) == []
    text = f"In his book, “World Order,” {LAVROV} writes of peace."
    assert quotes_of(parser, text, (LAVROV, "“World Order,”")) == []


def test_who_says_it_comes_before_the_outlet_that_passes_it_on(parser: Parser) -> None:
    text = f"“We will not bargain,” {LAVROV} said, Reuters reported."
    content = "“We will not bargain,”"
    both = (cited(text, "Reuters", content), cited(text, "Sergei Lavrov", content))
    for attributions in (both, both[::-1], both[:1]):
        parsed = parser.annotate([Reading(Document("d", text))])[0]
        reading = Reading(
            parsed.document, parsed.tokens, parsed.sentences, parsed.paragraphs, parsed.quotations, attributions=attributions
        )
        (quote,) = ActorResolver().annotate([reading])[0].quotes
        assert quote.speaker == "Sergei Lavrov"
