"""Which sentences open a row of a meeting: the features, the decision, a file that lacks weights."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from communique.coding.event_reader import CAREFUL, QUICK
from communique.coding.meeting_merge import Told, merge
from communique.coding.meeting_row import COLUMNS, RowScorer, row_features, scorer_of
from communique.coding.telling import Side
from communique.errors import MissingModel
from communique.model.document import Span


def told(at: int, *parties: str, status: str = "held", date: str | None = None, score: float = 0.9, side: float = 0.9) -> Told:
    """A meeting as a sentence tells it; `side` is how likely the last of its parties takes part."""
    sides = tuple(Side(p, p, at, side if p == parties[-1] else 0.95) for p in parties)
    return Told(at, Span(at, at + 1), sides, "bilateral", status, date, has_wording=date is not None, place=None, score=score)


BEFORE = told(0, "NOR", "SWE", date="2014-03-04")


@pytest.mark.parametrize(
    ("second", "named"),
    [
        (told(2, "NOR", "SWE"), {"met before", "undated", "told before"}),
        (told(2, "NOR", "SWE", date="2014-03-04"), {"met before", "told before"}),
        (told(2, "NOR", "SWE", date="2013-07"), {"met before", "met before, other day", "told before"}),
        (told(2, "NOR", "SWE", status="planned"), {"planned", "undated", "told before"}),
        (told(2, "NOR", "SWE", status="planned", date="2014-04"), {"planned", "other status, dated", "told before"}),
        (told(2, "NOR", "CHN", date="2014-04"), {"told before"}),
        (told(2, "NOR", "CHN", "G7", date="2014-04"), {"more than two", "party of many", "told before"}),
    ],
)
def test_features_tell_what_the_report_told_before(second: Told, named: set[str]) -> None:
    found = row_features(second, [BEFORE], {0: 0.9, 1: 0.1, 2: 0.9})
    assert set(found) == set(COLUMNS)
    plain = set(COLUMNS) - {"meeting", "second side", "sentences that tell", "neighbour"}
    assert {name for name in plain if found[name]} == named
    assert found["neighbour"] == 0.1
    assert found["sentences that tell"] == 2


@pytest.mark.parametrize("model", [QUICK, CAREFUL])
@pytest.mark.parametrize(
    ("second", "does"),
    [
        (told(2, "NOR", "CHN", date="2014-03-06"), True),
        (told(2, "NOR", "CHN", date="2014-03-06", score=0.2, side=0.5), False),
        (told(2, "NOR", "SWE", date="2014-03-06", score=0.6, side=0.7), False),
        (told(2, "NOR", "SWE", status="planned", side=0.5), False),
    ],
)
def test_meeting_of_other_parties_opens_a_row_one_of_the_same_hardly(model: str, second: Told, does: bool) -> None:
    scores = {0: 0.9, 1: 0.3, 2: second.score}
    assert scorer_of(model).opens(scores)(second, [BEFORE]) is does


def test_first_meeting_of_a_report_opens_a_row_from_a_score_at_which_later_ones_do_not() -> None:
    weak = told(2, "NOR", "CHN", date="2014-03-06", score=0.4, side=0.8)
    opens = scorer_of(CAREFUL).opens
    assert opens({2: 0.4})(weak, [])
    assert not opens({0: 0.9, 2: 0.4})(replace(weak, date=None, status="planned"), [BEFORE])


def test_unsure_sentence_adds_nothing_to_a_meeting_told_before_and_opens_none() -> None:
    unsure = told(1, "NOR", "SWE", date="2014-03", score=0.4)
    (row,) = merge([told(0, "NOR", "SWE"), unsure], lambda *_: True, sure=0.5)
    assert row.date is None
    (row,) = merge([told(0, "NOR", "SWE"), unsure], lambda *_: True, sure=0.3)
    assert row.date == "2014-03"


def test_file_without_weights_is_no_model(tmp_path: Path) -> None:
    file = tmp_path / "weights.json"
    file.write_text(json.dumps({CAREFUL: {"intercept": 0.0, "least": 0.4, "weights": {}}}), encoding="utf-8")
    with pytest.raises(MissingModel, match="rows of meetings"):
        RowScorer(CAREFUL, file)
