"""Networks against the definitions written out with loops, for any table and any options that go together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis import oracle

from communique.analysis.discourse_network import build_network
from communique.analysis.network import Network
from communique.analysis.options import AGGREGATIONS, NORMALIZATIONS, NetworkOptions
from communique.analysis.table import table_from_rows

WINDOWS = ["hours:400", "days:1", "days:2", "days:7", "weeks:3", "months:2", "years:1"]
QUALIFIERS = {"agreement": "boolean", "intensity": "integer", "frame": "text", None: "text"}


@st.composite
def statement_rows(draw: st.DrawFn, max_days: int = 400) -> list[dict[str, Any]]:
    n_documents = draw(st.integers(1, 5))
    start = draw(st.dates(datetime(2004, 12, 20).date(), datetime(2006, 2, 28).date()))
    hours = draw(st.booleans())
    rows = []
    for document in range(n_documents):
        day = datetime.combine(start, datetime.min.time()) + draw(st.integers(0, max_days)) * oracle.timedelta(days=1)
        day += oracle.timedelta(hours=draw(st.integers(0, 23)) if hours else 0)
        for n in range(draw(st.integers(1, 4))):
            rows.append(
                {
                    "document_id": document,
                    "date": day,
                    "start": n * 10,
                    "organization": draw(st.sampled_from(["A", "B", "C", ""])),
                    "concept": draw(st.sampled_from(["X", "Y", ""])),
                    "agreement": draw(st.booleans()),
                    "intensity": draw(st.integers(-2, 2)),
                    "frame": draw(st.sampled_from(["f", "g", ""])),
                }
            )
    return rows


@st.composite
def cases(draw: st.DrawFn) -> oracle.Case:
    kind = draw(st.sampled_from(["onemode", "twomode"]))
    aggregation = draw(st.sampled_from(AGGREGATIONS[kind]))
    qualifiers = ["agreement", "intensity", "frame"] + ([None] if aggregation == "ignore" else [])
    qualifier = draw(st.sampled_from(qualifiers))
    return oracle.Case(
        type=kind,
        aggregation=aggregation,
        normalization=draw(st.sampled_from(NORMALIZATIONS[kind])),
        duplicates=draw(st.sampled_from(["include", "document", "week", "month", "year", "range"])),
        qualifier=qualifier,
        kind=QUALIFIERS[qualifier],
        isolates=draw(st.booleans()),
        dna=draw(st.booleans()),
        exclude=draw(st.sampled_from([{}, {"organization": {"A"}}, {"agreement": {"1"}, "concept": {"X"}}])),
        invert=draw(st.booleans()),
    )


def options_of(case: oracle.Case, **more: Any) -> NetworkOptions:
    return NetworkOptions(
        type=case.type, aggregation=case.aggregation, normalization=case.normalization, duplicates=case.duplicates,
        qualifier=case.qualifier, qualifier_type=case.kind if case.qualifier else None, isolates=case.isolates,
        exclude={k: frozenset(v) for k, v in case.exclude.items()}, invert=case.invert if case.exclude else False,
        compat="dna" if case.dna else None, **more,
    )  # fmt: skip


def assert_same(network: Network, expected: tuple[list[str], list[str], oracle.Matrix]) -> None:
    names1, names2, matrix = expected
    assert list(network.row_labels) == names1
    assert list(network.column_labels) == names2
    shape = (len(names1), len(names2))
    np.testing.assert_allclose(network.to_array(), np.array(matrix).reshape(shape), rtol=0, atol=1e-9)


@settings(max_examples=80, deadline=None)
@given(statement_rows(), cases())
def test_plain_network_is_as_defined(rows: list[dict[str, Any]], case: oracle.Case) -> None:
    case.dna = case.dna and not (case.aggregation == "combine" and case.normalization == "prominence")  # DNA crashes
    network = build_network(table_from_rows(rows), options_of(case))
    assert isinstance(network, Network)
    kept = oracle.kept(rows, case)
    assert network.n_statements == len(kept)
    assert_same(network, oracle.network(kept, rows, case))


@settings(max_examples=30, deadline=None)
@given(statement_rows(max_days=40), cases(), st.sampled_from(WINDOWS))
def test_dna_window_is_as_defined(rows: list[dict[str, Any]], case: oracle.Case, window: str) -> None:
    case.dna = True
    if case.aggregation == "combine" and case.normalization == "prominence":
        case.normalization = "activity"
    networks = build_network(table_from_rows(rows), options_of(case, window=window))
    unit, size = window.split(":")
    kept, dates = oracle.kept(rows, case), [r["date"] for r in rows]
    spans = oracle.dna_windows(min(dates), max(dates), unit, int(size))
    assert isinstance(networks, list)
    assert [(n.start, n.middle, n.stop) for n in networks] == spans
    for network, (low, _, high) in list(zip(networks, spans, strict=True))[:: max(1, len(spans) // 8)]:
        inside = [r for r in kept if low <= r["date"] <= high]
        assert_same(network, oracle.network(inside, rows, case))


@settings(max_examples=30, deadline=None)
@given(
    statement_rows(max_days=40), cases(),
    st.sampled_from([("days", 7), ("days", 20), ("weeks", 3), ("months", 2), ("years", 1)]),
    st.sampled_from(["uniform", "triangular", "epanechnikov", "gaussian"]), st.booleans(),
)  # fmt: skip
def test_dna_kernel_slice_is_as_defined(
    rows: list[dict[str, Any]], case: oracle.Case, window: tuple[str, int], kernel: str, indent: bool
) -> None:
    case.dna = True
    unit, size = window
    networks = build_network(table_from_rows(rows), options_of(case, window=f"{unit}:{size}", kernel=kernel, indent=indent))
    kept = oracle.kept(rows, case)
    expected = oracle.kernel_slices(kept, rows, case, (unit, size, kernel, indent))
    assert isinstance(networks, list)
    assert [n.middle for n in networks] == [moment for moment, *_ in expected]
    for network, (_, *matrix) in list(zip(networks, expected, strict=True))[:: max(1, len(expected) // 6)]:
        assert_same(network, tuple(matrix))


def test_dna_kernel_slice_of_hours() -> None:
    rows = [
        {"document_id": n, "date": datetime(2013, 1, 1 + n // 2, 12 * (n % 2)), "start": 0, "organization": "AB"[n % 2],
         "concept": "X", "agreement": n % 3 > 0, "intensity": n, "frame": "f"}
        for n in range(4)
    ]  # fmt: skip
    case = oracle.Case("onemode", "subtract", "average", "include", "agreement", "boolean", False, True, {}, False)
    networks = build_network(table_from_rows(rows), options_of(case, window="hours:10", kernel="epanechnikov", indent=True))
    expected = oracle.kernel_slices(rows, rows, case, ("hours", 10, "epanechnikov", True))
    assert isinstance(networks, list)
    assert len(networks) == len(expected) == 27
    for network, (_, *matrix) in zip(networks, expected, strict=True):
        assert_same(network, tuple(matrix))


@settings(max_examples=25, deadline=None)
@given(statement_rows(max_days=15), cases())
def test_one_mode_is_symmetric_without_diagonal(rows: list[dict[str, Any]], case: oracle.Case) -> None:
    if case.type == "twomode":
        return
    case.dna = False
    whole = build_network(table_from_rows(rows), options_of(case))
    series = build_network(table_from_rows(rows), options_of(case, window="days:6", kernel="triangular"))
    for network in [whole, *series]:
        matrix = network.to_array()
        assert not np.isnan(matrix).any()
        np.testing.assert_allclose(matrix, matrix.T, atol=1e-12)
        assert not matrix.diagonal().any()


@pytest.mark.parametrize(("kind", "normalization"), [(k, n) for k in NORMALIZATIONS for n in NORMALIZATIONS[k]])
def test_kernel_without_decay_is_the_plain_network(kind: str, normalization: str) -> None:
    """A uniform kernel over everything weighs all alike: up to the common weight it changes no normalized number."""
    said = [("A", "X", True), ("B", "X", True), ("B", "Y", False), ("A", "Y", True), ("A", "X", False)]
    rows = [
        {"document_id": n, "date": f"2013-06-{10 + n}", "organization": o, "concept": c, "agreement": a}
        for n, (o, c, a) in enumerate(said)
    ]
    aggregation = "congruence" if kind == "onemode" else "subtract"
    options = {"type": kind, "aggregation": aggregation, "normalization": normalization}
    plain = build_network(rows, NetworkOptions(**options)).to_array()
    middle = build_network(rows, NetworkOptions(**options, window="days:40", kernel="uniform"))[2].to_array()
    np.testing.assert_allclose(middle / (0.5 if normalization == "none" else 1), plain)
