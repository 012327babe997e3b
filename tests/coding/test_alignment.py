"""Alignments: relation, sides, subject and issue; the sentence reader made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from communique.coding.alignment import AlignmentCoder
from communique.model.codebook import Codebook, Issue
from communique.model.reading import Reading
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


@pytest.fixture
def told(scene: Callable[..., Any], line: Any, resolve: Callable[[str], Reading]) -> Callable[..., list[tuple[str, set[str]]]]:
    """The relation and the parties of each alignment of one sentence, read by the parser and the resolver."""

    def run(text: str, relation: str, allies: list[str]) -> list[tuple[str, set[str]]]:
        _, reader = scene([line(text, {relation: 0.9}, {"ally": allies})], {})
        (rows,) = AlignmentCoder(reader).code([resolve(text)], [None])
        return [(r.relation, set(r.parties)) for r in rows]

    return run


@pytest.mark.parametrize(
    ("text", "allies", "parties"),
    [
        ("Iran and Oman hold the same view on Yemen.", ["Iran", "Oman", "Yemen"], {"IRN", "OMN"}),
        ("Japan and South Korea agree on sanctions on North Korea.", ["Japan", "South Korea", "North Korea"], {"JPN", "KOR"}),
        ("Israel and Syria agree on the Madrid principles.", ["Israel", "Syria", "Madrid"], {"ISR", "SYR"}),
        ("Iran disagrees with Oman over Oman.", ["Iran", "Oman"], {"IRN", "OMN"}),
        ("Iran differs over Yemen.", ["Iran", "Yemen"], {"IRN", "YEM"}),
        ("Iran and Oman condemned an attack on Yemen.", ["Iran", "Oman", "Yemen"], {"IRN", "OMN", "YEM"}),
    ],
)
def test_what_sides_agree_on_is_no_side_where_two_others_are(told: Any, text: str, allies: list[str], parties: set[str]) -> None:
    assert told(text, "agree", allies) == [("agree", parties)]


@pytest.mark.parametrize(
    ("text", "relation", "found"),
    [
        ("There is no disagreement between Iran and Oman.", "differ", "agree"),
        ("There are no differences between Iran and Oman over oil.", "differ", "agree"),
        ("There is no longer any dispute between Iran and Oman.", "differ", "agree"),
        ("Iran denied that it had disagreed with Oman over oil.", "differ", "agree"),
        ("Iran does not disagree with Oman.", "differ", "agree"),
        ("Iran and Oman are not at odds over oil.", "differ", "agree"),
        ("Iran and Oman disagree, and there is no end in sight.", "differ", "differ"),
        ("Iran disagrees with Oman, though there is no dispute over oil.", "differ", "differ"),
        ("There is no agreement between Iran and Oman.", "differ", "differ"),
        ("Iran parted company with its partner Oman over oil.", "agree", "differ"),
        ("Iran has parted ways with Oman.", "agree", "differ"),
    ],
)
def test_denied_difference_is_an_agreement_and_parting_is_none(told: Any, text: str, relation: str, found: str) -> None:
    assert told(text, relation, ["Iran", "Oman"]) == [(found, {"IRN", "OMN"})]


@pytest.mark.parametrize(
    ("text", "allies", "parties"),
    [
        ("Iran and Oman urged Yemen to sign.", ["Iran", "Oman", "Yemen"], [{"IRN", "OMN"}]),
        ("Iran and Oman called on Yemen to recognise Syria.", ["Iran", "Oman", "Yemen", "Syria"], [{"IRN", "OMN"}]),
        ("Iran and Oman both called for Yemen to take up the matter.", ["Iran", "Oman", "Yemen"], [{"IRN", "OMN"}]),
        ("Iran and Oman proposed that Yemen and Syria mediate.", ["Iran", "Oman", "Yemen", "Syria"], [{"IRN", "OMN"}]),
        ("Iran backs Oman's refusal to recognise Syria.", ["Iran", "Oman", "Syria"], [{"IRN", "OMN"}]),
        ("Iran thanked Oman and Yemen and said Iran would vote.", ["Iran", "Oman", "Yemen"], []),
        ("Iran and Oman said the drills with Syria must go ahead.", ["Iran", "Oman", "Syria"], [{"IRN", "OMN"}]),
        ("Iran and Oman said they agreed with Syria.", ["Iran", "Oman", "Syria"], [{"IRN", "OMN", "SYR"}]),
    ],
)
def test_who_is_urged_proposed_or_spoken_of_is_no_side(told: Any, text: str, allies: list[str], parties: list[set[str]]) -> None:
    assert told(text, "agree", allies) == [("agree", p) for p in parties]


def test_who_is_urged_may_differ(told: Any) -> None:
    assert told("Iran and Oman urged Yemen to sign.", "differ", ["Iran", "Oman", "Yemen"]) == [("differ", {"IRN", "OMN", "YEM"})]


@pytest.mark.parametrize("relation", ["agree", "differ"])
def test_two_camps_differ_and_agree_each_within_itself(told: Any, relation: str) -> None:
    text = "Iran and Oman said they would send ships, a move that Japan and Norway condemned."
    assert told(text, relation, ["Iran", "Oman", "Japan", "Norway"]) == [
        ("differ", {"IRN", "OMN", "JPN", "NOR"}),
        ("agree", {"IRN", "OMN"}),
        ("agree", {"JPN", "NOR"}),
    ]


def test_who_is_only_counted_is_named_before(alignments: Any, line: Any) -> None:
    before = [line("Norway and Sweden met."), line("Denmark was silent.")]
    (row,) = alignments(*before, line("The two allies agreed to fish.", {"agree": 0.9}))
    assert row.parties == ("NOR", "SWE")
