"""From the source of an attribution to the actor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.model.document import Document, Span, Zone, ZoneKind
from communique.model.reading import Reading
from communique.model.record import Attribution
from communique.nlp.parse import Parser
from communique.resolve.actor import ActorResolver

SOURCES = [
    ("U.S. President Adam Roe left. Roe's allies said that talks had begun.", "Roe's allies", "Roe's allies", "OTHER"),
    (
        "U.S. President Adam Roe left. Those who fear his plan said that talks had begun.",
        "Those who fear his plan",
        None,
        "OTHER",
    ),
    ("The Tasnim news agency said that talks had begun.", "The Tasnim news agency", "Tasnim", "OTHER"),
    (
        "A spokesman for the Kremlin denied that talks had begun.",
        "A spokesman for the Kremlin",
        "spokesman for the Kremlin",
        "RUS",
    ),
    ("U.S. officials say that talks had begun.", "U.S. officials", "U.S. officials", "USA"),
    (
        "Norwegian Prime Minister Ida Poe left. Poe's office said that talks had begun.",
        "Poe's office",
        "Ida Poe's office",
        "NOR",
    ),
    (
        "Norwegian Prime Minister Ida Poe left. Her spokeswoman said that talks had begun.",
        "Her spokeswoman",
        "Ida Poe's spokeswoman",
        "NOR",
    ),
    (
        "Norwegian Prime Minister Ida Poe left. An aide to Poe said that talks had begun.",
        "An aide to Poe",
        "aide to Ida Poe",
        "NOR",
    ),
    (
        "A spokesman for the Union of Dock Workers, who was late, said that talks had begun.",
        "A spokesman for the Union of Dock Workers",
        "spokesman for the Union of Dock Workers",
        "OTHER",
    ),
    (
        "Norwegian Prime Minister Ida Poe wrote an op-ed. The op-ed said that talks had begun.",
        "The op-ed",
        "Ida Poe",
        "NOR",
    ),
    (
        "U.S. President Jane Poe left. Republican Senator John Roe, a prominent Poe ally who said that talks had begun, came.",
        "who",
        "John Roe",
        "USA-CONGRESS",
    ),
    (
        "The French president, Jean Roe, slept. A man with news of Roe's health who said that talks had begun left.",
        "who",
        None,
        "OTHER",
    ),
    ("Mr Roe, the French president, opposed the deal, which said that talks had begun.", "which", None, "OTHER"),
    (
        "In Washington John Roe, a career diplomat who oversees the American role, said that talks had begun.",
        "John Roe, a career diplomat who oversees the American role",
        "John Roe",
        "USA",
    ),
    ("French President Francois Hollande arrived. He said that talks had begun.", "He", "Francois Hollande", "FRA"),
    ("Turkish Prime Minister Ahmet Davutoglu, who said that talks had begun, left.", "who", "Ahmet Davutoglu", "TUR"),
    ("Many economists believe that talks had begun.", "Many economists", "Many economists", "OTHER"),
    ("Critics of the Russian government said that talks had begun.", "Critics of the Russian government", None, "OTHER"),
    (
        "A statement by the Russian foreign ministry said that talks had begun.",
        "A statement by the Russian foreign ministry",
        None,
        "RUS",
    ),
    (
        "A report by the Acme Institute came. The report said that talks had begun.",
        "The report",
        "Acme Institute",
        "OTHER",
    ),
    (
        "A Norwegian government defence white paper said that talks had begun.",
        "A Norwegian government defence white paper",
        "Norway",
        "NOR",
    ),
    (
        "In a white paper on trade, Norway drew a line. The white paper said that talks had begun.",
        "The white paper",
        "Norway",
        "NOR",
    ),
    (
        "Norway's envoy drew a line in a letter by Ida Roe. The letter said that talks had begun.",
        "The letter",
        "Ida Roe",
        "OTHER",
    ),
    ("Ankara waited. The Norwegian foreign ministry said no. A spokesman said that talks had begun.", "A spokesman", None, "NOR"),
    (
        "Ankara waited. Downing Street said no. “Iran must go,” a spokesman said of how talks had begun.",
        "a spokesman",
        None,
        "GBR",
    ),
    (  # what an outlet reports is mostly told in passing
        "A report by the Acme Institute came after a Reuters report on Norway. The report said that talks had begun.",
        "The report",
        "Acme Institute",
        "OTHER",
    ),
    ("A Reuters report on Norway came. The report said that talks had begun.", "The report", "Reuters", "OTHER"),
    ("Critics of the bill said that talks had begun.", "Critics of the bill", "Critics of the bill", "OTHER"),
    ("A United Nations inquiry said that talks had begun.", "A United Nations inquiry", "United Nations inquiry", "UN"),
    (
        "The Hamas-led relief alliance said that talks had begun.",
        "The Hamas-led relief alliance",
        "Hamas-led relief alliance",
        "HAMAS",
    ),
    (
        "Norway's association of shipping firms said that talks had begun.",
        "Norway's association of shipping firms",
        "Norway's association of shipping firms",
        "NOR",
    ),
    ("The Anadolu news agency said that talks had begun.", "The Anadolu news agency", "Anadolu", "TUR"),
    (
        "Norway waited. The owner of the British-owned ship said that talks had begun.",
        "The owner of the British-owned ship",
        None,
        "OTHER",
    ),
    ("The Atlas movement said that talks had begun.", "The Atlas movement", "Atlas", "OTHER"),
    ("Analysts Adam Roe and Ida Poe said that talks had begun.", "Analysts Adam Roe and Ida Poe", "Adam Roe", "OTHER"),
    (
        "German Chancellor Angela Merkel left. The chancellor's office said that talks had begun.",
        "The chancellor's office",
        "chancellor's office",
        "DEU",
    ),
    (
        "A Kremlin spokesman said that talks had begun. Dmitry Peskov, the Kremlin spokesman, left.",
        "A Kremlin spokesman",
        "Dmitry Peskov",
        "RUS",
    ),
    (
        "An aide to German Chancellor Angela Merkel said that talks had begun.",
        "An aide to German Chancellor Angela Merkel",
        None,
        "DEU",
    ),
    (
        "A nurse with the Red Cross, Jane Roe, said that talks had begun.",
        "A nurse with the Red Cross, Jane Roe",
        "Jane Roe",
        "OTHER",
    ),
    (
        "The US negotiator for peace in Kosovo, Adam Roe, said that talks had begun.",
        "The US negotiator for peace in Kosovo, Adam Roe",
        "Adam Roe",
        "USA",
    ),
    (
        "The Joint Board for the Care of Refugees said that talks had begun.",
        "The Joint Board for the Care of Refugees",
        "Joint Board for the Care of Refugees",
        "OTHER",
    ),
    ("Tehran said that talks had begun.", "Tehran", "Iran", "IRN"),
    ("Villagers, who had fled, said that talks had begun.", "Villagers, who had fled,", "Villagers", "OTHER"),
    ("Villagers said that talks had begun.", "Villagers", "Villagers", "OTHER"),
    ("Norway sparked a row with the White House, which said that talks had begun.", "which", None, "USA"),
    ("Norway's opposition leader Ida Roe was among those who said that talks had begun.", "those who", "Ida Roe", "NOR-OPP"),
    ("Should Norway fear Iran, it might learn that talks had begun.", "it", "Norway", "NOR"),
    ("Another pro-Norway lobby club said that talks had begun.", "Another pro-Norway lobby club", None, "OTHER"),
    ("The Norwegian-speaking areas held that talks had begun.", "The Norwegian-speaking areas", None, "OTHER"),
    ("Yemen's Iran-aligned Houthi movement said that talks had begun.", "Yemen's Iran-aligned Houthi movement", None, "HOUTHIS"),
    (
        "Ida Roe, an undersecretary of state under President George Poe, who said that talks had begun, left.",
        "who",
        "Ida Roe",
        "OTHER",
    ),
    ("Grain was seen by UN inspectors, who said that talks had begun.", "who", "UN inspectors", "UN"),
    ("A Norwegian driver who saw it said that talks had begun.", "A Norwegian driver", "Norwegian driver", "OTHER"),
    ("Crowds of students in central Tehran said that talks had begun.", "Crowds of students in central Tehran", None, "OTHER"),
    ("The Norwegian agency said that talks had begun.", "The Norwegian agency", "Norwegian agency", "NOR"),
    (
        "A source familiar with discussions in Jerusalem said that talks had begun.",
        "A source familiar with discussions in Jerusalem",
        None,
        "OTHER",
    ),
    ("A letter that the Senate sent came. The letter said that talks had begun.", "The letter", "US Senate", "USA-CONGRESS"),
    (
        "A report commissioned by the United Nations came. The report said that talks had begun.",
        "The report",
        None,
        "UN",
    ),
    (
        "All this comes after the U.S. and the Taliban — but not the Afghan government — signed that talks had begun.",
        "the U.S. and the Taliban — but not the Afghan government",
        "United States",
        "USA",
    ),
    ("It was told by someone other than Iran that talks had begun.", "someone other than Iran", "someone", "OTHER"),
    ("European allies said that talks had begun.", "European allies", None, "EU"),
    ("The French statement said that talks had begun.", "The French statement", "France", "FRA"),
    ("The U.S. waited. French editorials said that talks had begun.", "French editorials", "French editorials", "OTHER"),
    ("The State Department fact sheet said that talks had begun.", "The State Department fact sheet", "State Department", "USA"),
    ("The earlier KCNA report said that talks had begun.", "The earlier KCNA report", "KCNA", "PRK"),
    ("A statement on the Kremlin's website said that talks had begun.", "A statement on the Kremlin's website", "Kremlin", "RUS"),
    ("Norwegian media reports said that talks had begun.", "Norwegian media reports", "Norwegian media reports", "OTHER"),
    (
        "U.S. Secretary of State John Kerry left. A source close to Kerry said that talks had begun.",
        "A source close to Kerry",
        "source close to Kerry",
        "OTHER",
    ),
    ("Norway waited. One government source said that talks had begun.", "One government source", None, "NOR"),
    ("Roe's family said that talks had begun. John Roe left.", "Roe's family", "Roe's family", "OTHER"),
    ("The family of John Roe said that talks had begun.", "The family of John Roe", "family of John Roe", "OTHER"),
    ("Lisa Monaco, a singer, left. Monaco, now free, said that talks had begun.", "Monaco, now free", "Lisa Monaco", "OTHER"),
    ("The United States waited. The WHO said that talks had begun.", "The WHO", "WHO", "UN"),
    (
        "Farm organizations in the United States said that talks had begun.",
        "Farm organizations in the United States",
        None,
        "OTHER",
    ),
    ("Patients from Germany and Japan said that talks had begun.", "Patients from Germany and Japan", None, "OTHER"),
    ("The Iranian dictatorship said that talks had begun.", "The Iranian dictatorship", None, "IRN"),
    ("Russia waited. In Orsk local police said that talks had begun.", "local police", "local police", "OTHER"),
    (
        "Few stayed. They include thousands of protesters who hit the streets of Seoul who said that talks had begun.",
        "who said",
        None,
        "OTHER",
    ),
    ("A report to Congress said that talks had begun.", "A report to Congress", "report to Congress", "OTHER"),
    ("A report on Iran said that talks had begun.", "A report on Iran", "report on Iran", "OTHER"),
]
HEADINGS = [
    ("Norway's Roe says", "Norway's Roe", "Adam Roe", "NOR"),
    ("What has Mr Roe said?", "Mr Roe", "Adam Roe", "NOR"),
    ("Norwegian PM says", "Norwegian PM", "Adam Roe", "NOR"),
    ("PM says", "PM", "Adam Roe", "NOR"),
    ("Russian official says", "Russian official", "Russian official", "RUS"),
    ("UK LAWMAKERS SAY", "UK LAWMAKERS", "UK LAWMAKERS", "GBR-PARLIAMENT"),
    ("French minister Ida Moe says", "French minister Ida Moe", "Ida Moe", "FRA"),
    ("Ida Moe, French minister, says", "Ida Moe, French minister", "Ida Moe", "FRA"),
    ("Norway airline says", "Norway airline", "Norway airline", "OTHER"),
    ("The airline says", "The airline", "airline", "OTHER"),
]


def resolve_sources(
    parser: Parser, text: str, *sources: str, content: str = "talks had begun", parsed: Reading | None = None
) -> tuple[Attribution, ...]:
    """The resolved attributions of the text, one for each source; "" for none."""
    parsed = parsed or parser.annotate([Reading(Document("d", text))])[0]
    on = text.index(content)
    rows = []
    for words in sources:
        at = text.index(words)
        source = (Span(at, at + len(words)),) if words else ()
        rows.append(
            Attribution(
                start=on,
                end=on + len(content),
                confidence=1.0,
                maker="t@1",
                source=source,
                cue=(),
                content=(Span(on, on + len(content)),),
            )
        )
    return ActorResolver().annotate([replace(parsed, attributions=tuple(rows))])[0].attributions


@pytest.mark.parametrize(("text", "source", "actor", "party"), SOURCES)
def test_source_to_actor_and_party(parser: Parser, text: str, source: str, actor: str | None, party: str) -> None:
    (row,) = resolve_sources(parser, text, source)
    assert row.party == party
    assert actor is None or row.actor == actor
    assert row.actor_rule
    assert 0 < (row.actor_confidence or 0) <= 1


@pytest.mark.parametrize(("heading", "source", "actor", "party"), HEADINGS)
def test_source_in_a_subheading_is_whom_its_words_call(parser: Parser, heading: str, source: str, actor: str, party: str) -> None:
    first, last = "Norwegian Prime Minister Adam Roe met Jane Poe, the Russian minister.", "It was late and talks had begun."
    text = f"{first}\n\n{heading}\n\n{last}"
    at = len(first) + 2
    zones = (
        Zone(ZoneKind.BODY, 0, at - 1),
        Zone(ZoneKind.SUBHEADING, at, at + len(heading)),
        Zone(ZoneKind.BODY, at + len(heading) + 1, len(text)),
    )
    parsed = parser.annotate([Reading(Document("d", text, zones=zones))])[0]
    _, row = resolve_sources(parser, text, "Jane Poe", source, parsed=parsed)
    assert (row.actor, row.party) == (actor, party)


def test_attribution_without_a_source_continues_the_one_before(parser: Parser) -> None:
    text = "Tehran said that talks had begun."
    first, second = resolve_sources(parser, text, "Tehran", "")
    assert (second.actor, second.party, second.actor_rule) == (first.actor, first.party, "continues")
    assert (second.actor_confidence or 0) < (first.actor_confidence or 0)


def test_bare_group_is_the_one_brought_in_before(parser: Parser) -> None:
    text = "America waited. A bipartisan group of senators met and said so. “Iran waits,” the group said later."
    rows = resolve_sources(parser, text, "A bipartisan group of senators", "the group", content="“Iran waits,”")
    assert [row.party for row in rows] == ["USA-CONGRESS"] * 2


def test_new_speaker_of_a_quotation_answers_the_spokesman_before(parser: Parser) -> None:
    text = "Iran waited. A spokesman for Norway's president objected. “We left Iran,” Ida Roe added."
    (row,) = resolve_sources(parser, text, "Ida Roe", content="“We left Iran,”")
    assert (row.actor, row.party) == ("Ida Roe", "NOR")
    described = text.replace("Ida Roe added", "Ida Roe, a banker, added")
    (row,) = resolve_sources(parser, described, "Ida Roe", content="“We left Iran,”")
    assert row.party == "OTHER"


QUOTED = [
    ("The newspaper quoted Russian President Vladimir Putin as saying that talks had begun.", "The newspaper"),
    ("Russian President Vladimir Putin was quoted by the newspaper as saying that talks had begun.", "the newspaper"),
    ("Russian President Vladimir Putin was quoted as saying by Reuters that talks had begun.", "Reuters"),
]


@pytest.mark.parametrize(("text", "source"), QUOTED)
def test_who_is_quoted_speaks_and_not_who_quotes(parser: Parser, text: str, source: str) -> None:
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    cue, on, by = text.index("quoted"), text.index("that talks"), text.index(source)
    row = Attribution(
        start=0,
        end=len(text),
        confidence=1.0,
        maker="t@1",
        source=(Span(by, by + len(source)),),
        cue=(Span(cue, cue + 6),),
        content=(Span(on, len(text)),),
    )
    (found,) = ActorResolver().annotate([replace(parsed, attributions=(row,))])[0].attributions
    assert (found.actor, found.party) == ("Vladimir Putin", "RUS")


def test_source_in_two_pieces_is_called_by_the_first(parser: Parser) -> None:
    text = "A shipping dossier says “that talks had begun”, the long dossier says."
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    pieces = [Span(text.index(words), text.index(words) + len(words)) for words in ("A shipping dossier", "the long dossier")]
    row = Attribution(start=0, end=len(text), confidence=1.0, maker="t@1", source=tuple(pieces), cue=(), content=())
    (found,) = ActorResolver().annotate([replace(parsed, attributions=(row,))])[0].attributions
    assert found.actor == "shipping dossier"


PIECES = [
    ("Adam Roe defended Sergei Lavrov, who on Monday threatened the rebels.", ("Adam Roe", "who"), "threatened", "Sergei Lavrov"),
    ("While Adam Roe spoke softly, Ida Poe used harsh words, citing the raid.", ("Adam Roe", "Ida Poe"), "citing", "Ida Poe"),
    ("Adam Roe left and, as Ida Poe looked on, warned the rebels.", ("Adam Roe", "Ida Poe"), "warned", "Adam Roe"),
]


@pytest.mark.parametrize(("text", "pieces", "cue", "actor"), PIECES)
def test_source_in_two_pieces_is_the_one_that_does_it(
    parser: Parser, text: str, pieces: tuple[str, ...], cue: str, actor: str
) -> None:
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    source, said = ([Span(text.index(w), text.index(w) + len(w)) for w in words] for words in (pieces, (cue,)))
    row = Attribution(start=0, end=len(text), confidence=1.0, maker="t@1", source=tuple(source), cue=tuple(said), content=())
    (found,) = ActorResolver().annotate([replace(parsed, attributions=(row,))])[0].attributions
    assert found.actor == actor


def test_it_is_the_statement_cited_before(parser: Parser) -> None:
    text = "Tehran hinted that talks had begun. Fighters denied it. The statement came. It named no day."
    first, _, third, fourth = resolve_sources(parser, text, "Tehran", "Fighters", "The statement", "It")
    assert {(row.actor, row.party) for row in (first, third, fourth)} == {("Iran", "IRN")}
    assert fourth.actor_rule == "document-goes-on"


@pytest.mark.parametrize(("words", "party"), [("The decree", "IRN"), ("The Post", "OTHER")])
def test_decree_is_by_whom_the_sentence_before_cites(parser: Parser, words: str, party: str) -> None:
    text = f"Tehran hinted that talks had begun. {words} named no day."
    _, second = resolve_sources(parser, text, "Tehran", words)
    assert second.party == party


def test_attribution_with_neither_source_nor_forerunner_has_no_actor(parser: Parser) -> None:
    (row,) = resolve_sources(parser, "It is understood that talks had begun.", "")
    assert (row.actor, row.party) == (None, None)


def test_first_person_is_who_speaks_the_quotation(parser: Parser) -> None:
    text = "“I believe that talks had begun,” Russian President Vladimir Putin said."
    parsed = parser.annotate([Reading(Document("d", text))])[0]

    def row(source: str, content: str) -> Attribution:
        at, on = text.index(source), text.index(content)
        spans = (Span(at, at + len(source)),), (Span(on, on + len(content)),)
        return Attribution(
            start=on, end=on + len(content), confidence=1.0, maker="t@1", source=spans[0], cue=(), content=spans[1]
        )

    rows = (row("Vladimir Putin", "“I believe that talks had begun,”"), row("I", "that talks had begun"))
    outer, inner = ActorResolver().annotate([replace(parsed, attributions=rows)])[0].attributions
    assert (inner.actor, inner.party) == (outer.actor, outer.party) == ("Vladimir Putin", "RUS")


SIGNED = [
    (
        "Russian President Vladimir Putin left. We hope that talks had begun. — Vladimir Putin (@vp) July 1, 2018",
        "Vladimir Putin",
        "RUS",
    ),
    (
        "Russian President Vladimir Putin left. We hope that talks had begun. — Путин (@PutinRF) July 1, 2018",
        "Vladimir Putin",
        "RUS",
    ),
    ("Russian President Vladimir Putin left. We hope that talks had begun. — Ida Roe (@ida) July 1, 2018", "Ida Roe", "OTHER"),
    ("Russian President Vladimir Putin left. We hope that talks had begun. Vladimir Putin left.", "We", "OTHER"),
]


@pytest.mark.parametrize(("text", "actor", "party"), SIGNED)
def test_first_person_of_a_post_is_who_signs_it(parser: Parser, text: str, actor: str, party: str) -> None:
    (row,) = resolve_sources(parser, text, "We")
    assert (row.actor, row.party) == (actor, party)


def test_source_after_a_link_in_the_line(parser: Parser) -> None:
    link = "Adam Paul RoeRoe leaves panel Panel turns to Roe MORE"
    text = f"The vote came late.\n\nSen. Adam Roe {link} (R-Ohio) said that talks had begun."
    start = text.index(link)
    zones = (
        Zone(ZoneKind.BODY, 0, start - 1),
        Zone(ZoneKind.CHROME, start, start + len(link)),
        Zone(ZoneKind.BODY, start + len(link) + 1, len(text)),
    )
    parsed = parser.annotate([Reading(Document("d", text, zones=zones))])[0]
    (row,) = resolve_sources(parser, text, "(R-Ohio)", parsed=parsed)
    assert (row.actor, row.party) == ("Adam Roe", "USA-CONGRESS")
