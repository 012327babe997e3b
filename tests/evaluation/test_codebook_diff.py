"""What a changed codebook makes outdated."""

from __future__ import annotations

from dataclasses import replace

from communique.evaluation.codebook_diff import diff_codebooks
from communique.model.codebook import Codebook, Issue

A = Issue("a", "A", "A yes.", "A no.")
B = Issue("b", "B", "B yes.", "B no.")
C = Issue("c", "C", "C yes.", "C no.", ("sea",))
OLD = Codebook("x", "X", (A, B, C))


def test_every_issue_is_in_one_group() -> None:
    new = Codebook("x", "X, revised", (Issue("d", "D", "D yes.", "D no."), replace(C, keywords=()), A))
    found = diff_codebooks(OLD, new)
    assert found.to_json() == {
        "added": ["d"],
        "removed": ["b"],
        "changed": [{"issue": "c", "keys": ["keywords"]}],
        "unchanged": ["a"],
        "id": [],
        "title": ["X", "X, revised"],
    }
    assert found.outdated == ("c", "b")
    assert found.to_code == ("c", "d")


def test_order_and_title_change_nothing() -> None:
    found = diff_codebooks(OLD, Codebook("x", "Other", (C, A, B)))
    assert found.outdated == found.to_code == ()
    assert (found.retitled, found.renamed) == (("X", "Other"), None)


def test_another_id_is_another_codebook() -> None:
    assert diff_codebooks(OLD, Codebook("y", "X", (A, B, C))).renamed == ("x", "y")


def test_all_keys_that_differ_are_named() -> None:
    found = diff_codebooks(OLD, Codebook("x", "X", (replace(A, label="AA", support="Yes."), B, C)))
    assert found.changed[0].keys == ("support", "label")
