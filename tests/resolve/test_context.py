"""Whose an office is that names no state: what the dateline, the sentences around and the title itself tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.model.document import Document, Span, Zone, ZoneKind
from communique.model.reading import Reading
from communique.model.record import Attribution
from communique.nlp.parse import Parser
from communique.resolve.actor import ActorResolver

from .conftest import Resolve


def party_of(reading: Reading, words: str) -> str | None:
    """The party of the outermost mention that covers the words."""
    at = reading.document.text.index(words)
    covering = [m for m in reading.mentions if m.start <= at and at + len(words) <= m.end]
    return max(covering, key=lambda m: m.end - m.start).party


def read_from(parser: Parser, dateline: str, body: str) -> Reading:
    """A report with a dateline, parsed and resolved."""
    text = f"{dateline} {body}"
    start = len(dateline) + 1
    zones = (Zone(ZoneKind.DATELINE, 0, len(dateline)), Zone(ZoneKind.BODY, start, len(text)))
    return ActorResolver().annotate(parser.annotate([Reading(Document("d", text, zones=zones))]))[0]


FROM_ABROAD = [
    ("BOGOTA, Oct 3 (Reuters) -", "President Julio Roe will send negotiators to Cuba.", "Roe", "COL"),
    ("BOGOTA, Jan 19 (AP) -", "President Julio Roe left. The United States endorsed Roe's decision.", "Roe", "COL"),
    ("Bogota, Colombia (CNN) --", "America waited. Senator Juan Roe objected.", "Roe", "COL-PARLIAMENT"),
    ("BOGOTA —", "America waited. Opposition senator Juan Roe objected.", "Roe", "COL-PARLIAMENT"),
    ("MANILA —", "America met China. Left-wing lawmaker Rosa Roe objected.", "Roe", "PHL-PARLIAMENT"),
    ("MANILA —", "America met China. Energy Secretary Luz Mendoza objected.", "Mendoza", "PHL"),
    ("MANILA —", "America met China. Protesters threw stones, and police came.", "police", "PHL"),
    ("MANILA —", "America waited. Representative Rosa Roe objected.", "Roe", "PHL-PARLIAMENT"),
    ("BRASILIA, Brazil (AP) —", "America waited. Senators objected.", "Senators", "BRA-PARLIAMENT"),
    ("NAIROBI, Kenya (AP) —", "America will pay Haiti. Opposition leader Moses Poe objected.", "Poe", "KEN-OPP"),
    ("TBILISI, Georgia (AP) —", "President Nino Roe said that Russia had left Russia's camp.", "Roe", "GEO"),
    ("SEOUL —", "North Korea rejected a South Korean call. Vice Foreign Minister Ri Roe objected.", "Roe", "PRK"),
    ("BEIRUT (AP) —", "Syria took a town. Foreign Minister Omar Nour left Lebanon.", "Nour", "SYR"),
    ("BAMAKO —", "Russia's ambassador, Igor Poe, left. Opposition leader Igor Roe objected.", "Roe", "MLI-OPP"),
]


@pytest.mark.parametrize(("dateline", "body", "words", "party"), FROM_ABROAD)
def test_report_from_abroad_names_its_own_officials_without_the_state(
    parser: Parser, dateline: str, body: str, words: str, party: str
) -> None:
    assert party_of(read_from(parser, dateline, body), words) == party


AMERICANS = [
    (
        "KABUL, Afghanistan (AP) —",
        "Sen. Adam Roe, R-Ohio, flew in. Senator Ida Poe, a Republican, followed.",
        "Poe",
        "USA-CONGRESS",
    ),
    ("WASHINGTON (AP) —", "Iran waited. Sen. Adam Roe objected.", "Roe", "USA-CONGRESS"),
    ("LONDON (AP) —", "President Adam Roe flew in, the White House said. The White House was pleased.", "Roe", "USA"),
]


@pytest.mark.parametrize(("dateline", "body", "words", "party"), AMERICANS)
def test_americans_abroad_stay_americans(parser: Parser, dateline: str, body: str, words: str, party: str) -> None:
    assert party_of(read_from(parser, dateline, body), words) == party


WITHOUT_DATELINE = [
    ("Chad and Mali agreed, President Omar Roe and his Malian counterpart, Adam Poe, said.", "Roe", "TCD"),
    ("Finland agreed with or without Sweden, Foreign Minister Pekka Roe said. Sweden waited.", "Roe", "FIN"),
    ("Nigeria waited. Opposition senator Bola Roe objected.", "Roe", "NGA-PARLIAMENT"),
    ("China and Taiwan waited. Sen. Ida Roe objected.", "Roe", "USA-CONGRESS"),
    ("The Philippines and China wait until its Supreme Court agrees, Energy Secretary Luz Mendoza said.", "Mendoza", "PHL"),
    ("Russia's ambassador, Ivan Poe, left Mali. Opposition politician Igor Roe objected.", "Roe", "MLI-OPP"),
    ("Sweden and Norway waited. Two lawmakers in Turkey objected to Sweden.", "lawmakers", "TUR-PARLIAMENT"),
    ("West African leaders met in Mali.", "leaders", "OTHER"),
    ("South Africa met Mali. East African ministers objected.", "ministers", "OTHER"),
    ("Mali waited. African leaders objected.", "leaders", "OTHER"),
    ("Russia met Iran and the Security Council's five permanent members and Germany.", "members", "P5+1"),
    ("Iran met four permanent members of the UN Security Council (France and China) and Germany.", "members", "P5+1"),
    ("The five permanent members of the Security Council met Brazil and Germany.", "members", "UN"),
    ("Iran held nuclear talks with the major powers.", "powers", "P5+1"),
]


@pytest.mark.parametrize(("text", "words", "party"), WITHOUT_DATELINE)
def test_office_without_a_state_in_a_report_without_a_dateline(resolve: Resolve, text: str, words: str, party: str) -> None:
    assert party_of(resolve(text), words) == party


@pytest.mark.parametrize("text", ["West Point cadets objected.", "West Germans objected.", "The man from West Papua objected."])
def test_west_in_a_name_is_not_the_west(resolve: Resolve, text: str) -> None:
    assert all(m.party != "WEST" for m in resolve(text).mentions)


def read_cited(parser: Parser, text: str, content: str, source: str) -> Reading:
    """A report with one attribution, parsed and resolved."""
    (parsed,) = parser.annotate([Reading(Document("d", text))])
    cited, by = (Span(text.index(w), text.index(w) + len(w)) for w in (content, source))
    start, end = min(cited.start, by.start), max(cited.end, by.end)
    row = Attribution(start=start, end=end, confidence=1.0, maker="t@1", source=(by,), cue=(), content=(cited,))
    return ActorResolver().annotate([replace(parsed, attributions=(row,))])[0]


def test_who_is_cited_with_what_a_state_will_do_speaks_for_it(parser: Parser) -> None:
    text = "Germany objected. Austria agrees, Chancellor Felix Roe said."
    assert party_of(read_cited(parser, text, "Austria agrees", "Chancellor Felix Roe"), "Felix Roe") == "AUT"


def test_a_name_that_the_tagger_takes_for_a_firm_is_a_person_by_the_first_name(parser: Parser) -> None:
    text = "Sudan's Hiba Osman said Egypt was determined to use force against the dam."
    assert party_of(read_cited(parser, text, "Egypt was determined", "Sudan's Hiba Osman"), "Hiba Osman") == "SDN"
