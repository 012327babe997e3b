"""UTF-16 and code points, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import UsageError
from communique.export.offsets import Offsets

TEXTS = st.text(st.sampled_from("ab😀é\r\n🏳️\ud83d"), max_size=30)


@given(TEXTS)
def test_outward_counts_what_utf16_encodes(text: str) -> None:
    offsets = Offsets(text, "utf-16")
    for n in range(len(text) + 1):
        assert offsets.outward(n) == len(text[:n].encode("utf-16-le", "surrogatepass")) // 2
        assert offsets.inward(offsets.outward(n)) == n


@given(TEXTS)
def test_code_points_stay(text: str) -> None:
    offsets = Offsets(text)
    assert all(offsets.outward(n) == n == offsets.inward(n) for n in range(len(text) + 1))


def test_a_position_inside_a_pair_moves_behind_it() -> None:
    assert Offsets("😀b", "utf-16").inward(1) == 1


def test_unknown_unit() -> None:
    with pytest.raises(UsageError, match="bytes"):
        Offsets("a", "bytes")
