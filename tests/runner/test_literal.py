"""The first law at its gate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.document import Span
from communique.model.record import Attribution, Bound, Figure, Quote
from communique.runner.literal import is_literal, keep_literal

TEXT = "Moscow said: “We agree.” " + "x" * 3000


def figure(start: int, end: int, evidence: str) -> Figure:
    return Figure(
        value=1, bound=Bound.EXACT, what="x", source=None, evidence=evidence, start=start, end=end, confidence=1.0, maker="t@1"
    )


@pytest.mark.parametrize(
    ("start", "end", "evidence", "passes"),
    [
        (0, 6, "Moscow", True),
        (0, 6, "moscow", False),
        (0, 0, "", False),
        (-1, 6, "Moscow", False),
        (0, 10_000, TEXT, False),
        (25, 425, "x" * 400, True),
        (25, 426, "x" * 401, False),
    ],
)
def test_only_literal_spans_pass(start: int, end: int, evidence: str, passes: bool) -> None:
    assert is_literal(figure(start, end, evidence), TEXT) is passes


def test_quotes_may_be_longer_than_evidence() -> None:
    quote = Quote(speaker="A", party="RUS", quote="x" * 2000, start=25, end=2025, confidence=1.0, maker="t@1")
    assert is_literal(quote, TEXT)


def test_an_attribution_needs_content_and_every_span_in_the_text() -> None:
    def attribution(content: tuple[Span, ...]) -> Attribution:
        return Attribution(
            source=(Span(0, 6),), cue=(Span(7, 11),), content=content, start=0, end=24, confidence=1.0, maker="t@1"
        )

    assert is_literal(attribution((Span(13, 24),)), TEXT)
    assert not is_literal(attribution(()), TEXT)
    assert not is_literal(attribution((Span(13, 99_999),)), TEXT)


def test_dropped_rows_are_counted_and_kept_rows_sorted() -> None:
    kept, n_dropped = keep_literal({"figures": [figure(7, 11, "said"), figure(0, 6, "Moscow"), figure(0, 6, "Minsk!")]}, TEXT)
    assert [row.start for row in kept["figures"]] == [0, 7]
    assert n_dropped == {"figures": 1}


@given(st.text(max_size=60), st.integers(-5, 70), st.integers(-5, 70))
def test_what_passes_always_slices_back(text: str, start: int, end: int) -> None:
    row = figure(start, end, text[start:end])
    if is_literal(row, text):
        assert text[row.start : row.end] == row.evidence != ""
    else:
        assert not 0 <= start < end <= len(text)
