"""Meetings of many reports: what makes two rows one meeting, and what keeps them apart."""

from __future__ import annotations

from itertools import permutations

import pytest

from communique.analysis.meeting import MeetingRow, merge_meetings
from communique.model.record import Meeting, Participant

PEOPLE = {
    "RUS": "Vladimir Putin",
    "USA": "Barack Obama",
    "FRA": "Francois Hollande",
    "DEU": "Angela Merkel",
    "GBR": "David Cameron",
}


def row(
    document: str,
    parties: str,
    *,
    date: str | None = "2013-06-17",
    place: str | None = None,
    status: str = "held",
    kind: str = "bilateral",
    published: str | None = "2013-06-17",
    names: dict[str, str] | None = None,
) -> MeetingRow:
    named = PEOPLE | (names or {})
    participants = tuple(Participant(named[p], p) for p in parties.split())
    start = 0 if kind == "bilateral" else 50
    meeting = Meeting(
        start=start, end=start + 10, confidence=0.9, maker="m@1", participants=participants, place=place, date=date, format=kind,
        status=status, evidence="They met.",
    )  # fmt: skip
    return MeetingRow(document, f"outlet of {document}", published, meeting)


def shape(rows: list[MeetingRow]) -> list[tuple[str, int]]:
    return [(" ".join(m.parties), len(m.witnesses)) for m in merge_meetings(rows)]


def test_two_reports_of_one_meeting_are_two_witnesses() -> None:
    found = merge_meetings([row("a", "RUS USA", place="Enniskillen"), row("b", "USA RUS", place="Lough Erne")])
    assert [m.outlets for m in found] == [("outlet of a", "outlet of b")]
    assert found[0].parties == ("RUS", "USA")
    assert found[0].date == "2013-06-17"


def test_summit_and_bilateral_on_its_margins_stay_two() -> None:
    rows = [
        row("a", "RUS USA"),
        row("a", "RUS USA", kind="multilateral"),
        row("b", "RUS USA"),
        row("b", "RUS USA", kind="multilateral"),
    ]
    assert [(m.format, len(m.witnesses)) for m in merge_meetings(rows)] == [("bilateral", 2), ("multilateral", 2)]


@pytest.mark.parametrize(
    ("first", "second", "n"),
    [
        (row("a", "RUS FRA"), row("b", "RUS FRA", date="2013-06-18"), 2),  # another day
        (row("a", "RUS FRA"), row("b", "RUS FRA", date="2013-06-17/2013-06-18"), 1),  # an interval that holds the day
        (row("a", "RUS FRA"), row("b", "RUS FRA", date=None), 1),  # silent about the day, reported that day
        (row("a", "RUS FRA"), row("b", "RUS FRA", date=None, published="2014-02-01"), 2),  # reported half a year later
        (row("a", "RUS FRA"), row("b", "RUS DEU"), 2),  # other parties
        (row("a", "RUS FRA"), row("b", "RUS FRA", kind="call"), 2),  # a call is no visit
        (row("a", "RUS FRA"), row("b", "RUS FRA", status="planned"), 1),  # announced in the morning, held at noon
        (row("a", "RUS FRA"), row("b", "RUS FRA", status="planned", date=None), 2),  # the next one
        (row("a", "RUS FRA"), row("b", "RUS FRA", status="cancelled", date=None), 2),
        (row("a", "RUS FRA", date=None, place="Moscow"), row("b", "RUS FRA", date=None, place="Paris"), 2),
        (row("a", "RUS FRA", date=None, place="Moscow, Russia"), row("b", "RUS FRA", date=None, place="Moscow"), 1),
        (row("a", "RUS USA"), row("b", "RUS USA", names={"RUS": "Sergey Lavrov", "USA": "John Kerry"}), 2),  # the ministers
        (row("a", "RUS USA"), row("b", "RUS USA", names={"RUS": "Russia", "USA": "US officials"}), 1),
        (row("a", "RUS USA DEU", kind="multilateral"), row("b", "RUS USA", kind="multilateral"), 1),
    ],
)
def test_what_makes_two_rows_one_meeting(first: MeetingRow, second: MeetingRow, n: int) -> None:
    assert len(merge_meetings([first, second])) == n


def test_one_report_that_tells_two_meetings_apart_is_believed() -> None:
    one, two = row("a", "RUS FRA", place="Moscow"), row("a", "RUS FRA", place="Moscow", date="2013-06-17/2013-06-20")
    assert shape([one, two]) == [("FRA RUS", 1), ("FRA RUS", 1)]


def test_merged_meeting_takes_the_finest_date_the_person_and_the_latest_status() -> None:
    early = row("a", "RUS FRA", date="2013-06", status="planned", published="2013-06-10", names={"FRA": "France"})
    late = row("b", "RUS FRA", date="2013-06-17", place="Moscow")
    (found,) = merge_meetings([early, late])
    assert (found.date, found.place, found.status) == ("2013-06-17", "Moscow", "held")
    assert {p.name for p in found.participants} == {"Francois Hollande", "Vladimir Putin"}


def test_order_of_reports_plays_no_part() -> None:
    rows = [
        row("a", "RUS FRA", date="2013-06"),
        row("b", "RUS FRA"),
        row("c", "RUS FRA", date="2013-06-20"),
        row("d", "RUS FRA", date=None),
    ]
    results = {tuple(shape(list(order))) for order in permutations(rows)}
    assert len(results) == 1


def test_no_rows_no_meetings() -> None:
    assert merge_meetings([]) == []
