"""Meetings of one document, each once, with participants, place, date, status, format; the sentence reader made by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from communique.coding.meeting import MeetingCoder
from communique.coding.meeting_row import RowScorer
from communique.model.reading import Reading
from communique.model.record import Meeting
from communique.nlp.parse import Parser

NAMES = {
    "Berg": ("Anna Berg", "NOR"), "Lind": ("Erik Lind", "SWE"), "Holm": ("Ulla Holm", "NOR"), "Dahl": ("Per Dahl", "SWE"),
    "Norway": ("Norway", "NOR"), "Sweden": ("Sweden", "SWE"), "Denmark": ("Denmark", "DNK"),
    "An envoy": ("Norwegian envoy", "NOR"), "officials": ("Swedish officials", "SWE"),
    "NATO": ("NATO", "NATO"), "He": ("Anna Berg", "NOR"), "Acme": ("Acme", "OTHER"),
}  # fmt: skip
HELD = {"meeting": 0.9, "held": 0.9, "bilateral": 0.9}
PLANNED = {"meeting": 0.9, "planned": 0.9, "bilateral": 0.9}
BOTH = ["Berg", "Lind"]


@pytest.fixture
def meetings(scene: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Meeting]]:
    """The meetings of lines, where every sentence that surely tells of one opens a row: `test_meeting_row` tests which do."""
    monkeypatch.setattr(RowScorer, "opens", lambda *_: lambda told, _: told.score >= 0.7)

    def run(*lines: Any, published: str | None = "2014-03-13") -> list[Meeting]:
        reading, reader = scene(list(lines), NAMES, published)
        (rows,) = MeetingCoder(reader).code([reading], [None])
        for row in rows:
            assert reading.document.text[row.start : row.end] == row.evidence
        return rows

    return run


@pytest.fixture
def parsed(scene: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Meeting]]:
    """The meetings of lines, each one sentence, with the tokens of the parser."""
    monkeypatch.setattr(RowScorer, "opens", lambda *_: lambda told, _: told.score >= 0.7)
    parser = Parser()

    def run(*lines: Any) -> list[Meeting]:
        reading, reader = scene(list(lines), NAMES, "2014-03-13")
        (read,) = parser.annotate([Reading(reading.document)])
        assert len(read.sentences) == len(lines)
        (rows,) = MeetingCoder(reader).code([replace(reading, tokens=read.tokens, sentences=read.sentences)], [None])
        return rows

    return run


def test_same_meeting_told_twice_in_other_words_is_a_row_only_once(scene: Any, line: Any) -> None:
    first = line("Berg met Lind in Bergen on Monday.", HELD, {"participant": BOTH, "place": ["in Bergen"], "when": ["on Monday"]})
    again = line("Berg met Lind in Oslo.", HELD | {"meeting": 0.75}, {"participant": BOTH, "place": ["in Oslo"]})
    reading, reader = scene([first, again], NAMES, "2014-03-13")
    ((row,),) = MeetingCoder(reader).code([reading], [None])
    assert row.place == "Bergen"


def test_one_sentence_gives_all_its_parts(meetings: Any, line: Any) -> None:
    text = "Berg met Lind in Bergen on Monday."
    (row,) = meetings(line(text, HELD, {"participant": BOTH, "place": ["in Bergen"], "when": ["on Monday"]}))
    assert [(p.name, p.party) for p in row.participants] == [("Anna Berg", "NOR"), ("Erik Lind", "SWE")]
    assert (row.place, row.date, row.status, row.format) == ("Bergen", "2014-03-10", "held", "bilateral")


@pytest.mark.parametrize("cut", ["York", "New", "of New York"])
def test_place_has_its_whole_name(meetings: Any, line: Any, cut: str) -> None:
    text = "Norway met Sweden at the port of New York."
    (row,) = meetings(line(text, HELD, {"participant": ["Norway", "Sweden"], "place": [cut]}))
    assert row.place == "New York"


def test_an_adjective_of_a_state_is_no_place(scene: Any, line: Any) -> None:
    text = "Berg met Lind after talks with French diplomats on Monday."
    reading, reader = scene([line(text, HELD, {"participant": BOTH, "place": ["French"]})], NAMES, "2014-03-13")
    tokens = tuple(replace(t, ent="NORP") if t.text == "French" else t for t in reading.tokens)
    ((row,),) = MeetingCoder(reader).code([replace(reading, tokens=tokens)], [None])
    assert row.place is None


def test_planned_meeting_takes_the_coming_day(meetings: Any, line: Any) -> None:
    (row,) = meetings(line("Berg meets Lind on Monday.", PLANNED, {"participant": BOTH, "when": ["on Monday"]}))
    assert (row.date, row.status) == ("2014-03-17", "planned")


def test_held_meeting_of_the_lead_without_a_date_is_of_the_day_of_publication(meetings: Any, line: Any) -> None:
    told = line("Berg met Lind.", HELD, {"participant": BOTH})
    assert [r.date for r in meetings(told)] == ["2014-03-13"]
    assert [r.date for r in meetings(told, published=None)] == [None]
    late = [line(f"Norway is a country with a coast and {n} ports.") for n in range(20, 24)]
    assert [r.date for r in meetings(*late, told)] == [None]


@pytest.mark.parametrize(
    ("before", "date"),
    [
        ("Norway was quiet on Tuesday in all its ports.", "2014-03-11"),
        ("Norway was quiet on Monday, and Sweden on Wednesday.", "2014-03-12"),
        ("Norway was quiet on March 1 in all its ports.", None),
        ("Norway was quiet in all its ports.", None),
    ],
)
def test_held_meeting_without_a_date_is_of_the_day_that_the_sentences_before_name(
    meetings: Any, line: Any, before: str, date: str | None
) -> None:
    quiet = [line(f"Norway is a country with a coast and {n} ports.") for n in range(20, 23)]
    (row,) = meetings(line(before), *quiet, line("Berg met Lind.", HELD, {"participant": BOTH}))
    assert (row.date, row.rule) == (date, "reader:day-of-news" if date else "reader")


def test_day_of_a_held_meeting_is_past_whatever_the_tense_of_its_verb(meetings: Any, line: Any) -> None:
    text = "The visit of Berg to Lind on Tuesday is raising hopes of a treaty."
    (row,) = meetings(line(text, HELD, {"participant": BOTH, "when": ["on Tuesday"]}))
    assert row.date == "2014-03-11"


def test_sentences_about_one_meeting_are_one_row_with_what_each_adds(meetings: Any, line: Any) -> None:
    first = line("Berg met Lind.", HELD, {"participant": BOTH})
    second = line(
        "The talks of Norway took place on Tuesday in Bergen.",
        HELD,
        {"participant": ["Norway"], "when": ["on Tuesday"], "place": ["in Bergen"]},
    )
    (row,) = meetings(first, second)
    assert (row.place, row.date) == ("Bergen", "2014-03-11")
    assert row.evidence == "Berg met Lind."


@pytest.mark.parametrize(
    ("second", "n"),
    [
        (("Berg will meet Lind in Paris.", PLANNED, {"participant": BOTH, "place": ["Paris"]}), 2),
        (("Berg met Dahl.", HELD, {"participant": ["Berg", "Dahl"]}), 2),
        (("Berg met Lind last year.", HELD, {"participant": BOTH, "when": ["last year"]}), 2),
        (("Holm met Dahl on Monday.", HELD, {"participant": ["Holm", "Dahl"], "when": ["on Monday"]}), 2),
        (("Norway met Sweden on Monday.", HELD, {"participant": ["Norway", "Sweden"], "when": ["on Monday"]}), 1),
        (("Berg called Lind by phone on Monday.", HELD | {"call": 0.95}, {"participant": BOTH, "when": ["on Monday"]}), 1),
        (("Berg called Lind by phone on Friday.", HELD | {"call": 0.95}, {"participant": BOTH, "when": ["on Friday"]}), 2),
        (("Norway, Sweden and NATO met.", HELD | {"multilateral": 0.95}, {"participant": ["Norway", "Sweden", "NATO"]}), 2),
        (("Norway met Sweden in Paris.", HELD, {"participant": ["Norway", "Sweden"], "place": ["Paris"]}), 2),
        (("An envoy met officials.", HELD, {"participant": ["An envoy", "officials"]}), 1),
        (("Holm met officials.", HELD, {"participant": ["Holm", "officials"]}), 2),
        (("Norway met Denmark.", HELD, {"participant": ["Norway", "Denmark"]}), 2),
    ],
)
def test_what_keeps_meetings_of_one_document_apart(meetings: Any, line: Any, second: Any, n: int) -> None:
    first = line("Berg met Lind in Bergen on Monday.", HELD, {"participant": BOTH, "when": ["on Monday"], "place": ["Bergen"]})
    assert len(meetings(first, line(*second))) == n


def test_others_who_joined_a_call_of_three_were_in_that_call(meetings: Any, line: Any) -> None:
    three = {"participant": ["Norway", "Sweden", "Denmark"]}
    call = line("Norway spoke with Sweden and Denmark by phone.", HELD | {"call": 0.95}, three)
    others = line("Also taking part were Norway, Denmark and NATO.", HELD, {"participant": ["Norway", "Denmark", "NATO"]})
    (row,) = meetings(call, others)
    assert ({p.party for p in row.participants}, row.format) == ({"NOR", "SWE", "DNK", "NATO"}, "call")


@pytest.mark.parametrize(
    ("text", "people", "parties"),
    [
        ("Berg met with Lind at the NATO summit in Bergen.", BOTH, [{"NOR", "SWE"}]),
        ("Berg has had meetings with Sweden and Denmark.", ["Berg", "Sweden", "Denmark"], [{"NOR", "SWE", "DNK"}]),
        ("After meeting Dahl, Berg will see Denmark at the port.", ["Dahl", "Berg", "Denmark"], [{"SWE", "NOR", "DNK"}]),
        ("He discussed fishing during the talks with Lind.", ["Lind"], []),
    ],
)
def test_a_sentence_tells_of_one_meeting_of_those_that_play_a_part_in_it(
    meetings: Any, line: Any, text: str, people: list[str], parties: list[set[str]]
) -> None:
    rows = meetings(line(text, HELD, {"participant": people}))
    assert [{p.party for p in row.participants} for row in rows] == parties


@pytest.mark.parametrize(
    ("second", "people", "n"),
    [
        ("The talks went on.", [], 1),
        ("The talks of Norway and Sweden went on.", ["Norway", "Sweden"], 1),
        ("The talks of Norway and Denmark went on.", ["Norway", "Denmark"], 2),
    ],
)
def test_the_talks_are_those_told_before_unless_others_hold_them(
    meetings: Any, line: Any, second: str, people: list[str], n: int
) -> None:
    first = line("Berg met Lind.", HELD, {"participant": BOTH})
    assert len(meetings(first, line(second, HELD, {"participant": people}))) == n


def test_summit_of_two_is_bilateral(meetings: Any, line: Any) -> None:
    (row,) = meetings(line("Berg and Lind held a summit.", HELD, {"participant": BOTH, "meeting": ["held a summit"]}))
    assert row.format == "bilateral"


def test_counted_meetings_are_none_of_their_own(meetings: Any, line: Any) -> None:
    assert meetings(line("Berg and Lind have attended three summits.", HELD, {"participant": BOTH})) == []


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Berg said no new meeting with Lind was planned.", []),
        ("Berg and Lind have not yet spoken.", []),
        ("Berg and Lind haven’t met.", []),
        ("Berg has met Lind, who had no plan.", ["planned"]),
    ],
)
def test_meeting_that_is_denied_is_none(meetings: Any, line: Any, text: str, statuses: list[str]) -> None:
    assert [r.status for r in meetings(line(text, PLANNED, {"participant": BOTH}))] == statuses


@pytest.mark.parametrize(
    ("text", "labels", "when", "found"),
    [
        ("Berg will meet Lind on May 20.", PLANNED, "on May 20", [("planned", "2014-05-20")]),
        ("Berg will not meet Lind on May 20.", PLANNED, "on May 20", [("cancelled", "2014-05-20")]),
        ("Berg won’t even meet Lind in May.", PLANNED, "in May", [("cancelled", "2014-05")]),
        ("Berg will no longer meet Lind in May.", PLANNED, "in May", [("cancelled", "2014-05")]),
        ("Berg will not meet Lind before May.", PLANNED, "", [("planned", None)]),
        ("Berg declined to meet Lind on May 20.", HELD, "on May 20", [("cancelled", "2014-05-20")]),
        ("Berg declined to meet Lind on February 20.", HELD, "on February 20", [("cancelled", "2014-02-20")]),
        ("Berg has rejected a meeting with Lind on May 20.", HELD, "on May 20", [("cancelled", "2014-05-20")]),
        (
            "Norway has postponed talks with Sweden that were planned for May 20.",
            HELD,
            "for May 20",
            [("cancelled", "2014-05-20")],
        ),
        ("Berg’s talks with Lind, scheduled for May 20, have been postponed.", HELD, "for May 20", [("cancelled", "2014-05-20")]),
        ("A meeting of Berg with Lind next month has been put off.", HELD, "next month", [("cancelled", "2014-04")]),
        ("A meeting of Berg with Lind planned for May 20 fell through.", HELD, "for May 20", [("cancelled", "2014-05-20")]),
        ("The meeting of Berg with Lind will not take place in May.", HELD, "in May", [("cancelled", "2014-05")]),
        ("Norway has pulled out of talks with Sweden in May.", HELD, "in May", [("cancelled", "2014-05")]),
        ("Berg and Lind were due to meet in May, but the talks were called off.", HELD, "in May", [("cancelled", "2014-05")]),
        ("Berg and Lind are to meet in May, after a summit was called off.", PLANNED, "in May", [("planned", "2014-05")]),
        ("Plans for a summit of Berg with Lind have been shelved.", HELD, "", [("cancelled", None)]),
        ("Berg met Lind on Monday and rejected a plan for a truce.", HELD, "on Monday", [("held", "2014-03-10")]),
        ("Berg met Lind on Monday, but the two cancelled a news conference.", HELD, "on Monday", [("held", "2014-03-10")]),
        ("Berg threatened to cancel a summit with Lind next month.", PLANNED, "next month", [("planned", "2014-04")]),
        ("Berg and Lind discussed trade at a meeting next month.", HELD | {"held": 0.8}, "next month", [("planned", "2014-04")]),
        ("Norway broke off peace talks with Sweden on Monday.", HELD, "on Monday", []),
        ("Norway has not broken off talks with Sweden that began in May.", PLANNED, "in May", [("planned", "2014-05")]),
        ("Norway and Sweden promised to finish talks on fish by the end of 2018.", PLANNED, "by the end of 2018", []),
        (
            "Norway broke off talks with Sweden in February, cancelling a secret meeting with Lind.",
            HELD,
            "in February",
            [("cancelled", "2014-02")],
        ),
        ("Norway denied that Berg had met Lind on Monday.", HELD, "on Monday", []),
        ("Norway denied reports that Berg had met Lind on Monday.", HELD, "on Monday", []),
        ("Berg denied the claim after she met Lind on Monday.", HELD, "on Monday", [("held", "2014-03-10")]),
    ],
)
def test_meeting_that_is_called_off_or_refused_or_denied(
    parsed: Any, line: Any, text: str, labels: dict[str, float], when: str, found: list[tuple[str, str | None]]
) -> None:
    rows = parsed(
        line(text, labels, {"participant": BOTH if "Berg" in text else ["Norway", "Sweden"], "when": [when] if when else []})
    )
    assert [(r.status, r.date) for r in rows] == found


@pytest.fixture
def resolved(scene: Callable[..., Any], resolve: Callable[[str], Reading], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The participants of the one meeting of lines whose parties the resolver tells, or None."""
    monkeypatch.setattr(RowScorer, "opens", lambda *_: lambda told, _: told.score >= 0.7)

    def run(*lines: Any) -> dict[str, str] | None:
        reading, reader = scene(list(lines), {})
        found = resolve(reading.document.text)
        (rows,) = MeetingCoder(reader).code([found], [None])
        return {p.party: p.name for p in rows[0].participants} if rows else None

    return run


@pytest.mark.parametrize(
    ("text", "people", "found"),
    [
        ("Former U.S. Secretary of State Adam Roe met Iran in Oslo.", ["Former U.S. Secretary of State Adam Roe", "Iran"], None),
        ("Norway's parliament met in Oslo on Tuesday.", ["Norway", "parliament"], None),
        ("Russia and Iran met in Oslo on Tuesday.", ["Russia", "Iran"], {"RUS": "Russia", "IRN": "Iran"}),
        (
            "Russia and Iran met in Oslo, where Russian Foreign Minister Ida Poe wanted a truce.",
            ["Russia", "Iran", "Russian Foreign Minister Ida Poe"],
            {"RUS": "Ida Poe", "IRN": "Iran"},
        ),
        (
            "Iran and Oman held a conference in Oslo, chaired by Russian Foreign Minister Ida Poe.",
            ["Iran", "Oman"],
            {"IRN": "Iran", "OMN": "Oman", "RUS": "Ida Poe"},
        ),
        (
            "Russian Foreign Minister Ida Poe will meet Iran and Oman in Oslo.",
            ["Iran", "Oman"],
            {"RUS": "Ida Poe", "IRN": "Iran", "OMN": "Oman"},
        ),
    ],
)
def test_who_takes_part_for_whom(resolved: Any, line: Any, text: str, people: list[str], found: dict[str, str] | None) -> None:
    assert resolved(line(text, HELD, {"participant": people}, {"Russian Foreign Minister Ida Poe": 0.6})) == found


@pytest.mark.parametrize(
    ("text", "people", "found"),
    [
        ("Since the Singapore summit Russia has met Iran.", ["Singapore", "Russia", "Iran"], {"RUS": "Russia", "IRN": "Iran"}),
        ("Russia met Iran in Singapore.", ["Singapore", "Russia", "Iran"], {"RUS": "Russia", "IRN": "Iran"}),
        ("Russia met Singapore in Iran.", ["Singapore", "Russia"], {"RUS": "Russia", "SGP": "Singapore"}),
    ],
)
def test_state_of_the_place_takes_no_part(resolved: Any, line: Any, text: str, people: list[str], found: dict[str, str]) -> None:
    before = [line("Russia and Iran have ships."), line("Iran and Russia have ports.")]
    assert resolved(*before, line(text, HELD, {"participant": people})) == found


def test_the_three_ministers_whom_somebody_meets_are_those_named_before(resolved: Any, line: Any) -> None:
    before = line("Foreign ministers from Iran, Oman and Syria failed to agree.")
    talks = line("Russian Foreign Minister Ida Poe will meet the three ministers in Oslo.", HELD, {"participant": ["Ida Poe"]})
    assert resolved(before, talks) == {"RUS": "Ida Poe", "IRN": "Iran", "OMN": "Oman", "SYR": "Syria"}


def test_party_is_not_named_by_the_seat_in_which_others_meet(resolved: Any, line: Any) -> None:
    before = line("South Korea said on Monday that it wants a truce.")
    text = "Talks with Japan were held in the Blue House on Tuesday."
    talks = line(text, HELD, {"participant": ["Japan", "Blue House"], "place": ["Blue House"]}, {"Blue House": 0.15})
    assert resolved(before, talks) == {"KOR": "South Korea", "JPN": "Japan"}


def test_person_named_elsewhere_in_the_telling_of_a_meeting_takes_part_for_the_state(resolved: Any, line: Any) -> None:
    first = line("Russia met Iran in Oslo on Tuesday.", HELD, {"participant": ["Russia", "Iran"]})
    again = line(
        "Russian Foreign Minister Ida Poe told Iran in the talks that she wants a truce.",
        HELD,
        {"participant": ["Ida Poe", "Iran"]},
    )
    assert resolved(first, again) == {"RUS": "Ida Poe", "IRN": "Iran"}


@pytest.mark.parametrize(
    ("after", "status"),
    [
        ("The summit was postponed.", "cancelled"),
        ("The meeting has been shelved, ministers said.", "cancelled"),
        ("Another summit was postponed.", "planned"),
        ("The summit with Denmark was postponed.", "planned"),
        ("The summit could be postponed.", "planned"),
    ],
)
def test_planned_meeting_may_be_called_off_by_the_next_sentence(parsed: Any, line: Any, after: str, status: str) -> None:
    text = "Berg and Lind were due to meet in May."
    (row,) = parsed(line(text, HELD, {"participant": BOTH, "when": ["in May"]}), line(after))
    assert (row.status, row.date) == (status, "2014-05")


@pytest.mark.parametrize(
    ("text", "people", "found"),
    [
        (
            "Berg met Lind in Bergen in January and will receive him in Oslo in June.",
            BOTH,
            [("held", "2014-01", "Bergen", {"NOR", "SWE"}), ("planned", "2014-06", "Oslo", {"NOR", "SWE"})],
        ),
        (
            "Berg and Lind, who met in Bergen in January, will meet again in Oslo in June.",
            BOTH,
            [("held", "2014-01", "Bergen", {"NOR", "SWE"}), ("planned", "2014-06", "Oslo", {"NOR", "SWE"})],
        ),
        (
            "Sweden met Norway in Bergen on Monday and will meet Denmark in Oslo on Friday.",
            ["Norway", "Sweden", "Denmark"],
            [("held", "2014-03-10", "Bergen", {"NOR", "SWE"}), ("planned", "2014-03-14", "Oslo", {"SWE", "DNK"})],
        ),
        (
            "Sweden met Norway in Bergen but refused to meet Denmark.",
            ["Norway", "Sweden", "Denmark"],
            [("held", "2014-03-13", "Bergen", {"NOR", "SWE"}), ("cancelled", None, None, {"SWE", "DNK"})],
        ),
        ("Berg met Lind in Oslo in January and will meet him again.", BOTH, [("held", "2014-01", "Oslo", {"NOR", "SWE"})]),
    ],
)
def test_two_meetings_of_one_sentence_are_two_each_with_its_own_time_and_place(
    parsed: Any, line: Any, text: str, people: list[str], found: list[tuple[str, str, str, set[str]]]
) -> None:
    times = ["in January", "in June", "on Monday", "on Friday"]
    rows = parsed(line(text, HELD, {"participant": people, "when": times, "place": ["in Bergen", "in Oslo"]}))
    assert [(r.status, r.date, r.place, {p.party for p in r.participants}) for r in rows] == found


def test_sentence_that_names_one_side_is_a_meeting_with_the_main_party_of_the_report(meetings: Any, line: Any) -> None:
    alone = line("Lind greeted the fleet and had talks there.", HELD, {"participant": ["Lind"]})
    rows = meetings(line("Berg has a ship in Norway."), line("Norway has two."), alone)
    assert [{p.party for p in row.participants} for row in rows] == [{"NOR", "SWE"}]


def test_planned_and_cancelled_is_one_cancelled_meeting(meetings: Any, line: Any) -> None:
    first = line("Berg will meet Lind in June.", PLANNED, {"participant": BOTH})
    off = line("Berg called off the meeting with Lind.", PLANNED | {"cancelled": 0.4}, {"participant": BOTH})
    assert [r.status for r in meetings(first, off)] == ["cancelled"]
    assert [r.status for r in meetings(off, first)] == ["cancelled"]


def test_those_who_are_only_counted_are_named_before(meetings: Any, line: Any) -> None:
    before = [line("Norway, Sweden and Denmark share the sea."), line("Norway is quiet.")]
    (row,) = meetings(*before, line("Talks between the three countries began.", HELD))
    assert {p.party for p in row.participants} == {"NOR", "SWE", "DNK"}
    assert meetings(*before, line("Talks between the two countries began.", HELD)) == []


def test_the_two_leaders_are_those_of_the_meeting_told_before(meetings: Any, line: Any) -> None:
    first = line("Berg called Lind by phone on Monday.", HELD | {"call": 0.95}, {"participant": BOTH, "when": ["on Monday"]})
    (row,) = meetings(first, line("The two leaders also discussed trade.", HELD))
    assert (row.format, row.date) == ("call", "2014-03-10")


def test_same_parties_meet_once_whether_the_summit_is_named_or_not(meetings: Any, line: Any) -> None:
    named = line(
        "Berg is to see Lind at a G20 summit in June.", PLANNED, {"participant": BOTH, "meeting": ["see Lind at a G20 summit"]}
    )
    (row,) = meetings(named, line("Berg could raise it when she meets with Lind.", PLANNED, {"participant": BOTH}))
    assert row.format == "multilateral"


@pytest.mark.parametrize(
    ("text", "labels", "when", "date"),
    [
        ("Berg met Lind earlier this month.", HELD, "earlier this month", "2014-03"),
        ("Berg met Lind in late January.", HELD, "in late January", "2014-01"),
        ("Berg will meet Lind by the end of next month.", PLANNED, "by the end of next month", "2014-04"),
        ("Berg met Lind earlier this year.", HELD, "earlier this year", "2014"),
        ("Berg will meet Lind later this year.", PLANNED, "later this year", "2014"),
        ("Berg met Lind earlier this week.", HELD, "earlier this week", "2014-03-10/2014-03-13"),
        ("Berg met Lind late on March 10.", HELD, "on March 10", "2014-03-10"),
        ("Berg met Lind late Monday.", HELD, "late Monday", "2014-03-10"),
        ("Berg agreed with Lind to disarm within a week.", HELD, "within a week", None),
        ("Two days of talks between Berg and Lind ended on Monday.", HELD, "on Monday", "2014-03-09/2014-03-10"),
        ("Berg opened two days of talks with Lind on Monday.", HELD, "on Monday", "2014-03-10"),
        ("Berg and Lind will lift duties in June, they said on Monday after meeting in Oslo.", HELD, "in June", "2014-03-10"),
    ],
)
def test_date_is_a_day_a_month_or_a_week_as_told(
    meetings: Any, line: Any, text: str, labels: dict[str, float], when: str, date: str | None
) -> None:
    quiet = [line(f"Norway is a country with a coast and {n} ports.") for n in range(20, 24)]
    (row,) = meetings(*quiet, line(text, labels, {"participant": BOTH, "when": [when]}))
    assert row.date == date


def test_nobody_who_speaks_for_no_party_takes_part(meetings: Any, line: Any) -> None:
    assert meetings(line("Berg met Acme in Bergen.", HELD, {"participant": ["Berg", "Acme"]})) == []
    (row,) = meetings(line("Berg, Lind and Acme met in Bergen.", HELD, {"participant": ["Berg", "Lind", "Acme"]}))
    assert [p.party for p in row.participants] == ["NOR", "SWE"]


@pytest.mark.parametrize(
    ("text", "labels", "status"),
    [
        ("Berg has declined to meet Lind.", {"held": 0.1, "cancelled": 0.9}, "cancelled"),
        ("Berg has rarely met Lind.", {"held": 0.9, "cancelled": 0.5}, "held"),
        ("Berg prepared a summit with Lind, which is now cancelled.", {"planned": 0.9, "cancelled": 0.4}, "cancelled"),
        ("Berg played golf ahead of her meeting with Lind.", {"planned": 0.9}, "planned"),
        ("Berg was to meet Lind, who was set to visit Bergen.", {"held": 0.9}, "held"),
        ("Berg told Lind that she would abandon her ships.", {"held": 0.9}, "held"),
    ],
)
def test_status_by_score_and_by_words(meetings: Any, line: Any, text: str, labels: dict[str, float], status: str) -> None:
    core = text.split(",")[0].rstrip(".")
    roles = {"participant": BOTH, "meeting": [core]}
    (row,) = meetings(line(text, {"meeting": 0.9, "bilateral": 0.9} | labels, roles))
    assert row.status == status


def test_cancelled_by_word_and_call_by_word(meetings: Any, line: Any) -> None:
    off = line("Berg called off a meeting with Lind.", PLANNED | {"cancelled": 0.4}, {"participant": BOTH})
    assert [r.status for r in meetings(off)] == ["cancelled"]
    call = line("Berg spoke with Lind by phone.", HELD | {"call": 0.3}, {"participant": BOTH})
    assert [r.format for r in meetings(call)] == ["call"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Berg held a virtual meeting with Lind.", "call"),
        ("Berg and Lind discussed trade in a video call.", "call"),
        ("Berg and Lind held a Zoom call.", "call"),
        ("Berg met Lind via video link.", "call"),
        ("Berg held talks with Lind by videoconference.", "call"),
        ("Berg rang Lind.", "call"),
        ("Berg rang the bell and met Lind.", "bilateral"),
        ("Berg showed Lind a video of the port.", "bilateral"),
    ],
)
def test_call_is_told_by_its_words_however_the_reader_scores(meetings: Any, line: Any, text: str, form: str) -> None:
    assert [r.format for r in meetings(line(text, HELD | {"call": 0.1}, {"participant": BOTH}))] == [form]


def test_three_parties_make_it_multilateral(meetings: Any, line: Any) -> None:
    (row,) = meetings(line("Norway, Sweden and Denmark met.", HELD, {"participant": ["Norway", "Sweden", "Denmark"]}))
    assert row.format == "multilateral"


def test_one_party_alone_meets_nobody(meetings: Any, line: Any) -> None:
    assert meetings(line("Berg held a meeting.", HELD, {"participant": ["Berg"]})) == []


def test_held_meeting_is_not_dated_after_its_report(meetings: Any, line: Any) -> None:
    text = "Berg and Lind agreed on Thursday after talks on a truce from March 20."
    (row,) = meetings(line(text, HELD, {"participant": BOTH, "when": ["March 20"]}))
    assert row.date == "2014-03-13"


@pytest.mark.parametrize(
    ("text", "scores", "parties"),
    [
        ("Berg met Lind in Denmark.", {"Denmark": 0.1}, ["NOR", "SWE"]),
        ("Berg met Lind and Denmark.", {"Denmark": 0.85}, ["NOR", "SWE", "DNK"]),
        ("Berg arrived in Denmark.", {"Denmark": 0.19}, ["NOR", "DNK"]),
        ("Berg met reporters and Denmark.", {"Denmark": 0.25}, ["NOR", "DNK"]),
    ],
)
def test_who_scores_low_takes_part_only_beside_one_alone(
    meetings: Any, line: Any, text: str, scores: dict[str, float], parties: list[str] | None
) -> None:
    rows = meetings(line(text, HELD, {"participant": ["Berg", "Lind", "Denmark"]}, scores))
    assert [[p.party for p in row.participants] for row in rows] == ([parties] if parties else [])


@pytest.mark.parametrize(
    ("text", "scores", "date"),
    [
        ("Berg met Lind in May 2010.", {"in May 2010": 0.2}, "2010-05"),  # however far away
        ("Berg met Lind in May 2010.", {"in May 2010": 0.1}, None),
        ("Berg, who took office in May 2010, met Lind in 2013.", {"in May 2010": 0.2, "in 2013": 0.6}, "2013"),
        ("Berg met Lind, he said on Tuesday.", {"on Tuesday": 0.1}, None),  # the day on which it was said
        ("Berg met Lind recently, in 2013.", {"recently": 0.9, "in 2013": 0.2}, "2013"),
    ],
)
def test_date_is_the_best_scored_that_is_possible(
    meetings: Any, line: Any, text: str, scores: dict[str, float], date: str | None
) -> None:
    quiet = [line(f"Norway is a country with a coast and {n} ports.") for n in range(20, 24)]
    (row,) = meetings(*quiet, line(text, HELD, {"participant": BOTH, "when": list(scores)}, scores))
    assert row.date == date
