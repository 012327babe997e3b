"""Pictures of positions, counts, convergence, networks, time and promises."""

from __future__ import annotations

import doctest
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.report.rows import meeting, node, position, promise, tie, window

from communique.errors import UsageError
from communique.report.charts import bar_chart, matrix_chart
from communique.report.convergence_chart import convergence_chart
from communique.report.ledger_chart import ledger_chart
from communique.report.network_chart import network_chart
from communique.report.picture import MIME_TYPE, Picture
from communique.report.svg import OPPOSE, SUPPORT
from communique.report.timeline import timeline_chart

SVG = "{http://www.w3.org/2000/svg}"
PLACES = {"RUS": (0.1, 0.2), "FRA": (0.9, 0.2), "GBR": (0.5, 0.8)}
BOLD = "launch <b>two</b> satellites & more"

EMPTY: dict[str, Callable[[], Picture]] = {
    "matrix": lambda: matrix_chart([]),
    "bars": lambda: bar_chart([], "party"),
    "convergence": lambda: convergence_chart([]),
    "network": lambda: network_chart([], [], {}),
    "timeline": lambda: timeline_chart([]),
    "ledger": lambda: ledger_chart([]),
}
FULL: dict[str, Callable[[], Picture]] = {
    "matrix": lambda: matrix_chart(
        [position("RUS", "truce", 3, 1, 2), position("FRA", "arms", 0, 2)],
        labels={"truce": "A truce"},
    ),
    "bars": lambda: bar_chart([{"party": "RUS", "level": "1", "n": 4}, {"party": "RUS", "level": "0", "n": 2}], "party"),
    "convergence": lambda: convergence_chart(
        [
            window("2013-01-01", "2013-03-31", 0.4, 1),
            window("2013-04-01", "2013-06-30", None),
            window("2013-07-01", "2013-09-30", 0.9),
        ],
        [{"date": "2013-07-01", "issue": "", "direction": "nearer"}],
    ),
    "network": lambda: network_chart([node(p) for p in PLACES], [tie("RUS", "FRA", 2), tie("RUS", "GBR", -1)], PLACES),
    "timeline": lambda: timeline_chart(
        [meeting("2013-02-28", "FRA", "RUS", place="Moscow"), meeting(None, "GBR", "RUS")],
        [promise("2013-07-01/2013-12-31", "RUS FRA", BOLD)],
        [{"date": "2013-03-01", "stance": "support"}, {"date": "2013-03-01", "stance": "oppose"}],
        as_of="2013-08-01",
    ),
    "ledger": lambda: ledger_chart(
        [promise("2013-07-01/2013-12-31", "RUS FRA", BOLD), promise(None, "USA", "help")],
        as_of="2014-06-01",
    ),
}


def shapes(picture: Picture, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(picture.svg).iter(f"{SVG}{tag}"))


def words(picture: Picture) -> str:
    return " ".join("".join(e.itertext()) for e in shapes(picture, "text"))


def hints(picture: Picture) -> list[str]:
    return [e.findtext(f"{SVG}title") or "" for e in ElementTree.fromstring(picture.svg) if e.find(f"{SVG}title") is not None]


@pytest.mark.parametrize("kind", [*EMPTY])
def test_nothing_to_show_is_a_picture_too(kind: str) -> None:
    picture = EMPTY[kind]()
    assert ElementTree.fromstring(picture.svg).get("role") == "img"
    json.dumps(picture.spec, allow_nan=False)


@pytest.mark.parametrize("kind", [*FULL])
def test_a_picture_needs_no_script_and_no_network(kind: str) -> None:
    picture = FULL[kind]()
    assert not re.search(r"<script|<image|<foreignObject|href=|url\(|<b>", picture.svg)
    assert picture.alt
    assert FULL[kind]().svg == picture.svg


@pytest.mark.parametrize("kind", [*FULL])
def test_specifications_are_vega_lite(kind: str) -> None:
    altair = pytest.importorskip("altair")
    picture = FULL[kind]()
    assert json.dumps(picture.spec, allow_nan=False)
    assert isinstance(picture.to_altair(), altair.TopLevelMixin)  # Altair checks it against the schema
    assert picture._repr_mimebundle_()[MIME_TYPE]["$schema"].endswith("vega-lite/v6.json")


def test_a_cell_says_each_stance_and_is_paler_for_less() -> None:
    picture = matrix_chart([position("RUS", "truce", 8), position("FRA", "truce", 1), position("GBR", "truce", 1, 2, 1)])
    assert "+8" in words(picture)
    assert "+1  −2  ?1" in words(picture)
    fills = {e.findtext(f"{SVG}title"): e.get("fill") for e in shapes(picture, "rect") if e.find(f"{SVG}title") is not None}
    strong, weak = (int(fills[f"{p} · truce: {n} support"][1:3], 16) for p, n in (("RUS", 8), ("FRA", 1)))
    assert strong < weak < 0xF4


def test_bars_stand_on_their_side() -> None:
    picture = FULL["bars"]()
    left, right = (
        next(e for e in shapes(picture, "rect") if e.get("fill") == c and e.get("height") == "17") for c in (OPPOSE, SUPPORT)
    )
    assert float(left.get("width", 0)) * 2 == pytest.approx(float(right.get("width", 0)), abs=0.1)
    assert float(left.get("x", 0)) + float(left.get("width", 0)) == pytest.approx(float(right.get("x", 0)), abs=0.1)


def test_levels_that_are_no_sides_are_counted_together() -> None:
    assert "7" in words(bar_chart([{"actor": "A", "level": "low", "n": 3}, {"actor": "A", "level": "high", "n": 4}], "actor"))


def test_the_line_breaks_where_agreement_is_unknown() -> None:
    picture = FULL["convergence"]()
    assert [len(e.get("points", "").split()) for e in shapes(picture, "polyline")] == [1, 1]
    assert "nearer from 2013-07-01" in words(picture)
    assert "▲1" in words(picture)


def test_conflict_is_told_by_colour_and_dash() -> None:
    ties = {e.findtext(f"{SVG}title"): e for e in shapes(FULL["network"](), "line") if e.find(f"{SVG}title") is not None}
    assert (ties["RUS and FRA: 2"].get("stroke"), ties["RUS and FRA: 2"].get("stroke-dasharray")) == (SUPPORT, None)
    assert ties["RUS and GBR: -1"].get("stroke") == OPPOSE
    assert ties["RUS and GBR: -1"].get("stroke-dasharray")


def test_labels_of_nodes_in_one_place_are_moved_apart() -> None:
    names = [f"Ministry {n}" for n in range(12)]
    picture = network_chart([node(n) for n in names], [], dict.fromkeys(names, (0.5, 0.5)) | {"Ministry 0": (0.51, 0.5)})
    places = [
        (float(e.get("x", 0)), float(e.get("y", 0))) for e in shapes(picture, "text") if (e.text or "").startswith("Ministry")
    ]
    assert len(places) == 12
    assert all(abs(x - u) > 60 or abs(y - v) > 12 for i, (x, y) in enumerate(places) for u, v in places[:i])


def test_of_many_ties_the_strongest_are_drawn_and_the_picture_says_so() -> None:
    names = [f"P{n}" for n in range(20)]
    ties = [tie(a, b, n + 1) for n, (a, b) in enumerate((a, b) for i, a in enumerate(names) for b in names[:i])]
    picture = network_chart([node(n) for n in names], ties, {n: (i / 20, i % 5 / 5) for i, n in enumerate(names)})
    drawn = [e for e in shapes(picture, "line") if e.find(f"{SVG}title") is not None]
    assert len(drawn) == 80
    assert "the strongest: 80 of 190 ties" in words(picture)


def test_the_second_mode_is_drawn_as_squares() -> None:
    nodes = [node("RUS"), node("truce", variable="issue")]
    places = {"party:RUS": (0.0, 0.5), "issue:truce": (1.0, 0.5)}
    picture = network_chart(nodes, [tie("RUS", "truce", 1)], places, names={"truce": "A truce in the east"})
    assert "truce: 3 statements" in [e.findtext(f"{SVG}title") for e in shapes(picture, "rect")]
    assert "A truce in the east" in words(picture)


def test_what_has_no_date_is_counted() -> None:
    picture = FULL["timeline"]()
    assert "1 without a date not shown" in words(picture)
    assert "FRA–RUS, Moscow" in words(picture)
    assert "2013-02-28: FRA, RUS, Moscow; told by 1 report" in hints(picture)


def test_labels_of_one_day_stand_in_rows_of_their_own() -> None:
    picture = timeline_chart([meeting("2013-06-17", "FRA", f"P{n}", place="Lake Town") for n in range(5)])
    rows = {e.get("y") for e in shapes(picture, "text") if "Lake Town" in (e.text or "")}
    assert len(rows) == 5


def test_an_interval_is_as_wide_as_it_is_long() -> None:
    picture = timeline_chart([], [promise("2013-01-01/2013-06-30", "RUS", "one"), promise("2013-07-01/2013-07-31", "RUS", "two")])
    wide = {e.findtext(f"{SVG}title"): float(e.get("width", 0)) for e in shapes(picture, "rect")}
    assert wide["due 2013-01-01/2013-06-30: RUS: one"] == pytest.approx(6 * wide["due 2013-07-01/2013-07-31: RUS: two"], rel=0.02)


def test_what_was_due_before_the_day_of_reading_is_marked() -> None:
    late = ledger_chart([promise("2013-03", "RUS", "ship")], as_of="2014-01-01")
    open_ = ledger_chart([promise("2014-03", "RUS", "ship")], as_of="2014-01-01")
    fills = [
        [e.get("fill") for e in (*shapes(p, "rect"), *shapes(p, "path")) if e.find(f"{SVG}title") is not None]
        for p in (late, open_)
    ]
    assert fills == [[OPPOSE], [SUPPORT]]


def test_files(tmp_path: Path) -> None:
    picture = FULL["matrix"]()
    picture.write(tmp_path / "a.svg")
    picture.write(tmp_path / "a.json")
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == picture.svg
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == picture.spec
    with pytest.raises(UsageError, match=r"\.svg, \.png, \.json"):
        picture.write(tmp_path / "a.gif")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "a.svg"]


def test_a_png_is_of_the_same_picture(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    FULL["matrix"]().write(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_the_examples_of_the_page_run() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "pictures.md"
    found = doctest.testfile(str(page), module_relative=False)
    assert found.attempted > 4
    assert found.failed == 0
