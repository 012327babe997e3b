"""Tellings merged to meetings, where a sentence does not name all who take part."""

from __future__ import annotations

import pytest

from communique.coding.meeting_merge import Told, merge
from communique.coding.telling import Side
from communique.model.document import Span


def told(at: int, *parties: str, unnamed: tuple[str, ...] = ()) -> Told:
    """A meeting of parties as a sentence tells it, in the format that their number gives."""
    sides = tuple(Side(p, p, at, 0.9) for p in parties)
    form = "multilateral" if len(parties) > 2 else "bilateral"
    return Told(
        at, Span(at, at + 1), sides, form, "held", None, has_wording=False, place=None, score=0.9, unnamed=frozenset(unnamed)
    )


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (told(1, "SWE", "NOR", unnamed=("NOR",)), [{"NOR", "SWE", "NATO"}]),
        (told(1, "SWE", "NOR", unnamed=("SWE", "NOR")), [{"NOR", "SWE", "NATO"}]),
        (told(1, "SWE", "NOR"), [{"NOR", "SWE", "NATO"}, {"NOR", "SWE"}]),
        (told(1, "CHN", "NOR", unnamed=("NOR",)), [{"NOR", "SWE", "NATO"}, {"CHN", "NOR"}]),
        (told(1, "CHN"), [{"NOR", "SWE", "NATO"}]),
    ],
)
def test_sentence_that_names_one_side_belongs_to_a_meeting_of_that_side_told_before(second: Told, found: list[set[str]]) -> None:
    assert [set(m.parties) for m in merge([told(0, "NOR", "SWE", "NATO"), second], lambda *_: True, sure=0.5)] == found
