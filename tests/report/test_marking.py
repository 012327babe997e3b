"""Segments: nothing of the text is lost, and each knows its zone and rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from communique.report.marking import make_segments

QUOTE = {"speaker": "Ann Lee", "party": "OTHER", "quote": "x"}


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=6))
def test_segments_joined_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    rows = [{**QUOTE, "start": min(a, len(text)), "end": min(max(a, b), len(text))} for a, b in spans]
    segments = make_segments({"text": text, "quotes": rows, "zones": []})
    assert "".join(s.text for s in segments) == text
    assert all(text[s.start : s.start + len(s.text)] == s.text for s in segments)


def test_a_segment_names_its_zone_and_rows() -> None:
    record = {
        "text": "Talks end. We agree.",
        "zones": [{"kind": "headline", "start": 0, "end": 10}, {"kind": "body", "start": 11, "end": 20}],
        "quotes": [{**QUOTE, "start": 11, "end": 19}],
    }
    segments = {s.text: s for s in make_segments(record)}
    assert segments["Talks end."].zone == "headline"
    assert segments["We agree"].kinds == ("quotes",)
    assert segments["We agree"].is_start
    assert segments["We agree"].hint == "quote: Ann Lee (OTHER)"
