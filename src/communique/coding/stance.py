"""The stance reader: a passage with its holder marked and an issue's two texts in, calibrated probabilities out.

A cross-encoder of twelve layers, run by onnxruntime, reads the passage with each text on its own; the two readings are
joined. What it was trained on and how well it reads stands in docs/model-cards/stance.md. It never sees who the
holder is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.models import SLOW_FUSIONS, ModelFiles, find_model
from communique.models.four_bits import unpack_weights
from communique.models.odds import TINY
from communique.models.stance_input import (
    CONDITIONAL,
    LABELS,
    NEITHER,
    OPPOSE,
    SUPPORT,
    StanceInput,
    Tokenizer,
    Vocabulary,
    encode_inputs,
    has_condition,
    iter_batches,
)

Floats = npt.NDArray[np.float32]

MODEL = "stance"
MIRRORED = [OPPOSE, SUPPORT, NEITHER, CONDITIONAL]  # what a text against an issue says, as one for it would
LAYERS = "layers.npz"  # the weights of the layers, in four bits


class StanceReader:
    """Reads stances with the shipped model, or with the one in `model_dir`. Loaded on first use."""

    def __init__(self, model_dir: str | Path | None = None, n_threads: int = 1) -> None:
        self.model_dir = Path(model_dir) if model_dir is not None else None
        self.n_threads = n_threads

    @cached_property
    def files(self) -> ModelFiles:
        """The model's files, checksums compared."""
        return find_model(MODEL, self.model_dir)

    @cached_property
    def thresholds(self) -> dict[str, Any]:
        """What `thresholds.json` beside the model says: the least probability for each use, with its expected precision."""
        found: dict[str, Any] = json.loads(self.files.path("thresholds.json").read_text(encoding="utf-8"))
        return found

    @property
    def _surely_neither(self) -> float:
        """From this probability of `neither` on, the second text of an issue is not read: it hardly ever changes that."""
        return float(self.files.manifest.get("surely_neither", 1.0))

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary.from_json(self.files.manifest.get("vocabulary"))

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return open_tokenizer(self.files.path("tokenizer.json"))

    @cached_property
    def _session(self) -> Any:
        return open_session(self.files.path("model.onnx"), self.n_threads, self.files.path(LAYERS))

    def read(self, inputs: Sequence[StanceInput]) -> Floats:
        """Probabilities in the order of `LABELS`; shape (inputs, 4), rows sum to 1. No inputs give shape (0, 4)."""
        if not inputs:
            return np.zeros((0, len(LABELS)), dtype=np.float32)
        found = self.read_propositions([(i.passage, i.support) for i in inputs])
        again = np.flatnonzero(found[:, NEITHER] < self._surely_neither).tolist()
        second = self.read_propositions([(inputs[k].passage, inputs[k].oppose) for k in again])
        found[again] = join_sides(found[again], second)
        return self._weigh(inputs, found)

    def read_sides(self, inputs: Sequence[StanceInput], sides: Sequence[int]) -> Floats:
        """As `read`, by one text of each issue: that of the side asked for, `SUPPORT` or `OPPOSE`."""
        if not inputs:
            return np.zeros((0, len(LABELS)), dtype=np.float32)
        opposed = [side == OPPOSE for side in sides]
        found = self.read_propositions([(i.passage, i.oppose if o else i.support) for i, o in zip(inputs, opposed, strict=True)])
        found[opposed] = found[opposed][:, MIRRORED]
        return self._weigh(inputs, found)

    def _weigh(self, inputs: Sequence[StanceInput], found: Floats) -> Floats:
        return weigh_condition(found, [has_condition(i.passage) for i in inputs], float(self.thresholds.get("condition", 1.0)))

    def read_propositions(self, inputs: Sequence[tuple[str, str]]) -> Floats:
        """What the holder of each passage thinks of a single proposition: shape (inputs, 4), rows sum to 1."""
        different = list(dict.fromkeys(inputs))
        out = np.zeros((len(different), len(LABELS)), dtype=np.float32)
        encoded = encode_inputs(different, self._tokenizer, self._vocabulary)
        temperature = float(self.files.manifest.get("temperature", 1.0))
        for rows, ids, mask in iter_batches(encoded, pad=self._vocabulary.pad):
            logits = self._session.run(None, {"ids": ids, "mask": mask})[0]
            out[rows] = softmax(logits / temperature)
        place = {text: k for k, text in enumerate(different)}
        return out[[place[text] for text in inputs]]


def join_sides(support: Floats, oppose: Floats) -> Floats:
    """One reading of an issue from those of its two texts: the geometric mean, the second with its sides exchanged."""
    joined = np.sqrt(support * oppose[:, MIRRORED]) + 1e-9
    return np.asarray(joined / joined.sum(axis=1, keepdims=True), dtype=np.float32)


def weigh_condition(found: Floats, has_words: Sequence[bool], factor: float) -> Floats:
    """The probabilities with the odds of `conditional` times the factor where the sentence has words of condition.

    The reader has seen too few conditions to find them by itself. How likely a sentence shows a stance at all stays as it is.
    """
    weights = np.ones_like(found)
    weights[np.array(has_words, dtype=bool), CONDITIONAL] = factor
    weights[:, NEITHER] = 0.0
    weighed = found * weights
    weighed *= (1 - found[:, [NEITHER]]) / np.maximum(weighed.sum(axis=1, keepdims=True), TINY)
    weighed[:, NEITHER] = found[:, NEITHER]
    return np.asarray(weighed, dtype=np.float32)


def softmax(logits: Floats) -> Floats:
    """Probabilities of each row."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True), dtype=np.float32)


def open_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of a `tokenizer.json`, without its padding and truncation."""
    from tokenizers import Tokenizer as Loaded

    tokenizer: Any = Loaded.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    found: Tokenizer = tokenizer
    return found


def open_session(path: Path, n_threads: int, packed: Path | None = None, *, norms_apart: bool = True) -> Any:
    """A session of the run time on the processor, with that many threads.

    Args:
        packed: weights in four bits, which the graph names as external data in a file called as this one without its ending.
        norms_apart: keep the run time from joining norms with the sums before them, which takes longer.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = n_threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if packed:
        weights = b"".join(matrix.tobytes() for matrix in unpack_weights(packed))
        options.add_external_initializers_from_files_in_memory([packed.stem], [weights], [len(weights)])
    kept_off = SLOW_FUSIONS if norms_apart else []
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=kept_off)
