"""Which sentences give a row of alignment: the scorer's features, its decision, and a file that lacks weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from communique.coding.alignment_row import COLUMNS, RowScorer, row_features, scorer_of
from communique.coding.event_reader import QUICK
from communique.coding.telling import Telling, tellings
from communique.errors import MissingModel

NAMES = {"Norway": ("Norway", "NOR"), "Sweden": ("Sweden", "SWE"), "Chad": ("Chad", "TCD"), "Shell": ("Shell", "OTHER")}


@pytest.fixture
def telling(scene: Callable[..., Any], line: Any) -> Callable[..., Telling]:
    def build(text: str, labels: dict[str, float], *allies: str) -> Telling:
        reading, reader = scene([line(text, labels, {"ally": list(allies)})], NAMES)
        (found,) = tellings(reading, reader)
        return found

    return build


def test_features_are_those_that_the_weights_name(telling: Any) -> None:
    assert set(row_features(telling("Norway and Sweden agreed.", {"agree": 0.9}, "Norway"), "agree")) == set(COLUMNS)


@pytest.mark.parametrize(
    ("text", "allies", "second"),
    [
        ("Norway and Sweden agreed on quotas.", ["Norway", "Sweden"], True),
        ("Norway and Sweden agreed on quotas.", ["Norway"], False),
        ("The two sides agreed on lower US quotas.", [], False),
    ],
)
def test_second_side_counts_only_if_it_plays_a_part(telling: Any, text: str, allies: list[str], second: bool) -> None:
    assert (row_features(telling(text, {"agree": 0.9}, *allies), "agree")["second side"] > 0.5) is second


def test_second_side_is_the_second_best_of_the_parties_not_of_the_names(telling: Any) -> None:
    labels = {"agree": 0.9}
    assert row_features(telling("Norway and Shell agreed on quotas.", labels, "Norway", "Shell"), "agree")["second side"] > 0.8
    assert row_features(telling("Norway said Norway agreed on it.", labels, "Norway"), "agree")["second side"] == 0.0


def test_the_less_sure_the_reader_the_more_a_second_side_decides(telling: Any) -> None:
    text, scorer = "Norway and Sweden agreed on lower quotas.", scorer_of(QUICK)
    one, two = (scorer.best(telling(text, {"agree": 0.2}, *allies)) for allies in (["Norway"], ["Norway", "Sweden"]))
    assert one[0] == two[0] == "agree"
    assert one[1] < scorer.least <= two[1]


def test_likelier_relation_is_the_best(telling: Any) -> None:
    assert scorer_of(QUICK).best(telling("Norway and Sweden differ.", {"agree": 0.3, "differ": 0.8}, "Norway"))[0] == "differ"


def test_sentence_that_the_reader_sees_nothing_in_has_no_relation(telling: Any) -> None:
    assert scorer_of(QUICK).best(telling("Norway and Sweden met on Monday.", {"agree": 0.03, "differ": 0.03})) == ("", 0.0)


@pytest.mark.parametrize("damage", [lambda d: d["weights"].pop("own"), lambda d: d.pop("least"), lambda d: d.update(weights=[1])])
def test_file_without_a_weight_is_refused(tmp_path: Path, damage: Callable[[dict[str, Any]], Any]) -> None:
    found = {"intercept": 0.0, "least": 0.1, "weights": dict.fromkeys(COLUMNS, 1.0)}
    damage(found)
    file = tmp_path / "weights.json"
    file.write_text(json.dumps({QUICK: found}), encoding="utf-8")
    with pytest.raises(MissingModel, match=r"weights\.json"):
        RowScorer(QUICK, file)
