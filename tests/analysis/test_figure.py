"""Claims about one number side by side, and which of them contradict each other."""

from __future__ import annotations

from itertools import permutations

import pytest

from communique.analysis.figure import FigureRow, group_figures
from communique.model.record import Bound, Figure


def claim(
    value: float,
    what: str,
    *,
    bound: Bound = Bound.EXACT,
    source: str | None = None,
    published: str | None = "2013-06-17",
    doc: str = "a",
    evidence: str = "words",
) -> FigureRow:
    figure = Figure(
        start=0, end=5, confidence=0.9, maker="m@1", value=value, bound=bound, what=what, source=source, evidence=evidence
    )
    return FigureRow(doc, f"outlet {doc}", published, figure)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("people killed in Syria", "deaths in Syria", True),
        ("people killed in the Syrian conflict", "people killed in Syria's conflict", True),
        ("people killed in Syria", "people injured in Syria", False),
        ("refugees", "refugees", False),
        ("Russian troops in Crimea", "Ukrainian troops in Crimea", False),
        ("soldiers", "tonnes of grain", False),
    ],
)
def test_words_decide_what_is_one_fact(a: str, b: str, same: bool) -> None:
    assert len(group_figures([claim(10, a), claim(20, b, doc="b")])) == (1 if same else 2)


@pytest.mark.parametrize(
    ("a", "b", "doc", "same"),
    [
        ("In Homs 40 people were killed, the UN says.", "Activists say 70 people were killed in Homs.", "b", True),
        ("In Homs 40 people were killed.", "On Monday a flood in the Netherlands killed 3 people.", "b", False),
        ("In Homs 40 people were killed.", "On Monday 9 people were killed in Gaza.", "a", False),
        ("On Monday 40 people were killed.", "On Monday 9 people were killed.", "b", False),
        ("On Monday 40 people were killed.", "Later it was told that 43 people were killed.", "a", True),
    ],
)
def test_numbers_without_a_name_need_one_in_their_sentences(a: str, b: str, doc: str, same: bool) -> None:
    rows = [claim(10, "people killed", evidence=a), claim(20, "people killed", evidence=b, doc=doc)]
    assert len(group_figures(rows)) == (1 if same else 2)


@pytest.mark.parametrize(("first", "second", "same"), [(None, None, True), (None, "2013-06-17", False)])
def test_report_without_a_date_is_near_no_dated_one(first: str | None, second: str | None, same: bool) -> None:
    rows = [claim(10, "rebels in Aleppo", published=first), claim(20, "rebels in Aleppo", published=second, doc="b")]
    assert len(group_figures(rows)) == (1 if same else 2)


def test_numbers_of_distant_reports_are_different_facts() -> None:
    rows = [claim(60_000, "people killed in Syria", published="2013-01-02"), claim(93_000, "people killed in Syria", doc="b")]
    assert len(group_figures(rows)) == 2
    assert len(group_figures(rows, near_days=200)) == 1


@pytest.mark.parametrize(
    ("first", "second", "contradictory"),
    [
        ((93_000, Bound.AT_LEAST), (100_000, Bound.EXACT), False),
        ((93_000, Bound.AT_LEAST), (80_000, Bound.EXACT), True),
        ((100, Bound.ABOUT), (105, Bound.EXACT), False),
        ((100, Bound.ABOUT), (150, Bound.EXACT), True),
        ((100, Bound.LESS_THAN), (150, Bound.MORE_THAN), True),
        ((100, Bound.EXACT), (100, Bound.EXACT), False),
    ],
)
def test_bounds_decide_what_contradicts(first: tuple[float, Bound], second: tuple[float, Bound], contradictory: bool) -> None:
    rows = [claim(v, "rebels in Aleppo", bound=b, doc=d) for (v, b), d in zip((first, second), "ab", strict=True)]
    (group,) = group_figures(rows)
    assert group.is_contradictory is contradictory


def test_group_shows_values_and_sources_whatever_the_order() -> None:
    rows = [
        claim(90, "rebels in Aleppo", source="UN"),
        claim(40, "rebels in Aleppo", source="Moscow", doc="b"),
        claim(7, "tanks", doc="c"),
    ]
    for order in permutations(rows):
        groups = group_figures(order)
        assert [len(g.claims) for g in groups] == [2, 1]
        assert groups[0].values == (40.0, 90.0)
        assert groups[0].sources == ("Moscow", "UN")
