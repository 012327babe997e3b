"""The package in a notebook."""

from __future__ import annotations

from pathlib import Path

import pytest

import communique as cq
from communique.errors import UsageError
from communique.store.store import open_store
from tests.conftest import SAMPLES


@pytest.mark.slow
def test_five_lines_from_reports_to_a_data_frame(tmp_path: Path) -> None:
    p = cq.open(tmp_path / "talks.db", codebook=SAMPLES / "codebook.yaml")
    p.add(SAMPLES / "reports" / "meridian-*.txt").run()
    assert p.summary is not None
    assert p.summary.statuses["done"] == 2
    rows = p.table("statements").rows
    assert rows[0]["link"] == f"{rows[0]['document']}:{rows[0]['start']}-{rows[0]['end']}"
    frame = pytest.importorskip("pandas") and p.matrix().to_pandas()
    assert {"party", "issue", "stance"} <= set(frame.columns)
    network = p.network(type="onemode", aggregation="congruence")
    assert not isinstance(network, list)
    assert set(network.labels) <= {row["party"] for row in rows}
    assert p.report(tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_kind_that_is_none_lists_the_kinds(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="kind is 'foo'; it can be attributions, statements"):
        cq.open(tmp_path / "talks.db").table("foo")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"workers": 0}, "workers is '0'; it is a whole number from 1"),
        ({"workers": "2"}, "workers is '2'; it is a whole number from 1"),
        ({"use": "foo"}, "use is 'foo'; it can be precise, balanced, broad"),
        ({"wrkers": 2}, "no setting 'wrkers'; there is model, workers"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(tmp_path: Path, settings: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        cq.open(tmp_path / "talks.db", **settings)


def test_an_option_of_a_network_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no option 'foo' of a network; there is type, variable1"):
        cq.open(tmp_path / "talks.db").network(foo=1)


@pytest.mark.parametrize("kind", ["statements", "meetings", "attributions"])
def test_a_table_without_rows_has_its_columns(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "talks.db"
    open_store(path).close()
    frame = pytest.importorskip("pandas") and cq.open(path).table(kind).to_pandas()
    assert len(frame) == 0
    assert {"document", "published", "id", "kind" if kind != "statements" else "stance", "start", "link"} <= set(frame.columns)


def test_public_names() -> None:
    assert cq.__version__
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        cq.nothing  # noqa: B018
