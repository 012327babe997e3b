"""Which states a name points to by its letters."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.resolve.name_origin import FLOOR, origins

NAMES = [
    (("bronislaw", "malinowski"), "POL", "USA"),
    (("park", "jae-in"), "KOR", "USA"),
    (("adam", "robinson"), "USA", "KOR"),
    (("omar", "al-nour"), "SYR", "FRA"),
    (("dimitris", "papadakis"), "GRC", "USA"),
    (("kim",), "KOR", "USA"),
    (("starry", "leung"), "HKG", "GBR"),
    (("ivanov",), "RUS", "USA"),
]


@pytest.mark.parametrize(("words", "likelier", "other"), NAMES)
def test_letters_tell_where_a_name_is_borne(words: tuple[str, ...], likelier: str, other: str) -> None:
    found = origins(words)
    assert found[likelier] > found[other]


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4).map(tuple))
def test_any_words_give_a_log_likelihood_for_the_same_states(words: tuple[str, ...]) -> None:
    found = origins(words)
    assert found.keys() == origins(("adam", "robinson")).keys()
    assert all(FLOOR <= value <= 0.0 for value in found.values())


def test_origin_is_the_same_in_every_process() -> None:
    """Words are hashed differently in each; sums of pieces must not depend on their order."""
    call = "from communique.resolve.name_origin import origins; print(sorted(origins(('castro',)).items()))"
    seeds = ({"PYTHONHASHSEED": seed} for seed in ("1", "2"))
    told = [
        subprocess.run([sys.executable, "-c", call], env=os.environ | seed, capture_output=True, check=True) for seed in seeds
    ]
    assert told[0].stdout == told[1].stdout != b""
