"""The gate before the event reader: lets through what tells of an event, knows no names, never fails."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import communique.models
from communique.coding.event_gate import EventGate, default_gate
from communique.coding.event_reader import EventReader
from communique.errors import MissingModel
from communique.models.event_gate_words import gate_features

SHIPPED = Path(communique.models.__file__).parent / "event-gate"
TOLD = [
    "The presidents of Chile and Peru met in Lima on Monday to discuss the border.",
    "Norway promised to send two hospital ships by the end of May.",
    "Sweden and Finland disagree over the new quotas.",
    "Both sides agree that the river must stay open, the ministers said after their talks.",
    "He will sign the treaty next week if the parliament in Riga approves it.",
]
IDLE = [
    "The weather was mild for the season.",
    "His mother was a teacher in a small town.",
    "Shares fell 2.5 percent in early trade.",
]

NAMES = ["iran", "iranian", "russia", "russian", "israel", "china", "obama", "trump", "putin", "washington", "moscow", "american"]


@pytest.mark.parametrize("sentence", TOLD)
def test_what_tells_of_an_event_passes(sentence: str) -> None:
    assert default_gate().passes(sentence)


def test_the_reader_does_not_run_what_the_gate_holds_back() -> None:
    reader = EventReader()
    told = reader.read([TOLD[0], *IDLE])
    assert [bool(t.tokens) for t in told] == [True, *([False] * len(IDLE))]
    assert reader.n_spared == len(IDLE)
    assert set(told[1].labels.values()) == {0.0}
    assert told[1].runs("meeting") == []
    assert told[1].role("meeting", 0, 5) == 0.0
    assert reader.read_whole(IDLE[0]).labels.keys() == told[1].labels.keys()


def test_rows_name_the_gate() -> None:
    assert EventReader().id.endswith(f"+{default_gate().id}")


def test_names_and_numbers_are_not_told_apart() -> None:
    assert gate_features("They met Kerry on May 3.") == gate_features("They met Ahmad Tunis on June 12.") - {"caps:3"} | {
        "caps:2"
    }


def test_weights_hold_no_names() -> None:
    weights = json.loads((SHIPPED / "gate.json").read_text(encoding="utf-8"))["weights"]
    assert len(weights) > 100
    words = {word for feature in weights for word in feature.split()}
    assert [word for word in words if word != word.lower()] == []
    assert words.isdisjoint(NAMES)


@given(st.text(max_size=80))
def test_any_text_has_a_score(text: str) -> None:
    assert default_gate().score(text) == default_gate().score(text)


def test_an_altered_gate_is_refused(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "gate")
    (tmp_path / "gate" / "gate.json").write_text('{"least": -9, "weights": {"bias": 0}}')
    with pytest.raises(MissingModel, match=r"gate\.json"):
        EventGate(tmp_path / "gate")
