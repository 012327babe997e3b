"""The packaged table of office-holders, and what it tells of persons of whom a report says nothing."""

from __future__ import annotations

import re
from datetime import date

import pytest

from communique.model.document import Document
from communique.model.reading import Reading
from communique.nlp.parse import Parser
from communique.resolve.actor import ActorResolver
from communique.resolve.lexicon import read_table
from communique.resolve.listed_office import listed_offices
from communique.resolve.same_name import name_words

PARTY = re.compile(r"[A-Z]{3}(-[A-Z]+)?|[A-Z][A-Z-]*[A-Z]")
MAX_HOLDERS = 3  # of one presidency at once, where a council presides or two claim it


def test_each_line_is_a_term() -> None:
    rows = read_table("office_holders.csv")
    assert len(rows) > 6000
    for row in rows:
        assert date.fromisoformat(row["from"]) < date.fromisoformat(row["to"]), row
        assert row["role"]
        assert PARTY.fullmatch(row["party"]), row
        assert all(name.strip() == name and name for name in row["person"].split("|")), row
    assert rows == sorted(rows, key=lambda r: (r["party"], r["person"], r["role"], r["from"], r["to"]))


def test_no_two_lines_tell_the_same() -> None:
    rows = [tuple(row.values()) for row in read_table("office_holders.csv")]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("year", range(1995, 2026, 5))
def test_a_state_has_one_president_at_a_time(year: int) -> None:
    day = f"{year}-05-15"
    holders: dict[str, int] = {}
    for row in read_table("office_holders.csv"):
        if row["role"] == "president" and len(row["party"]) == 3 and row["from"] <= day <= row["to"]:
            holders[row["party"]] = holders.get(row["party"], 0) + 1
    assert len(holders) > 60
    assert {party: n for party, n in holders.items() if n > MAX_HOLDERS} == {}
    assert sum(n > 1 for n in holders.values()) <= 3


@pytest.mark.parametrize(
    ("name", "published", "role", "party"),
    [
        ("Barack Obama", "2014-03-01", None, "USA"),
        ("Obama", "2014-03-01", None, "USA"),
        ("Obama", "2019-03-01", None, None),  # the term is over
        ("Barack Obama", "2006-03-01", None, "USA-CONGRESS"),
        ("Bashar al-Assad", "2013-08-30", "president", "SYR"),
        ("Muammar Qaddafi", "2010-05-05", None, "LBY"),
        ("Xi", "2018-05-01", None, "CHN"),  # called by the first word
        ("Kim", "2018-05-01", None, "PRK"),  # a head comes before ministers of that name
        ("Ban", "2013-05-01", None, "UN"),
        ("Park Geun-hye", "2015-05-01", None, "KOR"),
        ("Mark Toner", "2016-05-01", None, "USA"),
        ("Toner", "2016-05-01", None, None),  # no last name that goes without saying
        ("Michael Xi", "2018-05-01", None, None),
        ("Mubarak", "2013-08-01", None, None),  # Kuwait's prime minister, or Egypt's president of two years before
        ("Kate Clark", "2019-08-01", None, None),  # Katherine Clark is a representative
        ("Sergei Lavrov", "2019-08-01", None, "RUS"),
        ("Invoking Theresa May", "2017-08-01", None, "GBR"),
        ("Adam Roe", "2014-03-01", None, None),
    ],
)
def test_listed_office_on_a_day(name: str, published: str, role: str | None, party: str | None) -> None:
    found = listed_offices().find(name, published, role=role)
    assert (found.party if found else None) == party


@pytest.mark.parametrize(
    ("name", "published", "party"),
    [
        ("Saddam Hussein", "2015-01-01", "IRQ"),
        ("Saddam Hussein", None, "IRQ"),
        ("Vladimir Putin", None, "RUS"),
        ("Donald Trump", "2015-01-01", None),  # not yet
        ("Ismail Haniyeh", None, None),  # of the Palestinian Authority, or of Hamas
        ("Mohamed Vall", "2016-01-01", None),  # Ely Ould Mohamed Vall headed Mauritania
        ("Hussein", "2015-01-01", None),
        ("Putin", None, "RUS"),
        ("Mubarak", None, None),
        ("John Kerry", "2019-01-01", None),  # headed no state
    ],
)
def test_who_has_headed_a_state(name: str, published: str | None, party: str | None) -> None:
    found = listed_offices().find_head(name, published)
    assert (found.party if found else None) == party


ON_A_DAY = [  # text, day, actor, party, end of the rule
    ("Obama hesitated over the strikes.", "2013-09-01", "Obama", "USA", "office-listed"),
    ("Chuck Schumer voted against the deal.", "2015-09-01", "Chuck Schumer", "USA-CONGRESS", "office-listed"),
    ("Foreign Ministry spokeswoman Hua Chunying of Iran objected.", "2018-04-14", "Hua Chunying", "IRN", "office-words"),
    ("Iran waited. President Hassan Rouhani objected.", "2018-04-14", "Hassan Rouhani", "IRN", "office-listed"),
    ("Saddam Hussein used such weapons in 1988.", "2013-09-01", "Saddam Hussein", "IRQ", "office-past"),
    ("Former President Barack Obama objected.", "2019-09-01", "Barack Obama", "OTHER", "former"),
    ("Former Secretary of State John Kerry objected.", "2014-09-01", "John Kerry", "OTHER", "former"),
    ("Chris Smith, a teacher, objected.", "2014-09-01", "Chris Smith", "OTHER", "private"),
    ("Adam Roe objected.", "2014-09-01", "Adam Roe", "OTHER", "unknown"),
    ("Secretary of State nominee Mike Pompeo objected.", "2018-03-20", "Mike Pompeo", "USA", "office-listed"),
    ("Iran waited. General James Jones objected.", "2020-01-12", "James Jones", "OTHER", "former"),
    ("The Maduro regime objected.", "2019-02-01", "Maduro", "VEN", "office-listed"),
]


@pytest.mark.parametrize(("text", "day", "actor", "party", "rule"), ON_A_DAY)
def test_what_the_report_says_comes_first(parser: Parser, text: str, day: str, actor: str, party: str, rule: str) -> None:
    (reading,) = ActorResolver().annotate(parser.annotate([Reading(Document("d", text, published=day))]))
    found = {(m.party, m.rule.rpartition(":")[2]) for m in reading.mentions if m.actor == actor}
    assert found == {(party, rule)}
    if rule in ("office-listed", "office-past"):
        assert not [o for o in reading.offices if name_words(o.person) == name_words(actor)]  # no evidence of its own
