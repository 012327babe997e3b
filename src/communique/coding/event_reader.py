"""The trained sentence readers: does a sentence tell of an alignment, a meeting, a commitment, and who plays which part in it.

In come sentences as plain text; out come calibrated scores of the labels, and of each role for every token. The three
event coders share one reading of each sentence. Sentences are run one at a time: the int8 model scales its inputs by
their largest value, so a sentence in a batch would be read differently from the same sentence alone. Sentences that the gate
(`event_gate`) holds back are not run: they tell nothing.

There are two readers. The quick one reads what passes the gate. The careful one is twelve times as large; it reads once
more what the quick one, which has learned from it, finds likely, in reports that are coded under a codebook: their coding costs
far more than that.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from communique.coding.event_gate import default_gate
from communique.coding.stance import LAYERS, open_session, open_tokenizer
from communique.model.codebook import Codebook
from communique.models import ModelFiles, encodable, find_model

QUICK, CAREFUL = "event", "event-careful"
EVENTS = ("agree", "differ", "meeting", "commitment")
LIKELY = 0.08  # what the quick reader scores lower is not read again: see the model card
_KEPT_SENTENCES = 8_192  # readings kept for the next coder; about 40 documents' worth, some 30 MB
_Floats = Any  # numpy array of float32


@dataclass(frozen=True, slots=True)
class Told:
    """What one sentence tells. Offsets of tokens count from the beginning of the sentence.

    Args:
        labels: score of each label, 0 to 1.
        roles: score of each role by token, shape (tokens, roles).
        tokens: the characters of each token.
    """

    labels: dict[str, float]
    roles: _Floats
    tokens: tuple[tuple[int, int], ...]
    role_names: tuple[str, ...]

    def role(self, name: str, start: int, end: int) -> float:
        """The mean score of a role over the characters `[start, end)`; 0 where no token lies."""
        column = self.role_names.index(name)
        inside = [i for i, (a, b) in enumerate(self.tokens) if a < end and start < b]
        return float(self.roles[inside, column].mean()) if inside else 0.0

    def runs(self, name: str, least: float = 0.5) -> list[tuple[int, int, float]]:
        """The stretches whose tokens score at least `least` for a role, with the mean score; one weak token may lie within."""
        column = self.roles[:, self.role_names.index(name)]
        runs: list[list[int]] = []
        for i, score in enumerate(column):
            if score >= least:
                if runs and i - runs[-1][-1] <= 2:
                    runs[-1].append(i)
                else:
                    runs.append([i])
        return [(self.tokens[r[0]][0], self.tokens[r[-1]][1], float(column[r[0] : r[-1] + 1].mean())) for r in runs]


class Gate(Protocol):
    """Says whether a sentence is worth running."""

    @property
    def id(self) -> str:
        """What rows name it by."""

    def passes(self, sentence: str, /) -> bool:
        """Whether the reader may find something in it."""


class EventReader:
    """The reader over one folder with `model.onnx`, `tokenizer.json` and `manifest.json`; loaded on first use.

    Args:
        folder: the model's folder; the packaged one if None.
        gate: says which sentences are worth running; the packaged one if None.
        model: the name of the packaged model.
    """

    name = "communique.event-reader"

    def __init__(self, folder: str | Path | None = None, gate: Gate | None = None, model: str = QUICK) -> None:
        self.folder = Path(folder) if folder is not None else None
        self.model = model
        self._gate = gate
        self.n_spared = 0  # sentences that the gate has held back
        self._kept: OrderedDict[str, Told] = OrderedDict()

    @cached_property
    def files(self) -> ModelFiles:
        """The model's files, compared with their manifest: labels, roles, thresholds, checksums."""
        return find_model(self.model, self.folder)

    @property
    def id(self) -> str:
        """What rows made with this model and its gate name them by."""
        return f"{self.files.id}+{self.gate.id}"

    @cached_property
    def gate(self) -> Gate:
        """The gate, loaded on first use."""
        return self._gate or default_gate()

    def threshold(self, label: str) -> float:
        """The score from which a sentence counts as telling of a label."""
        return float(self.files.manifest["thresholds"].get(label, 0.5))

    def read(self, sentences: Sequence[str]) -> list[Told]:
        """What each sentence tells, in the same order; a sentence read lately is not read again."""
        return [self._recall(text) for text in sentences]

    def _recall(self, text: str) -> Told:
        told = self._kept.get(text)
        if told is None:
            told = self._read(text)
            self._kept[text] = told
            if len(self._kept) > _KEPT_SENTENCES:
                self._kept.popitem(last=False)
        return told

    def _read(self, text: str) -> Told:
        if self.gate.passes(text):
            return self.read_whole(text)
        self.n_spared += 1
        manifest = self.files.manifest
        none = np.zeros((0, len(manifest["roles"])), dtype=np.float32)
        return Told(dict.fromkeys(manifest["labels"], 0.0), none, (), tuple(manifest["roles"]))

    def read_whole(self, text: str) -> Told:
        """What a sentence tells, whatever the gate says of it; nothing is kept."""
        windows = [self._run(ids, spans) for ids, spans in self._windows(text)]
        labels = np.max([w[0] for w in windows], axis=0)
        roles = np.concatenate([w[1] for w in windows])
        spans = tuple(span for w in windows for span in w[2])
        names = tuple(self.files.manifest["roles"])
        return Told(dict(zip(self.files.manifest["labels"], map(float, labels), strict=True)), roles, spans, names)

    def _windows(self, text: str) -> Iterable[tuple[list[int], list[tuple[int, int]]]]:
        """The token ids of a sentence, in stretches that the model takes, each between its two marks."""
        encoding = self._tokenizer.encode(encodable(text))
        ids, spans = encoding.ids[1:-1], encoding.offsets[1:-1]
        size = int(self.files.manifest["max_tokens"]) - 2
        for at in range(0, max(1, len(ids)), size):
            yield [encoding.ids[0], *ids[at : at + size], encoding.ids[-1]], spans[at : at + size]

    def _run(self, ids: list[int], spans: list[tuple[int, int]]) -> tuple[_Floats, _Floats, list[tuple[int, int]]]:
        batch = np.array([ids], dtype=np.int64)
        labels, roles = self._session.run(None, {"input_ids": batch, "attention_mask": np.ones_like(batch)})
        return _sigmoid(labels[0]), _sigmoid(roles[0, 1:-1]), spans

    @cached_property
    def _tokenizer(self) -> Any:
        return open_tokenizer(self.files.path("tokenizer.json"))

    @cached_property
    def _session(self) -> Any:
        packed = self.files.path(LAYERS) if LAYERS in self.files.manifest["files"] else None
        # One thread: documents are read in parallel by processes, not sentences by threads. What the careful reader finds hangs
        # on how it is rounded, and its least scores were chosen with norms joined (docs/decisions/0017).
        return open_session(self.files.path("model.onnx"), 1, packed, norms_apart=packed is None)


class FirstReading:
    """The gate before the careful reader: lets through what the quick one finds likely."""

    def __init__(self, reader: EventReader, least: float = LIKELY) -> None:
        self.reader = reader
        self.least = least

    @property
    def id(self) -> str:
        """What rows name it by: the quick reader and its own gate."""
        return self.reader.id

    def passes(self, sentence: str) -> bool:
        """Whether the quick reader scores any event in it so high."""
        (told,) = self.reader.read([sentence])
        return any(told.labels[event] >= self.least for event in EVENTS)


class EventReaders:
    """Which reader reads a report: the quick one without a codebook, the careful one under one.

    Args:
        only: the reader of both; the packaged ones if None.
    """

    def __init__(self, only: EventReader | None = None) -> None:
        self.quick = only or default_reader()
        self.careful = only or careful_reader()

    @property
    def id(self) -> str:
        """What the log of a run names both by."""
        return self.careful.id

    def under(self, codebook: Codebook | None) -> EventReader:
        """The reader of a report that is coded under this codebook."""
        return self.quick if codebook is None else self.careful


def _sigmoid(values: _Floats) -> _Floats:
    return 1.0 / (1.0 + np.exp(-values))


@cache
def default_reader() -> EventReader:
    """The packaged quick reader, one for all coders of a process."""
    return EventReader()


@cache
def careful_reader() -> EventReader:
    """The packaged careful reader, one for all coders of a process."""
    return EventReader(gate=FirstReading(default_reader()), model=CAREFUL)
