"""Drawings: escaped, described, and labels that fit."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.report.svg import Drawing, shorten, width_of, wrap

SVG = "{http://www.w3.org/2000/svg}"


@given(st.text(max_size=60))
def test_any_text_makes_well_formed_svg_without_markup_of_its_own(text: str) -> None:
    drawing = Drawing(100, 50, title=text, alt=text)
    drawing.text(5, 5, [text, text])
    drawing.add("circle", text or "hint", cx=1.0, cy=2.0, r=3)
    root = ElementTree.fromstring(drawing.to_text())
    assert {child.tag for child in root.iter()} == {f"{SVG}{t}" for t in ("svg", "title", "desc", "text", "tspan", "circle")}


def test_a_drawing_says_what_it_is() -> None:
    root = ElementTree.fromstring(Drawing(100, 50, title="Who <b>", alt="two & three").to_text())
    names = root.get("aria-labelledby", "").split()
    assert root.get("role") == "img"
    assert [(e.get("id"), e.text) for e in root] == [(names[0], "Who <b>"), (names[1], "two & three")]


@given(st.text(max_size=80), st.floats(20, 200))
def test_shortened_text_fits(text: str, room: float) -> None:
    short = shorten(text, 10, room)
    assert width_of(short, 10) <= max(room, 25)
    assert short == " ".join(text.split()) or short.endswith("…")


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("", 2, []),
        ("Talks", 2, ["Talks"]),
        ("Withdrawal of heavy weapons", 2, ["Withdrawal", "of heavy…"]),
        ("Withdrawal of heavy weapons", 3, ["Withdrawal", "of heavy", "weapons"]),
    ],
)
def test_wrapping(text: str, most: int, lines: list[str]) -> None:
    assert wrap(text, 10, 62, most) == lines
