"""The stance reader's input, and the reader as packaged."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.coding.stance import StanceReader, join_sides, softmax, weigh_condition
from communique.errors import MissingModel
from communique.models.stance_input import (
    BREAK,
    MARK,
    MAX_PASSAGE_PIECES,
    MAX_TEXT_PIECES,
    MPNET,
    UNCASED,
    StanceInput,
    encode_inputs,
    has_condition,
    iter_batches,
    join_passage,
    mark_spans,
)


class Letters:
    """A tokenizer whose word pieces are letters."""

    class Encoding:
        def __init__(self, text: str) -> None:
            self.ids = [ord(c) for c in text]

    def encode_batch(self, input: list[str], add_special_tokens: bool = True) -> list[Encoding]:
        assert not add_special_tokens
        return [self.Encoding(t) for t in input]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "Ida Berg and Norway object."),
        ([(0, 8)], f"{MARK} and Norway object."),
        ([(13, 19), (0, 8)], f"{MARK} and {MARK} object."),
        ([(0, 8), (4, 8)], f"{MARK} and Norway object."),
        ([(3, 3)], "Ida Berg and Norway object."),
    ],
)
def test_marks_stand_in_place_of_names(spans: list[tuple[int, int]], expected: str) -> None:
    assert mark_spans("Ida Berg and Norway object.", spans) == expected


def test_passage_keeps_the_end_of_the_context_and_single_spaces() -> None:
    context = " ".join(f"w{i}" for i in range(30))
    passage = join_passage(context, "They\n object.")
    assert passage == " ".join(f"w{i}" for i in range(10, 30)) + BREAK + "They object."
    assert join_passage("  ", "They object.") == "They object."


def test_long_parts_are_cut_a_passage_at_its_beginning() -> None:
    (whole,) = encode_inputs([("p" * 200 + "q", "s" * 100)], Letters())
    assert whole[0] == UNCASED.start
    assert whole[1 : 1 + MAX_PASSAGE_PIECES] == [ord("p")] * (MAX_PASSAGE_PIECES - 1) + [ord("q")]
    rest = whole[1 + MAX_PASSAGE_PIECES :]
    assert rest == [UNCASED.end, *[ord("s")] * MAX_TEXT_PIECES, UNCASED.end]


def test_control_pieces_are_those_of_the_vocabulary() -> None:
    encoded = encode_inputs([("ab", "c"), ("a", "c")], Letters(), MPNET)
    assert encoded[0] == [0, ord("a"), ord("b"), 2, 2, ord("c"), 2]
    ((_, ids, mask),) = iter_batches(encoded, pad=MPNET.pad)
    assert ids[0, -1] == MPNET.pad
    assert mask.sum() == 13


def test_no_text_can_spell_a_control_token() -> None:
    (whole,) = encode_inputs([("[SEP] [MASK]", "[CLS]")], Letters())
    assert not {"[SEP]", "[MASK]", "[CLS]"} & {"".join(map(chr, whole))[i : i + n] for i in range(len(whole)) for n in (5, 6)}


def test_sides_are_joined_with_the_second_mirrored() -> None:
    support = np.array([[0.6, 0.1, 0.3, 0.0]], dtype=np.float32)
    assert join_sides(support, support[:, [1, 0, 2, 3]]) == pytest.approx(support, abs=1e-3)
    torn = join_sides(support, support)
    assert torn[0, 0] == pytest.approx(torn[0, 1])


@given(st.lists(st.integers(1, 40), max_size=30), st.integers(1, 200))
def test_batches_hold_every_input_once_within_the_budget(lengths: list[int], budget: int) -> None:
    encoded = [[7] * n for n in lengths]
    seen: list[int] = []
    for numbers, ids, mask in iter_batches(encoded, budget):
        seen += numbers
        assert ids.shape == mask.shape
        assert ids.size <= budget or len(numbers) == 1
        assert mask.sum(axis=1).tolist() == [lengths[i] for i in numbers]
    assert sorted(seen) == list(range(len(lengths)))


def test_words_of_condition_raise_the_odds_of_conditional() -> None:
    found = np.array([[0.5, 0.2, 0.2, 0.1], [0.5, 0.2, 0.2, 0.1]], dtype=np.float32)
    weighed = weigh_condition(found, [True, False], 9.0)
    assert weighed[0].tolist() == pytest.approx([0.8 * 0.5 / 1.6, 0.8 * 0.2 / 1.6, 0.2, 0.8 * 0.9 / 1.6])
    assert weighed[1].tolist() == pytest.approx(found[1].tolist())


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("[holder] would sign only if the fleet left.", True),
        ("Unless the fleet leaves, [holder] will not sign.", True),
        ("[holder] offered quotas in exchange for access.", True),
        ("[holder] set conditions for talks.", True),
        ("[holder] spoke of the gift as of a treaty.", False),
        ("[holder] will sign.", False),
    ],
)
def test_words_of_condition(sentence: str, expected: bool) -> None:
    assert has_condition(sentence) == expected
    assert has_condition(f"If so.{BREAK}{sentence}") == expected


def test_softmax_rows_sum_to_one() -> None:
    found = softmax(np.array([[1000.0, 0.0], [0.0, 0.0]], dtype=np.float32))
    assert found.tolist() == [[1.0, 0.0], [0.5, 0.5]]


class ByText(StanceReader):
    """Supports what it is told to, and is sure of nothing else."""

    thresholds: dict[str, Any] = {}  # noqa: RUF012 - as in the class

    def read_propositions(self, inputs: Sequence[tuple[str, str]]) -> np.ndarray[Any, np.dtype[np.float32]]:
        rows = [[0.6, 0.1, 0.2, 0.1] if text == "Stay." else [0.3, 0.4, 0.2, 0.1] for _, text in inputs]
        return np.array(rows, dtype=np.float32)


def test_a_clause_is_read_by_the_text_of_one_side() -> None:
    reader, one = ByText("nowhere"), StanceInput("[holder] wants to stay.", "Stay.", "Leave.")
    found = reader.read_sides([one, one], [0, 1])
    assert np.allclose(found, [[0.6, 0.1, 0.2, 0.1], [0.4, 0.3, 0.2, 0.1]])  # the second text speaks against the issue
    assert reader.read_sides([], []).shape == (0, 4)


SUPPORT, OPPOSE = "The fishing treaty should be kept.", "The fishing treaty should be dropped."


@pytest.mark.slow
def test_packaged_reader_finds_stances_and_mirrors_their_sides() -> None:
    plain = [
        "[holder] said the fishing treaty must be kept at all costs.",
        "[holder] called the fishing treaty a disgrace and demanded that it be scrapped.",
        "The port lies three hours north of the capital.",
    ]
    reader = StanceReader()
    found = reader.read([StanceInput(p, SUPPORT, OPPOSE) for p in plain])
    assert found.shape == (3, 4)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    assert [int(found[0].argmax()), int(found[2].argmax())] == [0, 2]
    assert found[0, 0] - found[0, 1] > found[1, 0] - found[1, 1]  # the second is less in favour than the first
    assert found[1, 2] < 0.5
    mirrored = reader.read([StanceInput(p, OPPOSE, SUPPORT) for p in plain])
    assert np.abs(mirrored - found[:, [1, 0, 2, 3]]).max() < 0.05
    assert reader.read([]).shape == (0, 4)


@pytest.mark.slow
def test_reading_does_not_depend_on_the_neighbours() -> None:
    reader = StanceReader()
    one = StanceInput("[holder] said the fishing treaty must be kept.", SUPPORT, OPPOSE)
    long = StanceInput("[holder] " + "spoke at length " * 30, SUPPORT, OPPOSE)
    alone, among = reader.read([one])[0], reader.read([long, one, long])[1]
    assert np.abs(alone - among).max() < 0.05  # activations are quantized batch by batch


@pytest.mark.slow
def test_altered_model_is_refused(tmp_path: Path) -> None:
    shutil.copytree(StanceReader().files.folder, tmp_path / "stance")
    with (tmp_path / "stance" / "thresholds.json").open("a") as fh:
        fh.write(" ")
    with pytest.raises(MissingModel, match=r"thresholds\.json"):
        _ = StanceReader(tmp_path / "stance").files
    with pytest.raises(MissingModel, match="manifest"):
        _ = StanceReader(tmp_path / "none").files
