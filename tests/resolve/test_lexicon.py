"""The tables and how their surfaces are found."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.resolve.lexicon import Name, fold, lexicon, lower, names, read_table, state_names

BODY = {"UN", "EU", "NATO", "IAEA", "IS", "OSCE", "OPCW", "OPEC", "G7", "G8", "G20", "P5+1", "WEST", "OTHER", ""}


def found(text: str) -> dict[str, str]:
    return {text[h.start : h.end]: h.entry.party for h in lexicon().find_names(fold(text)) if isinstance(h.entry, Name)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. asked us.", {"U.S.": "USA"}),
        ("US-Russia talks", {"US": "USA", "Russia": "RUS"}),
        ("Côte d’Ivoire and Türkiye", {"Côte d’Ivoire": "CIV", "Türkiye": "TUR"}),
        ("IS it so? It is.", {"IS": "IS"}),
        ("South Sudan left Sudan", {"South Sudan": "SSD", "Sudan": "SDN"}),
        ("the United\nKingdom", {"United\nKingdom": "GBR"}),
        ("Iranians and Malians, not Malicious", {"Iranians": "IRN", "Malians": "MLI"}),
        ("North and South Korea met.", {"North": "PRK", "South Korea": "KOR"}),
        ("neither the South nor the North Koreans", {"South": "KOR", "North Koreans": "PRK"}),
        ("Kim and South Korea, New and South Africa", {"South Korea": "KOR", "South Africa": "ZAF"}),
        ("the British and North Korean leaders", {"British": "GBR", "North Korean": "PRK"}),
        ("the Arizona Republican left", {"Arizona": "USA", "Republican": "USA-CONGRESS"}),  # the paper cuts the word
        ("South Korea and South Sudan", {"South Korea": "KOR", "South Sudan": "SSD"}),
        ("the Élysée, the White House and Downing Street", {"Élysée": "FRA", "White House": "USA", "Downing Street": "GBR"}),
    ],
)
def test_names_are_found_as_written(text: str, expected: dict[str, str]) -> None:
    assert found(text) == expected


def test_longer_title_that_cuts_a_word_hides_no_shorter_one() -> None:
    text = "ambassador to the united states"
    assert [text[h.start : h.end] for h in lexicon().find_words(text)][:1] == ["ambassador"]


def test_every_state_has_a_name_and_most_a_demonym_and_a_capital() -> None:
    rows = read_table("states.csv")
    assert len(rows) == 197
    by_kind = {kind: {n.party for n in names().values() if n.kind == kind} for kind in ("state", "adjective", "capital")}
    assert (
        set(state_names()) - {"HKG", "GRL", "GIB", "MAC", "BMU"}
        == {r["iso3"] for r in rows}
        == by_kind["state"] & {r["iso3"] for r in rows}
    )
    assert len(by_kind["adjective"]) > 190
    assert len(by_kind["capital"]) > 150


def test_parties_are_codes() -> None:
    loose = re.compile(r"[A-Z]{3}(-(OPP|REBELS|CONGRESS|PARLIAMENT))?\Z")
    for table in ("names.csv", "bodies.csv", "roles.csv"):
        for row in read_table(table):
            code = row["party"]
            assert code in BODY or loose.match(code) or re.fullmatch(r"[A-Z][A-Z-]+", code), row


def test_tables_have_no_short_or_empty_surface() -> None:
    folder = resources.files("communique.resolve").joinpath("tables")
    for table in ("names.csv", "bodies.csv", "roles.csv", "nouns.csv"):
        for row in csv.DictReader(folder.joinpath(table).read_text(encoding="utf-8").splitlines()):
            assert all(len(s.strip()) >= 2 and s == s.strip() for s in row["surfaces"].split("|")), row


@given(st.text())
def test_folding_and_lowering_keep_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text) == len(lower(fold(text)))


@given(st.lists(st.sampled_from(["Russia", "US", " ", "'s", "ian", "president", "\n", "é", "😀", "İ"]), max_size=12).map("".join))
def test_hits_are_whole_words_in_order(text: str) -> None:
    for hits, haystack in (
        (lexicon().find_names(fold(text)), fold(text)),
        (lexicon().find_words(lower(fold(text))), lower(fold(text))),
    ):
        assert all(a.end <= b.start for a, b in itertools.pairwise(hits))
        for hit in hits:
            assert hit.start == 0 or not haystack[hit.start - 1].isalnum()
            assert hit.end == len(haystack) or not haystack[hit.end].isalnum()


def test_each_surface_of_the_hand_written_tables_stands_once() -> None:
    rows = [row for table in ("names.csv", "bodies.csv", "organizations.csv") for row in read_table(table)]
    surfaces = [fold(s) for row in rows for s in row["surfaces"].split("|")]
    assert [s for s, n in Counter(surfaces).items() if n > 1] == []
    assert not [row for row in rows if row["kind"] in ("seat", "group", "legislature") and not row["party"]]
