"""Stata files, read back by pandas."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import pytest

from communique.export.material import Material
from communique.export.stata import write_stata
from communique.export.tables import TABLES
from communique.runner.exchange import export_record, make_material
from communique.store.store import open_store
from tests.export.world import material_of

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")

pandas = pytest.importorskip("pandas")


def test_labels_and_types(world_store: Path, tmp_path: Path) -> None:
    out = export_record(world_store, "stata", tmp_path / "dta").path
    assert {p.stem for p in out.glob("*.dta")} == set(TABLES)
    with pandas.read_stata(out / "statements.dta", iterator=True) as reader:
        frame = reader.read()
        assert reader.variable_labels()["stance"] == "stance on the issue"
        assert set(reader.value_labels()["stance"].values()) == {"support", "oppose", "conditional"}
        assert reader.data_label.startswith("communique")
    assert list(frame["stance"].astype(str)) == ["support", "support", "oppose", "conditional"]
    assert (frame["start"][0], frame["stop"][0]) == (21, 108)
    assert frame["party_cown"].tolist() == [230, 230, 640, 640]
    assert frame["text"][0].endswith('"grain; corridor".')
    quotes = pandas.read_stata(out / "quotes.dta")
    assert quotes["text"][0] == "We shall pay 😀 our\tshare,"


def test_the_same_record_gives_the_same_bytes(world_store: Path, tmp_path: Path) -> None:
    first, second = (export_record(world_store, "stata", tmp_path / n).path for n in ("a", "b"))
    assert (first / "statements.dta").read_bytes() == (second / "statements.dta").read_bytes()


def codes_of(path: Path, column: str) -> list[float]:
    """The numbers that Stata sees."""
    return [float(n) for n in pandas.read_stata(path, convert_categoricals=False)[column]]


def test_the_recode_of_the_page_is_right(world_store: Path, tmp_path: Path) -> None:
    """The two lines of Stata on the page that name a code, worked out here: `cond` and `if`."""
    out = export_record(world_store, "stata", tmp_path / "dta").path / "statements.dta"
    recode = re.search(r"generate agreement = (cond\(.*\))$", PAGE, re.MULTILINE)
    chosen = re.search(r"if (review_status [<>=]+ \d+),", PAGE)
    assert recode
    assert chosen

    def cond(is_so: bool, this: float | None, that: float | None) -> float | None:
        return this if is_so else that

    agreement = {
        stance: eval(recode[1].replace(", .)", ", None)"), {"cond": cond, "stance": code})
        for stance, code in zip(pandas.read_stata(out)["stance"], codes_of(out, "stance"), strict=True)
    }
    assert agreement == {"support": 1, "oppose": -1, "conditional": None}
    judged = [eval(chosen[1], {"review_status": code}) for code in codes_of(out, "review_status")]
    assert judged == [status != "read" for status in pandas.read_stata(out)["review_status"]]
    assert sum(judged) == 1


def test_types_do_not_depend_on_the_rows(tmp_path: Path, world_store: Path) -> None:
    """Stata's `append` refuses a column that is a number in one file and text in the other."""
    full = export_record(world_store, "stata", tmp_path / "full").path
    write_stata(Material(read=lambda: iter(()), codebooks={}), tmp_path / "empty")
    for table in TABLES:
        with (
            pandas.read_stata(full / f"{table}.dta", iterator=True) as one,
            pandas.read_stata(tmp_path / "empty" / f"{table}.dta", iterator=True) as two,
        ):
            filled, empty = one.read(convert_categoricals=False), two.read(convert_categoricals=False)
            assert one.value_labels() == two.value_labels()
        assert [is_text(filled[c]) for c in filled] == [is_text(empty[c]) for c in empty], table


def is_text(series: Any) -> bool:
    return not pandas.api.types.is_numeric_dtype(series)


def test_a_value_that_is_not_listed_has_a_code_and_an_empty_one_has_none(world_store: Path, tmp_path: Path) -> None:
    with open_store(world_store, create=False) as store:
        records = list(make_material(store).read())
    told = next(r for r in records if r["meetings"])
    [meeting], [promise] = told["meetings"], told["commitments"]
    told["meetings"] = [meeting | {"status": "rumoured"}, meeting]
    told["commitments"] = [promise, promise | {"due": None}]
    write_stata(material_of([told]), tmp_path / "dta")
    meetings, commitments = tmp_path / "dta" / "meetings.dta", tmp_path / "dta" / "commitments.dta"
    assert codes_of(meetings, "status") == [4, 1]
    assert list(pandas.read_stata(meetings)["status"]) == ["rumoured", "held"]
    assert [math.isnan(n) for n in codes_of(commitments, "deadline_granularity")] == [False, True]
