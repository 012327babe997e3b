"""One test for each defect of DNA in networks: what the compatibility mode gives, and the corrected default."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from communique.analysis.discourse_network import build_network
from communique.analysis.network import Network
from communique.analysis.options import NetworkOptions
from communique.analysis.table import table_from_rows


def say(
    day: str, who: str, what: str = "x", *, agreement: Any = True, document: str | None = None, **more: Any
) -> dict[str, Any]:
    return {"document_id": document or day, "date": day, "organization": who, "concept": what, "agreement": agreement, **more}


def both(rows: list[dict[str, Any]], **options: Any) -> tuple[Any, Any]:
    """The network of DNA and the default one."""
    return tuple(build_network(rows, NetworkOptions(**options, compat=compat)) for compat in ("dna", None))


def test_1_month_has_a_year() -> None:
    dna, default = both([say("2005-01-02", "A"), say("2006-01-03", "A")], duplicates="month")
    assert (dna.n_statements, default.n_statements) == (1, 2)


def test_2_week_has_a_year_and_no_locale() -> None:
    rows = [say(day, "A") for day in ("2005-01-02", "2005-01-03", "2006-01-01", "2006-01-03")]
    kept = {
        locale: build_network(rows, NetworkOptions(duplicates="week", compat="dna", dna_locale=locale)).n_statements
        for locale in ("en_US", "en_GB")
    }
    default = build_network(rows, NetworkOptions(duplicates="week"))
    assert kept == {"en_US": 2, "en_GB": 3}  # US weeks 2, 2, 1, 1; British 53, 1, 52, 1
    assert default.n_statements == 4  # 2004-W53, 2005-W01, 2005-W52, 2006-W01


def test_3_combine_with_prominence_divides_columns_by_filled_cells() -> None:
    rows = [say("2013-01-01", "A"), say("2013-01-01", "B", agreement=False), say("2013-01-01", "B", "y")]
    rows.append(say("2013-01-02", "C"))
    network = build_network(rows, NetworkOptions(aggregation="combine", normalization="prominence"))
    np.testing.assert_allclose(network.to_array(), [[1 / 3, 0], [2 / 3, 1], [1 / 3, 0]])


def test_6_epanechnikov_is_symmetric() -> None:
    dna, default = kernel_weights_around_the_middle("epanechnikov")
    np.testing.assert_allclose(dna, [0.75 * 0.25, 0.75, 0.75 * 2.25])
    np.testing.assert_allclose(default, [0.75 * 0.75, 0.75, 0.75 * 0.75])


def test_7_triangular_is_symmetric() -> None:
    dna, default = kernel_weights_around_the_middle("triangular")
    np.testing.assert_allclose(dna, [0.5, 1.0, 1.5])
    np.testing.assert_allclose(default, [0.5, 1.0, 0.5])


def kernel_weights_around_the_middle(kernel: str) -> list[list[float]]:
    """The weights of statements two days before, at and after the middle of the slice, in a window of eight days."""
    rows = [say("2013-01-03", "A", "x"), say("2013-01-05", "A", "y"), say("2013-01-07", "A", "z")]
    found = []
    for series in both(rows, window="days:8", kernel=kernel):
        at = next(n for n in series if n.middle.day == 5)
        found.append(at.to_array()[0].tolist())
    return found


def test_9_one_level_present_keeps_its_sign() -> None:
    rows = [say("2013-01-01", "A"), say("2013-01-03", "B"), say("2013-01-05", "A")]
    dna, default = both(rows, aggregation="subtract", window="days:4", kernel="uniform")
    assert dna[0].to_array().min() < 0  # all-positive statements come out negative
    assert all(network.to_array().min() >= 0 for network in default)
    dna, default = both(rows, type="onemode", aggregation="congruence", window="days:4", kernel="uniform")
    assert np.isnan(dna[2].to_array()).any()
    np.testing.assert_allclose(default[2].to_array(), [[0, 1.0], [1.0, 0]])  # two statements, one: sqrt(.25) each


def test_10_kernel_uses_the_value_of_an_integer_not_its_rank() -> None:
    rows = [say("2013-01-01", "A", agreement=-5), say("2013-01-02", "B", agreement=5), say("2013-01-03", "A", agreement=-5)]
    dna, default = both(rows, aggregation="subtract", qualifier_type="integer", window="days:2", kernel="uniform")
    assert dna[1].to_array().tolist() == [[0.0], [0.5]]
    assert default[1].to_array().tolist() == [[-5.0], [2.5]]


def test_11_event_windows_repeat() -> None:
    rows = [say("2013-01-01", who, document=str(n)) for n, who in enumerate("ABCABC")]
    series = [build_network(rows, NetworkOptions(window="events:3")) for _ in range(2)]
    assert [n.statement_numbers.tolist() for n in series[0]] == [[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5]]
    for one, two in zip(*series, strict=True):
        assert one.row_labels == two.row_labels
        np.testing.assert_array_equal(one.to_array(), two.to_array())


def test_event_window_of_an_even_size_has_that_size() -> None:
    rows = [say("2013-01-01", who, document=str(n)) for n, who in enumerate("ABCABC")]
    dna, default = both(rows, window="events:4")
    assert {n.n_statements for n in dna} == {5}
    assert {n.n_statements for n in default} == {4}


def test_13_duplicates_are_found_in_linear_time() -> None:
    rng = np.random.default_rng(1)

    def seconds(n: int) -> float:
        table = table_from_rows(
            say(f"2013-01-{1 + d % 28:02d}", f"o{o}", f"c{c}", agreement=bool(a), document=str(d))
            for d, o, c, a in zip(range(n), rng.integers(0, 50, n), rng.integers(0, 20, n), rng.integers(0, 2, n), strict=True)
        )
        began = time.perf_counter()
        build_network(table, NetworkOptions(duplicates="document"))
        return time.perf_counter() - began

    seconds(100)
    assert seconds(20_000) < 0.6


def test_14_a_quotation_mark_in_a_filter_is_a_character() -> None:
    rows = [say("2013-01-01", "A", author="O'Neill"), say("2013-01-02", "B", author="Smith")]
    network = build_network(rows, NetworkOptions(exclude={"author": frozenset({"O'Neill"})}))
    assert network.row_labels == ("B",)


def test_16_one_level_of_an_integer_is_full_agreement() -> None:
    rows = [say("2013-01-01", "A", agreement=2), say("2013-01-02", "B", agreement=2)]
    dna, default = both(rows, type="onemode", aggregation="congruence", qualifier_type="integer")
    assert np.isnan(dna.to_array()[0, 1])
    assert default.to_array().tolist() == [[0, 1], [1, 0]]
    conflict = build_network(rows, NetworkOptions(type="onemode", aggregation="conflict", qualifier_type="integer"))
    assert conflict.to_array().tolist() == [[0, 0], [0, 0]]


def test_unit_window_covers_as_many_units_as_it_says() -> None:
    rows = [say(f"2013-01-{day:02d}T09:00:00" if day > 1 else "2013-01-01", "A") for day in range(1, 8)]
    dna, default = both(rows, window="days:3")
    assert [n.n_statements for n in dna] == [2, 2, 2, 2, 2]  # from midnight to midnight: two days
    assert [n.n_statements for n in default] == [3, 3, 3, 3, 3]


def test_window_of_days_equals_dna_when_dates_are_days_and_the_size_is_odd() -> None:
    rows = [say(f"2013-01-{day:02d}", "AB"[day % 2]) for day in range(1, 12)]
    for one, two in zip(*both(rows, window="days:5"), strict=True):
        assert (one.start, one.middle) == (two.start, two.middle)
        np.testing.assert_array_equal(one.to_array(), two.to_array())


def test_labels_beyond_the_basic_plane_follow_utf16_in_dna() -> None:
    rows = [say("2013-01-01", "\U0001f600"), say("2013-01-01", "\uffee")]
    dna, default = both(rows)
    assert dna.row_labels == ("\U0001f600", "\uffee")
    assert default.row_labels == ("\uffee", "\U0001f600")


def test_combine_wraps_around_in_dna_and_is_refused_by_default() -> None:
    rows = [say("2013-01-01", "A", frame=f"f{n:02d}", document=str(n)) for n in range(53)]
    dna = build_network(rows, NetworkOptions(qualifier="frame", aggregation="combine", compat="dna"))
    assert dna.to_array().tolist() == [[float((22 * (2**31 - 1) + 2**31 - 1 + 2**31) % 2**32 - 2**31)]]
    with pytest.raises(Exception, match="combine holds 52 levels"):
        build_network(rows, NetworkOptions(qualifier="frame", aggregation="combine"))


def test_kernel_one_mode_has_no_ties_to_itself_by_default() -> None:
    rows = [say("2013-01-01", "A"), say("2013-01-02", "A"), say("2013-01-03", "B", agreement=False)]
    dna, default = both(rows, type="onemode", aggregation="congruence", window="days:2", kernel="uniform")
    assert dna[1].to_array()[0, 0] > 0
    assert default[1].to_array()[0, 0] == 0


def test_kernel_normalization_is_the_one_asked_for() -> None:
    rows = [say("2013-01-01", "A"), say("2013-01-02", "A", "y"), say("2013-01-03", "B")]
    dna, default = both(rows, normalization="activity", window="days:2", kernel="uniform")
    assert dna[1].to_array().sum(axis=1).tolist() == [1.0, 0.5]
    assert default[1].to_array().sum(axis=1).tolist() == [1.0, 1.0]


def test_every_series_is_a_list_of_networks() -> None:
    for series in both([say("2013-01-01", "A")], window="years:3"):
        assert series == []
    assert isinstance(build_network([say("2013-01-01", "A")]), Network)
