"""Offices known from other reports count only within their days, and only where a document gives none."""

from __future__ import annotations

from datetime import date

import pytest

from communique.model.document import Document
from communique.model.reading import Reading
from communique.nlp.parse import Parser
from communique.resolve.actor import ActorResolver
from communique.resolve.known_office import KnownOffices
from communique.resolve.office_term import Naming, OfficeTerm


def term(person: str, role: str, party: str, seen_from: date, seen_to: date, n: int = 5) -> OfficeTerm:
    """A term with one naming."""
    return OfficeTerm(person, role, party, seen_from, seen_to, n, (Naming("r", seen_from, 0, 5),))


TERMS = [
    term("Nicolas Marino", "president", "VEN", date(2015, 4, 4), date(2019, 4, 2)),
    term("Ann Reed", "foreign minister", "AUS", date(2015, 1, 1), date(2019, 1, 1)),
    term("Bob Reed", "foreign minister", "CAN", date(2015, 1, 1), date(2019, 1, 1)),
    term("Carl Low", "ambassador", "NZL", date(2016, 1, 1), date(2016, 1, 1), n=1),
]


@pytest.mark.parametrize(
    ("name", "published", "role", "party"),
    [
        ("Nicolás Marino", "2018-05-01", None, "VEN"),
        ("Marino", "2018-05-01T09:00", None, "VEN"),
        ("Marino", "2020-05-01", None, None),  # no report of that time: unknown
        ("Marino", None, None, None),
        ("Marino", "2018-05-01", "foreign minister", None),
        ("Marino", "2018-05-01", "leader", "VEN"),  # a head is a leader, too
        ("Nicolas Marino", "2018-05-01", "negotiator", "VEN"),  # the full name tells who it is
        ("Adam Marino", "2018-05-01", None, None),
        ("Reed", "2018-05-01", None, None),  # two persons
        ("Ann Reed", "2018-05-01", None, "AUS"),
        ("Low", "2016-01-05", None, None),  # one report is too little for a bare last name
        ("Carl Low", "2016-01-05", None, "NZL"),
    ],
)
def test_term_of_a_name_on_a_day(name: str, published: str | None, role: str | None, party: str | None) -> None:
    found = KnownOffices(TERMS).find(name, published, role=role)
    assert (found.party if found else None) == party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Nicolas Marino rejected the offer.", "VEN"),
        ("Former Bolivian President Nicolas Marino rejected the offer.", "OTHER"),  # what the document says comes first
    ],
)
def test_document_comes_before_other_reports(parser: Parser, text: str, party: str) -> None:
    reading = parser.annotate([Reading(Document("d", text, published="2018-05-01"))])[0]
    persons = [m for m in ActorResolver(TERMS).annotate([reading])[0].mentions if m.actor == "Nicolas Marino"]
    assert {m.party for m in persons} == {party}
    bare = [m for m in ActorResolver().annotate([reading])[0].mentions if m.actor == "Nicolas Marino"]
    assert {m.party for m in bare} == {"OTHER"}
