"""Ids hold on to words and places, not to makers, actors or confidence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.codebook import Codebook, Issue
from communique.model.record import KINDS, Alignment, Attribution, Meeting, Participant, Quote, Statement
from communique.store.keys import codebook_sha256, row_keys

from .conftest import make_record


@pytest.mark.parametrize("kind", KINDS)
def test_id_does_not_know_the_maker(kind):
    rows = getattr(make_record(), kind)
    others = [replace(row, maker="x@9", confidence=0.1, rule="r") for row in rows]
    assert row_keys("sha", rows, "grain") == row_keys("sha", others, "grain")


def test_id_does_not_know_the_actor():
    record = make_record()
    for row in (*record.statements, *record.attributions, *record.quotes, *record.meetings, *record.alignments):
        match row:
            case Statement() | Attribution():
                other = replace(row, actor="Somebody Else", party="OTHER")
            case Quote():
                other = replace(row, speaker="Somebody Else", party="OTHER")
            case Meeting():
                other = replace(row, participants=(Participant("A", "B"),))
            case Alignment():
                other = replace(row, parties=("USA",))
        assert row_keys("sha", [row], "grain") == row_keys("sha", [other], "grain")


@pytest.mark.parametrize(
    "other",
    [
        lambda r: row_keys("other", [r], "grain"),
        lambda r: row_keys("sha", [r], "gas"),
        lambda r: row_keys("sha", [replace(r, start=r.start + 1)], "grain"),
        lambda r: row_keys("sha", [replace(r, issue="transit")], "grain"),
    ],
)
def test_id_knows_text_codebook_place_and_issue(other):
    (row,) = make_record().statements
    assert row_keys("sha", [row], "grain") != other(row)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5), st.sampled_from(["a", "b"])), max_size=12))
def test_ids_of_one_reading_differ(places):
    (row,) = make_record().statements
    rows = [replace(row, start=start, end=start + n, issue=issue) for start, n, issue in places]
    keys = row_keys("sha", rows)
    assert len(set(keys)) == len(rows)


@given(st.permutations(range(6)))
def test_ids_stay_when_rows_at_different_places_change_order(order):
    (row,) = make_record().statements
    rows = [replace(row, start=i, end=i + 9) for i in range(6)]
    assert set(zip(order, row_keys("sha", [rows[i] for i in order]), strict=True)) == set(enumerate(row_keys("sha", rows)))


def test_codebook_without_a_hash_gets_one_from_its_issues():
    one, two = (Codebook("c", "C", (Issue("i", "I", s, "o"),)) for s in ("a", "b"))
    assert codebook_sha256(one) != codebook_sha256(two)
    assert codebook_sha256(replace(one, sha256="x")) == "x"
    assert codebook_sha256(None) == ""
