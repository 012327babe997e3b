"""Positions by hand: units, shares, stances, intervals with and without the reader's error, matrices and series."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from communique.analysis.coded import coded_statements
from communique.analysis.position import (
    Position,
    PositionOptions,
    find_position,
    find_positions,
    iter_periods,
    position_series,
    positions_at,
)
from communique.analysis.reader_error import ReaderError, draw_stances
from communique.errors import BadTable, UsageError


def say(document: str, stance: str, day: str | None = "2013-06-18", **more: Any) -> dict[str, Any]:
    return {"document_id": document, "date": day, "party": "FRA", "actor": "Ann", "issue": "arms", "stance": stance,
            "evidence": f"{document} {stance}", "outlet": "Gazette", **more}  # fmt: skip


def position(*rows: dict[str, Any], **options: Any) -> Position:
    return find_position(rows, "FRA", "arms", options=PositionOptions(**options))


def test_a_wire_story_counts_once() -> None:
    rows = [say(f"copy{n}", "support", cluster="wire") for n in range(40)] + [say("own", "oppose")]
    assert position(*rows).share == 0.5
    assert position(*rows, unit="document").share == pytest.approx(40 / 41)
    found = position(*rows)
    assert (found.n_units, found.n_clusters, found.n_documents, len(found.statements)) == (2, 2, 41, 41)


def test_statements_of_one_document_are_one_unit() -> None:
    rows = [say("a", "support", start=1), say("a", "support", start=2), say("a", "oppose", start=3), say("b", "oppose")]
    assert position(*rows).share == 0.5
    assert position(*rows, unit="statement").share == 0.5
    assert position(*rows).stance_counts == {"support": 2, "oppose": 2, "conditional": 0}


def test_a_torn_unit_counts_half_for_each_side() -> None:
    found = position(say("a", "support", start=1), say("a", "oppose", start=2), say("b", "support"))
    assert found.counts.tolist() == [1.5, 0.5, 0]
    assert found.share == 0.75
    assert found.balance == 0.5


@pytest.mark.parametrize(
    ("stances", "expected"),
    [
        ("sss", "support"), ("sso", "support"), ("so", "mixed"), ("ooo", "oppose"), ("ccs", "conditional"), ("cso", "mixed"),
        ("", "silent"),
    ],
)  # fmt: skip
def test_stance_needs_two_thirds(stances: str, expected: str) -> None:
    names = {"s": "support", "o": "oppose", "c": "conditional"}
    assert position(*[say(str(n), names[c]) for n, c in enumerate(stances)]).stance == expected


def test_silence_says_nothing_and_its_interval_everything() -> None:
    found = position()
    assert (found.share, found.balance, found.trend, found.strength) == (None, None, None, 0.0)
    low, high = found.share_interval
    assert low < 0.02
    assert high > 0.98


def test_strength_grows_with_evidence() -> None:
    strengths = [position(*[say(str(n), "oppose") for n in range(size)]).strength for size in (1, 4, 38)]
    assert strengths == [pytest.approx(1 / 3), pytest.approx(4 / 6), pytest.approx(38 / 40)]


def test_interval_without_error_is_jeffreys() -> None:
    found = position(*[say(str(n), "support" if n < 7 else "oppose") for n in range(10)])
    expected = beta.ppf([0.025, 0.975], 7.5, 3.5)
    np.testing.assert_allclose(found.share_interval, expected, atol=0.02)


def test_the_readers_error_widens_the_interval() -> None:
    rows = [say(str(n), "support" if n < 28 else "oppose") for n in range(40)]
    error = ReaderError(
        {"support": {"support": 16, "oppose": 2, "none": 2}, "oppose": {"oppose": 16, "support": 2, "none": 2}}, "a scored set"
    )
    plain, widened = position(*rows), position(*rows, error=error)
    width = [high - low for low, high in (plain.share_interval, widened.share_interval)]
    assert width[1] > 1.2 * width[0]
    assert widened.share == plain.share
    assert widened.rows[0]["has_reader_error"] is True


def test_an_error_in_one_direction_moves_the_interval() -> None:
    """Of what was read as support a third was opposition: the interval reaches down from the share as read."""
    rows = [say(str(n), "support") for n in range(60)]
    error = ReaderError({"support": {"support": 200, "oppose": 100}})
    low, high = position(*rows, error=error).share_interval
    assert 0.45 < low < 0.6
    assert high == 1.0


def test_draws_are_seeded_and_independent_by_key() -> None:
    counts = np.array([5.0, 3, 1])
    one, same, other = (draw_stances(counts, 1, None, seed=1, key=key) for key in ("a", "a", "b"))
    np.testing.assert_array_equal(one, same)
    assert abs(np.corrcoef(one[:, 0], other[:, 0])[0, 1]) < 0.1


def test_trend_is_the_slope_a_year() -> None:
    rows = [say("a", "oppose", "2012-01-01"), say("b", "conditional", "2013-01-01"), say("c", "support", "2014-01-01")]
    assert position(*rows).trend == pytest.approx(1.0, abs=0.01)
    assert position(*rows[:2]).trend is None


def test_period_is_inclusive_and_the_undated_are_counted() -> None:
    rows = [say("a", "support", "2013-06-01"), say("b", "oppose", "2013-06-30")]
    rows += [say("c", "oppose", None), say("d", "oppose", "2013-06"), say("e", "oppose", "2013"), say("f", "oppose", "2012")]
    found = find_positions(rows, since="2013-06-01", until="2013-06-30")
    assert found["FRA", "arms"].n_units == 3  # all days of the month are in the period, not those of the year
    assert found.n_undated == 2
    assert [c["date"] for c in found["FRA", "arms"].citations()] == ["2013-06", "2013-06-01", "2013-06-30"]
    assert find_positions(rows)["FRA", "arms"].n_units == 6


@pytest.mark.parametrize(("at", "n_units", "n_undated"), [("2014-02-15", 1, 1), ("2014-02-28", 2, 0), ("2014-01-31", 1, 0)])
def test_a_month_is_over_on_its_last_day(at: str, n_units: int, n_undated: int) -> None:
    found = positions_at([say("a", "support", "2014-01-05"), say("b", "support", "2014-02")], at)
    assert (found["FRA", "arms"].n_units, found.n_undated) == (n_units, n_undated)


def test_a_month_stands_in_the_window_that_has_all_of_it() -> None:
    rows = [say("a", "support", "2014-01-01"), say("b", "support", "2014-02"), say("c", "support", "2014-03-01")]
    assert [p.n_units for p in position_series(rows, "FRA", "arms", window="months:1")] == [1, 1, 1]


def test_matrix_at_a_date_and_memory() -> None:
    rows = [say("a", "support", "2013-01-10"), say("b", "oppose", "2013-03-10"), say("c", "oppose", "2013-05-10", party="RUS")]
    found = positions_at(rows, "2013-03-31")
    assert (found.whos, found.issues) == (("FRA",), ("arms",))
    assert found.to_array().tolist() == [[0.0]]
    assert positions_at(rows, date(2013, 3, 31), days=60).to_array().tolist() == [[-1.0]]
    matrix = positions_at([*rows, say("d", "support", issue="aid")], "2014-01-01").to_array()
    np.testing.assert_array_equal(matrix, [[1, 0], [np.nan, -1]])


def test_matrix_has_a_row_for_each_pair_that_spoke() -> None:
    rows = [say("a", "support"), say("b", "oppose", party="RUS", issue="aid")]
    found = find_positions(rows)
    assert [(r["party"], r["issue"], r["stance"]) for r in found.rows] == [("FRA", "arms", "support"), ("RUS", "aid", "oppose")]
    assert find_positions(rows, options=PositionOptions(by="actor")).whos == ("Ann",)


def test_series_has_silent_windows() -> None:
    rows = [say("a", "support", "2013-01-10"), say("b", "oppose", "2013-03-10")]
    series = position_series(rows, "FRA", "arms")
    assert [(p.since.isoformat() if p.since else "", p.stance) for p in series] == [
        ("2013-01-10", "support"), ("2013-02-10", "silent"), ("2013-03-10", "oppose"),
    ]  # fmt: skip


@pytest.mark.parametrize("window", ["days:999999999", "weeks:99999999999999", "months:99999", "years:9999"])
def test_a_window_longer_than_the_calendar_ends_with_it(window: str) -> None:
    days = [date(2013, 1, 10), date(2013, 3, 10)]
    assert list(iter_periods(days, window)) == [(days[0], date.max)]
    assert list(iter_periods([date.max], "days:1")) == [(date.max, date.max)]


def test_sentences_are_cited() -> None:
    assert position(say("a", "support", start=3, end=9)).citations() == [
        {"date": "2013-06-18", "outlet": "Gazette", "document_id": "a", "start": 3, "end": 9, "actor": "Ann", "party": "FRA",
         "issue": "arms", "stance": "support", "evidence": "a support"}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"issue": "x", "stance": "support"}, "row 1: no 'document_id'"),
        (say("a", "against"), "stance is 'against'; it can be support, oppose, conditional"),
        (say("a", "support", "18.06.2013 at noon"), "is not an ISO 8601 date"),
    ],
)
def test_bad_rows_say_what_is_wrong(row: dict[str, Any], message: str) -> None:
    with pytest.raises(BadTable) as caught:
        coded_statements([row])
    assert message in str(caught.value)


def test_bad_requests_say_what_is_allowed() -> None:
    with pytest.raises(UsageError, match="it can be party, actor"):
        PositionOptions(by="country")
    with pytest.raises(UsageError, match="it can be cluster, document, statement"):
        PositionOptions(unit="story")
    with pytest.raises(UsageError, match="is after until"):
        find_positions([], since="2013-02-01", until="2013-01-01")
    with pytest.raises(UsageError, match="such as days:90"):
        list(iter_periods([date(2013, 1, 1)], "hours:3"))
    with pytest.raises(UsageError, match="columns support, oppose, conditional, none"):
        ReaderError({"support": {"maybe": 1}})


@given(st.lists(st.sampled_from(["support", "oppose", "conditional"]), max_size=12))
def test_numbers_stay_in_their_ranges(stances: list[str]) -> None:
    found = position(*[say(str(n), stance) for n, stance in enumerate(stances)])
    row = found.rows[0]
    assert row["share"] is None or 0 <= row["share_low"] <= row["share"] <= row["share_high"] <= 1
    assert row["balance"] is None or -1 <= row["balance_low"] <= row["balance"] <= row["balance_high"] <= 1
    assert 0 <= row["strength"] < 1
