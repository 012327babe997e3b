"""The trained sentence reader as packaged: loads, refuses altered files, reads a sentence alone and among others alike."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from communique.coding.alignment import AlignmentCoder
from communique.coding.commitment import CommitmentCoder
from communique.coding.event_reader import (
    CAREFUL,
    EventReader,
    EventReaders,
    FirstReading,
    Told,
    careful_reader,
    default_reader,
)
from communique.coding.meeting import MeetingCoder
from communique.errors import MissingModel
from communique.model.codebook import Codebook, Issue

SENTENCES = [
    "The presidents of Chile and Peru met in Lima on Monday to discuss the border.",
    "Norway promised to send two hospital ships by the end of May.",
    "Sweden and Finland disagree over the new quotas.",
    "The weather was mild for the season.",
]
LONG = "The minister said, " + "and the delegates of the assembly said, " * 40 + "that Norway will send two ships."


@pytest.fixture
def codebook() -> Codebook:
    return Codebook("fish", "Fish", (Issue("quotas", "Quotas", "The quotas should stay.", "The quotas should go."),))


def test_labels_of_plain_cases() -> None:
    told = default_reader().read(SENTENCES)
    assert [t.labels["meeting"] >= default_reader().threshold("meeting") for t in told] == [True, False, False, False]
    assert [t.labels["commitment"] >= default_reader().threshold("commitment") for t in told] == [False, True, False, False]
    assert max(told, key=lambda t: t.labels["differ"]) is told[2]


def test_roles_point_at_the_words_that_play_them() -> None:
    (told,) = default_reader().read(SENTENCES[:1])
    at = SENTENCES[0].index("Chile")
    border = SENTENCES[0].index("border")
    assert told.role("participant", at, at + 5) > 0.5 > told.role("participant", border, border + 6)


def test_sentence_is_read_alike_alone_and_among_others() -> None:
    alone = EventReader().read(SENTENCES[1:2])[0]
    among = EventReader().read([LONG, *SENTENCES])[2]
    assert alone.labels == among.labels
    assert np.array_equal(alone.roles, among.roles)


def test_long_and_empty_sentences_are_read_in_stretches() -> None:
    told_long, told_empty = EventReader().read([LONG, ""])
    assert len(told_long.tokens) > 96
    assert told_long.tokens[-1] == (len(LONG) - 1, len(LONG))
    assert told_empty.tokens == ()
    assert told_empty.role("when", 0, 10) == 0.0


def test_runs_bridge_one_weak_token() -> None:
    scores = np.array([[0.9], [0.1], [0.8], [0.1], [0.1], [0.7]], dtype=np.float32)
    told = Told({}, scores, tuple((i, i + 1) for i in range(6)), ("when",))
    assert [(a, b) for a, b, _ in told.runs("when")] == [(0, 3), (5, 6)]


def test_altered_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "event"
    shutil.copytree(default_reader().files.folder, folder)
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(MissingModel, match=r"tokenizer\.json"):
        EventReader(folder).read(["Norway."])


@pytest.mark.parametrize("reader", [default_reader, careful_reader])
def test_both_readers_find_the_plain_cases(reader: Callable[[], EventReader]) -> None:
    met, promised, differed, idle = reader().read(SENTENCES)
    assert met.labels["meeting"] >= reader().threshold("meeting") > promised.labels["meeting"]
    assert promised.labels["commitment"] >= reader().threshold("commitment") > met.labels["commitment"]
    assert differed.labels["differ"] > max(t.labels["differ"] for t in (met, promised, idle))


def test_the_careful_reader_runs_on_what_the_quick_one_finds_likely() -> None:
    quick = EventReader()
    careful = EventReader(gate=FirstReading(quick), model=CAREFUL)
    told = careful.read(SENTENCES)
    likely = [max(t.labels[e] for e in ("agree", "differ", "meeting", "commitment")) >= 0.08 for t in quick.read(SENTENCES)]
    assert [bool(t.tokens) for t in told] == likely
    assert careful.n_spared == likely.count(False) > 0
    assert careful.id.endswith(f"+{quick.id}")


def test_a_codebook_calls_for_the_careful_reader(codebook: Codebook) -> None:
    readers = EventReaders()
    assert (readers.under(None), readers.under(codebook)) == (default_reader(), careful_reader())
    only = EventReader()
    assert (EventReaders(only).under(None), EventReaders(only).under(codebook)) == (only, only)


@pytest.mark.parametrize("coder", [AlignmentCoder(), MeetingCoder(), CommitmentCoder()])
def test_the_log_names_both_readers(coder: AlignmentCoder | MeetingCoder | CommitmentCoder) -> None:
    assert coder.maker == f"{coder.name}@{coder.version}+{careful_reader().id}"
    assert default_reader().id in coder.maker
