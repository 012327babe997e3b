"""Reports mangled at random: whatever comes in, every span that comes out slices back to its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.coding.codebook import read_codebook
from communique.ingest.complete import complete
from communique.model.document import Document, Quarantined
from communique.model.record import Attribution, Quote
from communique.runner.pipeline import Pipeline
from tests.conftest import SAMPLES

pytestmark = pytest.mark.slow
TEXTS = [p.read_text(encoding="utf-8", errors="replace") for p in sorted(Path(SAMPLES / "reports").glob("*.txt"))]
MARKS = [
    "😀",
    "\r\n",
    "\r",
    "\u200b",
    "\u200f",
    "\u202e",
    "“",
    "”",
    '"',
    "‘",
    "«",
    "\x00",
    "\ud83d",
    "\u2028",
    "\t",
    "\n\n",
    "e\u0301",
    "\xa0",
]


def check(text: str, pipeline: Pipeline) -> int:
    """Read a text and slice every span of every row; how many rows there were."""
    codebook = read_codebook(SAMPLES / "codebook.yaml")
    document = complete(Document("mangled", text, published="2015-02-12"))
    if isinstance(document, Quarantined):
        return 0
    assert document.text == text
    assert all(0 <= z.start < z.end <= len(text) for z in document.zones)
    (result,) = pipeline.read([document], [codebook])
    assert result.n_dropped == {}, "a maker offered a row that is not literal"
    n_rows = 0
    for rows in result.record.rows().values():
        for row in rows:
            n_rows += 1
            words = text[row.start : row.end]
            if isinstance(row, Attribution):
                spans = (*row.source, *row.cue, *row.content)
                assert all(row.start <= s.start < s.end <= row.end and s.of(text) for s in spans)
            else:
                assert words == (row.quote if isinstance(row, Quote) else row.evidence)  # type: ignore[attr-defined]
    return n_rows


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(TEXTS),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(MARKS), st.integers(0, 3)), max_size=30),
)
def test_spans_of_mangled_reports_are_literal(pipeline: Pipeline, text: str, cuts: list[tuple[float, str, int]]) -> None:
    for where, mark, n_removed in cuts:
        at = int(where * len(text))
        text = text[:at] + mark + text[at + n_removed :]
    check(text, pipeline)


def test_the_texts_as_they_are_give_rows(pipeline: Pipeline) -> None:
    assert all(check(text, pipeline) > 5 for text in TEXTS[:3])


@pytest.mark.parametrize(
    ("filler", "n_chars"),
    [("x", 5_000_000), ("📎 ", 60_000), ("\u200b", 60_000), ("“", 30_000)],
    ids=["five megabytes", "emoji", "zero width", "open quotes"],
)
def test_one_long_line(pipeline: Pipeline, filler: str, n_chars: int) -> None:
    sentence = "Russian President Vladimir Putin said on Thursday that the truce will begin on Sunday. "
    text = sentence + filler * (n_chars // len(filler)) + " " + sentence
    assert check(text, pipeline) >= 2
