"""Two hashes an id, whatever their number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from communique.ingest.duplicate import Seen, SeenIds


@given(st.lists(st.tuples(st.text(max_size=3), st.sampled_from("xyz")), max_size=200))
def test_agrees_with_a_dict(pairs: list[tuple[str, str]]) -> None:
    seen, known = SeenIds(slots=4), dict[str, str]()
    for document_id, text in pairs:
        expected = Seen.NEW if document_id not in known else Seen.SAME if known[document_id] == text else Seen.OTHER
        known.setdefault(document_id, text)
        assert seen.add(document_id, text) is expected
    assert len(seen) == len(known)


def test_takes_at_most_forty_bytes_an_id() -> None:
    seen = SeenIds()
    for i in range(20_000):
        seen.add(str(i), "text")
    assert all(seen.add(str(i), "text") is Seen.SAME for i in range(0, 20_000, 97))
    assert 16 * len(seen._keys) <= 40 * 20_000 * 2


def test_lone_surrogates_have_a_hash() -> None:
    assert SeenIds().add("\ud800", "\udfff") is Seen.NEW
