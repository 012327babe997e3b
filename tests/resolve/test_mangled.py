"""The resolver never fails and never leaves the text, whatever the text is."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.document import Document, Span
from communique.model.reading import Reading
from communique.model.record import Attribution
from communique.nlp.parse import Parser
from communique.resolve.actor import ActorResolver

PIECES = [
    "Russian President Vladimir Putin",
    "the British PM",
    "he",
    "said",
    "Sens.",
    "Ted Cruz",
    "and",
    ",",
    ".",
    "“",
    "”",
    '"',
    "‘",
    "\n\n",
    "\r\n",
    "\u200b",
    "\u202e",
    "😀",
    "of",
    "the U.S.-backed",
    "al-",
    "ambassador to",
    "'s",
    "Moscow",
    "two leaders",
    "(R-",
    "its spokesman",
    "IS",
    "-",
    "Mr.",
    "administration",
    "who",
    "It",
    "May",
    "told",
    "King",
    "statement",
    "the",
]
PARSER = Parser()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from([" ", ""]), st.data())
def test_every_row_is_inside_the_text(pieces: list[str], joiner: str, data: st.DataObject) -> None:
    text = joiner.join(pieces)
    reading = PARSER.annotate([Reading(Document("d", text))])[0]
    bounds = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = [Span(*data.draw(bounds)) for _ in range(4)]
    rows = tuple(
        Attribution(start=s.start, end=s.end, confidence=0.5, maker="t@1", source=(s,), cue=(), content=(c,))
        for s, c in (spans[:2], spans[2:])
    )
    (resolved,) = ActorResolver().annotate([replace(reading, attributions=rows)])
    assert len(resolved.attributions) == 2
    for row in (*resolved.mentions, *resolved.quotes, *resolved.offices):
        assert 0 <= row.start < row.end <= len(text)
    assert all(q.quote == text[q.start : q.end] for q in resolved.quotes)
    assert all(0 < m.confidence <= 1 and m.rule and m.party for m in resolved.mentions)
    assert ActorResolver().annotate([replace(reading, attributions=rows)]) == [resolved]
