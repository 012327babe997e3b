"""Alignments: relation, sides, subject and issue; the sentence reader made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from communique.coding.alignment import AlignmentCoder
from communique.model.codebook import Codebook, Issue
from communique.model.record import Alignment

NAMES = {
    "Norway": ("Norway", "NOR"), "Sweden": ("Sweden", "SWE"), "Oslo": ("Norway", "NOR"), "Chad": ("Chad", "TCD"),
    "Reed": ("Tom Reed", "OTHER"), "the old kingdom of Denmark": ("Denmark", "DNK"),
}  # fmt: skip
BOOK = Codebook(
    "b",
    "B",
    (
        Issue("fish", "Fishing quotas", "Fishing quotas should be cut.", "Fishing quotas should stay."),
        Issue("base", "Naval base", "The naval base should close.", "The naval base should stay."),
    ),
)


@pytest.fixture
def alignments(scene: Callable[..., Any]) -> Callable[..., list[Alignment]]:
    def run(*lines: Any, matcher: Any = None) -> list[Alignment]:
        reading, reader = scene(list(lines), NAMES)
        (rows,) = AlignmentCoder(reader, matcher).code([reading], [BOOK])
        for row in rows:
            assert reading.document.text[row.start : row.end] == row.evidence
        return rows

    return run


def test_sides_relation_and_issue(alignments: Any, line: Any) -> None:
    text = "Norway and Sweden agreed on lower fishing quotas."
    (row,) = alignments(line(text, {"agree": 0.9}, {"ally": ["Norway", "Sweden"], "alignment": [text]}))
    assert (row.relation, row.parties, row.issue) == ("agree", ("NOR", "SWE"), "fish")
    assert row.to_json()["kind"] == "agree"


def test_likelier_relation_wins(alignments: Any, line: Any) -> None:
    text = "Norway differs with Sweden about the naval base."
    (row,) = alignments(line(text, {"agree": 0.6, "differ": 0.8}, {"ally": ["Norway", "Sweden"]}))
    assert (row.relation, row.issue) == ("differ", "base")


def test_one_party_alone_is_no_alignment(alignments: Any, line: Any) -> None:
    assert alignments(line("Norway and Oslo agreed.", {"agree": 0.9}, {"ally": ["Norway", "Oslo"]})) == []


def test_place_that_plays_no_part_is_no_side(alignments: Any, line: Any) -> None:
    (row,) = alignments(line("Norway and Sweden agreed in Chad.", {"agree": 0.9}, {"ally": ["Norway", "Sweden"]}))
    assert row.parties == ("NOR", "SWE")


def test_a_given_matcher_names_the_issue(alignments: Any, line: Any) -> None:
    row = line("Norway and Sweden agreed.", {"agree": 0.9}, {"ally": ["Norway", "Sweden"]})
    (given,) = alignments(row, matcher=lambda reading, book: [book.issues[1].id for _ in reading.sentences])
    assert given.issue == "base"
    assert [r.issue for r in alignments(row)] == [None]


def test_side_that_the_sentence_leaves_out_is_who_acts_nearest_before(alignments: Any, line: Any) -> None:
    before = [line("Chad asked for a seat at the table."), line("Sweden wants lower quotas, and Sweden says so.")]
    (row,) = alignments(*before, line("Norway rejected that demand.", {"differ": 0.95}, {"ally": ["Norway"]}))
    assert row.parties == ("NOR", "SWE")


def test_beside_a_side_of_no_party_stands_the_best_that_the_sentence_hints_at(alignments: Any, line: Any) -> None:
    before = line("Chad wants lower quotas, and Chad says so.")
    hinted = line(
        "Norway and Reed differ over the old kingdom of Denmark.", {"differ": 0.95}, {"ally": ["Norway", "Reed", "old"]}
    )
    (row,) = alignments(before, hinted)
    assert row.parties == ("NOR", "OTHER", "DNK")
    (row,) = alignments(before, line("Norway and Reed differ over quotas.", {"differ": 0.95}, {"ally": ["Norway", "Reed"]}))
    assert row.parties == ("NOR", "OTHER")
