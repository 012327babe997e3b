"""Commitments: who commits, to what, by when, on what condition; sentences in, rows out, the sentence reader made by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from communique.coding.commitment import CommitmentCoder, what_phrase
from communique.coding.event_reader import Told
from communique.coding.telling import Telling
from communique.model.document import Span
from communique.model.reading import Reading
from communique.model.record import Attribution, Commitment

NAMES = {"Acme": ("Acme", "OTHER"), "Norway": ("Norway", "NOR"), "Sweden": ("Sweden", "SWE"), "Anna Berg": ("Anna Berg", "NOR")}
YES = {"commitment": 0.9}


@pytest.fixture
def commitments(scene: Callable[..., Any]) -> Callable[..., list[Commitment]]:
    def run(*lines: Any, published: str | None = "2014-03-13") -> list[Commitment]:
        reading, reader = scene(list(lines), NAMES, published)
        (rows,) = CommitmentCoder(reader).code([reading], [None])
        for row in rows:
            assert reading.document.text[row.start : row.end] == row.evidence
        return rows

    return run


@pytest.mark.parametrize(
    ("words", "due", "due_text"),
    [
        ("by the end of the month", "2014-03-31", "by the end of the month"),
        ("in the second half of 2015", "2015-07-01/2015-12-31", "in the second half of 2015"),
        ("on Monday", "2014-03-17", "on Monday"),
        ("within six weeks", "2014-03-13/2014-04-24", "within six weeks"),
        ("as soon as possible", None, "as soon as possible"),
        ("on the sidelines of the upcoming conference", None, "on the sidelines of the upcoming conference"),
    ],
)
def test_due_date_is_an_interval_with_its_wording(
    commitments: Any, line: Any, words: str, due: str | None, due_text: str
) -> None:
    text = f"Norway said it will send two ships {words}."
    (row,) = commitments(line(text, YES, {"promiser": ["Norway"], "commitment": [text[:-1]], "due": [words]}))
    assert (row.by, row.due, row.due_text) == (("NOR",), due, due_text)
    assert row.what.startswith("send two ships")


def test_time_that_is_no_due_date_is_left(commitments: Any, line: Any) -> None:
    text = "Norway said on Monday it will send two ships."
    (row,) = commitments(line(text, YES, {"promiser": ["Norway"], "commitment": ["it will send two ships"]}))
    assert (row.due, row.due_text) == (None, None)


@pytest.mark.parametrize("words", ["earlier today", "last week", "two days ago", "three weeks earlier"])
def test_time_gone_by_is_no_due_date(commitments: Any, line: Any, words: str) -> None:
    text = f"Norway said {words} it will send two ships."
    (row,) = commitments(line(text, YES, {"promiser": ["Norway"], "commitment": ["send two ships"], "due": [words]}))
    assert (row.due, row.due_text) == (None, None)


@pytest.mark.parametrize(
    ("text", "core", "what"),
    [
        ("Norway said it will send two ships.", "it will send two ships", "send two ships"),
        (
            "Under the deal, sanctions on fish are to be lifted in May.",
            "to be lifted in May",
            "sanctions on fish are to be lifted in May",
        ),
        ("Norway says it will be given two ships.", "it will be given two ships", "be given two ships"),
        ('Norway will "hold fire" from noon.', '"hold fire" from noon', '"hold fire" from noon'),
        ('Norway said it will "hold fire from noon on Monday".', 'will "hold fire from noon', "hold fire from noon"),
        ("Norway will open its ports in two days.", "in two days", "open its ports in two days"),
        ('"We will carry out those plans," Roe said.', 'will carry out those plans," Roe', "carry out those plans"),
        (
            "Norway will pay between 2020 and 2025, Adam Roe said.",
            "will pay between 2020 and 2025, Adam",
            "pay between 2020 and 2025",
        ),
        ('"We will carry it out", Roe said.', 'will carry it out", Roe', "carry it out"),
        ('They "will lift" all "unjust" duties.', 'will lift" all "unjust" duties', 'lift all "unjust" duties'),
        ("Norway will speak of “a long war,” and act.", "will speak of “a long war", "speak of “a long war”"),
        (
            "Norway will speak of “a long war” and “peace to come”.",
            "will speak of “a long war” and “peace",
            "speak of “a long war” and peace",
        ),
    ],
)
def test_what_is_promised(resolve: Callable[[str], Reading], text: str, core: str, what: str) -> None:
    reading = resolve(text)
    telling = Telling(0, reading.sentences[0], text, Told({}, np.zeros((0, 0)), (), ()), reading.mentions, None)
    assert what_phrase(reading, telling, Span(text.index(core), text.index(core) + len(core))) == what


@pytest.mark.parametrize(
    ("text", "core", "what"),
    [
        (
            "Norway will pay between 2020 and 2025, Ida Poe said.",
            "will pay between 2020 and 2025, Ida",
            "pay between 2020 and 2025",
        ),
        (
            "Norway will build the road at once, Ida Poe said.",
            "will build the road at once, Ida Poe said",
            "build the road at once",
        ),
        ("Norway will, Ida Poe said, build the road.", "will, Ida Poe said, build the road", ", Ida Poe said, build the road"),
    ],
)
def test_what_is_promised_ends_before_who_says_it(resolve: Callable[[str], Reading], text: str, core: str, what: str) -> None:
    said = re.split(r",? ?Ida Poe said,?", text.rstrip("."))
    content = tuple(Span(text.index(part), text.index(part) + len(part)) for part in said if part)
    source, cue = (Span(text.index(words), text.index(words) + len(words)) for words in ("Ida Poe", "said"))
    attribution = Attribution(
        start=0,
        end=len(text),
        confidence=1.0,
        maker="t@1",
        source=(source,),
        cue=(cue,),
        content=content,
        actor="Ida Poe",
        party="NOR",
    )
    reading = replace(resolve(text), attributions=(attribution,))
    telling = Telling(0, reading.sentences[0], text, Told({}, np.zeros((0, 0)), (), ()), reading.mentions, None)
    assert what_phrase(reading, telling, Span(text.index(core), text.index(core) + len(core))) == what.strip(" ,")


def test_condition_and_several_promisers(commitments: Any, line: Any) -> None:
    text = "Norway and Sweden will reopen the border if the truce holds."
    (row,) = commitments(line(text, YES | {"conditional": 0.8}, {"promiser": ["Norway", "Sweden"], "commitment": [text]}))
    assert row.by == ("NOR", "SWE")
    assert row.conditional


def test_passive_agreement_binds_the_parties_of_the_meeting_before(commitments: Any, line: Any) -> None:
    met = line("Norway and Sweden held talks.", {"meeting": 0.9}, {"participant": ["Norway", "Sweden"]})
    agreed = line("It was agreed that six satellites will be launched.", YES, {"commitment": ["six satellites will be launched"]})
    (row,) = commitments(met, agreed)
    assert row.by == ("NOR", "SWE")
    assert row.what == "be launched"


def test_without_anybody_who_commits_there_is_no_row(commitments: Any, line: Any) -> None:
    assert commitments(line("It was agreed that ships will be sent.", YES)) == []


def test_sentence_below_the_threshold_makes_no_row(commitments: Any, line: Any) -> None:
    assert commitments(line("Norway should send ships.", {"commitment": 0.3}, {"promiser": ["Norway"]})) == []


def test_promise_told_twice_is_kept_once(commitments: Any, line: Any) -> None:
    first = line("Norway will send two hospital ships.", YES, {"promiser": ["Norway"]})
    again = line(
        "Norway will send the hospital ships soon, Anna Berg said.",
        YES,
        {"promiser": ["Norway"], "commitment": ["will send the hospital ships"]},
    )
    other = line("Norway will close its embassy.", YES, {"promiser": ["Norway"]})
    assert [r.start for r in commitments(first, again, other)] == [0, len(first.text) + len(again.text) + 2]


@pytest.mark.parametrize(
    ("ending", "conditional"),
    [
        ("if possible", False),
        ("if needed in the spring", False),
        ("if Sweden agrees", True),
        ("unless the truce fails", True),
        ("in exchange for oil", True),
        ("as soon as possible", False),
        ("as soon as the snow melts", True),
        ("in May", False),
        ("until January 31, 2020", False),
        ("until the end of May", False),
        ("until then", False),
        ("until the truce is signed", True),
        ("until May, if Sweden agrees", True),
        ("once the truce is signed", True),
        ("once talks resume", True),
        ("once a truce is signed", True),
        ("and lift it once Sweden agrees", True),
        ("once again", False),
        ("once more", False),
        ("at once", False),
        ("once a month", False),
        ("of its once large fleet", False),
        ("to a city once ruled by Sweden", False),
        (", once ratified", True),
    ],
)
def test_words_of_condition(commitments: Any, line: Any, ending: str, conditional: bool) -> None:
    (row,) = commitments(line(f"Norway will send ships {ending}.", YES, {"promiser": ["Norway"]}))
    assert row.conditional is conditional


def test_firm_binds_no_party(commitments: Any, line: Any) -> None:
    text = "Acme will build two ships for Norway."
    assert commitments(line(text, YES, {"promiser": ["Acme"]})) == []
    assert [r.by for r in commitments(line(text, YES, {"promiser": ["Acme", "Norway"]}))] == [("OTHER", "NOR")]


@pytest.mark.parametrize(
    ("promiser", "said_by", "by"),
    [
        (["Norway"], ("Anna Berg", "NOR"), [("NOR",)]),
        (["Sweden"], ("Anna Berg", "NOR"), [("SWE",)]),
        (["old"], ("Anna Berg", "NOR"), [("NOR",)]),
        (["old"], ("Tom Reed", "OTHER"), [("DNK",)]),
        ([], ("Anna Berg", "NOR"), [("NOR",)]),
    ],
)
def test_speaker_commits_unless_the_sentence_names_who_does(
    scene: Any, line: Any, promiser: list[str], said_by: tuple[str, str], by: list[tuple[str, ...]]
) -> None:
    names = NAMES | {"the old kingdom of Denmark": ("Denmark", "DNK"), said_by[0]: said_by}
    text = f"Norway and Sweden will defend the old kingdom of Denmark, said {said_by[0]}."
    reading, reader = scene([line(text, YES, {"promiser": promiser})], names, "2014-03-13")
    source, content = Span(text.index(said_by[0]), len(text) - 1), Span(0, text.index(", said"))
    said = Attribution(
        start=0,
        end=len(text),
        confidence=1.0,
        maker="t@1",
        source=(source,),
        cue=(),
        content=(content,),
        actor=said_by[0],
        party=said_by[1],
    )
    (rows,) = CommitmentCoder(reader).code([replace(reading, attributions=(said,))], [None])
    assert [r.by for r in rows] == by
