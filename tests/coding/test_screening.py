"""Which pairs are read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from communique.coding.logistic import Logistic
from communique.coding.screening import SIGNS, are_worth, signs_of
from communique.coding.unit import Unit
from communique.model.record import Mode
from communique.models.odds import log_odds

CITED = Unit(0, 0, 10, "Ida Berg", "NOR", Mode.INDIRECT, "[holder] said no.", "cited", 0.9)


def model(**weights: float) -> Logistic:
    return Logistic.from_json({"weights": dict.fromkeys(SIGNS, 0.0) | weights, "intercept": 0.0}, SIGNS)


def test_signs_stand_in_their_columns() -> None:
    units = [CITED, replace(CITED, rule="nested", party="OTHER", mode=Mode.ACT)]
    found = dict(zip(SIGNS, signs_of(units, [0.5, 0.8], [0, 2]).T, strict=True))
    assert found["relevance"] == pytest.approx([0.0, np.log(4)])
    assert found["nested_relevance"] == pytest.approx([0.0, np.log(4)])
    expected = {"rank": [0, 2], "other": [0, 1], "act": [0, 1], "acting": [0, 0], "nested": [0, 1], "acting_relevance": [0, 0]}
    assert {name: found[name].tolist() for name in expected} == expected
    assert found["holder"] == pytest.approx([0.9, 0.9])


def test_a_pair_is_read_from_the_least_score_on() -> None:
    units = [CITED, replace(CITED, rule="nested")]
    assert are_worth(units, [0.5, 0.5], [0, 0], model(nested=-2.0), 0.5) == [True, False]
    assert are_worth(units, [0.5, 0.9], [0, 0], model(nested_relevance=1.0), 0.6) == [False, True]
    assert are_worth([], [], [], model(), 0.5) == []


def test_a_missing_weight_is_named() -> None:
    with pytest.raises(KeyError, match="rank"):
        Logistic.from_json({"weights": {k: 0.0 for k in SIGNS if k != "rank"}, "intercept": 0.0}, SIGNS)


def test_log_odds_are_bounded() -> None:
    assert log_odds([0.0, 0.5, 1.0]) == pytest.approx([-9.21, 0.0, 9.21], abs=0.01)
