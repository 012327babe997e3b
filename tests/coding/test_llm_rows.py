"""From answers to rows: literal evidence only, fields checked, all that is dropped counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coding.llm_endpoint import SAID, TEXT, Server, coder, open_endpoint, read, rows

from communique.coding.llm_rows import find_literal, parse_rows
from communique.model.document import Span
from communique.model.record import Alignment, Commitment, Figure, Meeting, Participant

TEXTS = st.text(alphabet="ab .\n\t“", max_size=60)


@pytest.fixture
def server() -> Iterator[Server]:
    with open_endpoint() as state:
        yield state


def test_words_that_fold_to_two_places_are_not_placed() -> None:
    text = "must\nfall and must\tfall"
    assert find_literal("must fall", text, [Span(0, len(text))]) is None
    assert find_literal("must fall", text, [Span(0, 9)]) == Span(0, 9)
    assert find_literal("must\tfall", text, [Span(0, len(text))]) == Span(14, 23)


@given(text=TEXTS, words=TEXTS)
def test_a_place_that_is_found_says_the_words(text: str, words: str) -> None:
    span = find_literal(words, text, [Span(0, len(text))])
    if words.strip() and words.strip() in text:
        assert span is not None
        assert span.of(text) == words.strip()
    if span is not None:
        assert span.of(text).split() == words.split()


@given(st.text(max_size=80))
def test_any_answer_can_be_parsed(content: str) -> None:
    found = parse_rows(content)
    assert found is None or isinstance(found, list)


@pytest.mark.parametrize(
    ("kind", "item", "expected"),
    [
        (
            "alignments",
            {
                "parties": ["ISL", "NOR"],
                "kind": "agree",
                "issue": None,
                "on": "nets",
                "evidence": "Iceland and Norway agree on nets",
            },
            lambda r: (
                isinstance(r, Alignment) and (r.parties, r.relation, r.issue, r.on) == (("ISL", "NOR"), "agree", None, "nets")
            ),
        ),
        (
            "meetings",
            {
                "participants": [{"name": "Liv Berg", "party": "NOR"}, {"name": "Jón Falk", "party": "isl"}],
                "place": "Bergen",
                "date": "2014-05-03",
                "kind": "bilateral",
                "status": "planned",
                "evidence": "Berg will meet Jón Falk in Bergen on 3 May",
            },
            lambda r: (
                isinstance(r, Meeting)
                and r.participants == (Participant("Liv Berg", "NOR"), Participant("Jón Falk", "ISL"))
                and (r.place, r.date, r.format, r.status) == ("Bergen", "2014-05-03", "bilateral", "planned")
            ),
        ),
        (
            "commitments",
            {
                "by": ["NOR"],
                "what": "pay",
                "due": "2014-06",
                "due_text": "by June",
                "conditional": False,
                "evidence": "Norway promised to pay by June",
            },
            lambda r: (
                isinstance(r, Commitment) and (r.by, r.due, r.due_text, r.conditional) == (("NOR",), "2014-06", "by June", False)
            ),
        ),
        (
            "commitments",
            {
                "by": ["NOR"],
                "what": "pay",
                "due": "soon",
                "due_text": "by next summer",
                "conditional": True,
                "evidence": "Norway promised to pay",
            },
            lambda r: isinstance(r, Commitment) and (r.due, r.due_text, r.conditional) == (None, None, True),
        ),
        (
            "figures",
            {"value": 40.0, "bound": "at least", "what": "boats", "source": None, "evidence": "At least 40 boats were lost"},
            lambda r: isinstance(r, Figure) and (r.value, type(r.value), r.what, r.source) == (40, int, "boats", None),
        ),
    ],
)
def test_every_kind_of_row(server: Server, kind: str, item: dict[str, Any], expected: Callable[[Any], bool]) -> None:
    server.scripts = [rows(item)]
    (row,) = read(coder(server, kind))
    assert expected(row)
    assert TEXT[row.start : row.end] == row.evidence == item["evidence"]
    assert row.rule == f"llm:{kind}"


def test_invented_words_make_no_row_and_are_counted(server: Server) -> None:
    invented = [
        {**SAID, "evidence": words}
        for words in ("Berg demanded that quotas fall at once", "quotas must … fall", "Quotas must fall", "“quotas must fall”")
    ]
    server.scripts = [rows(*invented, SAID)]
    one = coder(server)
    assert len(read(one)) == 1
    assert one.report.dropped == {"not literal": 4}
    assert "LLM rows dropped: 4 not literal" in one.report.lines()


@pytest.mark.parametrize(
    "item",
    [
        "not an object",
        {**SAID, "issue": "whales"},
        {**SAID, "stance": "in favour"},
        {**SAID, "actor": " "},
        {**SAID, "actor": "Liv\ud800 Berg"},
        {**SAID, "actor": "Liv\x1b[2J Berg"},
        {**SAID, "mode": None},
        {k: v for k, v in SAID.items() if k != "evidence"},
        {**SAID, "evidence": ""},
        {**SAID, "evidence": 7},
    ],
)
def test_rows_of_another_schema_are_dropped_and_counted(server: Server, item: Any) -> None:
    server.scripts = [rows(item, SAID)]
    one = coder(server)
    assert len(read(one)) == 1
    assert one.report.dropped == {"invalid": 1}


@pytest.mark.parametrize("value", [True, "40", None, 1e400, -1e400, float("nan"), 10**400])
def test_a_figure_that_is_no_number_is_dropped(server: Server, value: Any) -> None:
    item = {"value": value, "bound": "exact", "what": "boats", "source": None, "evidence": "At least 40 boats were lost"}
    server.scripts = [rows(item)]
    one = coder(server, "figures")
    assert read(one) == []
    assert one.report.dropped == {"invalid": 1}


def test_too_long_and_repeated_rows_are_counted(server: Server) -> None:
    server.scripts = [rows(SAID, SAID, {**SAID, "evidence": "x" * 401})]
    one = coder(server)
    assert len(read(one, TEXT + "\n" + "x" * 500)) == 1
    assert one.report.dropped == {"twice": 1, "too long": 1}


def test_unknown_party_is_everybody_else(server: Server) -> None:
    server.scripts = [rows({**SAID, "party": "the Norwegian side"})]
    assert [r.party for r in read(coder(server))] == ["OTHER"]
