"""The clause of a promise: what is promised, denied or past, and whose it is; sentences parsed, no sentence reader."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from communique.coding.commitment import what_phrase
from communique.coding.event_reader import Told
from communique.coding.promise_clause import PromiseClause
from communique.coding.telling import Side, Telling
from communique.model.document import Span
from communique.model.reading import Reading

Resolve = Callable[[str], Reading]


def _telling(reading: Reading) -> Telling:
    sentence = reading.sentences[0]
    return Telling(0, sentence, reading.document.text, Told({}, np.zeros((0, 0)), (), ()), reading.mentions, None)


@pytest.mark.parametrize(
    ("text", "core", "what"),
    [
        ("Norway promised not to send ships.", "promised not to send ships", "not to send ships"),
        ("Norway pledged never to send ships.", "to send ships", "never to send ships"),
        ("Norway agreed never again to send ships.", "agreed never again to send ships", "never again to send ships"),
        ("Norway promised not to send ships.", "send ships", "not to send ships"),
        ("Norway said it won't send ships.", "it won't send ships", "won't send ships"),
        ("Norway is not going to send ships.", "to send ships", "not going to send ships"),
        ("Norway has no intention to send ships.", "has no intention to send ships", "no intention to send ships"),
        ("Norway refused to send ships.", "refused to send ships", "refused to send ships"),
        ("No Norwegian soldier will cross the border.", "will cross the border", "No Norwegian soldier will cross the border"),
        ("Norway will not hesitate to send ships.", "will not hesitate to send ships", "not hesitate to send ships"),
        ("Norway did not fail to send ships.", "to send ships", "send ships"),
        ("Norway not only agreed to send ships.", "agreed to send ships", "send ships"),
        ("Norway agreed on Monday to a truce with Sweden.", "Norway agreed on Monday to a truce", "a truce"),
        ("Norway announced that it was leaving the bloc.", "Norway announced that it was leaving the bloc", "leaving the bloc"),
        ("Norway ordered two new ships.", "Norway ordered two new ships", "ordered two new ships"),
        ("Norway wants to rest and will send ships.", "wants to rest and will send ships", "send ships"),
        ("Norway will send ships to the Baltic Sea.", "will send ships to the", "send ships to the Baltic Sea"),
        ("Norway will wait until a deal is reached.", "will wait until a deal is", "wait until a deal is reached"),
        ("Norway will send ships and wait.", "will send ships and", "send ships"),
        ("Norway will leave the court which it helped to found.", "will leave the court which", "leave the court"),
    ],
)
def test_where_what_is_promised_begins_and_ends(resolve: Resolve, text: str, core: str, what: str) -> None:
    reading = resolve(text)
    at = text.index(core)
    assert what_phrase(reading, _telling(reading), Span(at, at + len(core))) == what


@pytest.mark.parametrize(
    ("text", "core", "is_past"),
    [
        ("Norway told Sweden that it began the second phase.", "began the second phase", True),
        ("Norway told Sweden that it will begin the second phase.", "will begin the second phase", False),
        ("Norway said that it agreed to a truce.", "agreed to a truce", False),
        ("Norway said that it ordered two ships.", "ordered two ships", False),
        ("Norway signed a truce.", "signed a truce", False),
    ],
)
def test_what_is_done_is_no_promise(resolve: Resolve, text: str, core: str, is_past: bool) -> None:
    reading = resolve(text)
    at = text.index(core)
    assert PromiseClause(reading, _telling(reading), Span(at, at + len(core))).is_past() is is_past


@pytest.mark.parametrize(
    ("text", "core", "own"),
    [
        ("Norway and Sweden said they would send ships, a move that Poland condemned.", "send ships", "Norway Sweden"),
        ("Norway thanked Poland and said Sweden would send ships.", "Sweden would send ships", "Sweden"),
        ("Norway will send ships provided that Sweden drops its threats.", "will send ships", "Norway"),
        ("Norway said that Poland wanted rest and that Sweden would send ships.", "Sweden would send ships", "Sweden"),
        ("Norway agreed with Sweden to send ships.", "to send ships", "Norway Sweden"),
        ("Poland grew louder after Norway agreed not to send ships.", "not to send ships", "Norway"),
        ("Norway repeated its pledge that Sweden would send ships.", "Sweden would send ships", "Norway"),
        ("Poland criticized Norway for vowing to send ships.", "vowing to send ships", "Norway"),
        (
            "Poland said the truce will begin and Norway and Sweden will send ships.",
            "the truce will begin and Norway and Sweden will send ships",
            "Norway Sweden",
        ),
        (
            "Norway and Sweden agreed that their ships off Poland would leave.",
            "their ships off Poland would leave",
            "Norway Sweden",
        ),
        ("Norway said duties on Sweden would be lifted.", "duties on Sweden would be lifted", "Norway Sweden"),
    ],
)
def test_whose_promise_it_is(resolve: Resolve, text: str, core: str, own: str) -> None:
    reading = resolve(text)
    names = [m for m in reading.mentions if m.party in ("NOR", "SWE", "POL") and text[m.start : m.end] == m.actor]
    sides = [Side(m.actor, m.party, m.start, 0.9) for m in names]
    at = text.index(core)
    found = PromiseClause(reading, _telling(reading), Span(at, at + len(core))).own(sides)
    assert [s.name for s in found] == own.split()
