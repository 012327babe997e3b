"""Those who are named together, meant again."""

from __future__ import annotations

import pytest

from .conftest import Resolve

ROWS = [
    ("The Taliban waited. France and Germany objected. They want a vote.", "They", ["France", "Germany"]),
    ("The Taliban waited. France, Germany and Italy objected. They want a vote.", "They", ["France", "Germany", "Italy"]),
    ("Iran waited. France or Germany objected. The Taliban left. They want a vote.", "They", ["Taliban"]),
    ("Rep. Ida Berg and Sen. Tom Lee objected. They want a vote.", "They", ["Ida Berg", "Tom Lee"]),
    (
        "The Taliban waited. Norway's envoy, Ida Berg, and President Adam Roe met in Iran. They left.",
        "They",
        ["Ida Berg", "Adam Roe"],
    ),
    (
        "Iran waited. Iran left. France met Germany and Italy in Iran. Both countries objected.",
        "Both countries",
        ["Germany", "Italy"],
    ),
]


@pytest.mark.parametrize(("text", "words", "actors"), ROWS)
def test_row_of_names_is_meant_as_one(resolve: Resolve, text: str, words: str, actors: list[str]) -> None:
    at = text.index(words)
    assert [m.actor for m in resolve(text).mentions if m.start == at] == actors
