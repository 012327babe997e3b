"""Who plays a part in a sentence, and that no text, however mangled, stops a coder or makes a row that is no literal span."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.coding.alignment import AlignmentCoder
from communique.coding.commitment import CommitmentCoder
from communique.coding.event_reader import EventReader
from communique.coding.meeting import MeetingCoder
from communique.coding.telling import LONGEST_CHARS, _attributions_by_sentence, sides, tellings
from communique.model.document import Span
from communique.model.reading import Reading
from communique.model.record import MAX_EVIDENCE_CHARS, Attribution

NAMES = {
    "Norway": ("Norway", "NOR"), "Sweden": ("Sweden", "SWE"), "Anna Berg": ("Anna Berg", "NOR"), "Shell": ("Shell", "OTHER"),
}  # fmt: skip


def first(scene: Callable[..., Any], *lines: Any) -> Any:
    reading, reader = scene(list(lines), NAMES)
    return tellings(reading, reader)[0]


def test_sides_come_in_order_and_one_for_each_party(scene: Any, line: Any) -> None:
    telling = first(scene, line("Sweden and Norway and Anna Berg met.", roles={"participant": ["Sweden", "Norway", "Anna Berg"]}))
    assert [s.party for s in sides(telling, "participant", need=2)] == ["SWE", "NOR"]


def test_weak_sides_only_fill_up_to_the_need(scene: Any, line: Any) -> None:
    telling = first(scene, line("Sweden and Norway met there.", roles={"participant": ["Sweden"]}))
    assert [s.party for s in sides(telling, "participant", need=1)] == ["SWE"]


@pytest.mark.parametrize(("weak", "parties"), [(0.2, ["SWE", "OTHER", "NOR"]), (0.05, ["SWE", "OTHER"])])
def test_a_side_of_no_party_does_not_fill_the_need(scene: Any, line: Any, weak: float, parties: list[str]) -> None:
    telling = first(scene, line("Sweden met Shell, and Norway was there.", roles={"participant": ["Sweden", "Shell"]}))
    scores = telling.told.roles.copy()
    column = telling.told.role_names.index("participant")
    scores[[i for i, (a, b) in enumerate(telling.told.tokens) if telling.text[a:b] == "Norway"], column] = weak
    found = sides(replace(telling, told=replace(telling.told, roles=scores)), "participant", need=2)
    assert [s.party for s in found] == parties


def test_each_sentence_is_asked_only_of_the_attributions_that_touch_it(scene: Any, line: Any) -> None:
    texts = ["Norway will send its ships.", "Sweden will send its planes.", "Norway will wait for both."]
    reading, _ = scene([line(text) for text in texts], NAMES)
    one, two, three = reading.sentences
    maker: dict[str, Any] = {"confidence": 1.0, "maker": "t@1", "source": (Span(0, 6),), "cue": (), "actor": "x", "party": "NOR"}
    whole = Attribution(start=0, end=two.end, content=(Span(one.start, one.end), Span(two.start + 3, two.end)), **maker)
    last = Attribution(start=0, end=three.end, content=(Span(two.end, three.end),), **maker)
    found = _attributions_by_sentence(replace(reading, attributions=(whole, last)))
    assert found == {0: [whole], 1: [whole], 2: [last]}


def test_we_stands_for_the_party_that_speaks(scene: Any, line: Any) -> None:
    told = line("We will send ships, said Anna Berg.", roles={"promiser": ["We"]})
    reading, reader = scene([told], NAMES)
    said = Attribution(
        start=0,
        end=30,
        confidence=1.0,
        maker="t@1",
        source=(Span(25, 34),),
        cue=(),
        content=(Span(0, 18),),
        actor="Anna Berg",
        party="NOR",
    )
    (telling,) = tellings(replace(reading, attributions=(said,)), reader)
    assert telling.speaker is not None
    assert [(s.name, s.start) for s in sides(telling, "promiser", need=1)] == [("Anna Berg", 0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He promised to help his old neighbour.", False),  # nobody who stands for a party
        ("They met in Bergenhus today.", True),
        ("The two sides agreed to lower the quotas.", True),
        ("Norway promised to lower the quotas.", True),
    ],
)
def test_only_sentences_that_can_hold_a_party_are_read(scene: Any, line: Any, text: str, expected: bool) -> None:
    reading, reader = scene([line(text)], NAMES)
    assert bool(tellings(reading, reader)) is expected


def test_runs_are_whole_words(scene: Any, line: Any) -> None:
    reading, reader = scene([line("They met in Bergenhus today.", roles={"place": ["Bergenhus"]})], NAMES)
    (telling,) = tellings(reading, reader)
    cut = replace(
        telling, told=replace(telling.told, tokens=tuple((a, b - 3 if b - a > 8 else b) for a, b in telling.told.tokens))
    )
    ((span, _),) = cut.runs("place")
    assert span.of(reading.document.text) == "Bergenhus"


def test_what_is_no_sentence_is_not_read(scene: Any, line: Any) -> None:
    reading, reader = scene([line("Norway " * (LONGEST_CHARS // 6)), line("Norway met."), line("The sea was calm today.")], NAMES)
    assert tellings(reading, reader) == []


class Eager(EventReader):
    """The packaged reader, taken to find something in every sentence."""

    def threshold(self, label: str) -> float:
        return 1e-6


EAGER = Eager()
_PIECES = [
    "Norway ",
    "met ",
    "with ",
    "Sweden ",
    "on Monday",
    "’s",
    "\r\n",
    "😀",
    "\u200b",
    "\u202e",
    "“",
    "(",
    "will ",
    "\ud800",
    "é",
    "the summit ",
    ", ",
]


@given(st.lists(st.sampled_from(_PIECES), min_size=4, max_size=40))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("coder", [AlignmentCoder, MeetingCoder, CommitmentCoder])
def test_mangled_text_gives_literal_rows_or_none(scene: Any, line: Any, coder: Any, pieces: list[str]) -> None:
    reading: Reading
    reading, _ = scene([line("".join(pieces))], NAMES)
    (rows,) = coder(EAGER).code([reading], [None])
    for row in rows:
        assert 0 <= row.start < row.end <= len(reading.document.text)
        assert row.evidence == reading.document.text[row.start : row.end]
        assert len(row.evidence) <= MAX_EVIDENCE_CHARS
