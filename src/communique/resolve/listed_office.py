"""Well-known holders of offices with the days of their terms: a reviewed table of public facts, `tables/office_holders.csv`.

In: the table, one term a line; a person has one or more spellings. Out: terms of office as those learned from reports,
without reports behind them. A term says nothing of a day outside it.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache

from communique.resolve.known_office import HEADS, MIN_DOCUMENTS, KnownOffices
from communique.resolve.lexicon import read_table
from communique.resolve.office_term import OfficeTerm
from communique.resolve.same_name import name_words

# Reports call people there by the first word of the name: "Xi Jinping", then "Xi".
FAMILY_FIRST = frozenset({"CHN", "HKG", "KOR", "PRK", "TWN", "VNM", "SGP", "KHM"})
# Offices whose holders are called by the last name alone before anything is said of them.
FAMOUS = HEADS | {
    "foreign minister",
    "foreign secretary",
    "secretary of state",
    "secretary of defense",
    "vice president",
    "secretary-general",
    "high representative",
}


@cache
def listed_offices() -> KnownOffices:
    """The terms of the packaged table."""
    return KnownOffices([term for row in read_table("office_holders.csv") for term in _terms_of(row)])


@cache
def listed_persons() -> dict[tuple[str, ...], str]:
    """The full names of the table, as `name_words` gives them, with the first spelling of each person; none that two share."""
    persons: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in read_table("office_holders.csv"):
        spellings = row["person"].split("|")
        for spelling in spellings:
            persons[name_words(spelling)].add(spellings[0])
    return {words: next(iter(found)) for words, found in persons.items() if len(found) == 1 and len(words) > 1}


def _terms_of(row: dict[str, str]) -> list[OfficeTerm]:
    """A term for each spelling of the name."""
    names = row["person"].split("|")
    if row["party"] in FAMILY_FIRST:
        names += [n.split()[0] for n in names]
    start, end = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
    n_documents = MIN_DOCUMENTS if row["role"] in FAMOUS else 1
    return [OfficeTerm(name, row["role"], row["party"], start, end, n_documents, ()) for name in dict.fromkeys(names)]
